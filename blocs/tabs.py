"""The tabs of pages that belong together: pledge and registration, movements and commendations."""

from collections.abc import Callable
from dataclasses import dataclass

from blocs import rules
from blocs.addresses import page
from blocs.models import BlocYear, User
from blocs.report_rules import can_see_reports

Right = Callable[[User, BlocYear], bool]
# (label, url name, the right without which it is not there)
_PLEDGE: tuple[tuple[str, str, Right | None], ...] = (
    ("Giao ước", "pledge", None),
    ("Chỉ tiêu", "targets", None),
    ("Đăng ký danh hiệu", "registrations", None),
    ("Không xét", "findings", rules.can_read_scores),
)
_MOVEMENTS: tuple[tuple[str, str, Right | None], ...] = (
    ("Phong trào", "movements", None),
    ("Khen thưởng", "commendations", None),
    ("Sơ kết, tổng kết", "reports", can_see_reports),
)


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool


def pledge_tabs(user: User, year: BlocYear, current: str) -> list[Tab]:
    """ "Giao ước & đăng ký"; `current` is the url name of the page shown."""
    return _tabs(_PLEDGE, user, year, current)


def movement_tabs(user: User, year: BlocYear, current: str) -> list[Tab]:
    """ "Phong trào & khen thưởng"."""
    return _tabs(_MOVEMENTS, user, year, current)


def _tabs(
    listed: tuple[tuple[str, str, Right | None], ...], user: User, year: BlocYear, current: str
) -> list[Tab]:
    return [
        Tab(label, url, current=name == current)
        for label, name, may in listed
        if (may is None or may(user, year)) and (url := page(name, year))
    ]
