"""One-time codes: what they look like, once only, for a time only, and not to be guessed."""

import math
import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from django.utils import timezone

from blocs.actions.access_codes import issue_reset_code, redeem_code, usable_code
from blocs.actions.people import Invitation, invite_person
from blocs.codes import ALPHABET, LENGTH, code_hash, new_code
from blocs.lockout import CODE_TRIES
from blocs.models import AccessCode, SeatKind, User
from blocs.qr import qr
from blocs.refusals import Refused
from tests.builders import bloc_year, secretary

NEW = "mot cau ngan de nho"


def invitation(name: str = "Lê Thị Bình") -> tuple[User, Invitation]:
    year = bloc_year("khoi-mot")
    actor = secretary(year)
    made = invite_person(
        actor=actor, full_name=name, phone="0912345678", kind=SeatKind.HEAD, unit=year.members[1].unit
    )
    return actor, made


def code_of(made: Invitation) -> str:
    assert made.code is not None
    return made.code


def test_codes_are_long_enough_and_cannot_be_misread() -> None:
    assert LENGTH * math.log2(len(ALPHABET)) >= 50
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert not set(ALPHABET) & set("01OQDILZSGBUWN")
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}", new_code())
    assert len({new_code() for _ in range(50)}) == 50


def test_a_code_is_the_same_however_typed() -> None:
    assert code_hash("H7KM-3PXC-9RTE") == code_hash(" h7km 3pxc9rte ")
    assert code_hash("H7KM-3PXC-9RTE") != code_hash("H7KM-3PXC-9RTA")


@pytest.mark.django_db
def test_only_a_keyed_hash_is_stored(settings: Any) -> None:
    _, made = invitation()
    row = AccessCode.objects.get()
    assert row.code_hash == code_hash(code_of(made))
    settings.SECRET_KEY = "x" * 50
    assert row.code_hash != code_hash(code_of(made))


@pytest.mark.django_db
def test_a_code_works_once() -> None:
    _, made = invitation()
    who = redeem_code(code=code_of(made), password=NEW)
    assert who == made.person
    assert User.objects.get(pk=who.pk).check_password(NEW)
    with pytest.raises(Refused, match="không dùng được"):
        redeem_code(code=code_of(made), password="mot mat khau khac han")
    assert User.objects.get(pk=who.pk).check_password(NEW)


@pytest.mark.django_db
def test_the_same_form_sent_again_is_acknowledged_only_shortly_after() -> None:
    _, made = invitation()
    redeem_code(code=code_of(made), password=NEW)
    assert redeem_code(code=code_of(made), password=NEW) == made.person
    AccessCode.objects.update(used_at=timezone.now() - timedelta(minutes=3))
    with pytest.raises(Refused):
        redeem_code(code=code_of(made), password=NEW)


@pytest.mark.django_db
def test_a_code_expires_after_fourteen_days() -> None:
    _, made = invitation()
    row = AccessCode.objects.get()
    assert timedelta(days=13, hours=23) < row.expires_at - timezone.now() <= timedelta(days=14)
    AccessCode.objects.update(expires_at=timezone.now())
    assert usable_code(code_of(made)) is None
    with pytest.raises(Refused):
        redeem_code(code=code_of(made), password=NEW)


@pytest.mark.django_db
def test_a_new_slip_and_a_closed_account_end_the_older_codes() -> None:
    actor, made = invitation()
    second = issue_reset_code(actor=actor, person=made.person)
    assert usable_code(code_of(made)) is None
    assert usable_code(second)
    User.objects.filter(pk=made.person.pk).update(is_active=False)
    assert usable_code(second) is None
    with pytest.raises(Refused):
        redeem_code(code=second, password=NEW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrency
def test_of_two_who_redeem_at_once_one_sets_the_password() -> None:
    _, made = invitation()
    start, outcomes = threading.Barrier(2), []

    def redeem(password: str) -> None:
        start.wait()
        try:
            redeem_code(code=code_of(made), password=password)
            outcomes.append(password)
        except Refused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=redeem, args=(f"mat khau so {n} cua toi",)) for n in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 1
    assert User.objects.get(pk=made.person.pk).check_password(outcomes[0])


