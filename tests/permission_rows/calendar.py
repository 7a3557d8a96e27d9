"""The year's calendar for everybody who sees the year; extensions for who sets the year up; a feed for who holds it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from blocs.editing import fingerprint
from blocs.models import CalendarFeed, Phase, PhaseExtension, PhaseKind
from tests.permission_rows import Row

IN_YEAR = "admin board board_all secretary secretary_former head officer teller observer"
SET_UP = "admin secretary"


def _closing(stage: Any) -> Phase:
    phase = Phase.objects.get(year=stage.year, kind=PhaseKind.PLEDGE)
    Phase.objects.filter(pk=phase.pk).update(closes_at=timezone.now() + timedelta(days=1))
    return phase


def _new(stage: Any) -> dict[str, Any]:
    _closing(stage)
    return {
        "unit": str(stage.year.members[1].pk),
        "phase": PhaseKind.PLEDGE.value,
        "closes_at": (timezone.localdate() + timedelta(days=9)).strftime("%d/%m/%Y"),
        "reason": "Đơn vị đang đại hội",
        "base": fingerprint({}),
    }


def _given(stage: Any) -> dict[str, Any]:
    extension = PhaseExtension.objects.create(
        phase=_closing(stage),
        membership=stage.year.members[1],
        closes_at=timezone.now() + timedelta(days=9),
        reason="Đơn vị đang đại hội",
    )
    return {"pk": extension.pk}


def _feed(stage: Any) -> dict[str, Any]:
    feed = CalendarFeed.objects.create(user=stage.cast["head"], token="dia-chi-rieng")
    return {"token": feed.token}


ROWS = [
    Row("calendar", get={200: IN_YEAR}),
    Row("calendar", get={200: IN_YEAR}, published=True),
    Row("calendar-address", post={302: IN_YEAR}),
    Row("calendar-feed", get={200: "everyone"}, kwargs=_feed, of_year=False, public=True),
    Row(
        "calendar-feed",
        get={404: "everyone"},
        kwargs={"token": "khong-co"},
        of_year=False,
        public=True,
    ),
    Row("phases-extensions", get={200: SET_UP}, post={302: SET_UP}, data=_new),
    Row("phases-extensions", get={200: SET_UP}, post={409: SET_UP}, data=_new, published=True),
    Row("phases-extension", get={200: SET_UP}, post={422: SET_UP}, kwargs=_given),
    Row("phases-extension-end", get={200: SET_UP}, post={302: SET_UP}, kwargs=_given),
]
