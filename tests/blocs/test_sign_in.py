"""Signing in and out, lock-out, and whose address it is."""

from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import SESSION_KEY
from django.test import Client, RequestFactory

from blocs.lockout import client_address
from blocs.models import SeatKind, User
from tests.builders import PASSWORD, person, seat

pytestmark = pytest.mark.django_db
FAILURES = 8


@pytest.fixture
def binh() -> User:
    return person("le-thi-binh", email="binh@example.vn", phone="0912345678")


def try_sign_in(client: Client, name: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post(
        "/dang-nhap/", {"username": name, "password": password, **more.pop("data", {})}, **more
    )


@pytest.mark.parametrize(
    "name",
    [
        "le-thi-binh",
        " LE-Thi-Binh ",
        "binh@example.vn",
        "BINH@Example.VN",
        "0912345678",
        "0912 345 678",
        "+84 912 345 678",
        "84912345678",
        "0912.345.678",
    ],
)
def test_three_ways_to_be_known(client: Client, binh: User, name: str) -> None:
    answer = try_sign_in(client, name)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session[SESSION_KEY] == str(binh.pk)


@pytest.mark.parametrize(("name", "password"), [("le-thi-binh", "sai"), ("khong-ai", PASSWORD), ("", "")])
def test_a_failure_says_the_same_whoever_exists(client: Client, binh: User, name: str, password: str) -> None:
    answer = try_sign_in(client, name, password)
    assert answer.status_code == 200
    assert SESSION_KEY not in client.session
    said = answer.content.decode()
    assert ("Hãy nhập tên đăng nhập" if not name else "chưa đúng") in said


def test_a_password_is_the_same_in_every_unicode_form(client: Client) -> None:
    composed, taken_apart = "m\u1ead t kh\u1ea9u d\u00e0i", "ma\u0323\u0302 t kha\u0309u da\u0300i"
    who = person("an")
    taken_apart = "ma\u0323\u0302 t kha\u0302\u0309u da\u0300i"
    who.set_password(composed)
    who.save()
    assert try_sign_in(client, "an", taken_apart).status_code == 302


def test_a_closed_account_does_not_sign_in_and_is_signed_out(client: Client, binh: User) -> None:
    try_sign_in(client, "le-thi-binh")
    User.objects.update(is_active=False)
    assert client.get("/quyen/")["Location"].startswith("/dang-nhap/")
    assert try_sign_in(Client(), "le-thi-binh").status_code == 200


def test_signing_in_changes_the_session_and_lasts_thirty_days(client: Client, binh: User) -> None:
    client.get("/ma-moi/")
    client.session["a"] = 1
    client.session.save()
    before = client.session.session_key
    answer = try_sign_in(client, "le-thi-binh")
    assert client.session.session_key != before
    assert answer.cookies["sessionid"]["max-age"] == 30 * 24 * 3600


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("/quyen/", "/quyen/"),
        ("https://xau.example/", "/"),
        ("//xau.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_way_on_is_one_of_ours(client: Client, binh: User, wanted: str, goes: str) -> None:
    assert try_sign_in(client, "le-thi-binh", data={"next": wanted})["Location"] == goes
    assert client.get("/dang-nhap/", {"next": wanted})["Location"] == goes


def test_signing_out_takes_a_post(client: Client, binh: User) -> None:
    client.force_login(binh, backend="blocs.backends.IdentifierBackend")
    assert client.get("/dang-xuat/").status_code == 405
    assert client.post("/dang-xuat/")["Location"] == "/dang-nhap/"
    assert SESSION_KEY not in client.session


def test_one_person_has_one_count_of_failures_however_called(client: Client, binh: User) -> None:
    names = ["le-thi-binh", "BINH@example.vn", "+84912345678"]
    for turn in range(FAILURES - 1):
        assert try_sign_in(client, names[turn % 3], "sai").status_code == 200
    answer = try_sign_in(client, names[0], "sai")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "900"
    assert "15 phút" in answer.content.decode()
    assert try_sign_in(client, names[1]).status_code == 429, "the right password does not open a locked door"
    assert SESSION_KEY not in client.session
    assert try_sign_in(client, names[1], REMOTE_ADDR="203.0.113.9").status_code == 302, (
        "from elsewhere it does"
    )


def test_a_locked_script_hears_a_sentence(client: Client, binh: User) -> None:
    for _ in range(FAILURES):
        answer = try_sign_in(client, "binh@example.vn", "sai", headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.status_code == 429
    assert "15 phút" in answer.json()["message"]


def test_success_clears_the_count(client: Client, binh: User) -> None:
    for _ in range(FAILURES - 1):
        try_sign_in(client, "0912345678", "sai")
    assert try_sign_in(client, "binh@example.vn").status_code == 302
    assert not AccessAttempt.objects.exists()


def test_what_failed_is_kept_without_the_password(client: Client, binh: User) -> None:
    try_sign_in(client, "le-thi-binh", "mot-mat-khau-sai")
    kept = AccessAttempt.objects.get()
    assert "mot-mat-khau-sai" not in kept.post_data
    assert kept.username == "le-thi-binh"


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "address"),
    [
        ("198.51.100.7", "", [], "198.51.100.7"),
        ("198.51.100.7", "203.0.113.5", [], "198.51.100.7"),
        ("198.51.100.7", "203.0.113.5", ["10.0.0.1"], "198.51.100.7"),
        ("10.0.0.1", "203.0.113.5", ["10.0.0.1"], "203.0.113.5"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.5", ["10.0.0.1"], "203.0.113.5"),
        ("10.0.0.1", "203.0.113.5, 10.0.0.2", ["10.0.0.0/8"], "203.0.113.5"),
        ("10.0.0.1", "rac", ["10.0.0.1"], "10.0.0.1"),
        ("10.0.0.1", "", ["10.0.0.1"], "10.0.0.1"),
        ("", "203.0.113.5", [], ""),
        ("::1", "2001:db8::5", ["::1"], "2001:db8::5"),
    ],
)
def test_only_a_trusted_proxy_is_believed(
    settings: Any, remote: str, forwarded: str, proxies: list[str], address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)
    assert client_address(request) == address


def test_a_forged_header_does_not_give_new_tries(client: Client, binh: User) -> None:
    for turn in range(FAILURES):
        answer = try_sign_in(client, "le-thi-binh", "sai", headers={"X-Forwarded-For": f"203.0.113.{turn}"})
    assert answer.status_code == 429


@pytest.mark.parametrize(
    ("more", "base_url", "signs_in"),
    [
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}, "", True),
        ({"REMOTE_ADDR": "::1", "HTTP_HOST": "localhost:8000"}, "", True),
        ({"REMOTE_ADDR": "::1", "HTTP_HOST": "[::1]:8000"}, "", True),
        ({"REMOTE_ADDR": "192.168.1.7", "HTTP_HOST": "localhost"}, "", False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "thi-dua.example.vn"}, "", False),
        (
            {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
            "",
            False,
        ),
        (
            {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "HTTP_X_FORWARDED_PROTO": "https"},
            "",
            False,
        ),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "HTTP_FORWARDED": "for=1.2.3.4"}, "", False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "HTTP_VIA": "1.1 nginx"}, "", False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost"}, "http://localhost", False),
    ],
)
def test_the_demonstration_signs_in_only_on_its_own_machine(
    settings: Any, binh: User, more: dict[str, str], base_url: str, signs_in: bool
) -> None:
    client = Client()
    settings.DEMONSTRATION, settings.BASE_URL, settings.ALLOWED_HOSTS = True, base_url, ["*"]
    answer = try_sign_in(client, "le-thi-binh", **more)
    assert answer.status_code == (302 if signs_in else 200)
    assert (SESSION_KEY in client.session) is signs_in
    if not signs_in:
        assert "bản trình diễn" in answer.content.decode()
    settings.DEMONSTRATION = False
    assert try_sign_in(Client(), "le-thi-binh", **more).status_code == 302


