"""The real hand-over of Yên Bái on 12/1/2021, and a clock that can be set."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from unittest import mock

from django.utils import timezone

from blocs.actions.handover import Plan
from blocs.models import BlocYear, SeatKind, Unit, User
from blocs.terms import Succession
from tests.builders import person, seat
from tests.staging import example_year

CONFERENCE = date(2021, 1, 12)


@contextmanager
def on(day: date, at: time = time(12, 0)) -> Iterator[None]:
    """Everything the house asks of the clock is asked on that day."""
    moment = timezone.make_aware(datetime.combine(day, at))
    with mock.patch("django.utils.timezone.now", return_value=moment):
        yield


def again(year: BlocYear) -> BlocYear:
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


@dataclass
class YenBai:
    """The bloc at the end of 2020: led by the union of co-operatives, with its secretary; the next one's people."""

    year: BlocYear
    secretary: User
    chair: User
    officer: User

    def unit(self, code: str) -> Unit:
        return next(member.unit for member in self.year.members if member.code == code)

    def plan(self, **changes: Any) -> Plan:
        return Plan(
            **{
                "to_unit": self.unit("KH"),
                "deputy_unit": self.unit("KHKT"),
                "succession": Succession.DEPUTY,
                "held_on": CONFERENCE,
                "takes_effect_on": CONFERENCE,
                "place": "Hội trường Liên minh Hợp tác xã tỉnh",
                "flag_condition": "01 lá, còn tốt",
            }
            | changes
        )


def yen_bai() -> YenBai:
    year = example_year("yen-bai-2020")
    stage = YenBai(
        year,
        person("thu-ky", full_name="Nguyễn Thị Hạnh"),
        person("chu-tich-kh", full_name="Trần Văn Học"),
        person("can-bo-kh", full_name="Lê Thị Bài"),
    )
    seat(stage.secretary, SeatKind.SECRETARIAT, bloc=year.bloc, starts_on=date(2020, 1, 10))
    seat(stage.secretary, SeatKind.OFFICER, unit=stage.unit("LMHTX"))
    seat(stage.chair, SeatKind.HEAD, unit=stage.unit("KH"))
    seat(stage.officer, SeatKind.OFFICER, unit=stage.unit("KH"))
    return stage
