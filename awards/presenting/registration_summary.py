"""Who registered for what, by award: the page and the paper "Bảng tổng hợp đăng ký danh hiệu" share it."""

from collections import Counter
from dataclasses import dataclass

from awards.models import Registration
from awards.queries import COUNTING
from blocs.models import BlocYear, Membership


@dataclass(frozen=True, slots=True)
class SummaryColumn:
    """An award somebody registered for. `total` counts units, their parts and people; `own` the units themselves."""

    code: str
    name: str
    short_name: str
    total: int
    own: int


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A unit: how many of each column's award (units, parts, people), in the columns' order, and of how many

    of them it registers for itself."""

    member: Membership
    counts: tuple[int, ...]
    own: int
    parts: int
    people: int

    @property
    def remark(self) -> str:
        if not sum(self.counts):
            return "Chưa đăng ký"
        words = [f"{self.parts} tập thể trực thuộc"] if self.parts else []
        words += [f"{self.people} cá nhân"] if self.people else []
        text = ", ".join(words)
        return f"Có {text}" if text else ""


@dataclass(frozen=True, slots=True)
class Summary:
    """Columns in catalogue order, only awards with a registration; rows in bloc order, every unit."""

    columns: tuple[SummaryColumn, ...]
    rows: tuple[SummaryRow, ...]
    one_title: bool

    @property
    def registered_units(self) -> int:
        return sum(1 for row in self.rows if sum(row.counts))

    @property
    def check_line(self) -> str:
        """Where each unit aims at one title: whether the units' own titles add up to the units; else empty."""
        if not self.one_title or not self.rows:
            return ""
        counts = [column.own for column in self.columns if column.own]
        total, members = sum(counts), len(self.rows)
        terms = f"{' + '.join(map(str, counts))} = {total}" if len(counts) > 1 else str(total)
        begins = f"Danh hiệu, hình thức của chính đơn vị: {terms}"
        missing = [row.member.short_name for row in self.rows if not row.own]
        if missing:
            return f"{begins}, khối có {members} đơn vị; chưa đăng ký: {', '.join(missing)}."
        if total > members:
            return f"{begins}, nhiều hơn {members} đơn vị thành viên."
        return f"{begins}, bằng đúng số đơn vị thành viên."


def registration_summary(year: BlocYear) -> Summary:
    """One query beside the members."""
    found = (
        Registration.objects.filter(membership__year=year, state__in=COUNTING)
        .order_by("award__position", "award__code")
        .values_list(
            "membership_id", "award__code", "award__name", "award__short_name", "collective", "person"
        )
    )
    names: dict[str, tuple[str, str]] = {}
    counts: Counter[tuple[int, str]] = Counter()
    own: Counter[tuple[int, str]] = Counter()
    parts: Counter[int] = Counter()
    people: Counter[int] = Counter()
    for member, code, name, short, collective, person in found:
        names.setdefault(code, (name, short or name))
        counts[member, code] += 1
        parts[member] += bool(collective)
        people[member] += bool(person)
        own[member, code] += not collective and not person
    return Summary(
        columns=tuple(
            SummaryColumn(
                code,
                name,
                short,
                total=sum(counts[member.pk, code] for member in year.members),
                own=sum(own[member.pk, code] for member in year.members),
            )
            for code, (name, short) in names.items()
        ),
        rows=tuple(
            SummaryRow(
                member,
                tuple(counts[member.pk, code] for code in names),
                own=sum(own[member.pk, code] for code in names),
                parts=parts[member.pk],
                people=people[member.pk],
            )
            for member in year.members
        ),
        one_title=year.current_rules.one_collective_title,
    )
