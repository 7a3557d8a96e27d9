"""Evidence as units live with it: added and taken away while they fill their sheet, read by those who may, never lost."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from blocs.context import year_url
from blocs.models import BlocYear, JournalEntry, Phase, PhaseExtension, PhaseKind, SeatKind, StoredFile, User
from blocs.received_files import FileKind, ReceivedFile
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.terms import CriterionRule, Level, SheetsShown, SheetState
from reports.actions.import_year import why_not_replace
from scoring.actions.criteria import remove_criterion, replace_criteria
from scoring.actions.evidence import MOST_OF_CRITERION, Shown, add_evidence, remove_evidence
from scoring.criterion_parameters import Item, Parameters, to_json
from scoring.evidence_queries import evidence_counts, evidence_of
from scoring.evidence_rules import Door, door
from scoring.models import CriterionVersion, Evidence, Sheet
from scoring.presets import TREES
from tests.blocs.scans import scan
from tests.builders import person, seat
from tests.scoring.sheets import Hall, agreed, hall

pytestmark = pytest.mark.django_db
PLAN = Shown("Kế hoạch năm", "05/KH-HLG", date(2020, 1, 5))


@pytest.fixture
def here() -> Hall:
    return hall()


def of_unit(here: Hall, code: str = "B", kind: SeatKind = SeatKind.OFFICER) -> User:
    user = person(f"nguoi-{code.lower()}-{kind.value}")
    seat(user, kind, unit=here.member(code).unit)
    return user


def again(here: Hall) -> BlocYear:
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=here.year.pk)


def add(
    here: Hall, actor: User, shown: Shown = PLAN, code: str = "B", leaf: str = "I.1", **more: Any
) -> Evidence:
    return add_evidence(
        actor=actor,
        year=again(here),
        member=here.member(code),
        criterion=here.criterion(leaf),
        shown=shown,
        **more,
    )


def state(here: Hall, to: SheetState, code: str = "B") -> None:
    Sheet.objects.filter(level=Level.SELF, scored=here.member(code)).update(state=to)


def rule(here: Hall, code: str, kind: CriterionRule, *items: Item) -> None:
    CriterionVersion.objects.filter(rules=here.year.rules, code=code).update(
        rule=kind.value, parameters=to_json(Parameters(items))
    )


def wants(here: Hall, *codes: str) -> None:
    CriterionVersion.objects.filter(rules=here.year.rules, code__in=codes).update(needs_evidence=True)


def entries() -> list[dict[str, Any]]:
    return [json.loads(entry.text) for entry in JournalEntry.objects.order_by("pk")]


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="blocs.backends.IdentifierBackend")
    return client


def upload(name: str = "ke-hoach.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, scan() if content is None else content)


def received() -> ReceivedFile:
    return ReceivedFile(scan(), "ke-hoach.pdf", FileKind.PDF)


# ── Adding and taking away ───────────────────────────────────────────────────


def test_a_unit_adds_and_takes_away_its_own(here: Hall) -> None:
    actor = of_unit(here)
    row = add(here, actor)
    assert (row.entered_for, row.added_by) == (False, actor)
    assert add(here, actor).pk == row.pk  # sent twice it is there once
    assert [(e["action"], e["subject"], e["new"]) for e in entries()] == [
        (
            "evidence.added",
            "tiêu chí I.1 của B",
            {"Số, ký hiệu": "05/KH-HLG", "Ngày": "05/01/2020", "Trích yếu": "Kế hoạch năm"},
        )
    ]
    remove_evidence(actor=actor, year=again(here), evidence=row)
    remove_evidence(actor=actor, year=again(here), evidence=row)
    assert not Evidence.objects.exists()
    assert [e["action"] for e in entries()] == ["evidence.added", "evidence.removed"]


def test_a_file_is_stored_once_and_named_in_the_journal(here: Hall) -> None:
    actor = of_unit(here)
    row = add(here, actor, Shown(file=received()))
    assert add(here, actor, Shown(file=received())).pk == row.pk
    (stored,) = StoredFile.objects.all()
    assert entries()[0]["new"] == {"Tệp": "ke-hoach.pdf", "Mã băm SHA-256": stored.sha256}
    remove_evidence(actor=actor, year=again(here), evidence=row)
    assert StoredFile.objects.count() == 1  # the journal names it


def test_what_the_secretariat_adds_for_a_unit_says_so(here: Hall) -> None:
    assert add(here, here.secretary).entered_for
    assert entries()[0]["new"]["Tổ thư ký nhập thay"] is True
    page = client_of(of_unit(here)).get(year_url("evidence-unit", here.year, pk=here.member("B").pk))
    assert "tổ thư ký nhập thay" in page.content.decode()


@pytest.mark.parametrize("code", ["A", "C"])
def test_no_unit_adds_for_another(here: Hall, code: str) -> None:
    with pytest.raises(NotAllowed):
        add(here, of_unit(here), code=code)


def test_what_shows_nothing_or_belongs_nowhere_is_refused(here: Hall) -> None:
    actor = of_unit(here)
    for shown, leaf, said in (
        (Shown(), "I.1", "Hãy ghi số"),
        (PLAN, "I", "không còn trong bảng"),
        (Shown("A", item="9"), "I.1", "Mục này không còn"),
    ):
        with pytest.raises(Invalid, match=said):
            add(here, actor, shown, leaf=leaf)
    Evidence.objects.bulk_create(
        Evidence(
            membership=here.member("B"), criterion_id=here.criterion("I.1"), title=str(n), added_by=actor
        )
        for n in range(MOST_OF_CRITERION)
    )
    with pytest.raises(Invalid, match="nhiều nhất 30"):
        add(here, actor)


def test_evidence_of_an_item_of_a_list(here: Hall) -> None:
    rule(here, "III.1", CriterionRule.BONUS_LIST, Item("1", "Cờ", 5), Item("2", "Mô hình", 2))  # type: ignore[arg-type]
    row = add(here, of_unit(here), Shown("Quyết định công nhận", item="2"), leaf="III.1")
    assert row.item == "2"
    assert entries()[0]["new"]["Mục"] == "Mô hình"


# ── When ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("settled", [SheetState.HANDED_IN, SheetState.LOCKED, SheetState.RECUSED])
def test_once_the_sheet_is_in_only_the_secretariat_adds_and_says_why(here: Hall, settled: SheetState) -> None:
    actor = of_unit(here)
    row = add(here, actor)
    state(here, settled)
    with pytest.raises(Refused, match="đã nộp hoặc đã hết hạn"):
        add(here, actor, Shown("Muộn"))
    with pytest.raises(Invalid, match="lý do"):
        add(here, here.secretary, Shown("Muộn"))
    add(here, here.secretary, Shown("Muộn"), reason="Đơn vị gửi qua bưu điện trước hạn")
    assert entries()[-1]["reason"] == "Đơn vị gửi qua bưu điện trước hạn"
    for user in (actor, here.secretary):
        with pytest.raises(Refused, match="không bỏ được"):
            remove_evidence(actor=user, year=again(here), evidence=row)
    state(here, SheetState.FILLING)
    remove_evidence(actor=actor, year=again(here), evidence=row)


@pytest.mark.parametrize(("minutes", "is_open"), [(-1, True), (0, False), (1, False)])
def test_the_window_of_self_scoring_closes_it(
    here: Hall, minutes: int, is_open: bool, monkeypatch: Any
) -> None:
    """Around midnight of the last day; with an extension a unit goes on."""
    closes = datetime(2020, 11, 20, 17, 0, tzinfo=UTC)  # 24:00 in Việt Nam
    Phase.objects.filter(year=here.year, kind=PhaseKind.SELF_SCORING).update(closes_at=closes)
    monkeypatch.setattr(timezone, "now", lambda: closes + timedelta(minutes=minutes))
    actor, member = of_unit(here), here.member("B")
    assert door(actor, again(here), member) is (Door.OPEN if is_open else Door.CLOSED)
    if is_open:
        add(here, actor)
    else:
        with pytest.raises(Refused):
            add(here, actor)
        assert door(here.secretary, again(here), member) is Door.ADDING
        PhaseExtension.objects.create(
            phase=Phase.objects.get(year=here.year, kind=PhaseKind.SELF_SCORING),
            membership=member,
            closes_at=closes + timedelta(days=1),
            reason="Bão lũ",
            granted_by=here.secretary,
        )
        add(here, actor)


def test_published_or_left_everything_is_closed(here: Hall) -> None:
    row = add(here, here.secretary)
    here.year.memberships.filter(code="B").update(left_on=date(2020, 7, 1))
    with pytest.raises(Refused, match="thôi thuộc khối"):
        add(here, here.secretary, Shown("Sau"))
    here.year.memberships.update(left_on=None)
    BlocYear.objects.filter(pk=here.year.pk).update(
        results_published_at=timezone.now(), results_published_by=here.secretary
    )
    for act in (
        lambda: add(here, here.secretary, Shown("Sau")),
        lambda: remove_evidence(actor=here.secretary, year=again(here), evidence=row),
    ):
        with pytest.raises(Refused, match="niêm yết"):
            act()


def test_a_criterion_with_evidence_is_not_taken_out_nor_the_year_replaced(here: Hall) -> None:
    add(here, here.secretary)
    with pytest.raises(Refused, match=r"minh chứng cho I\.1"):
        remove_criterion(actor=here.secretary, year=again(here), code="I")
    with pytest.raises(Refused, match="minh chứng cho"):
        replace_criteria(actor=here.secretary, year=again(here), rows=TREES["100"])
    assert "không chứa minh chứng" in why_not_replace(again(here))
    remove_criterion(actor=here.secretary, year=again(here), code="III.1")
    assert Evidence.objects.count() == 1


# ── Who reads ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("shown", SheetsShown)
def test_another_unit_reads_it_only_when_it_may_read_the_claims(here: Hall, shown: SheetsShown) -> None:
    here.year.current_rules.sheets_shown = shown
    here.year.current_rules.save()
    row = add(here, of_unit(here, "A"), Shown("Quyết định mật danh", file=received()), code="A")
    client, member = client_of(of_unit(here, "B", SeatKind.HEAD)), here.member("A")
    pages = [
        year_url("evidence-unit", here.year, pk=member.pk),
        year_url("evidence-criterion", here.year, pk=member.pk, criterion=here.criterion("I.1")),
        year_url("evidence-file", here.year, pk=row.pk),
    ]
    assert {client.get(page).status_code for page in pages} == {404}
    assert client.post(year_url("evidence-remove", here.year, pk=row.pk)).status_code == 404
    assert client.get(year_url("evidence", here.year)).status_code == 302  # to its own
    state(here, SheetState.HANDED_IN, "B")
    assert {client.get(page).status_code for page in pages} == {404}  # A is still gathering
    assert client.get(year_url("evidence", here.year)).status_code == 302
    state(here, SheetState.HANDED_IN, "A")
    reads = shown is SheetsShown.AFTER_OWN
    assert {client.get(page).status_code for page in pages} == {200 if reads else 404}
    listed = client.get(year_url("evidence", here.year), follow=True).content.decode()
    assert ("Hội A" in listed) is reads
    assert client.post(year_url("evidence-remove", here.year, pk=row.pk)).status_code == (
        403 if reads else 404
    )


def test_a_file_is_sent_as_what_it_is_and_never_run(here: Hall) -> None:
    row = add(here, here.secretary, Shown(file=received()))
    answer = client_of(here.secretary).get(year_url("evidence-file", here.year, pk=row.pk))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    without = add(here, here.secretary, Shown("Chỉ có số"))
    assert (
        client_of(here.secretary).get(year_url("evidence-file", here.year, pk=without.pk)).status_code == 404
    )


# ── Pages ────────────────────────────────────────────────────────────────────


def page_of(here: Hall, leaf: str = "I.1", code: str = "B") -> str:
    return year_url("evidence-criterion", here.year, pk=here.member(code).pk, criterion=here.criterion(leaf))


def test_the_form_keeps_what_was_typed_and_names_what_is_wrong(here: Hall) -> None:
    client = client_of(of_unit(here))
    hostile = upload("anh.pdf", b"MZ\x90\x00 khong phai pdf")
    answer = client.post(page_of(here), {"number": "7/BC", "dated": "31/02/2020", "file": hostile})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="7/BC"' in text
    assert "Ngày chưa đúng" in text
    assert "Nội dung tệp này không phải" in text
    assert not StoredFile.objects.exists()
    empty = client.post(page_of(here), {"number": " "})
    assert (empty.status_code, "hoặc chọn tệp" in empty.content.decode()) == (422, True)
    sent = client.post(page_of(here), {"number": "7/BC", "dated": "28/02/2020", "file": upload()})
    assert sent.status_code == 302
    shown = client.get(page_of(here)).content.decode()
    assert "7/BC ngày 28/02/2020" in shown
    # What is taken away is gone, so a finger that slips does not do it: the button is behind a word.
    inside = shown.split('<details class="proof-remove">')[1].split("</details>")[0]
    assert "Bỏ hẳn minh chứng này</button>" in inside
    assert shown.count("/minh-chung/bo/") == 1


def test_a_late_document_needs_its_reason_at_the_field(here: Hall) -> None:
    state(here, SheetState.HANDED_IN)
    client = client_of(here.secretary)
    answer = client.post(page_of(here), {"number": "7/BC"})
    assert (answer.status_code, "Hãy ghi rõ lý do bổ sung" in answer.content.decode()) == (422, True)
    assert client.post(page_of(here), {"number": "7/BC", "reason": "Gửi thiếu trang"}).status_code == 302
    assert client_of(of_unit(here)).post(page_of(here), {"number": "8/BC"}).status_code == 422
    assert Evidence.objects.count() == 1


def test_what_is_written_is_shown_as_text(here: Hall) -> None:
    add(here, here.secretary, Shown("<script>alert(1)</script>", "<b>"))
    for page in (page_of(here), year_url("evidence-unit", here.year, pk=here.member("B").pk)):
        text = client_of(here.secretary).get(page).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


def test_the_journal_tells_it_in_sentences(here: Hall) -> None:
    row = add(here, here.secretary)
    remove_evidence(actor=here.secretary, year=again(here), evidence=row)
    text = client_of(here.secretary).get(year_url("journal", here.year)).content.decode()
    assert "đã thêm minh chứng cho tiêu chí I.1 của B (nhập thay)" in text
    assert "đã bỏ minh chứng của tiêu chí I.1 của B (nhập thay)" in text


# ── Handing in without it ────────────────────────────────────────────────────


def test_points_without_evidence_are_named_before_the_sheet_goes_in(here: Hall) -> None:
    wants(here, "I.1", "I.2", "II")
    sheet = here.sheet(Level.SELF, "B")
    here.fill(sheet, II="0")
    add(here, here.secretary, leaf="I.2")
    client, url = (
        client_of(of_unit(here, "B", SeatKind.HEAD)),
        year_url("sheet-hand-in", here.year, level="tu-cham"),
    )
    asked = client.post(url, agreed(client, url))
    text = asked.content.decode()
    assert asked.status_code == 200
    assert "Còn 1 tiêu chí chưa có minh chứng" in text  # I.2 has some, II claims nothing
    assert Sheet.objects.get(pk=sheet.pk).state == SheetState.FILLING
    assert client.post(url, {"thieu-minh-chung": "co"}).status_code == 302
    assert Sheet.objects.get(pk=sheet.pk).state == SheetState.HANDED_IN


def test_with_all_evidence_or_at_another_level_nobody_is_asked(here: Hall) -> None:
    wants(here, "I.1")
    add(here, here.secretary)
    here.fill(here.sheet(Level.SELF, "B"))
    head = client_of(of_unit(here, "B", SeatKind.HEAD))
    own = year_url("sheet-hand-in", here.year, level="tu-cham")
    assert head.post(own, agreed(head, own)).status_code == 302
    here.fill(here.sheet("B", "A"))
    here.fill(here.sheet("B", "C"))
    peer = year_url("sheet-hand-in", here.year, level="cheo", scorer="B")
    assert head.post(peer, agreed(head, peer)).status_code == 302


# ── Cost ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("units", [3, 15])
def test_pages_take_the_same_queries_for_few_and_many(units: int, django_assert_num_queries: Any) -> None:
    here = hall(units=units)
    wants(here, "I.1", "I.2")
    for member in here.year.members:
        for leaf in ("I.1", "I.2", "II"):
            for n in range(3):
                add(here, here.secretary, Shown(f"Văn bản {n}"), member.code, leaf)
    client, member = client_of(here.secretary), here.member("B")
    for queries, url in (
        (9, year_url("evidence", here.year)),
        (9, year_url("evidence-unit", here.year, pk=member.pk)),
        (9, page_of(here)),
    ):
        client.get(url)
        with django_assert_num_queries(queries):
            assert client.get(url).status_code == 200
    with django_assert_num_queries(1):
        counts = evidence_counts(here.year, here.year.members[:2])
    assert counts == {
        (m.pk, here.criterion(c)): 3 for m in here.year.members[:2] for c in ("I.1", "I.2", "II")
    }
    with django_assert_num_queries(1):
        found = evidence_of(member)
    assert len(found[here.criterion("II")]) == 3
