"""The pledge's pages as people use them: a leader on a phone, the secretary's desk, the hall; what stays private."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from blocs.actions.pledge_answers import answer
from blocs.actions.pledge_substitutes import Delegation, name_substitute
from blocs.actions.pledge_texts import start_text
from blocs.models import PledgeAct, PledgeText, SeatKind, Target
from blocs.terms import PledgeDeed, PledgeState
from reports.actions.practice import end_practice, make_practice
from tests.blocs.pledge_scenes import Scene, enter, png, quick_press, scene
from tests.builders import PASSWORD, person, seat

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture(autouse=True)
def press(monkeypatch: pytest.MonkeyPatch) -> None:
    quick_press(monkeypatch)


@pytest.fixture
def here() -> Scene:
    made = scene()
    made.open()
    return made


def html(answer: Any) -> str:
    return str(answer.content.decode())


def confirmation(here: Scene, **more: str) -> dict[str, str]:
    return {"shown": here.text.fingerprint, "accepted": "on", "password": PASSWORD, **more}


def test_a_leader_reads_ticks_types_the_password_and_is_done(here: Scene, client: Client) -> None:
    enter(client, here.heads["B"])
    page = html(client.get(here.url("pledge")))
    assert "Ký giao ước năm 2020" in page
    assert "Đọc và ký" in page
    sign = here.url("pledge-sign", unit="B")
    page = html(client.get(sign))
    assert "Hoàn thành nhiệm vụ chính trị" in page
    assert "Tôi, Trần Văn B, Chủ tịch, đại diện Hội B" in page
    assert "địa chỉ mạng và loại máy" in page
    assert here.text.file is not None
    assert here.text.file.sha256 in page
    answer = client.post(
        sign, confirmation(here), headers={"user-agent": "Điện thoại".encode().decode("latin-1")}
    )
    assert answer.headers["Location"] == here.url("pledge-done", unit="B")
    page = html(client.get(answer.headers["Location"]))
    act = PledgeAct.objects.get()
    assert f"{act.hash[:4]}-{act.hash[4:8]}".upper() in page
    assert "Đã xác nhận điện tử lúc" in page
    assert "chữ ký số" not in page
    assert act.evidence["ip"] == "127.0.0.1"
    assert client.get(sign).headers["Location"] == here.url("pledge-done", unit="B")
    assert client.post(sign, confirmation(here)).status_code == 302
    assert PledgeAct.objects.count() == 1


def test_what_is_missing_is_said_and_nothing_is_signed(here: Scene, client: Client) -> None:
    enter(client, here.heads["B"])
    sign = here.url("pledge-sign", unit="B")
    for data, said in (
        ({"accepted": ""}, "Hãy đánh dấu vào ô xác nhận"),
        ({"password": ""}, "Hãy nhập mật khẩu"),
        ({"password": "sai"}, "Mật khẩu chưa đúng"),
    ):
        answer = client.post(sign, confirmation(here, **data))
        assert answer.status_code == 422
        assert said in html(answer)
    assert " checked" in html(answer)
    assert not PledgeAct.objects.exists()


def test_wrong_passwords_lock_out_as_at_the_sign_in(here: Scene, client: Client) -> None:
    enter(client, here.heads["B"])
    sign = here.url("pledge-sign", unit="B")
    statuses = [client.post(sign, confirmation(here, password="sai")).status_code for _ in range(8)]
    assert statuses[-1] == 429
    assert statuses[:-1] == [422] * 7
    assert client.post(sign, confirmation(here)).status_code == 429
    assert not PledgeAct.objects.exists()


def test_a_right_password_forgets_the_wrong_ones(here: Scene, client: Client) -> None:
    enter(client, here.heads["B"])
    sign = here.url("pledge-sign", unit="B")
    for _ in range(6):
        client.post(sign, confirmation(here, password="sai"))
    assert client.post(sign, confirmation(here)).status_code == 302
    from axes.models import AccessAttempt

    assert not AccessAttempt.objects.exists()


def test_a_stale_page_shows_the_new_text(here: Scene, client: Client) -> None:
    enter(client, here.heads["B"])
    old = here.text.fingerprint
    here.open(reason="Sửa", opening="Lời mở đầu mới.")
    answer = client.post(here.url("pledge-sign", unit="B"), confirmation(here, shown=old))
    assert answer.status_code == 409
    page = html(answer)
    assert "bản lần 2" in page
    assert "Lời mở đầu mới." in page
    assert here.text.fingerprint in page
    assert " checked" not in page
    assert here.signed() == {}
    assert "Chữ ký trên bản trước đã hết hiệu lực" in html(client.get(here.url("pledge")))


def test_anothers_link_does_not_exist(here: Scene, client: Client) -> None:
    enter(client, here.heads["B"])
    for name in (
        "pledge-sign",
        "pledge-done",
        "pledge-unit",
        "pledge-paper",
        "pledge-answer",
        "pledge-withdraw",
    ):
        assert client.get(here.url(name, unit="C")).status_code == 404
        assert client.get(here.url(name, unit="KHONG")).status_code == 404
    assert client.post(here.url("pledge-sign", unit="C"), confirmation(here)).status_code == 404


def test_reasons_are_for_the_unit_and_the_secretariat(here: Scene, client: Client) -> None:
    answer(
        actor=here.heads["B"],
        year=here.fresh(),
        unit=here.member("B").pk,
        shown=here.text.fingerprint,
        deed=PledgeDeed.DECLINED,
        reason="Nội bộ chưa thống nhất",
    )
    seen = {
        who.username: html(enter(client, who).get(here.url("pledge")))
        for who in (here.secretary, here.heads["B"], here.heads["C"])
    }
    assert "Nội bộ chưa thống nhất" in seen["thu-ky"]
    assert "Nội bộ chưa thống nhất" in seen["lanh-dao-B"]
    assert "Nội bộ chưa thống nhất" not in seen["lanh-dao-C"]
    assert "Không ký" not in seen["lanh-dao-C"]
    assert "Nội bộ" not in html(client.get(here.url("pledge-hall")))


def test_a_draft_is_not_seen_by_the_units(client: Client) -> None:
    here = scene()
    start_text(actor=here.secretary, year=here.fresh())
    assert "Hoàn thành nhiệm vụ chính trị" not in html(enter(client, here.heads["B"]).get(here.url("pledge")))
    assert client.get(here.url("pledge-sign", unit="B")).status_code == 404


def test_the_home_page_leads_straight_to_signing(here: Scene, client: Client) -> None:
    page = html(enter(client, here.heads["B"]).get(here.url("year-home")))
    assert here.url("pledge-sign", unit="B") in page
    here.confirm("B")
    assert here.url("pledge-sign", unit="B") not in html(client.get(here.url("year-home")))


def test_a_named_substitute_is_asked_to_sign(here: Scene, client: Client) -> None:
    user = person("can-bo")
    seat(user, SeatKind.OFFICER, unit=here.member("B").unit)
    sign = here.url("pledge-sign", unit="B")
    assert sign not in html(enter(client, user).get(here.url("pledge")))
    name_substitute(
        actor=here.heads["B"],
        year=here.fresh(),
        unit=here.member("B").pk,
        wanted=Delegation(user, "Phó Chủ tịch", "Giấy ủy quyền số 3", date(2020, 1, 1)),
    )
    assert sign in html(client.get(here.url("pledge")))
    assert "Ký thay theo Giấy ủy quyền số 3" in html(client.get(sign))


def test_a_practice_copy_with_a_pledge_can_be_ended() -> None:
    here = scene()
    copy = make_practice(actor=here.secretary, year=here.fresh())
    practice = Scene(copy, here.secretary, here.heads)
    practice.open()
    practice.confirm("B")
    practice.on_paper("C")
    practice.open(reason="Thử thay")
    end_practice(actor=here.secretary, year=here.fresh())
    assert not PledgeText.objects.exists()


def rows(*commitments: tuple[str, str]) -> dict[str, str]:
    data = {"dieu-TOTAL_FORMS": str(len(commitments)), "dieu-INITIAL_FORMS": "0"}
    for index, (heading, text) in enumerate(commitments):
        data |= {f"dieu-{index}-heading": heading, f"dieu-{index}-text": text}
    return data


def test_the_secretary_writes_opens_and_locks(client: Client) -> None:
    here = scene()
    enter(client, here.secretary)
    assert "Soạn giao ước" in html(client.get(here.url("pledge")))
    assert client.post(here.url("pledge-start"), {}).headers["Location"] == here.url("pledge-write")
    page = client.get(here.url("pledge-write"))
    data = {
        "base": page.context["base"],
        "opening": "Lời mở đầu.",
        "place": "Yên Bái",
        "dated": "12/01/2020",
        "with_targets": "on",
        **rows(("Giữ lời", "Dòng một.\nDòng hai."), ("", ""), ("Đoàn kết", "")),
    }
    wrong = client.post(here.url("pledge-write"), data | {"dated": "31/02/2020"})
    assert wrong.status_code == 422
    assert "Dòng hai." in html(wrong)
    orphan = client.post(here.url("pledge-write"), data | rows(("", "Chỉ có nội dung")))
    assert orphan.status_code == 422
    assert "Ghi tên điều" in html(orphan)
    onward = client.post(here.url("pledge-write"), data | {"mo-ky": "co"})
    assert onward.headers["Location"] == here.url("pledge-open")
    stale = client.post(here.url("pledge-write"), data | {"opening": "Của người khác"})
    assert stale.status_code == 409
    assert "Của người khác" in html(stale)
    page = client.get(here.url("pledge-open"))
    shown = page.context["hidden"][0]["value"]
    Target.objects.create(membership=here.member("B"), position=0, text="Mới thêm")
    assert client.post(here.url("pledge-open"), {"shown": shown}).status_code == 409
    assert PledgeText.objects.get().state == PledgeState.DRAFT
    PledgeText.objects.update(with_targets=False)
    assert client.post(here.url("pledge-open"), {"shown": shown}).status_code == 302
    text = here.text
    assert [row["heading"] for row in text.canonical["commitments"]] == ["Giữ lời", "Đoàn kết"]
    assert client.post(here.url("pledge-lock"), {"shown": text.fingerprint}).status_code == 302
    assert here.text.state == PledgeState.LOCKED
    assert "giao ước đã khóa" in html(client.get(here.url("pledge")))


def scan(name: str = "quet.png", content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or png(), content_type="image/png")


def test_a_scan_is_told_by_its_content(here: Scene, client: Client) -> None:
    enter(client, here.heads["B"])
    url = here.url("pledge-paper", unit="B")
    data = {"shown": here.text.fingerprint, "signed_on": "12/01/2020", "certified_by": "Ông An"}
    for file, said in (
        (scan("a.pdf", b"<script>alert(1)</script>"), "không phải"),
        (SimpleUploadedFile("a.pdf", b""), "Tệp rỗng"),
    ):
        answer = client.post(url, data | {"file": file})
        assert answer.status_code == 422
        assert said in html(answer)
        assert "Ông An" in html(answer)
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"signed_on": "12/01/2100", "file": scan()}).status_code == 422
    assert not PledgeAct.objects.exists()
    assert client.post(url, data | {"file": scan()}).status_code == 302
    assert here.signed() == {"B": "paper"}


def test_the_secretary_records_several_on_paper(here: Scene, client: Client) -> None:
    enter(client, here.secretary)
    url = here.url("pledge-record")
    units = [str(here.member(code).pk) for code in "AC"]
    data = {
        "shown": here.text.fingerprint,
        "signed_on": "12/01/2020",
        "certified_by": "Bà Hạnh",
        "units": units,
    }
    assert client.post(url, data | {"file": scan(), "units": ["99999"]}).status_code == 422
    assert client.post(url, data | {"file": scan()}).status_code == 302
    assert here.signed() == {"A": "paper", "C": "paper"}
    page = html(client.get(here.url("pledge")))
    assert page.count("Tổ thư ký nhập thay") == 2
    file = client.get(here.url("pledge-file", act=PledgeAct.objects.order_by("pk")[0].pk))
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in file.headers["Content-Security-Policy"]


def test_the_hall_counts_and_names_the_way(here: Scene, client: Client) -> None:
    here.confirm("B")
    here.on_paper("C")
    enter(client, here.heads["A"])
    page = html(client.get(here.url("pledge-hall")))
    assert "<strong>2/3</strong>" in page
    assert f"Xác nhận điện tử · {timezone.localtime():%H:%M}"[:20] in page
    assert "Ký giấy · 12/01/2020" in page
    assert '<meta http-equiv="refresh"' in page
    board = client.get(here.url("pledge-hall-board"))
    assert html(board) in page
    assert "no-store" in board.headers["Cache-Control"]


def test_an_officer_sees_that_the_head_signs(here: Scene, client: Client) -> None:
    user = person("can-bo")
    seat(user, SeatKind.OFFICER, unit=here.member("B").unit)
    page = html(enter(client, user).get(here.url("pledge")))
    assert "đăng nhập để ký" in page
    assert here.url("pledge-sign", unit="B") not in page


def test_without_a_text_the_simple_page_stays(client: Client) -> None:
    here = scene()
    enter(client, here.secretary)
    assert client.get(here.url("pledges")).status_code == 200
    assert here.url("pledges") in html(client.get(here.url("pledge")))
    here.open()
    assert client.get(here.url("pledges")).headers["Location"] == here.url("pledge")


@pytest.mark.parametrize("units", [3, 15])
def test_pages_take_so_many_queries_with_few_units_and_with_many(
    units: int, client: Client, django_assert_num_queries: Any
) -> None:
    here = scene(units=units)
    here.open()
    here.confirm("B")
    here.on_paper("C")
    Target.objects.create(membership=here.member("B"), position=0, text="Chỉ tiêu")
    head, desk = Client(), enter(client, here.secretary)
    enter(head, here.heads["A"])
    signed = enter(Client(), here.heads["B"])
    for who, name, more, count in (
        (desk, "pledge", {}, 10),
        (head, "pledge", {}, 8),
        (head, "pledge-sign", {"unit": "A"}, 8),
        (head, "pledge-unit", {"unit": "A"}, 8),
        (signed, "pledge-done", {"unit": "B"}, 12),
        (desk, "pledge-unit", {"unit": "A"}, 10),
        (desk, "pledge-record", {}, 10),
        (desk, "pledge-lock", {}, 10),
        (head, "pledge-hall", {}, 8),
        (head, "pledge-hall-board", {}, 8),
    ):
        url = here.url(name, **more)
        who.get(url)
        with django_assert_num_queries(count):
            assert who.get(url).status_code == 200


def test_confirming_takes_as_many_queries_with_few_units_as_with_many(client: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for units in (3, 15):
        here = scene_named(f"khoi-{units}", units)
        enter(client, here.heads["B"])
        data = confirmation(here)
        with CaptureQueriesContext(connection) as queries:
            assert client.post(here.url("pledge-sign", unit="B"), data).status_code == 302
        counts.append(len(queries))
    assert counts[0] == counts[1]


def scene_named(code: str, units: int) -> Scene:
    from blocs.models import Membership
    from tests.builders import bloc_year, secretary

    year = bloc_year(code, units=units)
    here = Scene(year, secretary(year, f"thu-ky-{code}"))
    head = person(f"dau-{code}")
    seat(head, SeatKind.HEAD, unit=Membership.objects.get(year=year, code="B").unit)
    here.heads["B"] = head
    here.open()
    return here