def test_the_demonstration_s_accounts_are_shown_only_where_they_work(client: Client, settings: Any) -> None:
    from khoi_thidua import composition

    accounts = [{"who": "Tổ thư ký", "identifier": "thu-ky-mau", "password": "khoi-thi-dua"}]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(composition, "DEMONSTRATION_ACCOUNTS", accounts)
        settings.COMPOSITION = "khoi_thidua.composition"
        settings.DEMONSTRATION = True
        settings.ALLOWED_HOSTS = ["*"]
        here = client.get("/dang-nhap/", HTTP_HOST="localhost").content.decode()
        there = client.get("/dang-nhap/", HTTP_HOST="thi-dua.example.vn").content.decode()
        settings.DEMONSTRATION = False
        real = client.get("/dang-nhap/", HTTP_HOST="localhost").content.decode()
    assert "thu-ky-mau" in here
    assert "thu-ky-mau" not in there + real


def change(client: Client, old: str = PASSWORD, new: str = "mot cau ngan de nho", again: str = "") -> Any:
    data = {"old_password": old, "new_password": new, "again": again or new}
    return client.post("/doi-mat-khau/", data)


def test_a_new_password_keeps_this_session_and_ends_the_others(binh: User) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.force_login(binh, backend="blocs.backends.IdentifierBackend")
    assert change(here)["Location"] == "/"
    assert here.get("/quyen/").status_code == 200
    assert there.get("/quyen/").status_code == 302
    assert try_sign_in(Client(), "le-thi-binh", "mot cau ngan de nho").status_code == 302


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"old": "sai"}, "Mật khẩu hiện nay chưa đúng"),
        ({"new": "ngan"}, "quá ngắn"),
        ({"new": "12345678901234"}, "hoàn toàn là số"),
        ({"new": "le-thi-binh"}, "quá giống"),
        ({"again": "khac han roi day"}, "chưa giống nhau"),
    ],
)
def test_a_password_that_will_not_do(client: Client, binh: User, given: dict[str, str], why: str) -> None:
    client.force_login(binh, backend="blocs.backends.IdentifierBackend")
    answer = change(client, **given)
    assert answer.status_code == 200
    assert why in answer.content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_whoever_must_change_the_password_does_that_first(client: Client, binh: User) -> None:
    seat(binh, SeatKind.ADMIN)
    User.objects.update(must_change_password=True)
    client.force_login(binh, backend="blocs.backends.IdentifierBackend")
    for address in ("/nguoi-dung/", "/quyen/", "/nhat-ky/"):
        assert client.get(address)["Location"] == "/doi-mat-khau/"
    script = client.get("/quyen/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert script.status_code == 403
    assert "đổi mật khẩu" in script.json()["message"]
    assert client.get("/ma-moi/").status_code == 200
    assert client.get("/doi-mat-khau/").status_code == 200
    change(client)
    assert client.get("/quyen/").status_code == 200


def test_a_stranger_s_pages_ask_to_sign_in(client: Client) -> None:
    assert client.get("/nguoi-dung/")["Location"] == "/dang-nhap/?next=/nguoi-dung/"
    assert client.get("/nguoi-dung/", headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 401
