"""Reading notices: the log of a year, a person's own, what is left to send."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from blocs.models import BlocYear, Notice, PhaseExtension, PhaseKind, User
from blocs.terms import NoticeChannel, NoticeState

RETRIED = (NoticeState.FAILED.value, NoticeState.UNKNOWN.value)


@dataclass(frozen=True, slots=True)
class HomeCounts:
    """What a year's first page says of notices: the person's unread ones, when each window was last reminded of."""

    unread: int
    last: dict[PhaseKind, datetime]


def log_of(year: BlocYear) -> QuerySet[Notice]:
    """The year's log, newest first, with whom and what each row is about, and whether it was sent again."""
    rows = Notice.objects.filter(year=year).select_related("recipient", "membership__unit_name", "created_by")
    return rows.annotate(was_repeated=Exists(_later())).order_by("-pk")


def _later() -> QuerySet[Notice]:
    """A further attempt at the outer row."""
    return Notice.objects.filter(
        year=OuterRef("year"),
        recipient=OuterRef("recipient"),
        channel=OuterRef("channel"),
        key=OuterRef("key"),
        attempt__gt=OuterRef("attempt"),
    )


def waits_for_sending(year: BlocYear) -> QuerySet[Notice]:
    """Letters of the year that failed or are unclear, and were not sent again yet."""
    rows = Notice.objects.filter(year=year, channel=NoticeChannel.EMAIL.value, state__in=RETRIED)
    rows = rows.annotate(was_repeated=Exists(_later())).filter(was_repeated=False)
    return rows.select_related("recipient", "membership__unit_name").order_by("pk")


def own_notices(user: User) -> QuerySet[Notice]:
    """A person's notices on the site, newest first; never anybody else's."""
    rows = Notice.objects.filter(recipient=user, channel=NoticeChannel.SITE.value)
    return rows.select_related("year__bloc").order_by("-pk")


def unread_count(user: User) -> int:
    return Notice.objects.filter(recipient=user, channel=NoticeChannel.SITE.value, read_at=None).count()


def home_counts(user: User, year: BlocYear) -> HomeCounts:
    """One query for both."""
    mine = Q(recipient=user, channel=NoticeChannel.SITE.value, read_at=None)
    # Reminders alone: other notices of a window (an invitation to sign) are none.
    reminds = Q(year=year) & (Q(key__startswith="han:") | Q(key__startswith="nhac:"))
    asked = {
        f"last_{kind.value}": Max("created_at", filter=reminds & Q(phase=kind.value)) for kind in PhaseKind
    }
    found = Notice.objects.filter(mine | Q(year=year)).aggregate(unread=Count("pk", filter=mine), **asked)
    last = {kind: found[f"last_{kind.value}"] for kind in PhaseKind if found[f"last_{kind.value}"]}
    return HomeCounts(found["unread"], last)


def years_that_remind(now: datetime) -> QuerySet[BlocYear]:
    """Years from which something may go out by itself: not practice, not published, a window yet to close."""
    later = PhaseExtension.objects.filter(phase__year=OuterRef("pk"), closes_at__gt=now)
    years = BlocYear.objects.filter(is_practice=False, results_published_at=None).exclude(
        bloc__reminder_days=[]
    )
    years = years.filter(Q(phases__closes_at__gt=now) | Exists(later)).distinct()
    return years.select_related("bloc", "rules", "province").order_by("pk")
