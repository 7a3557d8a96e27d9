"""Targets as units live with them: written before signing, followed to results, never lost or doubled."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from blocs.actions.target_evidence import add_evidence
from blocs.actions.targets import (
    Promise,
    Result,
    own_targets,
    promises_state,
    results_state,
    save_promises,
    save_results,
)
from blocs.editing import Stale, fingerprint
from blocs.models import (
    BlocYear,
    JournalEntry,
    Membership,
    Phase,
    PhaseExtension,
    PhaseKind,
    PledgeText,
    SeatKind,
    Target,
    TargetEvidence,
    User,
)
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.terms import Checkpoint, PledgeState
from tests.blocs.test_received_files import paper
from tests.builders import bloc_year, person, seat, secretary

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def year() -> BlocYear:
    return bloc_year()


def unit(year: BlocYear, code: str = "B") -> Membership:
    return next(member for member in year.members if member.code == code)


def officer(year: BlocYear, code: str = "B", kind: SeatKind = SeatKind.OFFICER, name: str = "can-bo") -> User:
    user = person(f"{name}-{code.lower()}")
    seat(user, kind, unit=unit(year, code).unit)
    return user


def again(year: BlocYear) -> BlocYear:
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)


def target(year: BlocYear, code: str = "B", text: str = "Hội viên mới", **fields: Any) -> Target:
    values = {"measure": "hội viên", "planned": D(500), "position": Target.objects.count(), **fields}
    return Target.objects.create(membership=unit(year, code), text=text, **values)


def promise(year: BlocYear, actor: User, *lines: Promise, code: str = "B", base: str | None = None) -> bool:
    member = unit(year, code)
    shown = fingerprint(promises_state(own_targets(member))) if base is None else base
    return save_promises(actor=actor, year=year, member=member, wanted=lines, base=shown)


def report(year: BlocYear, actor: User, results: dict[int, Result], code: str = "B") -> int:
    member = unit(year, code)
    shown = fingerprint(results_state(own_targets(member)))
    return save_results(actor=actor, year=year, member=member, wanted=results, base=shown)


def window(year: BlocYear, kind: PhaseKind, opens: datetime | None, closes: datetime | None) -> BlocYear:
    Phase.objects.filter(year=year, kind=kind).update(opens_at=opens, closes_at=closes)
    return again(year)


def last_entry() -> dict[str, Any]:
    entry = JournalEntry.objects.latest("pk")
    found: dict[str, Any] = json.loads(entry.text)
    return found


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="blocs.backends.IdentifierBackend")
    return client


# ── Promises ─────────────────────────────────────────────────────────────


def test_a_unit_writes_changes_and_takes_away_its_lines(year: BlocYear) -> None:
    actor = officer(year)
    assert promise(year, actor, Promise(None, "Hội viên mới", "hội viên", D(500)), Promise(None, "Lớp học"))
    first, second = own_targets(unit(year))
    assert promise(year, actor, Promise(first.pk, "Hội viên mới", "hội viên", D("462.5")))
    (left,) = own_targets(unit(year))
    assert (left.pk, left.planned, left.entered_for) == (first.pk, D("462.5"), False)
    assert last_entry()["new"] == {"Chỉ tiêu": ["Hội viên mới (462,5 hội viên)"]}
    assert second.pk != left.pk
    assert not promise(year, actor, Promise(left.pk, "Hội viên mới", "hội viên", D("462.5")))


def test_the_same_form_sent_twice_is_stored_once(year: BlocYear) -> None:
    actor, base = officer(year), fingerprint([])
    assert promise(year, actor, Promise(None, "A"), base=base)
    assert not promise(year, actor, Promise(None, "A"), base=base)
    assert Target.objects.count() == 1


def test_of_two_officers_the_second_is_told(year: BlocYear) -> None:
    one, other, base = officer(year), officer(year, name="can-bo-hai"), fingerprint([])
    promise(year, one, Promise(None, "A"), base=base)
    with pytest.raises(Stale):
        promise(year, other, Promise(None, "B"), base=base)
    assert [row.text for row in own_targets(unit(year))] == ["A"]


def test_what_the_secretariat_enters_for_a_unit_says_so(year: BlocYear) -> None:
    actor = secretary(year)
    promise(year, actor, Promise(None, "A"))
    assert last_entry()["new"]["Tổ thư ký nhập thay"] is True
    page = client_of(officer(year)).get(f"/khoi/{year.bloc.code}/2020/chi-tieu/").content.decode()
    assert "Tổ thư ký nhập thay" in page
    (row,) = own_targets(unit(year))
    report(year, officer(year, name="khac"), {row.pk: Result(D(1), None)})
    assert not own_targets(unit(year))[0].entered_for


@pytest.mark.parametrize("state", PledgeState)
def test_once_signing_is_open_the_promises_stand(year: BlocYear, state: PledgeState) -> None:
    PledgeText.objects.create(year=year, number=1, state=state, fingerprint="" if state == "draft" else "f")
    if state in {PledgeState.OPEN, PledgeState.LOCKED}:
        with pytest.raises(Refused, match="mở ký"):
            promise(year, officer(year), Promise(None, "A"))
    else:
        assert promise(year, officer(year), Promise(None, "A"))


@pytest.mark.parametrize(("minutes", "is_taken"), [(-1, True), (0, False), (1, False)])
def test_the_window_of_the_pledge_a_minute_before_and_after(
    year: BlocYear, minutes: int, is_taken: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    closes = datetime(2020, 3, 31, 17, 0, tzinfo=UTC)  # midnight in Việt Nam
    year = window(year, PhaseKind.PLEDGE, None, closes)
    actor = officer(year)
    monkeypatch.setattr(timezone, "now", lambda: closes + timedelta(minutes=minutes))
    if is_taken:
        assert promise(year, actor, Promise(None, "A"))
    else:
        with pytest.raises(Refused, match="Mốc Giao ước"):
            promise(year, actor, Promise(None, "A"))


def test_an_extension_opens_the_window_for_its_unit_alone(year: BlocYear) -> None:
    now = timezone.now()
    year = window(year, PhaseKind.PLEDGE, None, now - timedelta(days=1))
    phase = Phase.objects.get(year=year, kind=PhaseKind.PLEDGE)
    PhaseExtension.objects.create(
        phase=phase, membership=unit(year), closes_at=now + timedelta(days=1), reason="Bão"
    )
    year = again(year)
    assert promise(year, officer(year), Promise(None, "A"))
    with pytest.raises(Refused):
        promise(year, officer(year, "C"), Promise(None, "A"), code="C")


def test_another_unit_the_board_and_a_closed_year_write_nothing(year: BlocYear) -> None:
    with pytest.raises(NotAllowed):
        promise(year, officer(year, "C"), Promise(None, "A"))
    board = person("so")
    seat(board, SeatKind.BOARD)
    with pytest.raises(NotAllowed):
        promise(year, board, Promise(None, "A"))
    actor = officer(year)
    BlocYear.objects.filter(pk=year.pk).update(
        results_published_at=timezone.now(), results_published_by=board
    )
    with pytest.raises(Refused, match="niêm yết"):
        promise(year, actor, Promise(None, "A"))


def test_lines_that_cannot_be_taken(year: BlocYear) -> None:
    actor = officer(year)
    with pytest.raises(Invalid, match="hai lần"):
        promise(year, actor, Promise(None, "Hội viên"), Promise(None, "HOI VIEN"))
    with pytest.raises(Invalid, match="nhiều nhất 40"):
        promise(year, actor, *(Promise(None, f"A{number}") for number in range(41)))
    with pytest.raises(Invalid, match="tải lại"):
        promise(year, actor, Promise(target(year, "C").pk, "của đơn vị khác"))
    own = target(year, half_year=D(0))
    with pytest.raises(Invalid, match="đã có kết quả"):
        promise(year, actor, Promise(None, "Khác"))
    assert Target.objects.filter(pk=own.pk).exists()


# ── Results ──────────────────────────────────────────────────────────────


def test_results_are_entered_against_each_target(year: BlocYear) -> None:
    row, other = target(year), target(year, text="Lớp")
    results = {row.pk: Result(D(200), D(460)), other.pk: Result()}
    assert report(year, officer(year), results) == 1
    row.refresh_from_db()
    assert (row.half_year, row.year_end) == (D(200), D(460))
    assert last_entry()["new"] == {"Hội viên mới": "6 tháng 200 hội viên, cả năm 460 hội viên"}
    assert report(year, officer(year, name="hai"), results) == 0


@pytest.mark.parametrize(("minutes", "is_taken"), [(-1, True), (0, False), (1, False)])
def test_the_half_year_closes_and_the_year_goes_on(
    year: BlocYear, minutes: int, is_taken: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    closes = datetime(2020, 7, 10, 17, 0, tzinfo=UTC)
    row = target(year)
    year = window(year, PhaseKind.HALF_YEAR, None, closes)
    actor = officer(year)
    monkeypatch.setattr(timezone, "now", lambda: closes + timedelta(minutes=minutes))
    if is_taken:
        assert report(year, actor, {row.pk: Result(D(1), None)}) == 1
    else:
        with pytest.raises(Refused, match="6 tháng"):
            report(year, actor, {row.pk: Result(D(1), None)})
    assert report(year, actor, {row.pk: Result(D(1) if is_taken else None, D(9))}) == 1


def test_results_of_targets_that_changed_meanwhile(year: BlocYear) -> None:
    row = target(year)
    with pytest.raises(Invalid, match="tải lại"):
        report(year, officer(year), {row.pk + 1: Result()})
    with pytest.raises(Stale):
        save_results(
            actor=officer(year, name="hai"),
            year=year,
            member=unit(year),
            wanted={row.pk: Result(D(1))},
            base="x",
        )


def page(year: BlocYear, name: str = "") -> str:
    return f"/khoi/{year.bloc.code}/2020/chi-tieu/{name}"


def test_two_numbers_on_a_telephone_and_what_was_typed_stays(year: BlocYear) -> None:
    row = target(year)
    address = page(year, f"{unit(year).pk}/ket-qua/")
    client = client_of(officer(year, kind=SeatKind.HEAD))
    opened = client.get(address).content.decode()
    assert opened.count('inputmode="decimal"') == 2
    base = opened.split('name="base" value="')[1].split('"')[0]
    sent = {"base": base, f"t{row.pk}-half_year": "200,5", f"t{row.pk}-year_end": "bốn trăm"}
    wrong = client.post(address, sent)
    assert wrong.status_code == 422
    assert "không phải là số" in wrong.content.decode()
    assert "bốn trăm" in wrong.content.decode()
    assert client.post(address, sent | {f"t{row.pk}-year_end": "460"}).status_code == 302
    stale = client.post(address, sent | {f"t{row.pk}-year_end": "470"})
    assert stale.status_code == 409
    assert "Đang lưu: 6 tháng 200,5 hội viên; cả năm 460 hội viên" in stale.content.decode()
    assert 'value="470"' in stale.content.decode()
    shown = client.get(page(year)).content.decode()
    assert "92%" in shown
    assert "chưa đạt" in shown


def test_lines_are_typed_on_a_page_and_a_line_without_a_name_is_pointed_at(year: BlocYear) -> None:
    address = page(year, f"{unit(year).pk}/")
    client = client_of(officer(year))
    base = client.get(address).content.decode().split('name="base" value="')[1].split('"')[0]
    sent = {"base": base, "lines": "2", "t0-text": "Hội viên", "t0-planned": "1.250,5", "t1-planned": "5"}
    wrong = client.post(address, sent)
    assert wrong.status_code == 422
    assert "Hãy ghi tên chỉ tiêu" in wrong.content.decode()
    assert 'value="1.250,5"' in wrong.content.decode()
    assert client.post(address, sent | {"t0-planned": "1250,5", "t1-text": "Lớp"}).status_code == 302
    assert [row.planned for row in own_targets(unit(year))] == [D("1250.5"), D(5)]
    stale = client.post(address, {"base": base, "lines": "1", "t0-text": "Khác"})
    assert stale.status_code == 409
    assert "Hội viên (1.250,5)" in stale.content.decode()
    assert 'value="Khác"' in stale.content.decode()
    for lines in ("abc", "99999999999", "-1", "²"):
        assert client.post(address, {"base": base, "lines": lines}).status_code in {302, 409, 422}


# ── Evidence ─────────────────────────────────────────────────────────────


def test_evidence_is_checked_kept_and_read_by_everybody_of_the_year(year: BlocYear) -> None:
    row = target(year)
    address = page(year, f"minh-chung/{row.pk}/")
    client = client_of(officer(year))
    bad = client.post(
        address,
        {
            "checkpoint": "year_end",
            "text": "Báo cáo 12",
            "file": SimpleUploadedFile("a.pdf", b"<html><script>"),
        },
    )
    assert bad.status_code == 422
    assert "không phải" in bad.content.decode()
    assert 'value="Báo cáo 12"' in bad.content.decode()
    assert client.post(address, {"checkpoint": "year_end"}).status_code == 422
    good = {"checkpoint": "year_end", "file": SimpleUploadedFile("../báo cáo.pdf", paper())}
    assert client.post(address, good).status_code == 302
    # A second tap on a slow line.
    good["file"] = SimpleUploadedFile("báo cáo.pdf", paper())
    assert client.post(address, good).status_code == 302
    kept = TargetEvidence.objects.get()
    assert kept.file is not None
    assert kept.file.name == "báo cáo.pdf"
    reader = client_of(officer(year, "C"))
    answer = reader.get(page(year, f"minh-chung/{kept.pk}/tep/"))
    assert answer.content == paper()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert reader.post(page(year, f"minh-chung/{kept.pk}/bo/")).status_code == 403
    assert client.post(page(year, f"minh-chung/{kept.pk}/bo/")).status_code == 302
    assert not TargetEvidence.objects.exists()
    assert "Đã bỏ minh chứng" in client.get(address).content.decode()


def test_evidence_of_the_half_year_follows_its_window(year: BlocYear) -> None:
    row = target(year)
    year = window(year, PhaseKind.HALF_YEAR, None, timezone.now() - timedelta(days=1))
    actor = officer(year)
    more: dict[str, Any] = {"actor": actor, "year": year, "target": row, "text": "Báo cáo", "file": None}
    with pytest.raises(Refused, match="6 tháng"):
        add_evidence(checkpoint=Checkpoint.HALF_YEAR, **more)
    assert add_evidence(checkpoint=Checkpoint.YEAR_END, **more)


@pytest.mark.parametrize("units", [3, 15])
def test_the_page_costs_the_same_for_few_and_many(units: int, django_assert_num_queries: Any) -> None:
    year = bloc_year(units=units)
    for member in year.members:
        for number in range(3):
            row = target(year, member.code, text=f"Chỉ tiêu {number}")
            TargetEvidence.objects.create(target=row, checkpoint="year_end", text="Báo cáo")
    client = client_of(secretary(year))
    client.get(page(year))
    with django_assert_num_queries(12):
        assert client.get(page(year)).status_code == 200


def test_a_unit_that_left_reports_no_more(year: BlocYear) -> None:
    row = target(year)
    head, address = officer(year), page(year, f"{row.membership_id}/ket-qua/")
    Membership.objects.filter(pk=row.membership_id).update(left_on=date(year.year, 7, 1))
    client = client_of(head)
    answer = client.post(address, {"base": "", f"t{row.pk}-year_end": "5"})
    assert answer.status_code == 409
    assert "thôi thuộc khối" in answer.content.decode()
    with pytest.raises(Refused, match="thôi thuộc khối"):
        add_evidence(
            actor=head, year=year, target=row, checkpoint=Checkpoint.YEAR_END, text="Báo cáo", file=None
        )
    row.refresh_from_db()
    assert row.year_end is None
