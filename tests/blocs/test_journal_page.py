"""The journal as it is read."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from blocs import journal
from blocs.journal_pages import PAGE, journal_page
from blocs.models import BlocYear, Chain, SeatKind, User
from blocs.offers import offers
from blocs.sentences import changes, in_words, sentence
from tests.builders import bloc_year, person, seat, secretary

ROOMS = ("blocs", "scoring", "awards", "reports", "khoi_thidua")


def actions_in_the_code() -> set[str]:
    """Every text given as record(action=…): a literal, either side of a condition, a constant of the module."""
    found = set()
    for room in ROOMS:
        for path in (Path(settings.BASE_DIR) / room).rglob("*.py"):
            tree = ast.parse(path.read_text())
            constants = {
                target.id: node.value
                for node in tree.body
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            for node in ast.walk(tree):
                if not isinstance(node, ast.Call) or "record" not in _name(node.func):
                    continue
                found |= {
                    part.value
                    for part in node.args
                    if isinstance(part, ast.Constant) and re.fullmatch(r"[a-z_]+\.[a-z_]+", str(part.value))
                }
                for keyword in node.keywords:
                    if keyword.arg == "action":
                        value = keyword.value
                        if isinstance(value, ast.Name):  # what a function hands on is named by its callers
                            value = constants.get(value.id, value)
                        found |= {
                            part.value
                            for part in ast.walk(value)
                            if isinstance(part, ast.Constant) and isinstance(part.value, str)
                        }
    return found


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def test_every_action_has_a_sentence() -> None:
    used = actions_in_the_code()
    assert {"people.invited", "people.account_closed", "journal.closed"} <= used
    assert used - set(offers("JOURNAL_SENTENCES")) == set()


def entry(action: str, **fields: Any) -> dict[str, Any]:
    return {"action": action, "subject": "", "old": None, "new": None, "reason": "", **fields}


def test_an_unknown_action_or_shape_is_told_plainly() -> None:
    assert sentence(entry("khong.biet", subject="Hội A")) == "đã ghi một việc vào nhật ký: Hội A"
    assert sentence(entry("khong.biet")) == "đã ghi một việc vào nhật ký"
    assert sentence(entry("people.seat_given", subject="An")) == "đã ghi một việc vào nhật ký: An"


@pytest.mark.parametrize(
    ("value", "key", "words"),
    [
        (None, "", ""),
        (True, "", "Có"),
        (False, "", "Không"),
        ("12.5", "", "12,5"),
        ("2026-07-05", "", "05/07/2026"),
        ("2026-07-05T01:30:00+00:00", "", "08:30 05/07/2026"),
        (["a", "1.5"], "", "a; 1,5"),
        ({"Hạng": 1, "Điểm": "9.5"}, "", "Hạng: 1; Điểm: 9,5"),
        ("trimmed", "peer_average", "Trung bình cắt"),
        ("I.1", "", "I.1"),
        (3, "", "3"),
    ],
)
def test_values_are_words(value: Any, key: str, words: str) -> None:
    assert in_words(value, key) == words


def test_changes_name_the_field_and_leave_out_what_stayed() -> None:
    told = list(
        changes({"bonus_cap": "5", "scale": "100"}, {"bonus_cap": None, "scale": "100", "Ghi chú": "x"})
    )
    assert [(change.label, change.old, change.new) for change in told] == [
        ("Điểm thưởng tối đa", "5", ""),
        ("Ghi chú", "", "x"),
    ]
    assert [(change.label, change.old, change.new) for change in changes("1.5", "2")] == [("", "1,5", "2")]
    assert list(changes(None, None)) == []
    assert next(changes(None, {"inner_name": "5"})).label == "", "an inner name is never shown"


def write(year: BlocYear | None, count: int, actor: User | None = None, **fields: Any) -> None:
    with transaction.atomic():
        for n in range(count):
            journal.record(
                year=year, actor=actor, **{"action": "people.invited", "subject": f"người {n}", **fields}
            )


def sign_in(client: Client, user: User) -> Client:
    client.force_login(user, backend="blocs.backends.IdentifierBackend")
    return client


@pytest.mark.django_db
def test_a_year_s_journal_reads_as_sentences(client: Client) -> None:
    year = bloc_year("khoi-mot")
    actor = secretary(year)
    write(
        year,
        1,
        actor,
        subject="Lê Thị Bình",
        old={"bonus_cap": "5"},
        new={"bonus_cap": "7.5"},
        reason="Vì thế",
    )
    page = sign_in(client, actor).get("/khoi/khoi-mot/2020/nhat-ky/").content.decode()
    told = " ".join(page.split())
    assert f"<strong>{actor.full_name}</strong>" in told
    assert "(Tổ thư ký khối)" in told
    assert "đã mời Lê Thị Bình." in told
    assert "Điểm thưởng tối đa: <del>5</del>" in told
    assert "<ins>7,5</ins>" in told
    assert "Lý do: Vì thế" in told
    assert str(journal.last_anchor(year)) in told
    assert "bonus_cap" not in told
    assert "people.invited" not in told


@pytest.mark.django_db
def test_seats_and_slips_are_told_once() -> None:
    from blocs.actions.people import invite_person
    from blocs.actions.seats import end_seat

    year = bloc_year("khoi-mot")
    actor = secretary(year)
    made = invite_person(actor=actor, full_name="Lê Thị Bình", kind=SeatKind.HEAD, unit=year.members[1].unit)
    end_seat(actor=actor, seat=made.seat)
    read = [entry for _, day in journal_page(Chain.objects.get(is_installation=True)).days for entry in day]
    day = made.seat.starts_on.strftime("%d/%m/%Y")
    assert [entry.sentence for entry in read] == [
        f"đã cho Lê Thị Bình thôi vai trò Lãnh đạo đơn vị · B từ ngày {day}",
        "đã cấp phiếu mã một lần (lời mời) cho Lê Thị Bình",
        f"đã giao cho Lê Thị Bình vai trò Lãnh đạo đơn vị · B từ ngày {day}",
        "đã mời Lê Thị Bình",
    ]
    assert not any(entry.changes for entry in read)


@pytest.mark.django_db
def test_pages_go_by_number() -> None:
    write(None, 2 * PAGE + 7)
    chain = Chain.objects.get()

    def numbers(**where: int) -> list[int]:
        return [entry.number for _, day in journal_page(chain, **where).days for entry in day]

    first = journal_page(chain)
    assert numbers() == list(range(107, 57, -1))
    assert (first.total, first.older, first.newer) == (107, 58, None)
    assert numbers(before=58) == list(range(57, 7, -1))
    last = journal_page(chain, before=8)
    assert numbers(before=8) == list(range(7, 0, -1))
    assert (last.older, last.newer) == (None, 7)
    assert numbers(after=7) == list(range(57, 7, -1))
    assert numbers(before=1) == []


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?truoc=2", "?sau=1", "?truoc=x", "?sau=-1", "?truoc=²"])
def test_the_installation_s_journal_is_read_by_administrators(client: Client, query: str) -> None:
    write(None, 3)
    admin = person("quan-tri")
    seat(admin, SeatKind.ADMIN)
    assert sign_in(client, admin).get(f"/nhat-ky/{query}").status_code == 200


@pytest.mark.django_db
def test_a_closed_chain_is_still_read(client: Client) -> None:
    year = bloc_year("khoi-mot")
    write(year, 1)
    with transaction.atomic():
        journal.close_chain(year=year, actor=None, reason="Nhập lại từ tệp")
    admin = person("quan-tri")
    seat(admin, SeatKind.ADMIN)
    chain = Chain.objects.get(closed_at__isnull=False)
    assert f"/nhat-ky/{chain.pk}/" in sign_in(client, admin).get("/nhat-ky/").content.decode()
    assert "đã khép lại nhật ký này" in client.get(f"/nhat-ky/{chain.pk}/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("entries", [3, 45])
def test_the_journal_takes_the_same_queries_however_long(
    client: Client, django_assert_num_queries: Any, entries: int
) -> None:
    admin = person("quan-tri")
    seat(admin, SeatKind.ADMIN)
    write(None, entries, admin)
    sign_in(client, admin)
    # session, person, seats ever; chain, last entry, page, closed chains; years
    with django_assert_num_queries(8):
        client.get("/nhat-ky/")


TOLD = (
    (
        entry(
            "registrations.set",
            old=[["Hội NB", "Cờ Chính phủ"]],
            new=[["Hội CTĐ", "TT LĐXS"], ["Hội X", "Bằng khen"]],
        ),
        "đã sửa đăng ký danh hiệu: thêm Hội CTĐ (TT LĐXS), Hội X (Bằng khen); bỏ Hội NB (Cờ Chính phủ)",
        [],
    ),
    (
        entry(
            "votes.recorded",
            subject="Cờ thi đua của Chính phủ",
            new={"counts": {"valid": 11}, "approvals": {"NB": 10}},
        ),
        "đã ghi kết quả bỏ phiếu Cờ thi đua của Chính phủ",
        [("Đồng ý", "", "NB: 10"), ("Số phiếu", "", "Hợp lệ: 11")],
    ),
    (
        entry(
            "pledges.recorded",
            old=[{"unit": "NB", "signer": "", "signed_on": None, "way": None}],
            new=[{"unit": "NB", "signer": "Trần Văn An", "signed_on": "2020-02-15", "way": "paper"}],
        ),
        "đã ghi việc ký giao ước của NB",
        [("NB", "", "Trần Văn An, Ký giấy, 15/02/2020")],
    ),
    (
        entry("year.imported", new={"units": 11, "scores": 1200, "replaced": True, "sha256": "ab"}),
        "đã nhập năm từ tệp: 11 đơn vị, 1200 điểm, thay số liệu cũ",
        [("Thay số liệu cũ", "", "Có"), ("Mã băm SHA-256", "", "ab")],
    ),
    (entry("findings.added", subject="Hội A", new="Tạm dừng xét"), "đã ghi Tạm dừng xét đối với Hội A", []),
)


@pytest.mark.django_db
@pytest.mark.parametrize(("told", "words", "listed"), TOLD, ids=[told["action"] for told, _, _ in TOLD])
def test_entries_are_told(told: dict[str, Any], words: str, listed: list[tuple[str, str, str]]) -> None:
    with transaction.atomic():
        journal.record(year=None, actor=None, **told)
    (read,) = journal_page(Chain.objects.get(), tells_scores=True).days[0][1]
    assert read.sentence == words
    assert [(change.label, change.old, change.new) for change in read.changes] == listed


@pytest.mark.django_db
def test_a_change_told_in_full_is_not_listed_again_but_a_number_found_by_chance_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(
        offers("JOURNAL_SENTENCES"), "test.told", lambda entry: "đã sửa 2 điểm: I.1 từ 37,5 thành 38, vì nhầm"
    )
    with transaction.atomic():
        journal.record(
            year=None,
            actor=None,
            action="test.told",
            old={"I.1": "37.5", "II": "2"},
            new={"I.1": "38", "II": "3"},
            reason="vì nhầm",
        )
    (read,) = journal_page(Chain.objects.get()).days[0][1]
    assert [(change.label, change.old, change.new) for change in read.changes] == [("II", "2", "3")]
    assert read.reason == ""
