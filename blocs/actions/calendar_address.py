"""The private address of a person's calendar."""

import secrets

from django.db import transaction
from django.utils import timezone

from blocs.journal import record
from blocs.models import CalendarFeed, User
from blocs.refusals import Refused
from blocs.transactions import locked


@transaction.atomic
def make_address(*, actor: User) -> CalendarFeed:
    """A new address for the actor's own calendar; the one before it ends. The journal does not hold it."""
    found = locked(User.objects.filter(pk=actor.pk, is_active=True)).first()
    if found is None:
        raise Refused("Tài khoản này đã ngừng nên không lập được địa chỉ lịch.")
    feed, is_new = CalendarFeed.objects.update_or_create(
        user=found, defaults={"token": secrets.token_urlsafe(32), "made_at": timezone.now()}
    )
    record(
        year=None,
        actor=actor,
        action="calendar.address_made" if is_new else "calendar.address_changed",
        subject=found.full_name,
    )
    return feed
