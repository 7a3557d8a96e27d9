"""The parts of setting a year up and how far each is, gathered from the apps (`SETUP_SECTIONS`)."""

from dataclasses import dataclass

from blocs.addresses import page
from blocs.models import BlocYear, User
from blocs.offers import offers
from blocs.terms import BlocKind, Role, Term
from blocs.year_phases import kinds_in_use


class SectionState(Term):
    READY = "ready", "Đã xong"
    MISSING = "missing", "Còn thiếu"
    OPTIONAL = "optional", "Tùy chọn"


@dataclass(frozen=True, slots=True)
class SetupSection:
    """One page of the setup: `order` its place, `detail` what stands there now, in a sentence."""

    order: int
    title: str
    detail: str
    url: str
    state: SectionState = SectionState.READY


def setup_sections(user: User, year: BlocYear) -> list[SetupSection]:
    """Every section the apps have, in order; one without a page is left out."""
    found: list[SetupSection] = [each for offer in offers("SETUP_SECTIONS") for each in offer(user, year)]
    return sorted((section for section in found if section.url), key=lambda section: section.order)


def sections(user: User, year: BlocYear) -> list[SetupSection]:
    """What blocs offers: name, members, windows, reminders."""
    return [_identity(year), _members(year), _phases(year), _reminders(year)]


def _identity(year: BlocYear) -> SetupSection:
    province = f", tỉnh {year.province.name}" if year.province else ", chưa ghi tỉnh"
    detail = f"{BlocKind(year.kind).label} “{year.name}” năm {year.year}{province}."
    return SetupSection(10, "Tên khối", detail, page("identity", year))


def _members(year: BlocYear) -> SetupSection:
    leader = next((member for member in year.members if member.role == Role.LEADER), None)
    count = len(year.members)
    if count < 2:
        detail, state = f"Mới có {count} đơn vị; khối cần ít nhất 2.", SectionState.MISSING
    elif leader is None:
        detail, state = f"{count} đơn vị; chưa có Trưởng khối.", SectionState.MISSING
    else:
        detail, state = f"{count} đơn vị; Trưởng khối là {leader.name}.", SectionState.READY
    return SetupSection(20, "Đơn vị", detail, page("members", year), state)


def _phases(year: BlocYear) -> SetupSection:
    kinds = kinds_in_use(year)
    phases = [year.phases_by_kind.get(kind) for kind in kinds]
    dated = sum(1 for phase in phases if phase is not None and (phase.opens_at or phase.closes_at))
    if dated:
        detail, state = f"{dated}/{len(kinds)} mốc đã có ngày.", SectionState.READY
    else:
        detail, state = "Chưa mốc nào có ngày: việc gì cũng làm được bất cứ lúc nào.", SectionState.OPTIONAL
    return SetupSection(70, "Các mốc", detail, page("phases", year), state)


def _reminders(year: BlocYear) -> SetupSection:
    days = ", ".join(str(each) for each in year.bloc.reminder_days or [])
    detail = f"Trước hạn {days} ngày, lúc 08:00." if days else "Trang không tự nhắc."
    return SetupSection(75, "Nhắc việc", detail, page("notices-days", year), SectionState.OPTIONAL)