@pytest.mark.django_db
def test_the_link_shows_the_name_sets_the_password_and_signs_in(client: Client) -> None:
    _, made = invitation()
    address = f"/ma-moi/{made.code}/"
    page = client.get(address)
    assert "Lê Thị Bình" in page.content.decode()
    assert page["Cache-Control"].startswith("max-age=0")
    assert client.post(address, {"new_password": NEW, "again": "khac"}).status_code == 200
    assert usable_code(code_of(made))
    answer = client.post(address, {"new_password": NEW, "again": NEW})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session[SESSION_KEY] == str(made.person.pk)
    again = Client().post(address, {"new_password": NEW, "again": NEW})
    assert again.status_code == 302
    assert Client().get(address).status_code == 404


@pytest.mark.django_db
def test_a_typed_code_leads_to_its_link(client: Client) -> None:
    _, made = invitation()
    typed = code_of(made).lower().replace("-", " ")
    assert client.post("/ma-moi/", {"code": typed})["Location"] == f"/ma-moi/{made.code}/"


@pytest.mark.django_db
def test_a_wrong_code_says_nothing_about_who_exists(client: Client) -> None:
    _, made = invitation()
    redeem_code(code=code_of(made), password=NEW)
    used = client.get(f"/ma-moi/{made.code}/")
    unknown = client.get("/ma-moi/AAAA-AAAA-AAAA/")
    assert used.status_code == unknown.status_code == 404
    assert used.content.replace(code_of(made).encode(), b"") == unknown.content
    assert "Lê Thị Bình" not in used.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("by_post", [True, False])
def test_codes_cannot_be_tried_without_end(client: Client, by_post: bool) -> None:
    _, made = invitation()
    for turn in range(CODE_TRIES):
        if by_post:
            assert client.post("/ma-moi/", {"code": f"AAAA{turn}"}).status_code == 200
        else:
            assert client.get(f"/ma-moi/AAAA{turn}/").status_code == 404
    assert client.post("/ma-moi/", {"code": code_of(made)}).status_code == 429
    assert client.get(f"/ma-moi/{made.code}/").status_code == 429
    assert client.post(f"/ma-moi/{made.code}/", {"new_password": NEW, "again": NEW}).status_code == 429
    assert Client(REMOTE_ADDR="203.0.113.9").get(f"/ma-moi/{made.code}/").status_code == 200


@pytest.mark.django_db
def test_wrong_codes_are_forgotten_after_a_while(client: Client) -> None:
    from axes.models import AccessAttempt

    for _ in range(CODE_TRIES):
        client.get("/ma-moi/AAAA/")
    assert "AAAA" not in str(AccessAttempt.objects.values())
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert client.get("/ma-moi/AAAA/").status_code == 404
    assert AccessAttempt.objects.get().failures_since_start == 1


@pytest.mark.django_db
def test_a_demonstration_code_works_only_on_its_own_machine(client: Client, settings: Any) -> None:
    _, made = invitation()
    settings.DEMONSTRATION, settings.ALLOWED_HOSTS = True, ["*"]
    data = {"new_password": NEW, "again": NEW}
    there = client.post(f"/ma-moi/{made.code}/", data, HTTP_HOST="thi-dua.example.vn")
    assert "bản trình diễn" in there.content.decode()
    assert usable_code(code_of(made))
    assert client.post(f"/ma-moi/{made.code}/", data, HTTP_HOST="localhost").status_code == 302


@pytest.mark.django_db
def test_the_slip_is_shown_once(client: Client) -> None:
    actor, made = invitation()
    client.force_login(actor, backend="blocs.backends.IdentifierBackend")
    address = f"/nguoi-dung/{made.person.pk}/phieu/"
    before = client.get(address).content.decode()
    assert "chỉ hiện một lần" in before
    assert client.post(address)["Location"] == address
    shown = client.get(address).content.decode()
    code = re.search(rf"([{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}", shown)
    assert code is not None
    assert usable_code(code[0])
    assert f"http://testserver/ma-moi/{code[0]}/" in shown
    assert '<svg class="slip-qr"' in shown
    again = client.get(address).content.decode()
    assert code[0] not in again
    assert "slip" not in client.session


def test_the_qr_is_drawn_module_by_module() -> None:
    import segno

    drawn, code = qr("https://khoi.example/ma-moi/H7KM-3PXC-9RTE/"), None
    code = segno.make("https://khoi.example/ma-moi/H7KM-3PXC-9RTE/", error="m", micro=False)
    dark = set()
    for column, row, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawn.path):
        dark |= {(int(row), int(column) + n) for n in range(int(length))}
    wanted = {
        (row + 4, column + 4)
        for row, line in enumerate(code.matrix)
        for column, module in enumerate(line)
        if module
    }
    assert dark == wanted
    assert drawn.size == len(code.matrix) + 8
