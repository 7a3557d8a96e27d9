"""The notice to heads of units when other rules come into force: whom, what, once, and not in a practice copy."""

from dataclasses import replace
from decimal import Decimal

import pytest

from blocs.models import BlocYear, Notice, SeatKind, User
from blocs.terms import Level, PeerDraw
from scoring.actions.rule_settings import change_rules
from scoring.stored_rules import year_rules
from tests.awards.scenes import signed_in, text_of
from tests.awards.version_scenes import REASON, Stage, stage
from tests.builders import person, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Stage:
    return stage()


@pytest.fixture
def heads(here: Stage) -> dict[str, User]:
    """Unit code -> its head; A has an officer too, who is told nothing."""
    found = {}
    for member in here.year.members:
        found[member.code] = person(f"lanh-dao-{member.code.lower()}")
        seat(found[member.code], SeatKind.HEAD, unit=member.unit)
    seat(person("can-bo"), SeatKind.OFFICER, unit=here.year.members[0].unit)
    return found


def told() -> dict[str, Notice]:
    """Login -> its only notice."""
    rows = list(Notice.objects.select_related("recipient"))
    found = {str(row.recipient and row.recipient.username): row for row in rows}
    assert len(found) == len(rows)
    return found


def levels(here: Stage, *wanted: Level) -> None:
    draft = here.year.draft_rules
    assert draft is not None
    settings = replace(year_rules(draft), levels=wanted, peer_draw=PeerDraw.ALL)
    change_rules(actor=here.writer, year=here.year, settings=settings)


def test_heads_of_touched_sheets_are_told_what_became_of_them(here: Stage, heads: dict[str, User]) -> None:
    """A: its self-sheet (38.5 of at most 38) and its peer sheet about B go back; B: its self-sheet goes on; C: nothing."""
    here.start()
    here.change("I.1", maximum=Decimal(38))
    here.change("II", maximum=Decimal(42))
    assert not Notice.objects.exists()
    here.confirm()
    found = told()
    assert set(found) == {"lanh-dao-a", "lanh-dao-b"}
    first = found["lanh-dao-a"]
    assert first.title == "Quy tắc phiên bản 2 năm 2020 có hiệu lực"
    assert "1 phiếu tự chấm được mở lại để chấm tiếp rồi nộp lại" in first.text
    assert "1 phiếu chấm chéo được mở lại" in first.text
    assert REASON in first.text
    assert first.url == "/khoi/khoi-thu/2020/phieu/"
    assert first.created_by == here.second
    assert "1 phiếu tự chấm đang nhập, nhập tiếp theo bảng mới" in found["lanh-dao-b"].text
    page = text_of(signed_in(heads["A"]), "/thong-bao/")
    assert "Quy tắc phiên bản 2 năm 2020 có hiệu lực" in page


def test_a_change_that_touches_no_sheet_tells_nobody(here: Stage, heads: dict[str, User]) -> None:
    here.start()
    here.change("II", text="Hoạt động chuyên môn của đơn vị")
    here.confirm()
    assert not Notice.objects.exists()


def test_sheets_that_go_and_sheets_that_come_are_told_of(here: Stage, heads: dict[str, User]) -> None:
    here.start()
    levels(here, Level.SELF)
    here.confirm()
    assert "1 phiếu chấm chéo được giữ lại, không tính nữa" in told()["lanh-dao-a"].text
    Notice.objects.all().delete()
    here.start()
    levels(here, Level.SELF, Level.PEER)
    here.confirm()
    assert "2 phiếu chấm chéo mới" in told()["lanh-dao-c"].text
    assert told()["lanh-dao-c"].url == "/khoi/khoi-thu/2020/phieu/"


def test_a_practice_copy_tells_nobody(here: Stage, heads: dict[str, User]) -> None:
    here.start()
    here.change("I.1", maximum=Decimal(38))
    here.change("II", maximum=Decimal(42))
    BlocYear.objects.filter(pk=here.pk).update(is_practice=True)
    here.confirm()
    assert not Notice.objects.exists()
