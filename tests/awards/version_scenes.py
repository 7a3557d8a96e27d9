"""What the tests of rule versions share: a year with scores, two secretaries, the board, an administrator."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from awards.actions.rule_versions import confirm_version, start_version
from awards.version_review import VersionReview, review
from blocs.models import BlocYear, Province, SeatKind, User
from blocs.terms import Level, SheetState
from scoring.actions.criteria import change_criterion
from scoring.models import CriterionVersion, Score, Sheet
from scoring.stored_rules import criterion_rows
from tests.builders import bloc_year, person, seat, secretary

REASON = "Biên bản họp khối ngày 05/11/2020"
FULL = {"I.1": "38.5", "I.2": "20", "II": "40"}


@dataclass
class Stage:
    """`writer` and `second` are of the secretariat."""

    pk: int
    writer: User
    second: User
    board: User
    admin: User

    @property
    def year(self) -> BlocYear:
        """As another request has it."""
        return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=self.pk)

    def start(self) -> None:
        start_version(actor=self.writer, year=self.year, reason=REASON)

    def review(self) -> VersionReview:
        year = self.year
        assert year.draft_rules is not None
        return review(year, year.draft_rules)

    def confirm(self, actor: User | None = None) -> VersionReview:
        return confirm_version(actor=actor or self.second, year=self.year, seen=self.review().mark)

    def change(self, of: str, actor: User | None = None, **fields: Any) -> None:
        """A criterion of the version that is edited now, with these fields otherwise."""
        year = self.year
        rows = criterion_rows(year.draft_rules or year.current_rules)
        row = next(row for row in rows if row.code == of)
        change_criterion(actor=actor or self.writer, year=year, code=of, row=replace(row, **fields))

    def sheet(self, level: Level, scored: str, scorer: str | None = None) -> Sheet:
        return Sheet.objects.get(
            year=self.pk, level=level, scored__code=scored, **({"scorer__code": scorer} if scorer else {})
        )


def fill(year: BlocYear, sheet: Sheet, points: dict[str, str], state: SheetState | None = None) -> None:
    """Scores of a sheet by the codes of the version in force."""
    criteria = dict(CriterionVersion.objects.filter(rules=year.rules).values_list("code", "criterion"))
    Score.objects.bulk_create(
        Score(sheet=sheet, criterion_id=criteria[code], points=Decimal(value), source="own")
        for code, value in points.items()
    )
    Sheet.objects.filter(pk=sheet.pk).update(state=state or SheetState.HANDED_IN)


def stage(units: int = 3, **rules: Any) -> Stage:
    """A: handed-in self-sheet; B: a self-sheet being filled; A about B: handed in by its peers."""
    year = bloc_year(units=units, **rules)
    year.province = Province.objects.get_or_create(name="Yên Bái")[0]
    year.save()
    board, admin = person("hoi-dong"), person("quan-tri")
    seat(board, SeatKind.BOARD, province=year.province)
    seat(admin, SeatKind.ADMIN)
    made = Stage(year.pk, secretary(year), secretary(year, "thu-ky-hai"), board, admin)
    fill(year, made.sheet(Level.SELF, "A"), FULL)
    fill(year, made.sheet(Level.SELF, "B"), {"I.1": "30"}, SheetState.FILLING)
    fill(year, made.sheet(Level.PEER, "B", "A"), FULL | {"III.1": "2"}, SheetState.LOCKED)
    return made
