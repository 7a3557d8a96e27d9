"""The page that says who scores whom: looking at a draw, keeping it, the draws on record, ticks by hand."""

from typing import Any

import pytest
from django.test import Client

from blocs.editing import fingerprint
from blocs.models import BlocYear, Membership, RuleVersion, SeatKind, User
from blocs.terms import Level
from scoring.draw_queries import stored_pairs
from scoring.models import Assignment, Draw
from tests.builders import bloc_year, person, seat, secretary
from tests.scoring.test_classes_and_assignments import a_score

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

PAGE = "/khoi/khoi-thu/2020/phan-cong/"
LOT = {"cach": "ring", "k": "2", "thutu": "so", "so": "482913"}


@pytest.fixture
def year() -> BlocYear:
    return bloc_year(units=6)


@pytest.fixture
def actor(year: BlocYear) -> User:
    return secretary(year)


@pytest.fixture
def typist(actor: User, client: Client) -> Client:
    client.force_login(actor, backend="blocs.backends.IdentifierBackend")
    return client


def keep(client: Client, **more: str) -> Any:
    base = client.get(PAGE).context["base"]
    return client.post(PAGE, {"viec": "rut", "base": base, **LOT, **more})


def body(answer: Any) -> str:
    return str(answer.content.decode())


def test_before_a_lot_nothing_is_kept_and_nothing_shown_that_hangs_on_its_number(
    year: BlocYear, typist: Client
) -> None:
    answer = typist.get(PAGE, LOT)
    assert answer.status_code == 200
    preview = answer.context["preview"]
    assert preview["way"] == "Vòng tròn, mỗi đơn vị chấm 2 đơn vị kế tiếp, số rút thăm “482913”"
    assert preview["share"] == "12 phiếu; mỗi đơn vị chấm 2, được 2 đơn vị chấm."
    assert preview["mutual"] == "Không có hai đơn vị nào chấm lẫn nhau."
    assert "D → C → E → B → F → A" not in body(answer)
    assert " chấm " + year.members[1].short_name not in body(answer)
    assert "Rút thăm và ghi kết quả" in body(answer)
    # Another number: the same page but for the number itself, so there is nothing to choose by.
    other = typist.get(PAGE, LOT | {"so": "731"}).context["preview"]
    assert other | {"way": ""} == preview | {"way": ""}
    assert not Draw.objects.exists()
    assert stored_pairs(year) == []


def test_what_is_not_drawn_by_lot_is_looked_at_whole(year: BlocYear, typist: Client) -> None:
    answer = typist.get(PAGE, LOT | {"thutu": "khoi"})
    assert answer.context["preview"]["groups"] == [("Vòng", "A → B → C → D → E → F")]
    assert "Ghi kết quả này" in body(answer)
    shown = dict(answer.context["sent"]) | {"viec": "rut", "base": answer.context["base"]}
    ticked = {
        cell["value"] for row in answer.context["preview"]["rows"] for cell in row["cells"] if cell["ticked"]
    }
    typist.post(PAGE, shown)
    assert ticked == {f"{scorer}-{scored}" for scorer, scored in stored_pairs(year)}


def test_what_was_chosen_is_what_is_drawn(year: BlocYear, typist: Client) -> None:
    shown = typist.get(PAGE, LOT)
    sent = dict(shown.context["sent"]) | {"viec": "rut", "base": shown.context["base"]}
    answer = typist.post(PAGE, sent, follow=True)
    assert "Đã ghi kết quả phân công." in body(answer)
    assert answer.context["sentence"].startswith("12 phiếu chấm chéo, theo lần 1: vòng tròn")
    assert [(row["number"], row["in_force"]) for row in answer.context["draws"]] == [(1, True)]
    assert Draw.objects.get().order == [year.members[place].pk for place in (3, 2, 4, 1, 5, 0)]


def test_the_machine_takes_its_number_while_it_draws(year: BlocYear, typist: Client) -> None:
    asked = {**LOT, "thutu": "may", "so": "", "lanhdao": "on"}
    answer = typist.get(PAGE, asked)
    assert answer.context["preview"]["way"].endswith(
        "số rút thăm do máy lấy khi rút, Trưởng khối, Phó khối không chấm"
    )
    assert "→ " not in body(answer)
    sent = dict(answer.context["sent"]) | {"viec": "rut", "base": answer.context["base"], "so": "1"}
    assert typist.post(PAGE, sent).status_code == 302
    row = Draw.objects.get()
    assert row.by_machine
    assert len(row.seed) == 6
    assert row.seed.isdigit()
    page = typist.get(PAGE)
    assert f"số rút thăm “{row.seed}” do máy lấy" in body(page)
    # The button pressed twice draws once.
    assert typist.post(PAGE, sent).status_code == 409
    assert Draw.objects.count() == 1


def test_a_draw_tells_of_the_lots_before_it(year: BlocYear, typist: Client) -> None:
    keep(typist)
    assert "Trước lần này chưa rút thăm lần nào trong năm." in body(typist.get(f"{PAGE}lan-1/"))
    keep(typist, so="731", lydo="Hội nghị rút lại.")
    keep(typist, so="9", lydo="Thêm một đơn vị.")
    text = body(typist.get(f"{PAGE}lan-3/"))
    assert "Trước lần này năm đã rút thăm 2 lần: lần 1, ngày " in text
    assert "số “731” (lý do rút lại: Hội nghị rút lại)." in text


