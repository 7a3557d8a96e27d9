"""The protocol the grid's script speaks: statuses, sentences, rights, queries."""

import json
from typing import Any

import pytest
from django.test import Client

from blocs.models import SeatKind
from scoring.models import Score, Sheet
from tests.builders import person, seat
from tests.scoring.sheets import Hall, hall, signed_in, url

pytestmark = pytest.mark.django_db

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def here() -> Hall:
    return hall()


@pytest.fixture
def client(here: Hall) -> Client:
    return signed_in(here)


def send(client: Client, here: Hall, *cells: dict[str, Any], person_id: int | None = None) -> Any:
    return client.post(
        url(here, "cell-save"),
        json.dumps({"person": person_id or here.secretary.pk, "cells": cells}),
        content_type="application/json",
        headers=SCRIPT,
    )


def cell(here: Hall, sheet: Sheet, code: str, value: str, base: str = "") -> dict[str, Any]:
    return {"sheet": sheet.pk, "criterion": here.criterion(code), "value": value, "base": base}


def test_a_batch_is_answered_cell_by_cell(here: Hall, client: Client) -> None:
    b, c = here.sheet("A", "B"), here.sheet("A", "C")
    here.save(here.entry(b, "I.2", "15"))
    answer = send(
        client,
        here,
        cell(here, b, "I.1", "38,5"),
        cell(here, b, "I.2", "16"),
        cell(here, c, "I.1", "41"),
        cell(here, c, "I.2", "mười"),
    )
    assert answer.status_code == 200
    said = answer.json()["cells"]
    assert [(one["status"], one.get("stored")) for one in said] == [
        (200, "38,5"),
        (409, "15"),
        (422, ""),
        (422, None),
    ]
    assert said[1]["who"] == here.secretary.full_name
    assert "không phải là số" in said[3]["message"]


def test_a_single_cell_has_its_own_status(here: Hall, client: Client) -> None:
    b = here.sheet("A", "B")

    def post(value: str, base: str = "") -> Any:
        return client.post(url(here, "cell-save"), cell(here, b, "I.1", value, base), headers=SCRIPT)

    assert (post("38").status_code, post("38").json()["stored"]) == (200, "38")
    stale = post("37")
    assert (stale.status_code, stale.json()["stored"], "đã lưu 38" in stale.json()["message"]) == (
        409,
        "38",
        True,
    )
    assert post("41", "38").status_code == 422
    assert post("", "38").json()["stored"] == ""


def test_signed_out_is_401_and_never_a_redirect(here: Hall) -> None:
    answer = send(Client(), here, cell(here, here.sheet("A", "B"), "I.1", "1"))
    assert answer.status_code == 401
    assert "đăng nhập lại" in answer.json()["message"]


def test_what_one_person_typed_is_not_saved_by_another(here: Hall, client: Client) -> None:
    other = person("nguoi-khac")
    answer = send(client, here, cell(here, here.sheet("A", "B"), "I.1", "1"), person_id=other.pk)
    assert answer.status_code == 401
    assert not Score.objects.exists()


def test_readers_get_403_and_others_404_with_a_sentence(here: Hall) -> None:
    board, stranger = person("hoi-dong"), person("khach")
    seat(board, SeatKind.BOARD)
    for user, status in ((board, 403), (stranger, 404)):
        client = Client()
        client.force_login(user, backend="blocs.backends.IdentifierBackend")
        right = send(client, here, cell(here, here.sheet("A", "B"), "I.1", "1"), person_id=user.pk)
        assert right.status_code == status
        assert right.json()["message"]
    # Nor does a text that is no number tell a stranger that the sheet is there.
    wrong = send(client, here, cell(here, here.sheet("A", "B"), "I.1", "x"), person_id=stranger.pk)
    assert wrong.status_code == 404


@pytest.mark.parametrize(
    "body", ["", "{}", "[]", '{"person": 1, "cells": []}', '{"person": 1, "cells": [1]}']
)
def test_a_malformed_request_is_422(here: Hall, client: Client, body: str) -> None:
    answer = client.post(url(here, "cell-save"), body, content_type="application/json", headers=SCRIPT)
    assert answer.status_code == 422
    assert "Hãy tải lại trang" in answer.json()["message"]


def test_a_sheet_id_beyond_the_database_is_no_server_error(here: Hall, client: Client) -> None:
    huge = {"sheet": 10**30, "criterion": here.criterion("I.1"), "value": "1", "base": ""}
    assert send(client, here, huge).status_code == 422


def test_a_cell_s_save_takes_eight_queries(
    here: Hall, client: Client, django_assert_num_queries: Any
) -> None:
    """Session, person, lock, sheet, seats, phases, stored, upsert; a savepoint stands for BEGIN and COMMIT."""
    b = here.sheet("A", "B")
    send(client, here, cell(here, b, "I.2", "1"))
    typed = cell(here, b, "I.1", "1")
    with django_assert_num_queries(8 + 2):
        assert send(client, here, typed).status_code == 200
