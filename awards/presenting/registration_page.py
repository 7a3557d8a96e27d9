"""A unit's page of registration, ready for its template: what it registered, how it stands, what may be done."""

from typing import Any

from django.utils import timezone

from awards.actions.unit_registrations import registrations_of, state_of
from awards.models import Registration
from awards.registration_flow import UNITS_TO_CHANGE, WORDS
from awards.registration_forms import Whom
from awards.registration_wording import CLEAR, standing_sentences
from awards.rules import can_decide_registrations, can_draft_registration, can_send_registration
from awards.standings import standings
from blocs import rules
from blocs.context import year_url
from blocs.editing import fingerprint
from blocs.models import BlocYear, Membership, PhaseKind, User
from blocs.terms import RegistrationState
from reports.paper.words import short_date


def unit_page(user: User, year: BlocYear, member: Membership) -> dict[str, Any]:
    """The context of templates/awards/registration_unit.html."""
    rows = registrations_of(member)
    may = _Rights(user, year, member)
    drafts = [row for row in rows if row.state == RegistrationState.DRAFT]
    waiting = [row for row in rows if row.state == RegistrationState.SENT]
    return {
        "unit": member.name,
        "deadline": deadline_words(year, member),
        "own": [_card(year, member, row, may) for row in rows if not row.person and not row.collective],
        "parts": [_card(year, member, row, may) for row in rows if row.collective],
        "people": [_card(year, member, row, may) for row in rows if row.person],
        "others": _other_titles(year, member, rows),
        "base": fingerprint(state_of(rows)),
        "drafts": len(drafts),
        "waiting": len(waiting),
        "may_draft": may.draft,
        "may_send": may.send,
        "may_decide": may.decide,
        "enters_for": rules.may_enter_for(user, member, year),
        "new": [
            (whom.label, f"{year_url('registration-new', year, unit=member.code)}?cho={whom.value}")
            for whom in Whom
            if whom is not Whom.UNIT or not _has_its_one_title(year, rows)
        ],
        "send_url": year_url("registration-send", year, unit=member.code),
        "accept_url": year_url("registration-accept", year, unit=member.code),
        "return_url": year_url("registration-return", year, unit=member.code),
        "file_url": year_url("registration-file", year, unit=member.code) if rows else "",
        "summary_url": year_url("registration-summary", year),
    }


def _has_its_one_title(year: BlocYear, rows: list[Registration]) -> bool:
    """Whether the year lets the unit aim at one title, and it has chosen it."""
    return year.current_rules.one_collective_title and any(
        not row.person and not row.collective and row.state != RegistrationState.RETURNED for row in rows
    )


class _Rights:
    """What this person may do on the page now; nothing in a published year."""

    def __init__(self, user: User, year: BlocYear, member: Membership) -> None:
        self.runs = rules.can_run_year(user, year)
        self.draft = not year.is_published and can_draft_registration(user, year, member)
        self.send = not year.is_published and can_send_registration(user, year, member)
        # The secretariat returns what waits, with a reason; taking back is the head's.
        self.take_back = self.send and rules.is_head_of(user, member)
        self.decide = not year.is_published and can_decide_registrations(user, year)

    def change(self, row: Registration) -> bool:
        settled = row.state == RegistrationState.ACCEPTED and self.runs
        return self.draft and (row.state in UNITS_TO_CHANGE or settled)


def _card(year: BlocYear, member: Membership, row: Registration, may: _Rights) -> dict[str, Any]:
    words, tone = WORDS[RegistrationState(row.state)]
    is_unit = not row.person and not row.collective
    standing = standings(year).of(member, row.award.code) if is_unit else None
    asked, met = [condition.pk for condition in row.award.conditions.all()], set(row.conditions_met)
    ticked = sum(1 for pk in asked if pk in met)
    is_waiting = row.state == RegistrationState.SENT
    return {
        "pk": row.pk,
        "award": row.award.name,
        "who": row.person or row.collective,
        "who_more": row.person_title,
        "basis": row.basis,
        "ticked": f"Đã đánh dấu {ticked}/{len(asked)} điều kiện" if asked else "",
        "state": words,
        "tone": tone,
        "reason": row.reason if row.state in UNITS_TO_CHANGE else "",
        "entered": _entered(row),
        "hindrances": standing_sentences(standing, is_drafted=row.state == RegistrationState.DRAFT)
        if standing
        else [],
        "clear": CLEAR if standing and standing.is_clear else "",
        "edit_url": year_url("registration-edit", year, pk=row.pk) if may.change(row) else "",
        "remove_url": year_url("registration-remove", year, pk=row.pk) if may.change(row) else "",
        "take_back_url": year_url("registration-take-back", year, pk=row.pk)
        if is_waiting and may.take_back
        else "",
        "may_accept": is_waiting and may.decide,
        "may_return": may.decide and row.state in (RegistrationState.SENT, RegistrationState.ACCEPTED),
    }


def _entered(row: Registration) -> str:
    if not row.entered_for:
        return ""
    by = f": {row.entered_by.full_name}" if row.entered_by else ""
    return f"Tổ thư ký nhập thay{by}"


def _other_titles(year: BlocYear, member: Membership, rows: list[Registration]) -> list[dict[str, Any]]:
    """How the unit stands for the year's titles it did not register for."""
    found = standings(year)
    own = {row.award.code for row in rows if not row.person and not row.collective}
    return [
        {
            "award": found.awards[code].name,
            "hindrances": standing_sentences(found.of(member, code)),
            "clear": CLEAR,
        }
        for code in found.asked
        if code not in own
    ]


def deadline_words(year: BlocYear, member: Membership) -> str:
    """Until when this unit registers, or that the time is over or not yet come."""
    phase = year.phases_by_kind.get(PhaseKind.REGISTRATION)
    if phase is None or (phase.opens_at is None and phase.closes_at is None):
        return "Chưa đặt thời hạn đăng ký."
    if phase.opens_at is not None and timezone.now() < phase.opens_at:
        return f"Mở đăng ký từ {_moment(phase.opens_at)}."
    if phase.closes_at is None:
        return "Đang mở đăng ký."
    extension = year.extensions.get((PhaseKind.REGISTRATION.value, member.pk))
    closes = max(phase.closes_at, extension.closes_at) if extension else phase.closes_at
    if rules.is_open(year, PhaseKind.REGISTRATION, member):
        return (
            f"{'Đơn vị được gia hạn gửi đến' if closes > phase.closes_at else 'Hạn gửi'} {_moment(closes)}."
        )
    return f"Đã hết hạn đăng ký lúc {_moment(closes)}."


def _moment(moment: Any) -> str:
    local = timezone.localtime(moment)
    return f"{local:%H:%M} ngày {short_date(local.date())}"