def test_a_change_by_hand_is_no_lot_before(year: BlocYear, typist: Client) -> None:
    keep(typist, thutu="khoi")
    keep(typist, k="3")
    assert "Trước lần này chưa rút thăm lần nào trong năm." in body(typist.get(f"{PAGE}lan-2/"))


def test_before_a_lot_it_is_not_told_which_units_will_have_few_scorers(client: Client) -> None:
    """Teams of 3, 2 and 2: who is in which hangs on the number."""
    year = bloc_year("khoi-bay", units=7)
    client.force_login(secretary(year), backend="blocs.backends.IdentifierBackend")
    page = "/khoi/khoi-bay/2020/phan-cong/"
    preview = client.get(page, {"cach": "teams", "k": "3", "thutu": "so", "so": "5"}).context["preview"]
    assert "có đơn vị chỉ có một hoặc hai nơi chấm" in preview["few"]


def test_where_scorers_are_unnamed_too_few_of_them_are_told_of(year: BlocYear, typist: Client) -> None:
    few = "mọi đơn vị chỉ có một hoặc hai nơi chấm"
    assert few in body(typist.get(PAGE, LOT))
    assert few not in body(typist.get(PAGE, LOT | {"k": "3"}))
    assert few not in body(typist.get(PAGE))
    keep(typist)
    assert few in body(typist.get(PAGE))
    RuleVersion.objects.filter(pk=year.rules_id).update(scorers_named=True)
    assert few not in body(typist.get(PAGE))


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"k": "6"}, "k", "từ 1 đến 5"),
        ({"k": "hai"}, "k", "số nguyên"),
        ({"k": ""}, "k", "Hãy ghi số này"),
        ({"k": "0"}, "k", "từ 1 trở lên"),
        ({"so": ""}, "so", "Hãy ghi số hội nghị"),
        ({"so": "x" * 101}, "so", "100"),
        ({"cach": "none"}, "cach", ""),
        ({"cach": "random", "thutu": "khoi"}, "thutu", "phải rút thăm"),
        ({"cach": "teams", "k": "7"}, "k", "Số tổ phải từ 2 đến 6"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_cannot_be_drawn_stays_in_the_form(
    *, year: BlocYear, typist: Client, method: str, changed: dict[str, str], field: str, says: str
) -> None:
    sent = {**LOT, **changed}
    answer = (
        typist.get(PAGE, sent)
        if method == "get"
        else typist.post(PAGE, {**sent, "viec": "rut", "base": fingerprint([])})
    )
    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert says in form.errors[field][0]
    assert form["so"].value() == sent["so"]
    assert not Draw.objects.exists()


def test_a_second_draw_without_a_reason_keeps_what_was_typed(year: BlocYear, typist: Client) -> None:
    assert keep(typist).status_code == 302
    before = stored_pairs(year)
    answer = keep(typist, so="731")
    assert answer.status_code == 422
    assert "lý do" in answer.context["problem"]
    assert answer.context["preview"]["way"].endswith("“731”")
    assert stored_pairs(year) == before
    assert keep(typist, so="731", lydo="Hội nghị rút lại.").status_code == 302
    page = typist.get(PAGE)
    assert [(row["number"], row["in_force"], row["reason"]) for row in page.context["draws"]] == [
        (2, True, "Hội nghị rút lại."),
        (1, False, ""),
    ]


def test_a_stale_draw_is_looked_at_again(year: BlocYear, typist: Client) -> None:
    base = typist.get(PAGE, LOT).context["base"]
    first, second, *_ = [member.pk for member in year.members]
    Assignment.objects.create(year=year, scorer_id=first, scored_id=second)
    answer = typist.post(PAGE, {**LOT, "viec": "rut", "base": base})
    assert answer.status_code == 409
    assert answer.context["preview"]["share"].startswith("12 phiếu")
    assert typist.post(PAGE, {**LOT, "viec": "rut", "base": answer.context["base"]}).status_code == 302


def test_ticks_by_hand(year: BlocYear, typist: Client) -> None:
    first, second, *_ = [member.pk for member in year.members]
    base = typist.get(PAGE).context["base"]
    sent = {"viec": "chon", "pair": f"{first}-{second}", "base": base}
    answer = typist.post(PAGE, sent, follow=True)
    assert stored_pairs(year) == [(first, second)]
    assert answer.context["without"] == ["Hội A", "Hội C", "Hội D", "Hội E", "Hội F"]
    assert typist.post(PAGE, {**sent, "pair": f"{second}-{first}"}).status_code == 409
    assert typist.post(PAGE, {**sent, "pair": "x-1"}).status_code == 422
    assert typist.post(PAGE, {**sent, "pair": f"{first}-{first}"}).status_code == 422


def test_ticks_after_a_draw_need_a_reason_and_stay_ticked(year: BlocYear, typist: Client) -> None:
    keep(typist)
    first, second, *_ = [member.pk for member in year.members]
    page = typist.get(PAGE)
    assert page.context["needs_reason"]
    sent = {"viec": "chon", "pair": f"{first}-{second}", "base": page.context["base"]}
    answer = typist.post(PAGE, sent)
    assert answer.status_code == 422
    ticked = [
        cell["value"] for row in answer.context["now"]["rows"] for cell in row["cells"] if cell["ticked"]
    ]
    assert ticked == [f"{first}-{second}"]
    assert typist.post(PAGE, {**sent, "lydo": "Hội nghị đồng ý."}).status_code == 302
    assert Draw.objects.get(number=2).reason == "Hội nghị đồng ý."


def test_pairs_of_last_year_say_so(year: BlocYear, typist: Client) -> None:
    first, second, *_ = [member.pk for member in year.members]
    Assignment.objects.create(year=year, scorer_id=first, scored_id=second)
    sentence = typist.get(PAGE).context["sentence"]
    assert sentence == (
        "1 phiếu chấm chéo, mang từ năm trước sang hoặc từ sổ Excel; năm nay chưa ghi lần rút thăm nào."
    )


def test_a_unit_that_left_changes_the_sentence_not_the_draw(year: BlocYear, typist: Client) -> None:
    keep(typist)
    first = year.members[0]
    Membership.objects.filter(pk=first.pk).update(left_on="2020-07-01")
    page = typist.get(PAGE)
    assert page.context["sentence"].startswith("8 phiếu chấm chéo, theo lần 1")
    assert len(page.context["now"]["rows"]) == 5
    Assignment.objects.filter(year=year, scored=year.members[1]).delete()
    assert "khác lần 1 đã ghi" in typist.get(PAGE).context["sentence"]


def test_once_a_peer_score_is_in_the_page_only_shows(year: BlocYear, typist: Client) -> None:
    keep(typist)
    a_score(year, Level.PEER)
    page = typist.get(PAGE, LOT)
    text = body(page)
    assert "Chỉ còn để xem." in text
    assert "Rút thăm và ghi kết quả" not in text
    assert "Lưu phân công" not in text
    assert 'name="pair"' not in text
    assert keep(typist, so="9", lydo="Rút lại.").status_code == 409


def test_a_year_without_cross_scoring_leads_to_the_rules(client: Client) -> None:
    year = bloc_year("khoi-khong-cheo", levels=["self"])
    client.force_login(secretary(year), backend="blocs.backends.IdentifierBackend")
    text = body(client.get("/khoi/khoi-khong-cheo/2020/phan-cong/"))
    assert "Năm này không chấm chéo" in text
    assert "/khoi/khoi-khong-cheo/2020/quy-tac/" in text
    assert "Tiếp tục" not in text


def test_drawing_again_shows_that_it_is_the_same(year: BlocYear, typist: Client) -> None:
    keep(typist, cach="random", lanhdao="on")
    page = typist.get(f"{PAGE}lan-1/")
    assert page.context["is_same"]
    text = body(page)
    assert "Rút lại thử: giống hệt." in text
    assert "482913:1" in text
    Draw.objects.update(pairs=Draw.objects.get().pairs[1:])
    assert "Rút lại thử: không giống." in body(typist.get(f"{PAGE}lan-1/"))


def test_what_was_not_drawn_by_lot_has_nothing_to_repeat(year: BlocYear, typist: Client) -> None:
    keep(typist, thutu="khoi")
    text = body(typist.get(f"{PAGE}lan-1/"))
    assert "không rút thăm" in text
    assert "SHA-256" not in text
    assert typist.get(f"{PAGE}lan-2/").status_code == 404


def test_a_unit_taken_out_of_the_year_is_still_a_place_in_the_draw(year: BlocYear, typist: Client) -> None:
    keep(typist)
    Membership.objects.filter(pk=year.members[5].pk).delete()
    page = typist.get(f"{PAGE}lan-1/")
    assert page.context["is_same"]
    assert "đơn vị đã ra khỏi khối" in body(page)


def test_the_annex_is_offered_to_who_may_print_it(year: BlocYear, typist: Client) -> None:
    assert "In phụ lục" in body(typist.get(PAGE))
    admin = person("quan-tri")
    seat(admin, SeatKind.ADMIN)
    typist.force_login(admin, backend="blocs.backends.IdentifierBackend")
    page = typist.get(PAGE)
    assert page.status_code == 200
    assert "In phụ lục" not in body(page)


@pytest.mark.parametrize("units", [3, 15])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("", 11), ("?cach=random&k=2&thutu=so&so=5", 11), ("lan-1/", 10)],
)
def test_pages_take_the_same_few_queries(
    django_assert_num_queries: Any, client: Client, units: int, address: str, queries: int
) -> None:
    year = bloc_year(units=units)
    client.force_login(secretary(year), backend="blocs.backends.IdentifierBackend")
    for number in range(3):
        keep(client, so=str(number), lydo="Thử.")
    client.get(PAGE + address)
    with django_assert_num_queries(queries):
        assert client.get(PAGE + address).status_code == 200
