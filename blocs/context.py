"""The one object every page's frame is drawn from: where am I, who am I, where can I go."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from blocs import rules
from blocs.access import SignedInRequest, visible_years
from blocs.addresses import page
from blocs.models import BlocYear, PhaseKind, User
from blocs.offers import offers
from blocs.year_phases import kinds_in_use
from reports.paper.words import short_date


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    active: bool = False

    @property
    def current(self) -> bool:
        return self.active


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the year: `state` is done, now or todo; `note` its count or date."""

    label: str
    note: str
    state: str
    url: str = ""


@dataclass(slots=True)
class Here:
    person: str = ""
    seat: str = ""
    bloc_label: str = ""
    year_label: str = ""
    is_demonstration: bool = False
    is_practice: bool = False
    calendar_url: str = ""
    switch: list[Link] = field(default_factory=list)
    nav: list[Link] = field(default_factory=list)
    menu: list[Link] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class StepCount:
    """What an app says of a step: done of expected, in which words, and the page that shows it (its name, or address)."""

    done: int
    expected: int
    words: str = ""
    url_name: str = ""
    url: str = ""


_SETUP = (
    "setup", "identity", "member", "rules", "criteri", "phases", "classes", "assignments", "award-rule", "practice",
    "leading", "handover", "unit-event",
)  # fmt: skip
# (label, url name, the first parts of the url names that belong to it, the right without which it is not there)
_NAV: tuple[tuple[str, str, tuple[str, ...], Any], ...] = (
    ("Việc cần làm", "year-home", ("year-home", "calendar", "notices"), None),
    (
        "Giao ước & đăng ký",
        "pledge",
        ("registration", "pledge", "target", "findings"),
        None,
    ),
    (
        "Phong trào & khen thưởng",
        "movements",
        ("movement", "commendation", "report", "unit-report", "bloc-report", "unit-history"),
        None,
    ),
    ("Chấm điểm", "sheets", ("sheet", "grid", "cell", "evidence"), rules.can_open_sheets),
    ("Kết quả & suy tôn", "results", ("results", "votes", "objection"), rules.can_see_approved_results),
    ("Văn bản", "papers", ("papers",), rules.can_read_scores),
    ("Nhật ký", "journal", ("journal",), rules.can_read_journal),
    ("Thiết lập", "setup", _SETUP, rules.can_set_up_year),
)


# What stands in the person's own menu, outside any year: (label, url name, the right without which it is not there).
_MENU: tuple[tuple[str, str, Any], ...] = (
    ("Thông báo", "my-notices", None),
    ("Người dùng", "people", rules.can_manage_people),
    ("Danh mục danh hiệu", "award-catalogue", None),
    ("Ai được làm gì", "rights", None),
    ("Nhật ký hệ thống", "journal-installation", rules.can_read_installation_journal),
)


def here(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `here`, drawn only when a page is."""
    return {"here": _here(request)}


def _here(request: HttpRequest) -> Here:
    drawn = Here(is_demonstration=settings.DEMONSTRATION)
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return drawn
    signed_in: SignedInRequest = request  # type: ignore[assignment]
    drawn.person = user.full_name
    year = getattr(request, "year", None)
    drawn.seat = seat_line(user, year)
    drawn.menu = [Link(label, reverse(name)) for label, name, may in _MENU if may is None or may(user)]
    drawn.switch = _switch(visible_years(signed_in), year)
    if year is not None:
        if rules.can_create_year(user, year.bloc):
            drawn.switch.append(Link("Lập năm mới…", reverse("year-new", args=[year.bloc.code])))
        drawn.bloc_label, drawn.year_label = year.bloc_label, year.label
        drawn.is_practice = year.is_practice
        drawn.nav = _nav(signed_in, user, year)
        drawn.steps = steps_of(user, year)
        drawn.calendar_url = page("calendar", year)
    return drawn


def _switch(years: list[BlocYear], current: BlocYear | None) -> list[Link]:
    """One link a year; blocs of the same name are told apart by their code."""
    blocs = Counter(name for name, _ in {(y.bloc_label, y.bloc_id) for y in years})
    links = []
    for y in years:
        place = f" ({y.bloc.code})" if blocs[y.bloc_label] > 1 else ""
        links.append(
            Link(f"{y.bloc_label}{place} · {y.label}", year_url("year-home", y), active=y is current)
        )
    return links


def seat_line(user: User, year: BlocYear | None) -> str:
    """The person's seat in a few words, of this bloc first: "Tổ thư ký khối"."""
    if year is not None:
        for seat in user.seats:
            if seat.bloc_id == year.bloc_id:
                return str(seat)
        units = {member.unit_id: member for member in year.members}
        for seat in user.seats:
            if seat.unit_id in units:
                return f"{seat} · {units[seat.unit_id].short_name}"
    return str(user.seats[0]) if user.seats else "Chưa có vai trò"


def year_url(name: str, year: BlocYear, **more: Any) -> str:
    return reverse(name, kwargs={"bloc": year.bloc.code, "year": year.slug, **more})


def _nav(request: SignedInRequest, user: User, year: BlocYear) -> list[Link]:
    name = (request.resolver_match.url_name or "") if request.resolver_match else ""
    return [
        Link(label, url, active=name.startswith(prefixes))
        for label, url_name, prefixes, may in _NAV
        if (may is None or may(user, year)) and (url := page(url_name, year))
    ]


def steps_of(user: User, year: BlocYear) -> list[Step]:
    """The year's steps with their counts; a step is done when its count is full or its window is over."""
    counts: dict[PhaseKind, StepCount] = {}
    links: dict[PhaseKind, str] = {}
    if rules.can_read_scores(user, year):
        for offer in offers("STEP_COUNTS"):
            counts |= offer(year)
    else:
        for offer in offers("OWN_STEPS"):
            links |= offer(user, year)
    now = timezone.now()
    steps = []
    used = kinds_in_use(year)
    for kind, phase in year.phases_by_kind.items():
        if kind not in used:
            continue
        count = counts.get(PhaseKind(kind))
        full = count is not None and count.expected > 0 and count.done >= count.expected
        over = phase.closes_at is not None and phase.closes_at <= now
        begun = phase.opens_at is None or phase.opens_at <= now
        # By its dates where it has some, so that everybody sees the same step; else by its count.
        dated = phase.opens_at is not None or phase.closes_at is not None
        done = over if dated else full
        state = "done" if done else "now" if begun and (dated or count) else "todo"
        url = (count.url or page(count.url_name, year)) if count else links.get(PhaseKind(kind), "")
        steps.append(Step(PhaseKind(kind).label, _note(count, phase.closes_at), state, url))
    return _with_one_now(steps)


def _with_one_now(steps: list[Step]) -> list[Step]:
    """The first step under way stands out; when none is, the one after the last that is done."""
    states = [step.state for step in steps]
    done = [index for index, state in enumerate(states) if state == "done"]
    here = states.index("now") if "now" in states else done[-1] + 1 if done else len(steps)
    return [
        replace(step, state="now" if index == here else "todo" if step.state == "now" else step.state)
        for index, step in enumerate(steps)
    ]


def _note(count: StepCount | None, closes_at: datetime | None) -> str:
    parts = []
    if count is not None:
        parts.append(count.words or f"{count.done}/{count.expected}")
    if closes_at is not None:
        parts.append(f"đến {short_date(timezone.localtime(closes_at).date())}")
    return " · ".join(parts)
