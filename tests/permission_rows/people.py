"""Signing in, people, rights and the journal."""

from typing import Any

from django.db import transaction

from blocs import journal
from blocs.actions.access_codes import new_access_code
from blocs.models import AccessCode, Chain, Seat
from tests.permission_rows import SEATS, Row

SIGNED_IN = " ".join(name for name in SEATS if name != "anonymous")
MANAGERS = "admin board board_all board_other secretary secretary_other"
# Who can see the head of the first bloc's unit, and give every seat that person has.
REACH = "admin board board_all secretary"


def head(stage: Any) -> dict[str, Any]:
    return {"pk": stage.cast["head"].pk}


def heads_seat(stage: Any) -> dict[str, Any]:
    return {**head(stage), "seat": Seat.objects.get(user=stage.cast["head"]).pk}


def boards_seat(stage: Any) -> dict[str, Any]:
    return {"pk": stage.cast["board"].pk, "seat": Seat.objects.get(user=stage.cast["board"]).pk}


def code(stage: Any) -> dict[str, Any]:
    with transaction.atomic():
        made = new_access_code(stage.cast["secretary"], stage.cast["head"], AccessCode.Purpose.RESET)
    return {"code": made}


def closed_chain(stage: Any) -> dict[str, Any]:
    with transaction.atomic():
        journal.record(year=stage.year, actor=None, action="journal.closed")
        journal.close_chain(year=stage.year, actor=None, reason="")
    return {"pk": Chain.objects.get(closed_at__isnull=False).pk}


ROWS = [
    Row(
        "sign-in",
        get={200: "anonymous", 302: SIGNED_IN},
        post={200: "everyone"},
        of_year=False,
        public=True,
    ),
    Row("sign-out", post={302: "everyone"}, of_year=False),
    Row("password-change", get={200: "everyone"}, post={200: "everyone"}, of_year=False),
    Row("enter-code", get={200: "everyone"}, post={200: "everyone"}, of_year=False, public=True),
    Row(
        "access-code", get={200: "everyone"}, post={200: "everyone"}, kwargs=code, of_year=False, public=True
    ),
    Row("people", get={200: MANAGERS}, of_year=False),
    Row("person-invite", get={200: MANAGERS}, post={200: MANAGERS}, of_year=False),
    Row("person", get={200: REACH}, post={200: REACH}, kwargs=head, of_year=False),
    Row("person-slip", get={200: REACH}, post={302: REACH}, kwargs=head, of_year=False),
    Row("person-account", get={200: REACH}, post={302: REACH}, kwargs=head, of_year=False),
    Row("person-seat-end", get={200: REACH}, post={302: REACH}, kwargs=heads_seat, of_year=False),
    Row(
        "person-seat-end",
        get={200: "admin", 403: "board board_all"},
        post={302: "admin", 403: "board board_all"},
        kwargs=boards_seat,
        of_year=False,
    ),
    Row("rights", get={200: "everyone"}, of_year=False),
    Row("journal", get={200: "admin board board_all secretary secretary_former"}),
    Row("journal-exceptional", get={200: "board board_all secretary secretary_former"}),
    Row("journal-installation", get={200: "admin"}, of_year=False),
    Row("journal-closed", get={200: "admin"}, kwargs=closed_chain, of_year=False),
]
