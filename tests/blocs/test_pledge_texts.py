"""The pledge's text: drafting, last year's words, opening and freezing, a new text that voids the old one's signatures."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from blocs.actions.pledge_texts import (
    Wording,
    discard_text,
    lock_text,
    open_signing,
    save_text,
    start_text,
    unlock_text,
    wording_of,
    wording_state,
)
from blocs.actions.pledges import Signature, record_signatures
from blocs.documents_pledge import canonical_of, fingerprint_of
from blocs.editing import Stale, fingerprint
from blocs.models import (
    BlocYear,
    JournalEntry,
    Membership,
    Notice,
    PledgeAct,
    PledgeSignature,
    PledgeText,
    Target,
    UnitName,
)
from blocs.pledge_chain import chain_faults
from blocs.pledge_queries import texts_of
from blocs.pledge_wording import COMMITMENTS, Commitment
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.terms import PledgeDeed, PledgeState, SigningWay
from tests.blocs.pledge_scenes import Scene, quick_press, scene
from tests.builders import bloc_year

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def press(monkeypatch: pytest.MonkeyPatch) -> None:
    quick_press(monkeypatch)


@pytest.fixture
def here() -> Scene:
    return scene()


def base_of(text: PledgeText) -> str:
    return fingerprint(wording_state(text))


def test_a_text_begins_with_the_template_once(here: Scene) -> None:
    text = start_text(actor=here.secretary, year=here.fresh())
    assert (text.number, text.state) == (1, PledgeState.DRAFT)
    assert [row["heading"] for row in text.commitments] == [row.heading for row in COMMITMENTS]
    assert "2020" in text.opening
    assert start_text(actor=here.secretary, year=here.fresh()).pk == text.pk
    assert PledgeText.objects.count() == 1


def test_a_text_begins_with_last_years_words_and_this_years_number(here: Scene) -> None:
    commitments = [{"heading": "Giữ lời", "text": "Năm 2020 là năm cũ."}]
    here.open(commitments=commitments, opening="Nhiệm vụ năm 2020.", dated=date(2020, 1, 12))
    new = bloc_year(year=2021)
    text = start_text(actor=here.secretary, year=new, from_last_year=True)
    assert text.commitments == commitments
    assert (text.opening, text.dated) == ("Nhiệm vụ năm 2021.", None)


def test_a_practice_copy_is_nobodys_last_year(here: Scene) -> None:
    here.open()
    BlocYear.objects.filter(pk=here.year.pk).update(is_practice=True)
    with pytest.raises(Refused, match="Hãy soạn từ mẫu"):
        start_text(actor=here.secretary, year=bloc_year(year=2021), from_last_year=True)


def test_a_draft_is_nobodys_last_year(here: Scene) -> None:
    start_text(actor=here.secretary, year=here.fresh())
    with pytest.raises(Refused):
        start_text(actor=here.secretary, year=bloc_year(year=2021), from_last_year=True)


def test_a_draft_is_saved_once_and_never_over_anothers(here: Scene) -> None:
    text = start_text(actor=here.secretary, year=here.fresh())
    wanted = replace(wording_of(text), place="Yên Bái", commitments=(Commitment("Giữ lời", "Đủ."),))
    base = base_of(text)
    assert save_text(actor=here.secretary, year=here.fresh(), wanted=wanted, base=base)
    assert not save_text(actor=here.secretary, year=here.fresh(), wanted=wanted, base=base)
    with pytest.raises(Stale):
        save_text(actor=here.secretary, year=here.fresh(), wanted=replace(wanted, place="Hà Nội"), base=base)
    text.refresh_from_db()
    assert (text.place, text.commitments) == ("Yên Bái", [{"heading": "Giữ lời", "text": "Đủ."}])


def test_only_the_secretariat_writes_opens_and_locks(here: Scene) -> None:
    text = here.open()
    head = here.heads["B"]
    for act in (
        lambda: start_text(actor=head, year=here.fresh(), reason="Sửa"),
        lambda: save_text(actor=head, year=here.fresh(), wanted=Wording(), base=""),
        lambda: discard_text(actor=head, year=here.fresh()),
        lambda: open_signing(actor=head, year=here.fresh(), shown=""),
        lambda: lock_text(actor=head, year=here.fresh(), shown=text.fingerprint),
        lambda: unlock_text(actor=head, year=here.fresh(), shown=text.fingerprint, reason="Vì"),
    ):
        with pytest.raises(NotAllowed), transaction.atomic():
            act()


def test_opening_freezes_everything_the_paper_says(here: Scene) -> None:
    Target.objects.create(
        membership=here.member("B"),
        position=0,
        text="Kết nạp hội viên",
        measure="người",
        planned=Decimal("12.5"),
    )
    text = here.open()
    assert text.state == PledgeState.OPEN
    assert text.file is not None
    assert text.file.size > 0
    assert text.fingerprint == fingerprint_of(text.canonical)
    assert [unit["name"] for unit in text.canonical["units"]] == ["Hội A", "Hội B", "Hội C"]
    assert text.canonical["targets"] == [
        {"unit": "Hội B", "rows": [{"text": "Kết nạp hội viên", "measure": "người", "planned": "12,5"}]}
    ]
    UnitName.objects.update(name="Tên khác")
    Target.objects.update(text="Chỉ tiêu khác")
    assert here.text.canonical == text.canonical
    assert fingerprint_of(canonical_of(text, here.fresh())) != text.fingerprint


def test_each_part_of_the_paper_moves_the_fingerprint(here: Scene) -> None:
    year = here.fresh()
    text = start_text(actor=here.secretary, year=year)
    seen = {fingerprint_of(canonical_of(text, year))}
    for name, value in (
        ("opening", "Khác"),
        ("commitments", [{"heading": "Một", "text": ""}]),
        ("closing", "Khác"),
        ("witness", "Khác"),
        ("place", "Khác"),
        ("dated", date(2020, 3, 1)),
        ("number", 2),
    ):
        setattr(text, name, value)
        seen.add(fingerprint_of(canonical_of(text, year)))
    assert len(seen) == 8


def test_a_unit_that_left_is_not_in_the_text(here: Scene) -> None:
    Membership.objects.filter(pk=here.member("C").pk).update(left_on=date(2020, 1, 2))
    assert [unit["code"] for unit in here.open().canonical["units"]] == ["A", "B"]


def test_what_changed_since_it_was_shown_is_not_opened(here: Scene) -> None:
    year = here.fresh()
    text = start_text(actor=here.secretary, year=year)
    shown = fingerprint_of(canonical_of(text, year))
    UnitName.objects.filter(name="Hội B").update(name="Hội Bê")
    with pytest.raises(Stale):
        open_signing(actor=here.secretary, year=here.fresh(), shown=shown)
    assert texts_of(here.fresh()).in_force is None


def test_opened_twice_is_opened_once(here: Scene) -> None:
    text = here.open()
    assert open_signing(actor=here.secretary, year=here.fresh(), shown=text.fingerprint).pk == text.pk
    assert PledgeText.objects.count() == 1
    assert Notice.objects.count() == 3


@pytest.mark.parametrize("empty", ["commitments", "units"])
def test_an_empty_text_is_not_opened(here: Scene, empty: str) -> None:
    if empty == "units":
        Membership.objects.filter(year=here.year).delete()
    with pytest.raises(Invalid):
        here.open(**({"commitments": []} if empty == "commitments" else {}))


def test_a_new_text_needs_a_reason_and_voids_what_was_signed(here: Scene) -> None:
    old = here.open()
    here.confirm("B")
    here.on_paper("C")
    with pytest.raises(Invalid, match="Ghi lý do"):
        start_text(actor=here.secretary, year=here.fresh())
    new = here.open(reason="Sửa chỉ tiêu.")
    old.refresh_from_db()
    assert (old.state, new.state, new.number) == (PledgeState.REPLACED, PledgeState.OPEN, 2)
    assert here.signed() == {}
    voided = PledgeAct.objects.filter(deed=PledgeDeed.VOIDED).order_by("pk")
    assert [(act.membership.code, act.way, act.text_id) for act in voided] == [
        ("B", SigningWay.CONFIRMED, old.pk),
        ("C", SigningWay.PAPER, old.pk),
    ]
    assert PledgeSignature.objects.get(membership__code="B").signer == "Trần Văn B"
    assert not list(chain_faults())
    told = Notice.objects.filter(key__startswith=f"giao-uoc:{new.pk}:")
    assert told.count() == 3
    assert "Lý do thay: Sửa chỉ tiêu." in told[0].text


def test_the_old_text_stands_until_the_new_one_is_opened(here: Scene) -> None:
    here.open()
    start_text(actor=here.secretary, year=here.fresh(), reason="Sửa")
    assert here.confirm("B").is_new
    discard_text(actor=here.secretary, year=here.fresh())
    assert here.signed() == {"B": "confirmed"}


def test_signatures_that_were_only_recorded_fall_too(here: Scene) -> None:
    lines = [Signature(code) for code in "ABC"]
    lines[1] = Signature("B", "Trần Văn B", "Chủ tịch", date(2020, 1, 12), SigningWay.PAPER)
    record_signatures(
        actor=here.secretary,
        year=here.fresh(),
        wanted=lines,
        base=fingerprint([{**line} for line in _state(here)]),
    )
    assert here.signed() == {"B": "paper"}
    here.open()
    assert here.signed() == {}
    with pytest.raises(Refused, match="trang Giao ước"):
        record_signatures(actor=here.secretary, year=here.fresh(), wanted=lines, base="")


def _state(here: Scene) -> list[dict[str, object]]:
    from blocs.actions.pledges import signature_state

    return signature_state(here.fresh())


def test_locking_and_opening_again(here: Scene) -> None:
    text = here.open()
    here.confirm("B")
    shown = text.fingerprint
    with pytest.raises(Refused):
        lock_text(actor=here.secretary, year=here.fresh(), shown="khác")
    locked = lock_text(actor=here.secretary, year=here.fresh(), shown=shown)
    assert locked.state == PledgeState.LOCKED
    before = JournalEntry.objects.count()
    lock_text(actor=here.secretary, year=here.fresh(), shown=shown)
    assert JournalEntry.objects.count() == before
    with pytest.raises(Invalid):
        unlock_text(actor=here.secretary, year=here.fresh(), shown=shown, reason="")
    assert (
        unlock_text(actor=here.secretary, year=here.fresh(), shown=shown, reason="Hội C ký muộn").state
        == PledgeState.OPEN
    )
    assert here.confirm("C").is_new


def test_a_practice_copy_tells_nobody(here: Scene) -> None:
    BlocYear.objects.filter(pk=here.year.pk).update(is_practice=True)
    here.open()
    assert not Notice.objects.exists()


def test_a_published_year_is_closed(here: Scene) -> None:
    from django.utils import timezone

    BlocYear.objects.filter(pk=here.year.pk).update(
        results_published_at=timezone.now(), results_published_by=here.secretary
    )
    with pytest.raises(Refused, match="niêm yết"):
        start_text(actor=here.secretary, year=here.fresh())
