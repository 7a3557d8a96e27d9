"""The grid as an ordinary form and the protocol its script speaks: statuses, sentences, queries."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blocs.fields import new_revision
from blocs.models import BlocYear, RuleVersion
from blocs.terms import CriterionGroup, Level, SheetState
from scoring.actions.sheets import hand_in
from scoring.models import Assignment, CriterionVersion, Score, Sheet
from tests.builders import bloc_year, secretary
from tests.scoring.sheets import Fields, Hall, fields, hall, name_of, peer, signed_in, url

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def here() -> Hall:
    return hall()


@pytest.fixture
def client(here: Hall) -> Client:
    return signed_in(here)


# ── Without a script ─────────────────────────────────────────────────────


def test_the_form_saves_what_changed_and_only_that(here: Hall, client: Client) -> None:
    b, c = here.sheet("A", "B"), here.sheet("A", "C")
    here.save(here.entry(b, "I.1", "30"))
    form = fields(client, peer(here))
    form |= {name_of(here, b, "I.2"): "19,5", name_of(here, c, "II"): "38.0"}
    answer = client.post(peer(here), form, follow=True)
    assert answer.redirect_chain[-1][0] == peer(here)
    assert "Đã lưu 2 ô." in answer.content.decode()
    assert {code: str(points) for code, points in here.stored(b).items()} == {"I.1": "30", "I.2": "19.5"}
    # The same form once more: acknowledged, not doubled.
    again = client.post(peer(here), form, follow=True)
    assert "chưa được lưu" not in again.content.decode()
    assert Score.objects.count() == 3


def test_wrong_cells_stand_as_typed_and_lead_back(here: Hall, client: Client) -> None:
    b = here.sheet("A", "B")
    form = fields(client, peer(here))
    wrong = name_of(here, b, "I.1")
    form |= {wrong: "41", name_of(here, b, "I.2"): "<b>", name_of(here, b, "II"): "40"}
    answer = client.post(peer(here), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'<a href="#{wrong}">I.1 · B</a>: 41 vượt điểm tối đa 40.' in page
    again = Fields(page)
    assert (again.values[wrong], again.attributes[wrong]["aria-invalid"]) == ("41", "true")
    assert again.values[name_of(here, b, "I.2")] == "<b>"
    assert here.stored(b) == {"II": 40}
    # What stands in the page can be corrected and sent: its bases are those of now.
    answer = client.post(peer(here), again.values | {wrong: "39", name_of(here, b, "I.2"): ""}, follow=True)
    assert answer.status_code == 200
    assert here.stored(b) == {"I.1": 39, "II": 40}


def test_a_cell_somebody_else_changed_is_shown_with_both_values(here: Hall, client: Client) -> None:
    b = here.sheet("A", "B")
    form = fields(client, peer(here))
    here.save(here.entry(b, "I.1", "30"))
    name = name_of(here, b, "I.1")
    answer = client.post(peer(here), form | {name: "31"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "đã lưu 30 lúc" in page
    assert Fields(page).values[name] == "31"
    # Saved once more, now knowingly over the other value.
    assert client.post(peer(here), Fields(page).values).status_code == 302
    assert here.stored(b) == {"I.1": 31}


def test_fields_that_are_not_the_paper_s_are_passed_over(here: Hall, client: Client) -> None:
    other = here.sheet("B", "A")
    form = fields(client, peer(here)) | {name_of(here, other, "I.1"): "30", "c999-1": "5"}
    assert client.post(peer(here), form).status_code == 302
    assert not Score.objects.exists()


@pytest.mark.parametrize("bases", ["", "[1]", "{"])
def test_a_form_without_its_bases_is_refused_with_a_sentence(here: Hall, client: Client, bases: str) -> None:
    answer = client.post(peer(here), {"bases": bases})
    assert answer.status_code == 422
    assert "Hãy tải lại trang" in answer.content.decode()


def big_tree(leaves: int = 60) -> list[tuple[str, str, CriterionGroup, str | None, str | None]]:
    content = CriterionGroup.CONTENT
    tree = [("I", "Nội dung", content, str(leaves * 10), None)]
    return [*tree, *((f"I.{n}", f"Tiêu chí {n}", content, "10", "0.5") for n in range(1, leaves + 1))]


def test_the_largest_paper_saves_as_a_plain_form() -> None:
    """47 units × 60 criteria: 2,760 cells of a peer paper in one form, more fields than Django's default."""
    year = bloc_year(units=47, tree=big_tree(), scale=Decimal(600))
    here = Hall(year, secretary(year))
    client = signed_in(here)
    form = fields(client, peer(here))
    cells = [name for name in form if name.startswith("c") and "-" in name]
    assert len(cells) == 46 * 60
    assert client.post(peer(here), form | dict.fromkeys(cells, "9,5")).status_code == 302
    assert Score.objects.count() == 46 * 60
    form = fields(client, peer(here))
    assert client.post(peer(here), form | dict.fromkeys(cells, "")).status_code == 302
    assert not Score.objects.exists()


