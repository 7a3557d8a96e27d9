"""The context of the page "Trưởng khối": terms by date, the hand-over under way, the flag's ledger, the rotation."""

from datetime import date
from typing import Any

from django.utils import timezone

from blocs import rules
from blocs.addresses import page
from blocs.context import year_url
from blocs.leading import (
    Present,
    books_of,
    names_of,
    present,
    proposal,
    standing_units,
)
from blocs.models import BlocYear, FlagHolding, HandOver, LeadershipTerm, User
from blocs.terms import HandOverState, Role, Succession
from reports.paper.words import number, short_date


def leading_context(user: User, year: BlocYear, latest: BlocYear) -> dict[str, Any]:
    """`latest`: the bloc's last year, whose members are the bloc's units. A constant number of queries."""
    today = timezone.localdate()
    books = books_of(year.bloc_id)
    terms, ledger, order = books.terms, books.ledger, books.rotation
    hand_overs = list(
        HandOver.objects.filter(bloc=year.bloc_id)
        .exclude(state=HandOverState.CANCELLED)
        .select_related("from_year__bloc", "signed_file")
    )
    standing = standing_units(year, today, year.members if latest.pk == year.pk else None)
    named = set(standing) | {term.unit_id for term in terms} | {line.unit_id for line in ledger} | set(order)
    for each in hand_overs:
        named |= {each.from_unit_id, each.to_unit_id, each.deputy_unit_id or each.to_unit_id}
    names = names_of(named, today)
    units = {unit: names[unit] for unit in standing}
    now = present(year, terms)
    may = rules.can_hand_over(user, year) and not year.is_practice
    # Who leads since a later year hands that year over, not this one again.
    passed = now.since is not None and now.since.year > year.year
    prepared = next((each for each in hand_overs if each.state == HandOverState.PREPARED), None)
    return {
        "sentence": _sentence(year, terms, now, names, today),
        "terms": [_term(term, names, today) for term in sorted(terms, key=_latest_leader_first)],
        "ledger": [_holding(line, names) for line in reversed(ledger)],
        "order": [
            {"name": names[unit], "is_leader": unit == now.leader, "is_gone": unit not in units}
            for unit in order
        ],
        "way": Succession(year.bloc.succession).label,
        "proposal": proposal(year, now, units, order).sentence,
        "prepared": _hand_over(user, prepared, names) if prepared else None,
        "done": [
            _hand_over(user, each, names) for each in reversed(hand_overs) if each.state == HandOverState.DONE
        ],
        "may": may,
        "new_url": year_url("handover-new", year)
        if may and not prepared and now.leader and not passed
        else "",
        "first_url": year_url("leading-first", year) if may and not terms else "",
        "rotation_url": year_url("leading-rotation", year) if may else "",
        "events_url": page("unit-events", year) if rules.can_record_unit_events(user, year) else "",
    }


def _sentence(
    year: BlocYear, terms: list[LeadershipTerm], now: Present, names: dict[int, str], today: date
) -> str:
    leader = next(
        (t for t in terms if t.role == Role.LEADER and t.starts_on <= today and _lasts(t, today)), None
    )
    if leader is not None:
        said = f"{names[leader.unit_id]} là Trưởng khối từ ngày {short_date(leader.starts_on)}."
    elif now.leader is not None:
        name = next((m.name for m in year.members if m.unit_id == now.leader), names.get(now.leader, ""))
        said = f"{name} là Trưởng khối năm {year.year}; chưa ghi ngày bắt đầu nhiệm kỳ."
    else:
        said = "Chưa ghi Trưởng khối."
    coming = next((t for t in terms if t.role == Role.LEADER and t.starts_on > today), None)
    if coming is not None:
        said += f" Từ ngày {short_date(coming.starts_on)}: {names[coming.unit_id]}."
    return said


def _latest_leader_first(term: LeadershipTerm) -> tuple[int, bool, int]:
    return -term.starts_on.toordinal(), term.role != Role.LEADER, term.pk


def _lasts(term: LeadershipTerm, today: date) -> bool:
    return term.ends_on is None or today < term.ends_on


def _term(term: LeadershipTerm, names: dict[int, str], today: date) -> dict[str, Any]:
    held = term.starts_on <= today and _lasts(term, today)
    return {
        "unit": names[term.unit_id],
        "role": Role(term.role).label,
        "tone": "gold" if term.role == Role.LEADER else "brand",
        "since": short_date(term.starts_on),
        "until": short_date(term.ends_on),
        "state": "Đương nhiệm" if held else "Sắp nhận" if term.starts_on > today else "",
        "way": Succession(term.succession).label if term.succession else "",
        "decision": term.decision,
    }


def _holding(line: FlagHolding, names: dict[int, str]) -> dict[str, str]:
    giver = names.get(line.received_from_id or 0, "")
    return {
        "unit": names[line.unit_id],
        "on": short_date(line.received_on),
        "from": giver,
        "note": " · ".join(part for part in (line.condition, line.note) if part),
    }


def _hand_over(user: User, hand_over: HandOver, names: dict[int, str]) -> dict[str, Any]:
    year = hand_over.from_year
    may = rules.can_hand_over(user, year)
    reads = rules.can_read_scores(user, year)
    given = {"pk": hand_over.pk}
    return {
        "from": names[hand_over.from_unit_id],
        "to": names[hand_over.to_unit_id],
        "deputy": names.get(hand_over.deputy_unit_id or 0, ""),
        "way": Succession(hand_over.succession).label,
        "decision": hand_over.decision,
        "held_on": short_date(hand_over.held_on),
        "since": short_date(hand_over.takes_effect_on),
        "is_ahead": hand_over.takes_effect_on > timezone.localdate(),
        "place": hand_over.place,
        "flag": "có trao cờ luân lưu" if hand_over.hands_flag else "không trao cờ",
        "fund": "" if hand_over.fund is None else f"{number(hand_over.fund, 0, thousands=True)} đồng",
        "edit_url": year_url("handover-edit", year, **given) if may else "",
        "enact_url": year_url("handover-enact", year, **given) if may else "",
        "cancel_url": year_url("handover-cancel", year, **given) if may else "",
        "upload_url": year_url("handover-minutes", year, **given) if may else "",
        "scan_url": year_url("handover-scan", year, **given) if hand_over.signed_file_id and reads else "",
        "papers": [
            {"label": label, "url": year_url("papers-draft", year, kind="ban-giao", extension=extension)}
            for extension, label in (("pdf", "PDF"), ("docx", "Word"))
            if reads
        ],
        "package_url": page("year-package", year) if reads else "",
    }
