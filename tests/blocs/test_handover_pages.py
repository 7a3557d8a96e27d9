"""The pages of the leader's role, the minutes on paper, what people read on their first page."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from blocs.actions.handover import Item, enact_hand_over, record_first_term, save_hand_over
from blocs.actions.years import create_year
from blocs.context import steps_of, year_url
from blocs.documents import document_kinds, heading_of, settings_of
from blocs.documents_handover import HAND_OVER_KIND
from blocs.leading_todo import is_handed_over
from blocs.models import (
    HandOver,
    LeadershipTerm,
    PaperSettings,
    Phase,
    PhaseKind,
    RotationPlace,
    Seat,
    SeatKind,
    User,
)
from blocs.refusals import Refused
from blocs.setup_sections import setup_sections
from blocs.terms import HandOverState, Role, Succession
from blocs.todo import TodoState, todo_items
from reports.paper.press import render
from tests.blocs.leading_stage import CONFERENCE, YenBai, again, fresh, on, yen_bai
from tests.blocs.scans import scan
from tests.builders import bloc_year, person, seat, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def stage() -> YenBai:
    return yen_bai()


@pytest.fixture
def client(stage: YenBai, client: Client) -> Client:
    client.force_login(stage.secretary, backend="blocs.backends.IdentifierBackend")
    return client


def sent(stage: YenBai, **changes: Any) -> dict[str, Any]:
    return {
        "to_unit": str(stage.unit("KH").pk),
        "deputy_unit": str(stage.unit("KHKT").pk),
        "succession": "elected",
        "held_on": "12/01/2021",
        "takes_effect_on": "12/01/2021",
        "hands_flag": "on",
        "fund": "1250000",
        "unfinished": "Nộp hồ sơ khen thưởng",
        "items-TOTAL_FORMS": "2",
        "items-INITIAL_FORMS": "0",
        "items-0-name": "Giao ước thi đua",
        "items-0-quantity": "01",
        "items-1-name": "",
    } | changes


def test_from_preparing_to_the_new_secretariat(stage: YenBai, client: Client) -> None:
    new = year_url("handover-new", stage.year)
    page = client.get(new).content.decode()
    assert "Giao ước thi đua năm 2020" in page
    assert "Gói hồ sơ điện tử năm 2020" in page
    assert client.post(new, sent(stage)).status_code == 302
    stored = HandOver.objects.get()
    assert (stored.fund, stored.items.get().name) == (Decimal(1250000), "Giao ước thi đua")
    assert (
        "Đang chuẩn bị: Liên minh Hợp tác xã" in client.get(year_url("leading", stage.year)).content.decode()
    )
    edit = year_url("handover-edit", stage.year, pk=stored.pk)
    assert client.post(edit, sent(stage, place="Hội trường")).status_code == 302
    enact = year_url("handover-enact", stage.year, pk=stored.pk)
    page = client.get(enact)
    assert page.context["form"]["people"].value() == [str(stage.chair.pk), str(stage.officer.pk)]
    assert "Trần Văn Học" in page.content.decode()
    assert client.post(enact, {}).status_code == 422
    [shown] = page.context["hidden"]
    chosen = {"people": [str(stage.chair.pk)], shown["name"]: shown["value"]}
    # Somebody changes the day meanwhile: nothing is handed over that the page did not show.
    assert client.post(edit, sent(stage, decision="Biên bản số 9")).status_code == 302
    stale = client.post(enact, chosen)
    assert stale.status_code == 422
    assert "vừa có người sửa" in stale.content.decode()
    assert client.post(edit, sent(stage, place="Hội trường")).status_code == 302
    assert client.post(enact, chosen).status_code == 302
    stored.refresh_from_db()
    assert (stored.state, stored.place) == (HandOverState.DONE, "Hội trường")
    # In 2026 the day is long past: the old secretary reads, and does nothing more.
    assert client.get(year_url("leading", stage.year)).status_code == 200
    assert client.get(new).status_code == 403


def test_what_was_typed_stays_and_the_fault_stands_at_its_field(stage: YenBai, client: Client) -> None:
    answer = client.post(
        year_url("handover-new", stage.year), sent(stage, takes_effect_on="11/01/2021", place="Chỗ họp")
    )
    assert answer.status_code == 422
    assert "takes_effect_on" in answer.context["form"].errors
    assert "Chỗ họp" in answer.content.decode()
    for wrong in ({"fund": "1,5"}, {"held_on": "31/02/2021"}, {"items-1-note": "gì đó"}, {"to_unit": "9999"}):
        answer = client.post(year_url("handover-new", stage.year), sent(stage, **wrong))
        assert answer.status_code == 422, wrong
    assert not HandOver.objects.exists()


def test_nobody_of_the_new_unit_leads_to_inviting(stage: YenBai, client: Client) -> None:
    Seat.objects.filter(unit=stage.unit("KH")).delete()
    client.post(year_url("handover-new", stage.year), sent(stage))
    page = client.get(year_url("handover-enact", stage.year, pk=HandOver.objects.get().pk))
    assert "Mời người" in page.content.decode()


def test_a_hand_over_is_cancelled_with_a_reason(stage: YenBai, client: Client) -> None:
    client.post(year_url("handover-new", stage.year), sent(stage))
    address = year_url("handover-cancel", stage.year, pk=HandOver.objects.get().pk)
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Đổi ngày"}).status_code == 302
    assert HandOver.objects.get().state == HandOverState.CANCELLED


def test_the_first_term_and_the_rotation(stage: YenBai, client: Client) -> None:
    first = {
        "leader": str(stage.unit("LMHTX").pk),
        "deputies": [str(stage.unit("KH").pk)],
        "starts_on": "10/01/2020",
        "succession": "rotation",
    }
    assert (
        client.post(
            year_url("leading-first", stage.year), first | {"deputies": [first["leader"]]}
        ).status_code
        == 422
    )
    assert client.post(year_url("leading-first", stage.year), first).status_code == 302
    assert LeadershipTerm.objects.get(role=Role.LEADER).starts_on == date(2020, 1, 10)
    places = {
        f"place_{stage.unit(code).pk}": str(place) for place, code in enumerate(("LMHTX", "LG"), start=1)
    }
    address = year_url("leading-rotation", stage.year)
    doubled = dict.fromkeys(places, "1")
    assert client.post(address, {"way": "rotation"} | doubled).status_code == 422
    assert client.post(address, {"way": "rotation"} | places).status_code == 302
    assert list(RotationPlace.objects.values_list("unit__code", flat=True)) == ["LMHTX", "LG"]
    page = client.get(year_url("leading", stage.year)).content.decode()
    assert "đơn vị kế tiếp là Hội Luật gia" in page


def test_the_signed_minutes_are_told_by_their_content(stage: YenBai, client: Client) -> None:
    client.post(year_url("handover-new", stage.year), sent(stage))
    stored = HandOver.objects.get()
    address = year_url("handover-minutes", stage.year, pk=stored.pk)
    wrong = SimpleUploadedFile("bb.pdf", b"<script>alert(1)</script>")
    assert client.post(address, {"file": wrong}).status_code == 422
    assert client.post(address, {}).status_code == 422
    good = SimpleUploadedFile("bb.pdf", scan())
    assert client.post(address, {"file": good}).status_code == 302
    answer = client.get(year_url("handover-scan", stage.year, pk=stored.pk))
    assert answer.content == scan()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


# --- the minutes


def words_of(paper: Any) -> str:
    import io

    from docx import Document

    document = Document(io.BytesIO(render(paper, "docx")))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_minutes_say_it_all(stage: YenBai) -> None:
    save_hand_over(
        actor=stage.secretary,
        year=stage.year,
        plan=stage.plan(
            giver="Nguyễn Văn Giao", taker="Trần Văn Học", witness="Lê Quang Vũ", fund=Decimal(1250000),
            unfinished="Nộp hồ sơ khen thưởng\nThu quỹ",
        ),
        items=[Item("Sổ theo dõi công việc", "01", "Bản giấy", "đủ trang")],
    )  # fmt: skip
    kind = document_kinds()[HAND_OVER_KIND]
    paper = kind.describe(again(stage.year), heading_of(stage.year, kind=kind))
    assert [signer.authority for signer in paper.signers] == [("BÊN GIAO",), ("BÊN NHẬN",), ("CHỨNG KIẾN",)]
    assert [signer.name for signer in paper.signers] == ["Nguyễn Văn Giao", "Trần Văn Học", "Lê Quang Vũ"]
    assert paper.number_line.endswith("/BB-KTĐ")
    text = words_of(paper)
    for words in (
        "Hôm nay, ngày 12 tháng 01 năm 2021",
        "1.250.000 đồng (bằng chữ: Một triệu hai trăm năm mươi nghìn đồng)",
        "Sổ theo dõi công việc",
        "Phó khối: Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Yên Bái",
        "Thu quỹ",
        "cờ luân lưu",
    ):
        assert words in text, words
    assert render(paper, "pdf").startswith(b"%PDF")


def test_without_a_hand_over_it_is_a_form_and_is_not_issued(stage: YenBai) -> None:
    kind = document_kinds()[HAND_OVER_KIND]
    paper = kind.describe(stage.year, heading_of(stage.year, kind=kind))
    assert "....." in words_of(paper)
    with pytest.raises(Refused, match="chưa có lần bàn giao"):
        kind.describe(stage.year, heading_of(stage.year, kind=kind, draft=False))


# --- first pages, steps, the setup


def titles(user: User, stage: YenBai) -> dict[str, TodoState]:
    return {item.title: item.state for item in todo_items(fresh(user), again(stage.year))}


def test_what_people_have_to_do(stage: YenBai) -> None:
    hand = "Bàn giao Trưởng khối và cờ luân lưu"
    assert hand not in titles(stage.secretary, stage)
    opens = timezone.make_aware(datetime(2021, 1, 5))  # noqa: DTZ001
    Phase.objects.update_or_create(
        year=stage.year,
        kind=PhaseKind.HAND_OVER,
        defaults={"opens_at": opens, "closes_at": opens + timedelta(30)},
    )
    with on(date(2021, 1, 4)):
        assert titles(stage.secretary, stage)[hand] == TodoState.WAITING
    with on(CONFERENCE):
        assert titles(stage.secretary, stage)[hand] == TodoState.OPEN
        step = steps_of(stage.secretary, again(stage.year))[-1]
        assert "chưa bàn giao" in step.note
        prepared = save_hand_over(actor=stage.secretary, year=stage.year, plan=stage.plan(), items=[])
        enact_hand_over(actor=stage.secretary, year=stage.year, hand_over=prepared, secretariat=[stage.chair])
    coming = "Từ ngày 12/01/2021 đơn vị là Trưởng khối"
    with on(CONFERENCE):
        assert titles(stage.officer, stage)[coming] == TodoState.OPEN
        assert titles(stage.chair, stage)[hand] == TodoState.DONE
        assert is_handed_over(again(stage.year))
        sections = {section.title: section for section in setup_sections(stage.chair, again(stage.year))}
        assert "Đã bàn giao năm 2020" in sections["Trưởng khối, bàn giao"].detail
    with on(date(2021, 6, 1)):
        assert titles(stage.officer, stage)[coming] == TodoState.DONE


@pytest.mark.parametrize("units", [3, 15])
def test_the_pages_take_so_many_queries(units: int, client: Client, django_assert_num_queries: Any) -> None:
    year = bloc_year("khoi-nhieu", units=units)
    user = secretary(year, "thu-ky-nhieu")
    head = person("lanh-dao")
    seat(head, SeatKind.HEAD, unit=year.members[1].unit)
    record_first_term(
        actor=user,
        year=year,
        leader=year.members[0].unit,
        deputies=[year.members[1].unit],
        starts_on=date(2020, 1, 1),
        succession=Succession.ELECTED,
    )
    for who, queries in ((user, 12), (head, 10)):
        client.force_login(who, backend="blocs.backends.IdentifierBackend")
        client.get("/khoi/khoi-nhieu/2020/truong-khoi/")
        with django_assert_num_queries(queries):
            client.get("/khoi/khoi-nhieu/2020/truong-khoi/")


def test_the_next_years_papers_are_signed_by_who_leads_then() -> None:
    """Made before the hand-over or after it, a year never names the signers of the unit that led before."""
    made = yen_bai()
    PaperSettings.objects.create(
        year=made.year,
        leader_name="Người cũ",
        leader_unit_title="CHỦ TỊCH LIÊN MINH HTX",
        secretary_name="Thư ký cũ",
    )
    before = create_year(actor=made.secretary, bloc=made.year.bloc, number=2021, source=made.year)
    assert settings_of(again(before)).leader_name == "Người cũ"
    with on(CONFERENCE):
        prepared = save_hand_over(actor=made.secretary, year=made.year, plan=made.plan(), items=[])
        enact_hand_over(
            actor=made.secretary, year=made.year, hand_over=prepared, secretariat=[made.secretary]
        )
    after = create_year(actor=made.secretary, bloc=made.year.bloc, number=2022, source=again(before))
    for year in (before, after):
        papers = settings_of(again(year))
        assert (papers.leader_name, papers.secretary_name) == ("", "")
        assert "LIÊN MINH" not in papers.leader_unit_title
    assert settings_of(again(made.year)).leader_name == "Người cũ"