# ── Handing in, reopening, "không chấm" ──────────────────────────────────


def test_handing_in_saves_what_came_along_and_names_the_incomplete(here: Hall, client: Client) -> None:
    b, c = here.sheet("A", "B"), here.sheet("A", "C")
    here.fill(c)
    form = fields(client, peer(here)) | {name_of(here, b, "I.1"): "40"}
    answer = client.post(peer(here, "sheet-hand-in"), form, follow=True)
    page = answer.content.decode()
    assert "Đã nộp 1 phiếu." in page
    assert "Chưa nộp được 1 phiếu vì còn ô trống: B còn 2 ô: I.2, II." in page
    assert here.stored(b) == {"I.1": 40}
    assert Sheet.objects.get(pk=c.pk).state == SheetState.HANDED_IN
    for _ in range(2):
        page = client.post(peer(here, "sheet-hand-in"), follow=True).content.decode()
        assert "Đã nộp" not in page.replace("Đã nộp đủ", "")


def test_a_wrong_cell_stops_the_handing_in(here: Hall, client: Client) -> None:
    b = here.sheet("A", "B")
    here.fill(b)
    form = fields(client, peer(here)) | {name_of(here, b, "I.1"): "41"}
    answer = client.post(peer(here, "sheet-hand-in"), form)
    assert answer.status_code == 422
    assert Sheet.objects.get(pk=b.pk).state == SheetState.FILLING


def test_reopening_asks_why_and_may_be_sent_twice(here: Hall, client: Client) -> None:
    b = here.sheet("A", "B")
    here.fill(b)
    hand_in(actor=here.secretary, **here.address, ids=[b.pk])
    page = client.get(peer(here)).content.decode()
    assert Fields(page).attributes[name_of(here, b, "I.1")].get("readonly", "no") is None
    address = peer(here, "sheet-reopen")
    assert "Hội B" in client.get(f"{address}?phieu={b.pk}").content.decode()
    assert client.post(address, {"sheet": [b.pk], "reason": ""}).status_code == 422
    assert client.post(address, {"sheet": [here.sheet("B", "A").pk], "reason": "Lý do"}).status_code == 422
    for _ in range(2):
        assert client.post(address, {"sheet": [b.pk], "reason": "Ghi nhầm cột"}).status_code == 302
    assert Sheet.objects.get(pk=b.pk).state == SheetState.FILLING


def test_not_scoring_and_back(here: Hall, client: Client) -> None:
    b = here.sheet("A", "B")
    address = peer(here, "sheet-recuse")
    client.post(address, {"sheet": [b.pk], "reason": "Xung đột lợi ích"})
    page = client.get(peer(here)).content.decode()
    assert name_of(here, b, "I.1") not in Fields(page).values
    assert "không chấm" in page
    client.post(f"{address}?lai=1", {"sheet": [b.pk]})
    assert Sheet.objects.get(pk=b.pk).state == SheetState.FILLING


# ── Pages ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("level", [level for level in Level if level is not Level.PEER])
def test_the_other_levels_have_one_page_each(here: Hall, client: Client, level: Level) -> None:
    slug = {Level.SELF: "tu-cham", Level.BLOC: "khoi", Level.APPRAISAL: "tham-dinh"}[level]
    form = fields(client, url(here, "grid", level=slug))
    assert {name_of(here, here.sheet(level, code), "I.1") for code in "ABC"} <= set(form)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("grid", {"level": "cheo"}),
        ("grid", {"level": "gi-do"}),
        ("grid-peer", {"level": "cheo", "scorer": "Z"}),
        ("grid-peer", {"level": "khoi", "scorer": "A"}),
    ],
)
def test_addresses_of_no_paper_are_404(here: Hall, client: Client, name: str, more: dict[str, str]) -> None:
    assert client.get(url(here, name, **more)).status_code == 404


def test_a_level_the_year_does_not_use_is_404() -> None:
    here = hall(levels=["self", "bloc"])
    assert signed_in(here).get(peer(here)).status_code == 404


