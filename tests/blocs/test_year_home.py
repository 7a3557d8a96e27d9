"""Where a person lands, what they have to do, how far the year is."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from awards.models import Award, Registration
from blocs.context import steps_of
from blocs.models import Bloc, BlocYear, Membership, PhaseKind, PledgeSignature, SeatKind, User
from blocs.setup_sections import SectionState, setup_sections
from blocs.terms import Level, SheetState
from blocs.todo import TodoState, todo_items
from scoring.models import Assignment, Sheet
from scoring.steps import sheet_counts
from tests.builders import award_rule, bloc_year, person, seat, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
HOME = "/khoi/khoi-thu/2020/"


@pytest.fixture
def year() -> BlocYear:
    return bloc_year()


def again(year: BlocYear) -> BlocYear:
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)


def enter(client: Client, user: User) -> Client:
    client.force_login(user, backend="blocs.backends.IdentifierBackend")
    return client


def head(year: BlocYear) -> User:
    user = person("lanh-dao")
    seat(user, SeatKind.HEAD, unit=year.members[1].unit)
    return user


def items(user: User, year: BlocYear) -> dict[str, tuple[TodoState, str]]:
    return {item.title: (item.state, item.detail) for item in todo_items(user, again(year))}


def test_one_bloc_leads_to_its_latest_year(year: BlocYear, client: Client) -> None:
    bloc_year(year=2021, units=0)
    enter(client, secretary(year))
    assert client.get("/").headers["Location"] == "/khoi/khoi-thu/2021/"


def test_several_blocs_or_none_lead_to_the_list(year: BlocYear, client: Client) -> None:
    bloc_year("khoi-khac")
    admin = person("quan-tri")
    seat(admin, SeatKind.ADMIN)
    assert enter(client, admin).get("/").headers["Location"] == "/khoi/"
    page = client.get("/khoi/").content.decode()
    assert page.count("Lập năm mới<") == 2
    page = enter(client, person("khong-vai-tro")).get("/khoi/").content.decode()
    assert "Bạn chưa ở trong khối nào" in page
    assert "khoi-thu" not in page


def test_a_bloc_without_a_year_is_seen_by_who_may_begin_one(client: Client) -> None:
    empty = bloc_year("khoi-rong", units=0)
    user = secretary(empty)
    bloc = empty.bloc
    BlocYear.objects.filter(pk=empty.pk).update(rules=None)
    empty.delete()
    page = enter(client, user).get("/khoi/").content.decode()
    assert f"/khoi/{bloc.code}/nam-moi/" in page
    assert client.get(f"/khoi/{bloc.code}/nam-moi/").status_code == 200


def test_the_next_act_stands_first(year: BlocYear, client: Client) -> None:
    page = enter(client, secretary(year)).get(HOME)
    cards = page.context["cards"]
    assert [card["title"] for card in cards][:2] == [
        "Đặt ngày cho các mốc của năm",
        "Ghi đăng ký danh hiệu thi đua",
    ]
    assert [card["is_first"] for card in cards] == [True] + [False] * (len(cards) - 1)
    year.current_rules.criteria.filter(code="II").delete()
    BlocYear.objects.get(pk=year.pk)
    from blocs.actions.revising import rules_changed

    rules_changed(year.current_rules)
    first = client.get(HOME).context["cards"][0]
    assert first["title"] == "Hoàn thành quy tắc và bảng tiêu chí"
    assert "cộng lại là 60" in first["text"]


def test_things_wait_for_their_time_and_are_over_after_it(year: BlocYear) -> None:
    user, now = secretary(year), timezone.now()
    pledge = year.phases.filter(kind=PhaseKind.PLEDGE)
    title = "Ghi việc ký giao ước"
    assert items(user, year)["Soạn giao ước và mở ký"][0] is TodoState.OPEN
    for member in year.members[:2]:
        PledgeSignature.objects.create(membership=member, signed_on=now.date())
    assert items(user, year)[title] == (TodoState.OPEN, "2/3 đơn vị đã ký.")
    pledge.update(opens_at=now + timedelta(days=1))
    assert items(user, year)[title][0] is TodoState.WAITING
    pledge.update(opens_at=None, closes_at=now - timedelta(minutes=1))
    assert items(user, year)[title] == (TodoState.OVER, "2/3 đơn vị đã ký. Mốc này đã đóng.")
    pledge.update(closes_at=None)
    PledgeSignature.objects.create(membership=year.members[2], signed_on=now.date())
    assert items(user, year)[title] == (TodoState.DONE, "3/3 đơn vị đã ký.")


def test_a_year_that_goes_on_without_dates_is_not_asked_for_them(year: BlocYear) -> None:
    user = secretary(year)
    assert "Đặt ngày cho các mốc của năm" in items(user, year)
    Sheet.objects.filter(year=year, level=Level.SELF).update(state=SheetState.HANDED_IN)
    assert "Đặt ngày cho các mốc của năm" not in items(user, year)


def test_publishing_waits_for_the_sheets(year: BlocYear) -> None:
    award_rule(year, needs_vote=True, threshold=80)
    user = secretary(year)
    found = items(user, year)
    assert found["Duyệt và niêm yết kết quả"] == (TodoState.WAITING, "Còn 15 phiếu chưa nộp.")
    assert found["Ghi kết quả bỏ phiếu suy tôn"][0] is TodoState.WAITING
    Sheet.objects.filter(year=year).update(state=SheetState.HANDED_IN)
    found = items(user, year)
    assert found["Duyệt và niêm yết kết quả"][0] is TodoState.OPEN
    assert found["Ghi kết quả bỏ phiếu suy tôn"][0] is TodoState.OPEN
    assert found["Nhập phiếu chấm chéo"] == (TodoState.DONE, "Đủ 6 phiếu.")


def test_a_unit_sees_the_results_when_they_are_published(year: BlocYear, client: Client) -> None:
    user = head(year)
    page = enter(client, user).get(HOME)
    assert "/khoi/khoi-thu/2020/ket-qua/" not in page.content.decode()
    BlocYear.objects.filter(pk=year.pk).update(results_published_at=timezone.now(), results_published_by=user)
    cards = client.get(HOME).context["cards"]
    assert [(card["title"], card["url"]) for card in cards] == [
        ("Kết quả của năm", "/khoi/khoi-thu/2020/ket-qua/")
    ]


def test_the_board_has_its_appraisal(year: BlocYear) -> None:
    board = person("so-noi-vu")
    seat(board, SeatKind.BOARD)
    assert list(items(board, year)) == ["Nhập phiếu thẩm định"]


def test_who_sets_up_a_bloc_is_asked_for_its_secretariat(year: BlocYear) -> None:
    admin = person("quan-tri")
    seat(admin, SeatKind.ADMIN)
    title = "Mời tổ thư ký của khối"
    assert items(admin, year)[title][0] is TodoState.OPEN
    clerk = secretary(year)
    assert items(admin, year)[title] == (TodoState.DONE, "1 người đang giữ vai trò.")
    assert title not in items(clerk, year)
    assert title not in items(head(year), year)


def test_sheets_are_counted_without_the_recused(year: BlocYear) -> None:
    peer = Sheet.objects.filter(year=year, level=Level.PEER)
    pks = list(peer.values_list("pk", flat=True))
    peer.filter(pk=pks[0]).update(state=SheetState.HANDED_IN)
    peer.filter(pk=pks[1]).update(state=SheetState.LOCKED)
    peer.filter(pk=pks[2]).update(state=SheetState.RECUSED)
    assert sheet_counts(again(year)) == {
        Level.SELF: (0, 3),
        Level.PEER: (2, 5),
        Level.BLOC: (0, 3),
        Level.APPRAISAL: (0, 3),
    }


def test_the_steps_show_counts_and_only_the_years_levels() -> None:
    year = bloc_year(levels=["self", "peer"])
    user = secretary(year)
    Registration.objects.create(membership=year.members[0], award=Award.objects.get(code="FLAG_GOV"))
    PledgeSignature.objects.create(membership=year.members[1], signed_on=timezone.localdate())
    steps = {step.label: step.note for step in steps_of(user, again(year))}
    assert steps == {
        "Đăng ký": "1/3",
        "Giao ước": "1/3 đã ký",
        "Sơ kết": "",
        "Tự chấm": "0/3",
        "Chấm chéo": "0/6 phiếu",
        "Hội nghị tổng kết": "",
        "Phản hồi kết quả": "",
        "Trình hồ sơ": "",
        "Bàn giao": "",
    }
    assert {step.note for step in steps_of(head(year), again(year))} == {""}


def test_the_overview_says_what_is_missing(year: BlocYear) -> None:
    user = secretary(year)
    missing = [
        section.title
        for section in setup_sections(user, again(year))
        if section.state is SectionState.MISSING
    ]
    assert missing == []
    Membership.objects.filter(year=year).update(role="member")
    year.current_rules.criteria.filter(code="II").delete()
    year.current_rules.peer_draw = "pairs"
    year.current_rules.save()
    from blocs.actions.revising import rules_changed

    rules_changed(year.current_rules)
    missing = [
        section.title
        for section in setup_sections(user, again(year))
        if section.state is SectionState.MISSING
    ]
    assert missing == ["Đơn vị", "Bảng tiêu chí", "Phân công chấm chéo"]


PAGES = {
    "/khoi/": 8,
    "/khoi/khoi-thu/nam-moi/": 6,
    HOME: 12,
    f"{HOME}thiet-lap/": 11,
    f"{HOME}thiet-lap/ten-khoi/": 9,
    f"{HOME}moc/": 9,
    f"{HOME}moc/gia-han/": 9,
    f"{HOME}lich/": 10,
    f"{HOME}nhac-viec/": 11,
    f"{HOME}nhac-viec/ngay/": 8,
    f"{HOME}nhac-viec/phieu/pledge/": 9,
    f"{HOME}don-vi/": 10,
    f"{HOME}don-vi/them/": 11,
    f"{HOME}quy-tac/": 10,
    f"{HOME}tieu-chi/": 9,
    f"{HOME}tieu-chi/them/": 9,
    f"{HOME}tieu-chi/sua/I.1/": 9,
    f"{HOME}xep-loai/": 10,
    f"{HOME}phan-cong/": 11,
    f"{HOME}quy-tac-khen/": 11,
    f"{HOME}quy-tac-khen/FLAG_PROV/": 12,
}


@pytest.mark.parametrize("units", [3, 15])
@pytest.mark.parametrize("address", PAGES)
def test_pages_cost_as_much_for_many_units_as_for_few(
    client: Client, units: int, address: str, django_assert_num_queries: Any
) -> None:
    year = bloc_year(units=units)
    award_rule(year)
    Assignment.objects.create(year=year, scorer=year.members[0], scored=year.members[1])
    enter(client, secretary(year))
    client.get(address)  # what a revision names is read once a process
    with django_assert_num_queries(PAGES[address]):
        assert client.get(address).status_code == 200


def test_blocs_of_one_name_are_told_apart_by_their_code(client: Client) -> None:
    for code in ("khoi-mot", "khoi-hai", "khoi-ba"):
        year = bloc_year(code)
        name = "Khối ba" if code == "khoi-ba" else "Khối mẫu"
        Bloc.objects.filter(pk=year.bloc_id).update(name=name)
        BlocYear.objects.filter(pk=year.pk).update(name=name)
    admin = person("quan-tri")
    seat(admin, SeatKind.ADMIN)
    page = enter(client, admin).get("/khoi/").content.decode()
    said = ("mã khoi-mot", "mã khoi-hai", "Khối mẫu (khoi-mot) · Năm 2020", "Khối ba · Năm 2020")
    assert [text for text in said if text not in page] == []
    assert "mã khoi-ba" not in page
