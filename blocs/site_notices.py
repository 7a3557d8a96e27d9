"""Notices on the site itself: there as soon as they are stored, in the transaction of what they tell."""

from django.utils import timezone

from blocs.models import BlocYear, Membership, Notice, User
from blocs.terms import NoticeChannel, NoticeState


def on_site(
    year: BlocYear,
    member: Membership,
    recipient: int,
    *,
    key: str,
    title: str,
    text: str,
    url: str,
    by: User | None,
    phase: str = "",
) -> Notice:
    """A notice, not yet stored, to the person with the id `recipient`, about or for the unit.

    `key`: what it is about, so that it goes once (blocs.models.Notice). `by`: whose act it tells of.
    """
    return Notice(
        year=year,
        membership=member,
        recipient_id=recipient,
        channel=NoticeChannel.SITE,
        state=NoticeState.SENT,
        key=key,
        phase=phase,
        title=title,
        text=text,
        url=url,
        created_by=by,
        finished_at=timezone.now(),
    )
