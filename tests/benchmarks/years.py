"""Years of any size for the benchmarks and for tests that need many rows: every cell of every sheet filled."""

import random
from collections.abc import Iterator
from decimal import Decimal

from awards.models import Award, Registration, Vote, VoteResult
from blocs.models import BlocYear, Membership, PledgeSignature, Unit, UnitName
from blocs.terms import CriterionGroup, Level, QuotaKind, SheetState, SigningWay, ThresholdBase
from scoring.models import ClassBand, CriterionVersion, Score, ScoreSource, Sheet
from tests.builders import award_rule, bloc_year

Tree = list[tuple[str, str, CriterionGroup, str | None, str | None]]


def tree(leaves: int) -> Tree:
    """Content in four sections, ten bonus and five penalty leaves; `leaves` of them all in all, 950 points."""
    rows: Tree = []
    content = leaves - 15
    sizes = [content // 4 + (1 if place < content % 4 else 0) for place in range(4)]
    maxima = [Decimal(950 * size // content) for size in sizes]
    maxima[-1] += 950 - sum(maxima)
    for section, size, maximum in zip(("I", "II", "III", "IV"), sizes, maxima, strict=True):
        whole = (maximum / size).quantize(Decimal("0.5"))
        first = maximum - whole * (size - 1)
        rows.append((section, f"Nội dung thi đua thứ {section}", CriterionGroup.CONTENT, None, None))
        rows += [
            (
                f"{section}.{leaf + 1}",
                f"Tiêu chí {leaf + 1} của mục {section}: kế hoạch, tổ chức thực hiện và kết quả trong năm",
                CriterionGroup.CONTENT,
                f"{first.normalize():f}" if leaf == 0 else f"{whole:f}",
                None,
            )
            for leaf in range(size)
        ]
    for section, name, group, size in (
        ("V", "Điểm thưởng", CriterionGroup.BONUS, 10),
        ("VI", "Điểm trừ", CriterionGroup.PENALTY, 5),
    ):
        rows.append((section, name, group, None, None))
        rows += [(f"{section}.{leaf + 1}", f"{name} {leaf + 1}", group, "10", "0.5") for leaf in range(size)]
    return rows


def full_year(
    code: str = "khoi-lon",
    year: int = 2020,
    *,
    units: int = 15,
    leaves: int = 60,
    seed: int = 1,
    **rules: object,
) -> BlocYear:
    """All-to-all: units × (units − 1 peer sheets + three levels), three awards with votes, classes, signatures."""
    made = bloc_year(
        code,
        year,
        units=0,
        tree=tree(leaves),
        **{
            "scale": Decimal(950),
            "bonus_cap": Decimal(50),
            "tie_keys": ["Mục I", "Ít điểm trừ", "Phiếu FLAG_PROV"],
            **rules,
        },
    )
    _members(made, units)
    made = BlocYear.objects.select_related("bloc", "rules", "province").get(pk=made.pk)
    dice = random.Random(f"{code} {year} {seed}")
    _sheets(made, dice)
    _awards(made, dice)
    return made


def _members(year: BlocYear, count: int) -> None:
    bloc = year.bloc
    known = {unit.code: unit for unit in Unit.objects.filter(home_bloc=bloc)}
    codes = [f"DV{place:02d}" for place in range(1, count + 1)]
    Unit.objects.bulk_create(Unit(home_bloc=bloc, code=code) for code in codes if code not in known)
    known = {unit.code: unit for unit in Unit.objects.filter(home_bloc=bloc)}
    names = UnitName.objects.bulk_create(
        UnitName(
            unit=known[code],
            name=f"Hội Nạn nhân chất độc da cam/dioxin và bảo trợ xã hội số {place} của tỉnh",
            short_name=f"Hội thành viên {place}",
        )
        for place, code in enumerate(codes, start=1)
    )
    members = Membership.objects.bulk_create(
        Membership(
            year=year,
            unit=known[code],
            unit_name=name,
            code=code,
            order=place,
            position=place,
            representative=f"Nguyễn Văn {place}",
        )
        for place, (code, name) in enumerate(zip(codes, names, strict=True), start=1)
    )
    PledgeSignature.objects.bulk_create(
        PledgeSignature(
            membership=member,
            signer=member.representative,
            signed_on=f"{year.year}-03-06",
            way=SigningWay.PAPER,
        )
        for member in members
    )


def _sheets(year: BlocYear, dice: random.Random) -> None:
    members = year.members
    wanted = [(level, member, None) for level in Level if level is not Level.PEER for member in members]
    wanted += [(Level.PEER, one, other) for one in members for other in members if one != other]
    sheets = Sheet.objects.bulk_create(
        Sheet(year=year, level=level, scored=scored, scorer=scorer, state=SheetState.HANDED_IN)
        for level, scored, scorer in wanted
    )
    strength = {member.pk: dice.uniform(0.82, 0.97) for member in members}
    leaves = [
        version
        for version in CriterionVersion.objects.filter(rules=year.current_rules)
        if version.maximum is not None
    ]
    Score.objects.bulk_create(_scores(sheets, leaves, strength, dice), batch_size=2000)


def _scores(
    sheets: list[Sheet], leaves: list[CriterionVersion], strength: dict[int, float], dice: random.Random
) -> Iterator[Score]:
    for sheet in sheets:
        for leaf in leaves:
            share = min(1.0, dice.gauss(strength[sheet.scored_id], 0.03))
            if leaf.group != CriterionGroup.CONTENT:
                share = 0.0 if dice.random() < 0.9 else 0.5
            halves = max(0, round(float(leaf.maximum or 0) * share * 2))
            yield Score(
                sheet=sheet,
                criterion_id=leaf.criterion_id,
                points=min(Decimal(halves) / 2, leaf.maximum or Decimal(0)),
                source=ScoreSource.WORKBOOK,
            )


def _awards(year: BlocYear, dice: random.Random) -> None:
    members = year.members
    ClassBand.objects.bulk_create(
        ClassBand(
            rules=year.current_rules, position=place, name=name, from_points=points, floor_percent=share
        )
        for place, (name, points, share) in enumerate(
            [("Xuất sắc", 850, 80), ("Tốt", 800, None), ("Khá", 0, None)]
        )
    )
    for order, (code, quota) in enumerate([("FLAG_GOV", 1), ("FLAG_PROV", 1), ("MERIT_PROV", 3)], start=1):
        award_rule(
            year,
            code,
            order,
            quota=Decimal(quota),
            needs_registration=True,
            needs_pledge=True,
            needs_vote=True,
            threshold=Decimal(80 if quota == 1 else 50),
            threshold_base=ThresholdBase.MEMBERS,
            exclusive=True,
            quota_kind=QuotaKind.COUNT,
        )
        award = Award.objects.get(code=code)
        count = len(members)
        vote = Vote.objects.create(
            year=year,
            award=award,
            called=count,
            present=count,
            issued=count,
            collected=count,
            valid=count,
            invalid=0,
        )
        VoteResult.objects.bulk_create(
            VoteResult(vote=vote, membership=member, approvals=dice.randint(0, count)) for member in members
        )
        Registration.objects.bulk_create(Registration(membership=member, award=award) for member in members)
