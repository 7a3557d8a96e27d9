"""Signing in three ways: who may, when, once; the evidence; answers and taking back; substitutes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from blocs.actions.pledge_acting import StaleText
from blocs.actions.pledge_answers import answer, withdraw
from blocs.actions.pledge_substitutes import Delegation, end_substitute, name_substitute
from blocs.actions.pledge_texts import lock_text
from blocs.models import (
    JournalEntry,
    Phase,
    PhaseExtension,
    PhaseKind,
    PledgeAct,
    PledgeSignature,
    SeatKind,
    StoredFile,
    Substitute,
    User,
)
from blocs.pledge_chain import chain_faults
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.terms import PledgeDeed, SigningWay
from tests.blocs.pledge_scenes import SCAN, Scene, again, quick_press, scene
from tests.builders import person, seat

pytestmark = pytest.mark.django_db
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(autouse=True)
def press(monkeypatch: pytest.MonkeyPatch) -> None:
    quick_press(monkeypatch)


@pytest.fixture
def here() -> Scene:
    made = scene()
    made.open()
    return made


def at(monkeypatch: pytest.MonkeyPatch, *moment: int) -> datetime:
    now = datetime(*moment, tzinfo=HANOI)  # type: ignore[arg-type,misc]
    monkeypatch.setattr(timezone, "now", lambda: now.astimezone(UTC))
    return now


def officer(here: Scene, code: str = "B") -> User:
    user = person(f"can-bo-{code}", full_name="Lê Thị Cán", position="Chánh văn phòng")
    seat(user, SeatKind.OFFICER, unit=here.member(code).unit)
    return user


def window(here: Scene, closes: datetime | None, opens: datetime | None = None) -> Phase:
    phase = Phase.objects.get(year=here.year, kind=PhaseKind.PLEDGE)
    phase.opens_at, phase.closes_at = opens, closes
    phase.save()
    return phase


def test_the_evidence_of_a_confirmation_is_complete(here: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 2021, 1, 12, 8, 30, 15)
    act = here.confirm("B").act
    assert act is not None
    text = here.text
    assert text.file is not None
    assert act.evidence == {
        "pledge": text.pk,
        "version": 1,
        "fingerprint": text.fingerprint,
        "pdf_sha256": text.file.sha256,
        "unit": "Hội B",
        "server_time_utc": "2021-01-12T01:30:15+00:00",
        "server_time_local": "2021-01-12T08:30:15+07:00",
        "zone": "Asia/Ho_Chi_Minh",
        "consent_version": "1",
        "statement": (
            "Tôi, Trần Văn B, Chủ tịch, đại diện Hội B, đã đọc toàn văn Bản giao ước thi đua năm 2020"
            f" (mã kiểm tra {text.file.sha256[:4].upper()}-{text.file.sha256[4:8].upper()}) và xác nhận đơn vị tham"
            " gia thực hiện. Tôi hiểu đây là xác nhận điện tử trong nội bộ khối, không phải chữ ký số."
        ),
        "signer_id": here.heads["B"].pk,
        "signer": "Trần Văn B",
        "title": "Chủ tịch",
        "authority": {"basis": "head"},
        "method": "password",
        "authenticated_at": "2021-01-12T01:30:15+00:00",
        "ip": "203.0.113.7",
        "agent": "Điện thoại",
    }
    assert act.previous_hash == "0" * 64
    signature = PledgeSignature.objects.get(membership__code="B")
    assert (signature.signed_on, signature.way, signature.act_id) == (
        date(2021, 1, 12),
        SigningWay.CONFIRMED,
        act.pk,
    )
    entry = JournalEntry.objects.order_by("-pk")[0]
    assert act.hash in entry.text
    assert "203.0.113.7" not in entry.text


@pytest.mark.parametrize(
    ("moment", "day"),
    [((2021, 1, 12, 23, 59, 59), date(2021, 1, 12)), ((2021, 1, 13, 0, 0, 0), date(2021, 1, 13))],
)
def test_the_day_of_signing_is_the_local_one(
    here: Scene, monkeypatch: pytest.MonkeyPatch, moment: tuple[int, ...], day: date
) -> None:
    at(monkeypatch, *moment)
    here.confirm("B")
    assert PledgeSignature.objects.get(membership__code="B").signed_on == day


def test_signing_twice_is_one_signature(here: Scene) -> None:
    first, second = here.confirm("B"), here.confirm("B")
    assert first.is_new
    assert not second.is_new
    assert first.act is not None
    assert second.act is not None
    assert first.act.pk == second.act.pk
    assert PledgeAct.objects.count() == 1


def test_signed_by_the_secretariat_on_paper_the_head_need_not_sign_again(here: Scene) -> None:
    here.on_paper("B")
    assert not here.confirm("B").is_new
    assert here.signed() == {"B": "paper"}


def test_nobody_confirms_for_another(here: Scene) -> None:
    for actor in (here.heads["C"], here.secretary, officer(here), person("nguoi-la")):
        with pytest.raises(NotAllowed):
            here.confirm("B", actor=actor)
    assert not PledgeAct.objects.exists()


def test_a_head_whose_seat_ended_signs_no_more(here: Scene) -> None:
    here.heads["B"].seat_rows.update(ends_on=timezone.localdate())
    with pytest.raises(NotAllowed):
        here.confirm("B")


def test_a_stale_text_is_not_signed(here: Scene) -> None:
    old = here.text.fingerprint
    here.open(reason="Sửa")
    with pytest.raises(StaleText, match="bản lần 2"):
        here.confirm("B", shown=old)
    assert here.signed() == {}


def test_a_minute_before_and_at_the_closing(here: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    window(here, datetime(2021, 3, 31, 23, 59, tzinfo=HANOI))
    at(monkeypatch, 2021, 3, 31, 23, 58)
    assert here.confirm("B").is_new
    at(monkeypatch, 2021, 3, 31, 23, 59)
    with pytest.raises(Refused, match="Đã hết hạn"):
        here.confirm("C")
    assert not here.confirm("B").is_new  # who has signed is told so, also after closing


def test_a_minute_before_the_opening(here: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    window(here, None, opens=datetime(2021, 3, 1, 0, 0, tzinfo=HANOI))
    at(monkeypatch, 2021, 2, 28, 23, 59)
    with pytest.raises(Refused, match="mở lúc 00:00 ngày 01/03/2021"):
        here.confirm("B")
    at(monkeypatch, 2021, 3, 1, 0, 0)
    assert here.confirm("B").is_new


def test_an_extension_is_one_units_own(here: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    phase = window(here, datetime(2021, 3, 31, 23, 59, tzinfo=HANOI))
    PhaseExtension.objects.create(
        phase=phase,
        membership=here.member("B"),
        closes_at=datetime(2021, 4, 5, 17, 0, tzinfo=HANOI),
        reason="Lãnh đạo đi công tác",
    )
    at(monkeypatch, 2021, 4, 5, 16, 59)
    with pytest.raises(Refused):
        here.confirm("C")
    assert here.confirm("B").is_new
    at(monkeypatch, 2021, 4, 5, 17, 0)
    with pytest.raises(Refused):
        here.on_paper("C", signed_on=date(2021, 3, 30))


def test_in_turn_each_waits_for_those_before(monkeypatch: pytest.MonkeyPatch) -> None:
    here = scene()
    here.open(in_order=True)
    with pytest.raises(Refused, match=r"Còn chờ ký trước: A, B\."):
        here.confirm("C")
    here.confirm("A")
    with pytest.raises(Refused, match=r"Còn chờ ký trước: B\."):
        here.confirm("C")
    here.on_paper("B")
    assert here.confirm("C").is_new


def test_paper_is_recorded_for_several_with_one_scan(here: Scene) -> None:
    here.confirm("A")
    acts = here.on_paper("A", "B", "C")
    assert [act.membership.code for act in acts] == ["B", "C"]
    assert {act.file_id for act in acts} == {acts[0].file_id}
    assert all(act.entered_for for act in acts)
    assert acts[0].evidence["certified_by"] == "Nguyễn Thị Hạnh"
    assert (acts[0].signer, acts[0].signed_on) == ("Trần Văn B", date(2020, 1, 12))
    assert here.signed() == {"A": "confirmed", "B": "paper", "C": "paper"}
    assert here.on_paper("B") == []
    assert not list(chain_faults())


def test_a_head_sends_the_scan_of_its_own_unit_only(here: Scene) -> None:
    (act,) = here.on_paper("B", actor=here.heads["B"], signer="Lê Văn Phó", signer_title="Phó Chủ tịch")
    assert not act.entered_for
    assert (act.signer, act.signer_title) == ("Lê Văn Phó", "Phó Chủ tịch")
    with pytest.raises(NotAllowed):
        here.on_paper("A", "B", actor=here.heads["B"])


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"signed_on": date(2100, 1, 1)}, "B"),
        ({"signed_on": date(2018, 12, 31)}, "B"),
        ({"signer": "Ai"}, "BC"),
        ({}, ""),
    ],
)
def test_paper_that_cannot_be_is_refused(here: Scene, more: dict[str, Any], codes: str) -> None:
    with pytest.raises(Invalid):
        here.on_paper(*codes, **more)
    assert not PledgeAct.objects.exists()


def test_taking_back_until_it_is_locked(here: Scene) -> None:
    here.confirm("B")
    args = {"actor": here.heads["B"], "year": here.fresh(), "unit": here.member("B").pk}
    taken = withdraw(**args, shown=here.text.fingerprint, reason="Nhầm")
    assert taken is not None
    assert taken.deed == PledgeDeed.WITHDRAWN
    assert here.signed() == {}
    assert withdraw(**args, shown=here.text.fingerprint) is None
    assert here.confirm("B").is_new
    lock_text(actor=here.secretary, year=here.fresh(), shown=here.text.fingerprint)
    with pytest.raises(Refused, match="đã khóa"):
        withdraw(**args, shown=here.text.fingerprint)
    with pytest.raises(Refused, match="đã khóa"):
        here.confirm("C")
    assert here.signed() == {"B": "confirmed"}


def test_declining_and_asking_for_a_change(here: Scene) -> None:
    args = {"actor": here.heads["B"], "year": here.fresh(), "unit": here.member("B").pk}
    shown = here.text.fingerprint
    with pytest.raises(Invalid):
        answer(**args, shown=shown, deed=PledgeDeed.DECLINED, reason="")
    first = answer(**args, shown=shown, deed=PledgeDeed.CHANGE_ASKED, reason="Điều 3 quá sức")
    assert answer(**args, shown=shown, deed=PledgeDeed.CHANGE_ASKED, reason="Điều 3 quá sức").pk == first.pk
    entered = answer(
        **args | {"actor": here.secretary},
        shown=shown,
        deed=PledgeDeed.DECLINED,
        reason="Điện thoại ngày 2/3",
    )
    assert entered.entered_for
    assert not first.entered_for
    assert here.confirm("B").is_new  # an answer is not the last word
    with pytest.raises(Refused, match="rút lại chữ ký trước"):
        answer(**args, shown=shown, deed=PledgeDeed.DECLINED, reason="Thôi")
    with pytest.raises(NotAllowed):
        answer(**args | {"actor": officer(here)}, shown=shown, deed=PledgeDeed.DECLINED, reason="Thôi")


def delegation(user: User, **more: Any) -> Delegation:
    fields = {"title": "Phó Chủ tịch", "document": "Giấy ủy quyền số 12", "starts_on": date(2021, 3, 1)}
    return Delegation(person=user, **{**fields, **more})


@pytest.mark.parametrize(
    ("moment", "may"),
    [
        ((2021, 2, 28, 23, 59), False),
        ((2021, 3, 1, 0, 0), True),
        ((2021, 3, 9, 23, 59), True),
        ((2021, 3, 10, 0, 0), False),
    ],
)
def test_a_substitute_signs_between_its_days(
    here: Scene, monkeypatch: pytest.MonkeyPatch, moment: tuple[int, ...], *, may: bool
) -> None:
    user = officer(here)
    name_substitute(
        actor=here.heads["B"],
        year=here.fresh(),
        unit=here.member("B").pk,
        wanted=delegation(user, ends_on=date(2021, 3, 10)),
    )
    at(monkeypatch, *moment)
    if not may:
        with pytest.raises(NotAllowed):
            here.confirm("B", actor=user)
        return
    act = here.confirm("B", actor=user).act
    assert act is not None
    assert (act.signer, act.signer_title) == ("Lê Thị Cán", "Phó Chủ tịch")
    assert act.evidence["authority"]["basis"] == "delegation"
    assert act.evidence["authority"]["document"] == "Giấy ủy quyền số 12"


def test_who_may_name_a_substitute_and_whom(here: Scene) -> None:
    user = officer(here)
    args: dict[str, Any] = {"year": here.fresh(), "unit": here.member("B").pk}
    for actor in (here.heads["C"], user):
        with pytest.raises(NotAllowed):
            name_substitute(actor=again(actor), wanted=delegation(user), **args)
    for wanted in (
        delegation(here.heads["C"]),
        delegation(user, document=""),
        delegation(user, ends_on=date(2021, 3, 1)),
    ):
        with pytest.raises(Invalid):
            name_substitute(actor=here.heads["B"], wanted=wanted, **args)
    first = name_substitute(actor=here.secretary, wanted=delegation(user), **args)
    assert name_substitute(actor=here.heads["B"], wanted=delegation(user), **args).pk == first.pk
    # The scan that comes later is kept with it; sent again, nothing is added.
    for _ in range(2):
        later = name_substitute(actor=here.secretary, wanted=delegation(user), scan=SCAN, **args)
        assert later.pk == first.pk
        assert later.file is not None
    assert StoredFile.objects.filter(name=SCAN.name).count() == 1
    end_substitute(actor=here.heads["B"], substitute=first.pk, day=date(2021, 3, 5), **args)
    end_substitute(actor=here.heads["B"], substitute=first.pk, day=date(2021, 3, 8), **args)
    assert Substitute.objects.get().ends_on == date(2021, 3, 5)


def test_a_substitute_who_left_the_unit_signs_no_more(here: Scene) -> None:
    user = officer(here)
    day = timezone.localdate() - timedelta(days=2)
    args: dict[str, Any] = {"year": here.fresh(), "unit": here.member("B").pk}
    name_substitute(actor=here.heads["B"], wanted=delegation(user, starts_on=day), **args)
    user.seat_rows.update(ends_on=timezone.localdate())
    with pytest.raises(NotAllowed):
        here.confirm("B", actor=user)
