"""The largest bloc of the budgets (design §10): every level filled, everyone scoring everyone, fast to make."""

from decimal import Decimal
from random import Random

from awards.definitions import AwardRuleRow, VoteCountRow, VoteResultRow
from blocs.models import BlocYear
from blocs.terms import CriterionGroup, Level, OrderBy, QuotaKind, Role, ThresholdBase
from reports.actions.import_year import import_year
from reports.workbook.book import BookHead, PledgeRow, RegistrationRow, ScoreRow, UnitRow, YearBook
from scoring.definitions import ClassRow, CriterionRow, YearRules

_SECTIONS = 6
_EXTRAS = 4
_AWARDS = ("FLAG_GOV", "FLAG_PROV", "MERIT_PROV")


def large_book(
    *, units: int = 15, leaves: int = 60, code: str = "khoi-lon", year: int = 2025, name: str = "Khối lớn"
) -> YearBook:
    """A year of `units` × `leaves` with all four levels, all-to-all; the same arguments give the same book."""
    random = Random(f"{units} {leaves} {code} {year}")
    members = tuple(
        UnitRow(
            order=index,
            code=f"DV{index:02d}",
            name=f"Hội số {index} tỉnh Yên Bái",
            short_name=f"Hội {index}",
            role=Role.LEADER if index == 1 else Role.MEMBER,
            representative=f"Người Đại Diện {index}",
        )
        for index in range(1, units + 1)
    )
    tree = tuple(_tree(leaves))
    scored = [row for row in tree if row.maximum is not None and "." in row.code]
    return YearBook(
        head=BookHead(name, code, year),
        rules=YearRules(
            scale=Decimal(10 * (leaves - _EXTRAS)),
            levels=tuple(Level),
            bonus_cap=Decimal(15),
            tie_keys=("Mục 1", "Phiếu FLAG_PROV"),
        ),
        units=members,
        criteria=tree,
        scores=tuple(_scores(members, scored, random)),
        pledges=tuple(PledgeRow(member.code) for member in members),
        registrations=tuple(RegistrationRow(member.code, _AWARDS[0]) for member in members),
        award_rules=tuple(
            AwardRuleRow(
                award, order, QuotaKind.COUNT, Decimal(order), needs_vote=True, threshold=Decimal(50),
                threshold_base=ThresholdBase.MEMBERS, order_by=OrderBy.RANK, exclusive=True,
            )
            for order, award in enumerate(_AWARDS, start=1)
        ),
        vote_counts=tuple(VoteCountRow(award, units, units, units, units, units, 0) for award in _AWARDS),
        vote_results=tuple(
            VoteResultRow(award, member.code, random.randint(0, units)) for award in _AWARDS for member in members
        ),
        classes=(ClassRow("Xuất sắc", Decimal(9 * (leaves - _EXTRAS))), ClassRow("Tốt", Decimal(0))),
    )  # fmt: skip


def _tree(leaves: int) -> list[CriterionRow]:
    """Six content sections with the leaves shared out, each of 10 points; two bonus and two penalty leaves."""
    tree: list[CriterionRow] = []
    content = leaves - _EXTRAS
    for section in range(1, _SECTIONS + 1):
        own = content // _SECTIONS + (section <= content % _SECTIONS)
        tree.append(CriterionRow(f"{section}", f"Mục {section}", CriterionGroup.CONTENT))
        tree += [
            CriterionRow(
                f"{section}.{leaf}",
                f"Tiêu chí {section}.{leaf} về phong trào thi đua",
                CriterionGroup.CONTENT,
                Decimal(10),
                Decimal("0.5"),
            )
            for leaf in range(1, own + 1)
        ]
    for section, (text, group) in enumerate(
        (("Điểm thưởng", CriterionGroup.BONUS), ("Điểm trừ", CriterionGroup.PENALTY)), start=_SECTIONS + 1
    ):
        tree.append(CriterionRow(f"{section}", text, group))
        tree += [CriterionRow(f"{section}.{leaf}", f"{text} {leaf}", group, Decimal(10)) for leaf in (1, 2)]
    return tree


def _scores(members: tuple[UnitRow, ...], leaves: list[CriterionRow], random: Random) -> list[ScoreRow]:
    halves = [Decimal(half) / 2 for half in range(21)]
    content = {row.code for row in leaves if row.group is CriterionGroup.CONTENT}
    rows = []
    for level in Level:
        for scored in members:
            for scorer in _scorers(level, scored, members):
                rows += [
                    ScoreRow(
                        level,
                        scored.code,
                        scorer,
                        leaf.code,
                        halves[random.randint(12, 20) if leaf.code in content else random.randint(0, 6)],
                    )
                    for leaf in leaves
                ]
    return rows


def _scorers(level: Level, scored: UnitRow, members: tuple[UnitRow, ...]) -> list[str]:
    if level is Level.PEER:
        return [member.code for member in members if member is not scored]
    return [scored.code if level is Level.SELF else ""]


def large_year(**more: int | str) -> BlocYear:
    """The book in the database, as a command line import makes it."""
    made = import_year(actor=None, book=large_book(**more))  # type: ignore[arg-type]
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=made.pk)
