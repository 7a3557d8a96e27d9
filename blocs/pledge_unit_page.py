"""The contexts of a unit's own pages of the pledge."""

from typing import Any

from django.utils import timezone

from blocs import pledge_rules, rules
from blocs.actions.pledge_signing import authority_words, signer_of
from blocs.context import year_url
from blocs.models import BlocYear, Membership, PledgeText, Seat, SeatKind, Substitute, User
from blocs.pledge_page import TONES, act_facts, as_read, pdf_facts, standing_words
from blocs.pledge_queries import Standing, UnitLine, named_in, unit_lines
from blocs.pledge_windows import deadline_words, why_closed, why_locked, why_not_in_turn
from blocs.pledge_wording import PERSONAL_DATA, check_code, consent
from blocs.tabs import pledge_tabs
from reports.paper.words import short_date


def _line(year: BlocYear, text: PledgeText, member: Membership) -> tuple[UnitLine, list[UnitLine]]:
    lines = unit_lines(year, text)
    return next(line for line in lines if line.member.pk == member.pk), lines


def sign_context(user: User, year: BlocYear, text: PledgeText, member: Membership) -> dict[str, Any]:
    """Read, tick, password, one big button."""
    line, lines = _line(year, text, member)
    named = named_in(text, member)
    signer, title, authority = signer_of(user, text, member)
    pdf = pdf_facts(text)
    deadline = deadline_words(year, member)
    return {
        "is_signed": line.is_signed,
        "unit": named["name"],
        "sentence": f"{named['name']} · {deadline}" if deadline else named["name"],
        "year_number": year.year,
        "text": text,
        "paper": as_read(text, year),
        "pdf": pdf,
        "why_not": why_locked(text) or why_closed(year, member) or why_not_in_turn(text, lines, member),
        "checking": line.standing is Standing.CHECKING,
        "statement": consent(
            signer=signer, title=title, unit=named["name"], year=year.year, code=pdf.get("code", "")
        ),
        "authority": authority_words(authority),
        "personal_data": PERSONAL_DATA,
        "unit_url": year_url("pledge-unit", year, unit=member.code),
        "answer_url": year_url("pledge-answer", year, unit=member.code),
        "back_url": year_url("pledge", year),
    }


def done_context(user: User, year: BlocYear, text: PledgeText, member: Membership) -> dict[str, Any]:
    """That it is signed: when, how, the code of the record."""
    line, lines = _line(year, text, member)
    stands = line.act is not None and line.signature is not None and line.signature.act_id == line.act.pk
    may_act = pledge_rules.can_act_for(user, year, member) and not why_locked(text)
    return {
        "is_signed": line.is_signed,
        "unit": named_in(text, member)["name"],
        "year_number": year.year,
        "said": standing_words(line),
        "code": check_code(line.act.hash) if stands and line.act else "",
        "facts": act_facts(line.act) if stands and line.act else [],
        "pdf": pdf_facts(text),
        "signed": sum(other.is_signed for other in lines),
        "expected": len(lines),
        "entered_for": bool(stands and line.act and line.act.entered_for),
        "file_url": year_url("pledge-file", year, act=line.act.pk)
        if stands and line.act and line.act.file
        else "",
        "withdraw_url": year_url("pledge-withdraw", year, unit=member.code) if may_act else "",
        "home_url": year_url("year-home", year),
        "back_url": year_url("pledge", year),
    }


def unit_context(user: User, year: BlocYear, text: PledgeText, member: Membership) -> dict[str, Any]:
    """Every way the unit may sign or answer; the secretariat sees what it may enter for it."""
    line, lines = _line(year, text, member)
    why = why_locked(text) or why_closed(year, member)
    may_act = pledge_rules.can_act_for(user, year, member)

    def url(name: str) -> str:
        return year_url(name, year, unit=member.code)

    names_people = pledge_rules.can_name_substitute(user, year, member)
    return {
        "tabs": pledge_tabs(user, year, "pledge"),
        "unit": named_in(text, member)["name"],
        "state": line.standing.label,
        "tone": TONES[line.standing],
        "said": standing_words(line) if line.is_signed else "",
        "reason": line.act.reason if line.act is not None and not line.is_signed else "",
        "facts": act_facts(line.act) if line.standing is Standing.CHECKING and line.act else [],
        "check_said": line.act.evidence.get("sentence", "") if line.act is not None else "",
        "why_not": why,
        "in_turn": why_not_in_turn(text, lines, member),
        "is_signed": line.is_signed,
        "entered_for": rules.may_enter_for(user, member, year),
        "confirm_url": url("pledge-sign") if pledge_rules.can_sign_for(user, member) else "",
        "paper_url": url("pledge-paper") if may_act else "",
        "digital_url": url("pledge-digital") if may_act else "",
        "answer_url": url("pledge-answer") if may_act else "",
        "withdraw_url": url("pledge-withdraw")
        if may_act and not why_locked(text) and (line.is_signed or line.standing is Standing.CHECKING)
        else "",
        "done_url": url("pledge-done") if line.is_signed else "",
        "substitute_url": url("pledge-substitute") if names_people else "",
        "pdf": pdf_facts(text),
        "back_url": year_url("pledge", year),
    }


def people_of(member: Membership, *, besides: User | None = None) -> list[User]:
    """Who has an account of the unit today, by name; one query."""
    seats = Seat.objects.filter(unit=member.unit_id, kind__in=(SeatKind.HEAD, SeatKind.OFFICER))
    today = timezone.localdate()
    users = [seat.user for seat in seats.select_related("user") if seat.is_held_on(today)]
    found = {user.pk: user for user in users if user.is_active and user != besides}
    return sorted(found.values(), key=lambda user: user.full_name)


def substitute_context(user: User, year: BlocYear, member: Membership) -> dict[str, Any]:
    named = Substitute.objects.filter(membership=member).select_related("person", "file").order_by("-pk")
    return {
        "unit": member.name,
        "substitutes": [
            {
                "pk": row.pk,
                "name": row.person.full_name,
                "title": row.title,
                "document": row.document,
                "since": short_date(row.starts_on),
                "until": short_date(row.ends_on),
                "end_url": year_url("pledge-substitute-end", year, unit=member.code, pk=row.pk),
            }
            for row in named
        ],
        "entered_for": rules.may_enter_for(user, member, year),
        "back_url": year_url("pledge", year),
    }
