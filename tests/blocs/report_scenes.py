"""Units that write their reports: the head, two officers, the secretariat; what they send."""

import json
from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from blocs.actions.unit_reports import FieldAnswer, FieldEntry, save_report
from blocs.models import BlocYear, Membership, Phase, PhaseKind, SeatKind, Target, UnitReport, User
from blocs.terms import Checkpoint
from tests.builders import person, seat

HALF = Checkpoint.HALF_YEAR


def head_of(member: Membership, username: str = "lanh-dao") -> User:
    user = person(username, full_name="Đỗ Minh Lãnh")
    seat(user, SeatKind.HEAD, unit=member.unit)
    return user


def officer_of(member: Membership, username: str, name: str) -> User:
    user = person(username, full_name=name)
    seat(user, SeatKind.OFFICER, unit=member.unit)
    return user


def target(member: Membership, **fields: Any) -> Target:
    made = {"position": 1, "text": "Hội viên mới", "measure": "người", "planned": 200, "half_year": 205}
    return Target.objects.create(membership=member, **{**made, **fields})


def save(
    actor: User, member: Membership, checkpoint: Checkpoint = HALF, **fields: tuple[str, str]
) -> dict[str, FieldAnswer]:
    """Save fields given as field=(value, base)."""
    entries = [FieldEntry(name, value, base) for name, (value, base) in fields.items()]
    answers = save_report(actor=actor, member=member, checkpoint=checkpoint, entries=entries)
    return {answer.field: answer for answer in answers}


def report(member: Membership, checkpoint: Checkpoint = HALF) -> UnitReport:
    return UnitReport.objects.get(membership=member, checkpoint=checkpoint)


def window(year: BlocYear, kind: PhaseKind, opens: datetime | None, closes: datetime | None) -> None:
    Phase.objects.filter(year=year, kind=kind).update(opens_at=opens, closes_at=closes)


def local(*parts: int) -> datetime:
    return timezone.make_aware(datetime(*parts))  # type: ignore[arg-type] # noqa: DTZ001


def enter(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="blocs.backends.IdentifierBackend")
    return client


def send_script(client: Client, address: str, person_pk: int, cells: list[dict[str, str]]) -> Any:
    body = json.dumps({"person": person_pk, "cells": cells})
    return client.post(
        address, body, content_type="application/json", headers={"X-Requested-With": "XMLHttpRequest"}
    )
