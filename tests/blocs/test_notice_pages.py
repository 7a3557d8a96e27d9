"""The pages of reminders: pressing "Nhắc", the log, slips and messages, one's own notices."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from blocs import worker_signs
from blocs.actions.notices import remind
from blocs.models import BlocYear, Membership, Notice, PhaseKind, PledgeSignature, User
from blocs.notice_pages import NO_SERVER, NO_WORKER
from blocs.terms import NoticeChannel, NoticeState
from tests.blocs.notices_stage import again, head, pledge_year
from tests.builders import PASSWORD, person, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
HOME = "/khoi/khoi-thu/2020/"
LOG = f"{HOME}nhac-viec/"


@pytest.fixture
def year() -> BlocYear:
    return pledge_year(closes=timezone.now() + timedelta(days=3))


def enter(client: Client, user: User) -> Client:
    client.force_login(user, backend="blocs.backends.IdentifierBackend")
    return client


def said(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_the_home_says_who_has_not_done_what(year: BlocYear, client: Client) -> None:
    clerk = secretary(year)
    a, _b, c = year.members
    PledgeSignature.objects.create(membership=a, signed_on=timezone.localdate())
    Membership.objects.filter(pk=c.pk).update(left_on=timezone.localdate())
    year.phases.filter(kind=PhaseKind.REGISTRATION).update(closes_at=timezone.now() - timedelta(days=1))
    year.phases.filter(kind=PhaseKind.HALF_YEAR).update(opens_at=timezone.now() + timedelta(days=90))
    found = enter(client, clerk).get(HOME).context["progress"]
    assert found.heads == ["Đăng ký", "Giao ước", "Sơ kết", "Tự chấm", "Chấm chéo"]
    assert {unit.name: [cell["state"] for cell in unit.cells] for unit in found.units} == {
        "A": ["late", "done", "none", "part", "part"],
        "B": ["late", "part", "none", "part", "part"],
    }
    assert [(window.label, window.names, window.count, window.total) for window in found.windows] == [
        ("Giao ước", "B", 1, 2),
        ("Tự chấm", "A, B", 2, 2),
        ("Chấm chéo", "A, B", 2, 2),
    ]
    assert found.units[0].kinds == ["self_scoring", "cross_scoring"]


def test_pressing_reminds_just_those_and_says_when(year: BlocYear, client: Client) -> None:
    enter(client, secretary(year))
    head(year, 1)
    answer = client.post(f"{LOG}nhac/", {"moc": "pledge"}, follow=True)
    assert said(answer) == (
        "Đã nhắc B: 1 thông báo trên trang. Chưa có ai dùng trang: A, C; hãy in phiếu hoặc nhắn tin."
    )
    assert "Nhắc lần gần nhất lúc " in answer.content.decode()
    assert "Hôm nay đã nhắc rồi: B." in said(client.post(f"{LOG}nhac/", {"moc": "pledge"}, follow=True))
    assert Notice.objects.count() == 1


def test_another_notice_of_the_window_is_no_reminder(year: BlocYear, client: Client) -> None:
    clerk = secretary(year)
    Notice.objects.create(
        year=year,
        recipient=clerk,
        channel=NoticeChannel.SITE,
        key="giao-uoc:1:1",
        phase=PhaseKind.PLEDGE,
        title="Mời ký",
        text="…",
    )
    page = enter(client, clerk).get(HOME)
    assert {window.last for window in page.context["progress"].windows} == {"Chưa nhắc lần nào."}
    assert page.context["unread"] == 1


def test_one_unit_is_reminded_of_all_it_has_left(year: BlocYear, client: Client) -> None:
    enter(client, secretary(year))
    head(year, 1)
    unit = year.members[1].pk
    year.phases.filter(kind=PhaseKind.HALF_YEAR).update(closes_at=timezone.now() + timedelta(days=9))
    data = {"moc": ["pledge", "half_year", "registration"], "don-vi": unit}
    answer = client.post(f"{LOG}nhac/", data, follow=True)
    assert said(answer) == "Đã nhắc B: 3 thông báo trên trang."
    PledgeSignature.objects.create(membership=year.members[1], signed_on=timezone.localdate())
    assert client.post(f"{LOG}nhac/", {"moc": "pledge", "don-vi": unit}).status_code == 409
    assert client.post(f"{LOG}nhac/").status_code == 422
    assert client.post(f"{LOG}nhac/", {"moc": "submission"}).status_code == 404
    assert client.post(f"{LOG}nhac/", {"moc": "khong-co"}).status_code == 404


def test_the_log_says_what_failed_and_sends_again(year: BlocYear, client: Client, settings: Any) -> None:
    settings.MAIL_SERVER_IS_SET = True
    clerk = secretary(year)
    head(year, 0)
    head(year, 1)
    remind(actor=clerk, year=year, kind=PhaseKind.PLEDGE)
    first, second = Notice.objects.filter(channel=NoticeChannel.EMAIL).order_by("pk")
    Notice.objects.filter(pk=first.pk).update(state=NoticeState.FAILED, error="Máy chủ thư từ chối kết nối.")
    Notice.objects.filter(pk=second.pk).update(state=NoticeState.UNKNOWN)
    page = enter(client, clerk).get(LOG).content.decode()
    for words in (
        "Không gửi được",
        "Máy chủ thư từ chối kết nối.",
        "Không rõ",
        "head-khoi-thu-0@example.vn",
        "Trên trang",
        "Gửi lại 2 thư",
    ):
        assert words in page
    narrowed = client.get(LOG, {"tinh-trang": "failed"})
    assert [line.pk for line in narrowed.context["page"]] == [first.pk]
    assert len(client.get(LOG, {"cach": "site"}).context["page"].object_list) == 2
    assert len(client.get(LOG, {"tinh-trang": "?", "trang": "x"}).context["page"].object_list) == 4
    assert "1 thư đang được gửi lại" in said(client.post(f"{LOG}gui-lai/", {"thu": first.pk}, follow=True))
    assert client.post(f"{LOG}gui-lai/", {"thu": first.pk}).status_code == 409
    assert "1 thư đang được gửi lại" in said(client.post(f"{LOG}gui-lai/", follow=True))
    assert Notice.objects.filter(attempt=2, state=NoticeState.WAITING).count() == 2


def test_the_log_is_another_bloc_s_own(year: BlocYear, client: Client) -> None:
    other = pledge_year("khoi-khac", closes=timezone.now() + timedelta(days=3))
    head(other, 1)
    remind(actor=secretary(other, "thu-ky-khac"), year=other, kind=PhaseKind.PLEDGE)
    assert enter(client, secretary(year)).get(LOG).context["page"].object_list == []
    assert client.get("/khoi/khoi-khac/2020/nhac-viec/").status_code == 404


def test_what_stands_in_the_way_of_letters(
    year: BlocYear, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    settings.MAIL_SERVER_IS_SET = False
    clerk = secretary(year)
    assert NO_SERVER in enter(client, clerk).get(LOG).content.decode()
    settings.MAIL_SERVER_IS_SET = True
    head(year, 1)
    assert NO_WORKER not in client.get(LOG).content.decode()
    remind(actor=clerk, year=year, kind=PhaseKind.PLEDGE)
    assert NO_WORKER in client.get(LOG).content.decode()
    worker_signs.mark_alive()
    assert NO_WORKER not in client.get(LOG).content.decode()


def test_slips_for_those_without_letters(year: BlocYear, client: Client, settings: Any) -> None:
    settings.MAIL_SERVER_IS_SET = True
    settings.BASE_URL = "https://thi-dua.example.vn"
    enter(client, secretary(year))
    head(year, 1)
    head(year, 2, email=None)
    at = f"{LOG}phieu/pledge/"
    found = client.get(at).context["choices"]
    assert [(choice.name, choice.needs_slip) for choice in found] == [
        ("Hội A", True),
        ("Hội B", False),
        ("Hội C", True),
    ]
    assert "chưa có ai dùng trang" in found[0].reach
    assert "không có thư điện tử" in found[2].reach
    units = [year.members[0].pk, year.members[2].pk]
    page = client.post(at, {"don-vi": units, "cach": "slip"}, follow=True).content.decode()
    assert page.count("Phiếu nhắc việc</h2>") == 2
    assert "Lãnh đạo Hội A" in page
    assert f"https://thi-dua.example.vn{HOME}" in page
    assert "Hội B" not in page.split("<main")[1]
    page = client.post(at, {"don-vi": units, "cach": "link"}, follow=True).content.decode()
    assert "Kính gửi ông, bà Lãnh đạo Hội C. Hội C chưa ký giao ước thi đua" in page
    assert sorted(Notice.objects.values_list("channel", flat=True)) == ["link", "link", "slip", "slip"]
    assert client.post(at, {"cach": "slip"}).status_code == 422
    assert client.post(at, {"cach": "slip", "don-vi": "abc"}).status_code == 422
    assert client.get(f"{LOG}phieu/submission/").status_code == 404


def test_days_are_read_as_people_write_them(year: BlocYear, client: Client) -> None:
    enter(client, secretary(year))
    at = f"{LOG}ngay/"
    assert 'value="7, 1"' in client.get(at).content.decode()
    client.post(at, {"days": " 1; 14  3"})
    assert again(year).bloc.reminder_days == [14, 3, 1]
    for wrong in ("bảy", "-1", "61", "1 2 3 4 5 6", "1.5"):
        answer = client.post(at, {"days": wrong})
        assert answer.status_code == 422, wrong
        assert wrong in answer.content.decode()
    assert "trang không tự nhắc" in said(client.post(at, {"days": ""}, follow=True))
    assert again(year).bloc.reminder_days == []


def test_a_practice_copy_says_that_it_sends_nothing(year: BlocYear, client: Client) -> None:
    BlocYear.objects.filter(pk=year.pk).update(is_practice=True)
    enter(client, secretary(year))
    home = "/khoi/khoi-thu/2020-luyen-tap/"
    assert client.get(home).context["progress"].may_remind is False
    assert client.post(f"{home}nhac-viec/nhac/", {"moc": "pledge"}).status_code == 409
    assert "không gửi gì cho ai" in client.get(f"{home}nhac-viec/").content.decode()


def test_ones_own_notices_and_nobody_elses(year: BlocYear, client: Client) -> None:
    chief, other = head(year, 1), head(year, 2)
    clerk = secretary(year)
    remind(actor=clerk, year=year, kind=PhaseKind.PLEDGE)
    enter(client, chief)
    assert client.get(HOME).context["unread"] == 1
    page = client.get("/thong-bao/")
    assert "Hội B chưa ký giao ước" in page.content.decode()
    assert "Hội C" not in page.content.decode()
    assert [line.is_new for line in page.context["lines"]] == [True]
    assert [line.is_new for line in client.get("/thong-bao/").context["lines"]] == [False]
    assert client.get(HOME).context["unread"] == 0
    assert Notice.objects.get(recipient=other).read_at is None
    assert "Chưa có thông báo nào" in enter(client, person("khac")).get("/thong-bao/").content.decode()


@pytest.mark.parametrize("count", [1, 40])
def test_own_page_and_log_cost_the_same(
    year: BlocYear, client: Client, count: int, django_assert_num_queries: Any
) -> None:
    chief, clerk = head(year, 1), secretary(year)
    Notice.objects.bulk_create(
        Notice(
            year=year,
            membership=year.members[1],
            recipient=chief,
            channel=NoticeChannel.SITE,
            state=NoticeState.SENT,
            key=str(number),
            title="Ký giao ước",
            text="…",
            read_at=timezone.now(),
            created_by=clerk,
        )
        for number in range(count)
    )
    enter(client, chief)
    with django_assert_num_queries(5):
        client.get("/thong-bao/")
    enter(client, clerk)
    client.get(LOG)
    with django_assert_num_queries(12):
        client.get(LOG)


def test_a_phone_stays_signed_in_for_thirty_days_from_signing_in(year: BlocYear, client: Client) -> None:
    """The cookie outlives the browser, and the thirty days are fixed: using the site does not lengthen them."""
    chief = head(year, 1)
    answer = client.post("/dang-nhap/", {"username": chief.username, "password": PASSWORD})
    cookie = answer.cookies["sessionid"]
    assert cookie["max-age"] == 30 * 24 * 3600
    assert cookie["expires"]
    ends = Session.objects.get().expire_date
    assert abs(ends - timezone.now() - timedelta(days=30)) < timedelta(minutes=1)
    used = client.get(HOME)
    assert used.status_code == 200
    assert "sessionid" not in used.cookies
    assert Session.objects.get().expire_date == ends
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=1))
    assert client.get(HOME).status_code == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    assert client.get(HOME).headers["Location"].startswith("/dang-nhap/")


def test_a_garbled_name_is_nobody_and_never_everybody(year: BlocYear, client: Client) -> None:
    enter(client, secretary(year))
    long = "9" * 5000
    for sent in ("abc", long):
        remind_answer = client.post(f"{LOG}nhac/", {"moc": "pledge", "don-vi": sent})
        assert remind_answer.status_code == 409
        assert client.post(f"{LOG}gui-lai/", {"thu": sent}).status_code == 404
        assert client.get(LOG, {"trang": sent}).status_code == 200
    assert not Notice.objects.exists()
