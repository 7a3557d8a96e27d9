"""The chain finds what was changed, and says where."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from blocs import journal
from blocs.models import BlocYear, Chain, JournalEntry, User
from blocs.triggers import install_triggers, missing_triggers, triggers_lifted
from khoi_thidua.readiness import FAILED_TO_BOOT, refuse_unguarded_journal
from tests.builders import bloc_year, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> BlocYear:
    return bloc_year("khoi-mot")


def write(year: BlocYear | None, count: int = 5, actor: User | None = None) -> list[journal.Anchor]:
    with transaction.atomic():
        return [
            journal.record(year=year, actor=actor, action="test.entry", subject=f"việc {n}")
            for n in range(1, count + 1)
        ]


def verify(capsys: pytest.CaptureFixture[str], *anchors: object) -> tuple[int, str]:
    """(exit code, what was printed)."""
    code = 0
    try:
        call_command("verify_journal", *(f"--anchor={anchor}" for anchor in anchors))
    except SystemExit as stop:
        code = int(str(stop.code))
    return code, capsys.readouterr().out


@contextmanager
def tampering() -> Iterator[None]:
    """What somebody with the database file can do: lift the triggers, change, and put them back."""
    with triggers_lifted():
        yield


def test_an_untouched_journal_is_whole(year: BlocYear, capsys: pytest.CaptureFixture[str]) -> None:
    write(None)
    last = write(year)[-1]
    code, said = verify(capsys, last, f"{last.number}:{last.hash}")
    assert (code, said.strip()) == (0, "Nhật ký nguyên vẹn: 2 chuỗi, 10 mục, 2 dấu khớp.")


def test_entries_are_chained_and_canonical(year: BlocYear) -> None:
    write(year, 3, person("an", full_name="Trần Văn An"))
    previous = journal.GENESIS
    for entry in JournalEntry.objects.order_by("number"):
        assert entry.hash == journal.entry_hash(previous, entry.number, entry.text)
        assert entry.text == json.dumps(json.loads(entry.text), ensure_ascii=False, sort_keys=True)
        assert json.loads(entry.text)["name"] == "Trần Văn An"
        previous = entry.hash


def test_chains_are_apart(year: BlocYear) -> None:
    other = bloc_year("khoi-hai")
    assert [anchor.number for anchor in write(year, 2)] == [1, 2]
    assert [anchor.number for anchor in write(other, 1)] == [1]
    assert [anchor.number for anchor in write(None, 1)] == [1]
    assert journal.last_anchor(year).number == 2
    assert str(journal.last_anchor(bloc_year("khoi-ba"))) == f"0:{'0' * 16}"


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_triggers_refuse_to_change_an_entry(year: BlocYear, change: str) -> None:
    write(year)
    entry = JournalEntry.objects.filter(number=2)
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.update(text="{}") if change == "update" else entry.delete()
    assert JournalEntry.objects.count() == 5


def test_a_changed_entry_is_found(year: BlocYear, capsys: pytest.CaptureFixture[str]) -> None:
    write(year)
    with tampering():
        entry = JournalEntry.objects.get(number=3)
        JournalEntry.objects.filter(pk=entry.pk).update(text=entry.text.replace("việc 3", "việc khác"))
    code, said = verify(capsys)
    assert code == 1
    assert said.strip() == "Nhật ký «khoi-mot 2020», mục 3: nội dung đã bị sửa sau khi ghi."


def test_an_entry_taken_out_of_the_middle_is_found(
    year: BlocYear, capsys: pytest.CaptureFixture[str]
) -> None:
    write(year)
    with tampering():
        JournalEntry.objects.filter(number=3).delete()
    assert verify(capsys) == (1, "Nhật ký «khoi-mot 2020», mục 3: thiếu mục số 3.\n")
    with tampering():
        for number in (4, 5):
            JournalEntry.objects.filter(number=number).update(number=number - 1)
    code, said = verify(capsys)
    assert code == 1
    assert "mục 3: nội dung đã bị sửa" in said


def test_only_an_anchor_finds_a_cut_tail(year: BlocYear, capsys: pytest.CaptureFixture[str]) -> None:
    last = write(year)[-1]
    with tampering():
        JournalEntry.objects.filter(number__gte=4).delete()
    assert verify(capsys)[0] == 0
    code, said = verify(capsys, last)
    assert code == 1
    assert f"Dấu {last} không có trong nhật ký" in said


def test_only_an_anchor_finds_a_chain_written_anew(
    year: BlocYear, capsys: pytest.CaptureFixture[str]
) -> None:
    anchors = write(year)
    with tampering():
        previous = JournalEntry.objects.get(number=2).hash
        for entry in JournalEntry.objects.filter(number__gte=3).order_by("number"):
            text = entry.text.replace("việc 3", "việc khác")
            previous = journal.entry_hash(previous, entry.number, text)
            JournalEntry.objects.filter(pk=entry.pk).update(text=text, hash=previous)
    assert verify(capsys)[0] == 0
    assert verify(capsys, anchors[1])[0] == 0
    assert verify(capsys, anchors[2])[0] == 1


@pytest.mark.parametrize("anchor", ["5", "5:abc", "x:0123456789abcdef", "1:0123456789abcdef"])
def test_an_anchor_that_is_none(year: BlocYear, capsys: pytest.CaptureFixture[str], anchor: str) -> None:
    write(year)
    code, said = verify(capsys, anchor)
    assert code == 1
    assert said.startswith("Dấu ")


def test_each_broken_chain_is_told(year: BlocYear, capsys: pytest.CaptureFixture[str]) -> None:
    write(year)
    write(None)
    with tampering():
        JournalEntry.objects.filter(number=2).delete()
    code, said = verify(capsys)
    assert code == 1
    assert said.count("thiếu mục số 2") == 2


def drop(name: str) -> None:
    with connection.cursor() as cursor:
        on_table = "" if connection.vendor == "sqlite" else " ON blocs_journalentry"
        cursor.execute(f"DROP TRIGGER {name}{on_table}")


def test_a_missing_trigger_is_found_and_put_back(capsys: pytest.CaptureFixture[str]) -> None:
    drop("journal_no_update")
    code, said = verify(capsys)
    assert (code, said.strip()) == (1, "Thiếu bộ canh nhật ký journal_no_update: có người đã gỡ nó.")
    call_command("ensure_triggers")
    assert "journal_no_update" in capsys.readouterr().out
    assert missing_triggers() == []
    call_command("ensure_triggers")
    assert capsys.readouterr().out == ""


def test_the_site_does_not_start_without_its_triggers(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "close", lambda: None)  # the test's own transaction
    monkeypatch.setattr(connection, "close_pool", lambda: None, raising=False)
    refuse_unguarded_journal()
    drop("journal_no_delete")
    with pytest.raises(SystemExit) as stop:
        refuse_unguarded_journal()
    assert stop.value.code == FAILED_TO_BOOT
    said = capsys.readouterr().err
    assert said.startswith("Không khởi động được: thiếu bộ canh nhật ký (journal_no_delete)")
    assert said.count("\n") == 1
    install_triggers()
    monkeypatch.setattr(connection.introspection, "table_names", list)
    with pytest.raises(SystemExit):
        refuse_unguarded_journal()
    assert "migrate" in capsys.readouterr().err


def test_a_closed_chain_takes_no_more_and_outlives_its_year(year: BlocYear) -> None:
    write(year, 2)
    with transaction.atomic():
        anchor = journal.close_chain(year=year, actor=None, reason="Nhập lại từ tệp")
    closed = Chain.objects.get(closed_at__isnull=False)
    assert (anchor.number, closed.year, closed.entries.count()) == (3, None, 3)
    assert write(year, 1)[0].number == 1
    assert list(journal.faults()) == []


def test_an_entry_is_written_in_a_transaction() -> None:
    assert connection.in_atomic_block
    with pytest.raises(TypeError), transaction.atomic():
        journal.record(year=None, actor=None, action="test.entry", new=object())
    assert not JournalEntry.objects.exists()


def test_the_first_administrator_s_password_is_printed_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_administrator")
    said = capsys.readouterr().out
    password = said.split("Mật khẩu:")[1].split()[0]
    assert User.objects.get(username="quan-tri").check_password(password)
    call_command("create_administrator")
    again = capsys.readouterr().out
    assert "Đã có người quản trị" in again
    assert password not in again
    with pytest.raises(CommandError):
        call_command("verify_journal", "--khong-co")
