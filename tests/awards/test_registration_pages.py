"""The pages of registration: typing on a phone, faults, stale pages, what each seat sees, what a page costs."""

from typing import Any

import pytest
from django.utils import timezone

from awards.models import Registration
from blocs.models import BlocYear, PhaseKind, SeatKind
from blocs.terms import RegistrationState
from tests.awards.registration_scenes import base_of, half_year_2022, head_of, registered
from tests.awards.scenes import as_secretary, award, fresh, publish, signed_in, text_of, url, window
from tests.awards.test_page_costs import forget
from tests.builders import award_rule, bloc_year, person, seat, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

DRAFT, SENT, RETURNED = RegistrationState.DRAFT, RegistrationState.SENT, RegistrationState.RETURNED


def conditions_of(code: str) -> list[str]:
    return [str(pk) for pk in award(code).conditions.values_list("pk", flat=True)]


def test_a_head_registers_a_title_and_a_person_and_sends_both() -> None:
    year = bloc_year(year=2022)
    award_rule(year, "FLAG_PROV", needs_registration=True, needs_pledge=True)
    unit = year.members[1]
    client = signed_in(head_of(unit))
    start = client.get(url(year, "registrations"))
    page = url(year, "registration-unit", unit="B")
    assert (start.status_code, start["Location"]) == (302, page)
    assert "Chưa ký giao ước thi đua." in text_of(client, page)
    ticked = conditions_of("FLAG_PROV")
    sent = {
        "award": "FLAG_PROV",
        "conditions": [*ticked[:2], *conditions_of("MERIT_PROV")],
        "basis": "Năm 2021",
    }
    new = url(year, "registration-new", unit="B")
    assert client.post(f"{new}?cho=don-vi", sent).status_code == 302
    own = Registration.objects.get()
    assert own.conditions_met == [int(pk) for pk in ticked[:2]]  # those of other titles fall away
    person_sent = {"award": "FIGHTER_PROV", "person": " Nguyễn  Văn A ", "person_title": "Chủ tịch"}
    assert client.post(f"{new}?cho=ca-nhan", person_sent).status_code == 302
    text = text_of(client, page)
    assert "Nguyễn Văn A Chủ tịch" in text
    assert "2 đăng ký chưa gửi" in text
    answer = client.post(url(year, "registration-send", unit="B"), {"base": base_of(unit)})
    assert answer.status_code == 302
    text = text_of(client, page)
    assert text.count("Đã gửi, chờ khối nhận") == 2
    assert f"Đã đánh dấu 2/{len(ticked)} điều kiện" in text
    # The year's own titles come first, the rest of the catalogue behind.
    form = client.get(f"{new}?cho=don-vi").context["form"]
    assert [option["code"] for option in form.options()] == ["FLAG_PROV"]
    assert "FIGHTER_PROV" not in {option["code"] for option in form.other_options()}


@pytest.mark.parametrize(
    ("whom", "sent", "fields"),
    [
        ("don-vi", {}, {"award"}),
        ("ca-nhan", {"award": "FIGHTER_PROV"}, {"person", "person_title"}),
        ("tap-the", {"award": "COLL_ADVANCED", "collective": " "}, {"collective"}),
        ("don-vi", {"award": "FIGHTER_PROV"}, {"award"}),
        ("don-vi", {"award": "FLAG_PROV", "conditions": ["0", "x"]}, {"conditions"}),
        ("don-vi", {"award": "FLAG_PROV", "basis": "x" * 501}, {"basis"}),
    ],
)
def test_bad_input_stays_in_the_form(whom: str, sent: dict[str, Any], fields: set[str]) -> None:
    year = bloc_year()
    client = signed_in(head_of(year.members[1]))
    answer = client.post(f"{url(year, 'registration-new', unit='B')}?cho={whom}", sent)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == fields
    if sent.get("award") == "FLAG_PROV":
        assert 'value="FLAG_PROV" checked' in answer.content.decode()
    assert not Registration.objects.exists()


def test_an_odd_address_gives_the_plain_form() -> None:
    year = bloc_year()
    client = signed_in(head_of(year.members[1]))
    assert client.get(f"{url(year, 'registration-new', unit='B')}?cho=khac").status_code == 200
    assert client.get(url(year, "registration-unit", unit="KHONG")).status_code == 404
    assert client.get(f"{url(year, 'registration-file', unit='B')}?dinh-dang=xlsx").status_code == 404
    assert client.get(url(year, "registration-edit", pk=10**9)).status_code == 404