def test_a_unit_s_code_may_hold_a_slash(here: Hall, client: Client) -> None:
    here.year.memberships.filter(code="A").update(code="A/1 nộp")
    assert client.get(peer(here, scorer="A/1 nộp")).status_code == 200
    assert client.get(url(here, "sheets")).status_code == 200


def test_running_totals_are_there_before_any_script(here: Hall, client: Client) -> None:
    b = here.sheet("A", "B")
    here.fill(b, I_1="38.5", III_1="5", IV="2")
    page = " ".join(client.get(peer(here)).content.decode().split())
    assert "<td>58,5</td>" in page  # section I
    assert "<td data-grand>101,5</td>" in page  # 98,5 + 5 − 2
    assert "Đã lưu 5/8 ô" in page  # C still lacks its three content cells


def test_the_matrix_says_who_has_handed_in_what(here: Hall, client: Client) -> None:
    whole, part = here.sheet("A", "B"), here.sheet("A", "C")
    here.fill(whole)
    here.save(here.entry(part, "I.1", "3"))
    hand_in(actor=here.secretary, **here.address, ids=[whole.pk])
    page = client.get(url(here, "sheets")).content.decode()
    assert "Đã nộp 1 trên 15 phiếu" in page
    assert "1/2" in page
    assert "1/3" in page
    assert page.count("chính mình") == 3


def test_the_matrix_knows_assignments(here: Hall, client: Client) -> None:
    from scoring.actions.preparing import prepare_sheets

    for scorer, scored in ("AB", "BC", "CA"):
        Assignment.objects.create(year=here.year, scorer=here.member(scorer), scored=here.member(scored))
    prepare_sheets(here.year)
    page = client.get(url(here, "sheets")).content.decode()
    assert page.count("không phân công") == 3
    assert "Đã nộp 0 trên 12 phiếu" in page


@pytest.mark.parametrize("units", [3, 15])
@pytest.mark.parametrize(("name", "queries"), [("sheets", 9), ("grid-peer", 11), ("sheet-form", 7)])
def test_pages_take_the_same_queries_for_few_and_many(
    django_assert_num_queries: Any, units: int, name: str, queries: int
) -> None:
    here = hall(units=units)
    for code in "BC":
        here.fill(here.sheet("A", code))
    client = signed_in(here)
    address = url(here, "sheets") if name == "sheets" else peer(here, name)
    client.get(address)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


def test_what_is_kept_in_memory_is_what_stands(here: Hall, client: Client) -> None:
    """A paper looked at again reads only sheets with a new revision, and never shows an older value."""
    sheet = here.sheet("A", "B")
    here.fill(sheet)
    for value in ("38", "39.5", None):
        assert client.get(peer(here)).status_code == 200
        stored = here.stored(sheet).get("I.1")
        here.save(here.entry(sheet, "I.1", value, None if stored is None else str(stored)))
        shown = fields(client, peer(here))[name_of(here, sheet, "I.1")]
        assert shown == ("" if value is None else value.replace(".", ","))
    with CaptureQueriesContext(connection) as queries:
        client.get(peer(here))
    assert not [one for one in queries if 'FROM "scoring_score"' in one["sql"]]


def test_a_row_is_written_safely(here: Hall, client: Client) -> None:
    """The rows are not written by the template, which would escape by itself."""
    row = CriterionVersion.objects.get(rules=here.year.rules, code="I.1")
    CriterionVersion.objects.filter(pk=row.pk).update(text='<b>"Hội" & Đoàn</b>', method='"><i>x')
    RuleVersion.objects.filter(pk=here.year.rules_id).update(revision=new_revision())
    page = client.get(peer(here)).content.decode()
    assert "<b>" not in page.replace("<b></b>", "").split("<tbody>")[1].split("</tbody>")[0]
    assert "&lt;b&gt;&quot;Hội&quot; &amp; Đoàn&lt;/b&gt;</th>" in page
    assert '"><i>x' not in page


def test_published_years_are_shown_closed(here: Hall, client: Client) -> None:
    from django.utils import timezone

    BlocYear.objects.filter(pk=here.year.pk).update(
        results_published_at=timezone.now(), results_published_by=here.secretary
    )
    page = client.get(peer(here)).content.decode()
    assert "Kết quả đã niêm yết" in page
    assert "Nộp phiếu</button>" not in page
    # The script is there for what may still wait in the browser, but no cell takes a score.
    inputs = [one for name, one in Fields(page).attributes.items() if name.startswith("c") and "-" in name]
    assert inputs
    assert all("readonly" in one for one in inputs)
