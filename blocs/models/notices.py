"""What is told to people: reminders on the site, by e-mail, on a slip; and each person's private calendar."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from blocs.models.people import User
from blocs.models.years import BlocYear, Membership, PhaseKind
from blocs.terms import NoticeChannel, NoticeState


class Notice(models.Model):
    """One message to one person through one channel; also the log of what was sent, to whom, and what failed.

    `key` says what it is about ("nhac:pledge:2021-03-31:7"); once for a person and channel and attempt, so that
    nothing goes twice. Sending again after an unclear result is a further attempt, asked for by a person.
    `recipient` is empty where a unit has nobody on the site: the slip is then the unit's.
    """

    year = models.ForeignKey(BlocYear, on_delete=models.CASCADE, related_name="notices")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, related_name="notices")
    recipient = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="notices")
    channel = models.CharField(max_length=10, choices=NoticeChannel.choices())
    state = models.CharField(max_length=10, choices=NoticeState.choices(), default=NoticeState.WAITING)
    key = models.CharField(max_length=120)
    attempt = models.PositiveSmallIntegerField(default=1)
    phase = models.CharField(max_length=20, choices=PhaseKind.choices(), blank=True)
    address = models.CharField("gửi tới", max_length=254, blank=True)
    title = models.CharField("tiêu đề", max_length=255)
    text = models.TextField("nội dung")
    url = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    tried_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField("lỗi", blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "recipient", "channel", "key", "attempt"],
                condition=Q(recipient__isnull=False),
                name="a_notice_once_for_a_person",
            ),
            models.UniqueConstraint(
                fields=["year", "membership", "channel", "key", "attempt"],
                condition=Q(recipient=None),
                name="a_notice_once_for_a_unit",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="notice_by_state"),
            models.Index(fields=["recipient", "read_at"], name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.title


class CalendarFeed(models.Model):
    """The private address of a person's calendar; making a new one ends the old."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    token = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Lịch của {self.user}"