def test_a_returned_one_is_corrected_where_its_reason_stands() -> None:
    year = bloc_year()
    unit = year.members[1]
    row = registered(unit, "FLAG_PROV", RETURNED)
    client = signed_in(head_of(unit))
    assert "Khối trả lại: Thiếu căn cứ" in text_of(client, url(year, "registration-unit", unit="B"))
    address = url(year, "registration-edit", pk=row.pk)
    html = client.get(address).content.decode()
    assert "Thiếu căn cứ" in html
    base = client.get(address).context["form"]["base"].value()
    sent = {"award": "FLAG_PROV", "basis": "Bổ sung", "base": base}
    assert client.post(address, sent).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.basis) == (DRAFT, "Bổ sung")
    late = client.post(address, sent | {"basis": "Người khác"})
    assert late.status_code == 409
    html = late.content.decode()
    assert "Đang lưu: Danh hiệu: Cờ thi đua của UBND tỉnh; Căn cứ: Bổ sung." in html
    assert "Người khác" in html  # what was typed stays
    again = late.context["form"]["base"].value()
    assert client.post(address, sent | {"basis": "Người khác", "base": again}).status_code == 302
    row.refresh_from_db()
    assert row.basis == "Người khác"


def test_an_officer_is_told_who_sends() -> None:
    year = bloc_year()
    unit = year.members[1]
    client = signed_in(head_of(unit, SeatKind.OFFICER))
    registered(unit, state=DRAFT)
    text = text_of(client, url(year, "registration-unit", unit="B"))
    assert "Lãnh đạo đơn vị mở trang này và bấm Gửi khối." in text
    answer = client.post(url(year, "registration-send", unit="B"), {"base": base_of(unit)})
    assert (answer.status_code, "là của lãnh đạo đơn vị" in answer.content.decode()) == (403, True)


def test_what_would_break_a_limit_or_is_stale_is_said_on_the_page() -> None:
    year = bloc_year(one_collective_title=True)
    unit = year.members[1]
    client = signed_in(head_of(unit))
    registered(unit, "FLAG_PROV", DRAFT)
    address = url(year, "registration-send", unit="B")
    stale = client.post(address, {"base": "x"})
    assert (stale.status_code, "đã được sửa ở nơi khác" in stale.content.decode()) == (409, True)
    registered(unit, "MERIT_PROV", DRAFT)
    refused = client.post(address, {"base": base_of(unit)})
    assert refused.status_code == 422
    assert "Hội B sẽ có 2. Hãy giữ lại một." in refused.content.decode()
    assert "Cho đơn vị" not in refused.content.decode()  # it has its one title


def test_late_is_told_until_when_it_was() -> None:
    year = bloc_year()
    unit = year.members[1]
    client = signed_in(head_of(unit))
    window(year, PhaseKind.REGISTRATION, closes_at=timezone.now())
    text = text_of(client, url(year, "registration-unit", unit="B"))
    assert "Đã hết hạn đăng ký lúc" in text
    assert "Đăng ký thêm" not in text
    answer = client.post(url(year, "registration-new", unit="B"), {"award": "FLAG_PROV"})
    assert answer.status_code == 403
    assert "cần gia hạn" in answer.content.decode()


def test_the_secretariat_accepts_and_returns_on_the_units_page() -> None:
    year = bloc_year()
    unit = year.members[1]
    first, second = registered(unit, "FLAG_PROV", SENT), registered(unit, "MERIT_PROV", SENT)
    client = as_secretary(year)
    assert "2 đăng ký đang chờ nhận" in text_of(client, url(year, "registrations"))
    assert "2 đăng ký chờ khối nhận" in text_of(client, url(year, "registration-unit", unit="B"))
    accept = url(year, "registration-accept", unit="B")
    assert client.post(accept, {"base": base_of(unit), "muc": first.pk}).status_code == 302
    assert client.post(accept, {"base": "x"}).status_code == 409
    give_back = f"{url(year, 'registration-return', unit='B')}?muc={second.pk}"
    shown = client.get(give_back).content.decode()
    assert "Trả lại Hội B: Bằng khen của UBND tỉnh" in shown
    assert client.post(give_back, {"base": base_of(unit), "reason": " "}).status_code == 422
    stale = client.post(give_back, {"base": "x", "reason": "Thiếu"})
    assert (stale.status_code, "Thiếu" in stale.content.decode()) == (422, True)
    assert client.post(give_back, {"base": base_of(unit), "reason": "Thiếu căn cứ"}).status_code == 302
    second.refresh_from_db()
    assert (second.state, second.reason) == (RETURNED, "Thiếu căn cứ")
    assert client.get(url(year, "registration-return", unit="B")).status_code == 409  # nothing waits


def test_returning_after_the_window_warns_of_the_extension_it_needs() -> None:
    year = bloc_year()
    registered(year.members[1], state=SENT)
    window(year, PhaseKind.REGISTRATION, closes_at=timezone.now())
    text = text_of(as_secretary(year), url(year, "registration-return", unit="B"))
    assert "chỉ sửa và gửi lại được khi có gia hạn" in text


def test_a_published_year_is_only_read() -> None:
    year = bloc_year()
    unit = year.members[1]
    registered(unit, state=SENT)
    publish(year, secretary(year))
    for client in (as_secretary(year), signed_in(head_of(unit))):
        html = client.get(url(year, "registration-unit", unit="B")).content.decode()
        assert "<form" not in html[html.index("<main") :]


def test_half_year_2022_in_the_summary_everybody_sees() -> None:
    year = half_year_2022(one_collective_title=True)
    observer = person("quan-sat")
    seat(observer, SeatKind.OBSERVER, bloc=year.bloc)
    client = signed_in(observer)
    page = url(year, "registration-summary")
    assert client.get(url(year, "registrations"))["Location"] == page
    text = text_of(client, page)
    assert "11/11 đơn vị đã đăng ký." in text
    assert "1 + 1 + 9 = 11, bằng đúng số đơn vị thành viên." in text
    assert "1 Cờ thi đua của Chính phủ A" in text
    assert "9 Bằng khen của UBND tỉnh C, D, E, F, G, H, I, J, K" in text
    Registration.objects.filter(membership__code="K").update(state=RETURNED, reason="x")
    text = text_of(client, page)
    assert "1 + 1 + 8 = 10, khối có 11 đơn vị; chưa đăng ký: K." in text
    assert "Chưa đăng ký: K." in text


def test_the_secretariats_table_of_standings() -> None:
    year = bloc_year(year=2022)
    award_rule(year, "FLAG_PROV", needs_registration=True)
    registered(year.members[0], "FLAG_PROV")
    text = text_of(as_secretary(year), url(year, "registration-standings"))
    assert "A Đủ điều kiện B Chưa đăng ký C Chưa đăng ký Đủ điều kiện 1/3" in text


# --- what a page costs


@pytest.fixture(params=[3, 15])
def filled(request: pytest.FixtureRequest, full_years: dict[int, BlocYear]) -> BlocYear:
    year = fresh(full_years[request.param])
    for member in year.members:
        registered(member, "COLL_EXCELLENT", SENT)
        registered(member, "FIGHTER_PROV", SENT, person="Nguyễn Văn A")
    return fresh(year)


COSTS = [
    ("registrations", {}, 10),
    ("registration-unit", {"unit": "DV02"}, 11),
    ("registration-summary", {}, 9),
    ("registration-standings", {}, 9),
]


@pytest.mark.parametrize(("name", "more", "queries"), COSTS, ids=[cost[0] for cost in COSTS])
def test_the_secretariats_pages_take_so_many_queries(
    name: str, more: dict[str, str], queries: int, filled: BlocYear, django_assert_num_queries: Any
) -> None:
    client, address = signed_in(secretary(filled)), url(filled, name, **more)
    client.get(address)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


OWN_COSTS = [
    ("registration-unit", {"unit": "DV02"}, 10),
    ("registration-new", {"unit": "DV02"}, 9),
    ("registration-summary", {}, 7),
]


@pytest.mark.parametrize(("name", "more", "queries"), OWN_COSTS, ids=[cost[0] for cost in OWN_COSTS])
def test_the_units_pages_take_so_many_queries(
    name: str, more: dict[str, str], queries: int, filled: BlocYear, django_assert_num_queries: Any
) -> None:
    client, address = signed_in(head_of(filled.members[1])), url(filled, name, **more)
    forget()
    client.get(address)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


def test_a_garbled_id_accepts_nothing() -> None:
    year = bloc_year(year=2022)
    row = registered(year.members[1], state=SENT)
    client = as_secretary(year)
    for text in ("abc", "9" * 5000):
        sent = {"muc": text, "base": base_of(year.members[1])}
        assert client.post(url(year, "registration-accept", unit="B"), sent).status_code == 404
    row.refresh_from_db()
    assert row.state == SENT
