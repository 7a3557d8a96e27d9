"""What a target feeds, and what a scorer sees of promise and result beside the cell."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from blocs.editing import Stale, fingerprint
from blocs.models import Target
from blocs.refusals import Invalid, NotAllowed
from scoring.actions.target_links import Link, links_state, save_links, stored_links
from scoring.models import TargetCriterion
from scoring.target_queries import link_words, targets_in_order
from tests.builders import person
from tests.scoring.sheets import Fields, Hall, hall, journal_actions, peer, signed_in, url

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def here() -> Hall:
    made = hall()
    for position, code in enumerate("BC"):
        Target.objects.create(
            membership=made.member(code),
            position=position,
            text="Hội viên <mới>",
            measure="hội viên",
            planned=D(500),
            half_year=D(200),
            year_end=D(460) if code == "B" else None,
        )
    return made


def link(here: Hall, *codes: str, base: str | None = None, **more: Any) -> int:
    targets = targets_in_order(here.year)
    shown = fingerprint(links_state(stored_links(here.year, targets))) if base is None else base
    wanted = {row.pk: Link(code, D(40) if code else None) for row, code in zip(targets, codes, strict=True)}
    return save_links(**{"actor": here.secretary, "year": here.year, "wanted": wanted, "base": shown} | more)


def test_a_scorer_sees_promise_and_result_of_each_unit_beside_its_cell(here: Hall) -> None:
    assert link(here, "I.2", "I.2") == 2
    page = signed_in(here).get(peer(here)).content.decode()
    assert "Hội viên &lt;mới&gt;: 460/500 hội viên (92%)" in page
    assert "Hội viên &lt;mới&gt;: 6 tháng 200/500 hội viên (40%)" in page
    assert "Chỉ tiêu của 2 đơn vị" in page
    described = [
        attributes["aria-describedby"]
        for attributes in Fields(page).attributes.values()
        if attributes.get("aria-describedby")
    ]
    assert len(described) == 2
    for key in described:
        assert page.count(f'id="{key}"') == 1


def test_a_paper_of_one_unit_has_a_quiet_line(here: Hall) -> None:
    link(here, "I.2", "")
    here.year.memberships.exclude(code__in="AB").delete()
    page = signed_in(here).get(peer(here)).content.decode()
    assert 'class="grid-promise"' in page
    assert "Chỉ tiêu: Hội viên &lt;mới&gt;: 460/500 hội viên (92%)" in page
    assert "grid-promises" not in page


def test_links_are_kept_changed_and_taken_away(here: Hall) -> None:
    link(here, "I.2", "I.1")
    assert set(link_words(here.year).values()) == {"I.2, trọng số 40", "I.1, trọng số 40"}
    assert link(here, "I.2", "I.1") == 0
    assert link(here, "I.2", "") == 1
    assert TargetCriterion.objects.count() == 1
    assert journal_actions().count("targets.linked") == 2


def test_what_cannot_be_linked(here: Hall) -> None:
    with pytest.raises(Invalid, match="chấm điểm X"):
        link(here, "X.9", "")
    with pytest.raises(Invalid):
        link(here, "I", "")  # a section is not scored
    with pytest.raises(Stale):
        link(here, "I.1", "", base="x")
    with pytest.raises(Invalid, match="tải lại"):
        link(here, "I.1", "", wanted={})
    with pytest.raises(NotAllowed):
        link(here, "I.1", "", actor=person("nguoi-khac"))
    assert not TargetCriterion.objects.exists()


def test_the_page_of_links(here: Hall, client: Client) -> None:
    client = signed_in(here)
    address = url(here, "target-links")
    form = Fields(client.get(address).content.decode()).values
    codes = sorted(name for name in form if name.endswith("-code"))
    wrong = client.post(address, form | {codes[0]: "Z.1"})
    assert wrong.status_code == 422
    assert "Không có tiêu chí chấm điểm “Z.1”" in wrong.content.decode()
    assert client.post(address, form | {codes[0]: "i.2 Tổ chức, hội viên"}).status_code == 302
    assert list(link_words(here.year).values()) == ["I.2"]
    assert "Tiêu chí I.2" in client.get(url(here, "targets")).content.decode()


@pytest.mark.parametrize("units", [3, 15])
def test_the_page_of_links_costs_the_same(django_assert_num_queries: Any, units: int) -> None:
    here = hall(units=units)
    for position, member in enumerate(here.year.members):
        Target.objects.create(membership=member, position=position, text="Hội viên")
    client, address = signed_in(here), url(here, "target-links")
    client.get(address)
    with django_assert_num_queries(11):
        assert client.get(address).status_code == 200


def test_the_largest_grid_with_targets_stays_small() -> None:
    here = hall(units=15)
    position = 0
    for member in here.year.members:
        for number in range(5):
            row = Target.objects.create(
                membership=member,
                position=position,
                text=f"Chỉ tiêu số {number} của đơn vị trong giao ước",
                measure="hội viên",
                planned=D(500),
                year_end=D(460),
            )
            position += 1
            TargetCriterion.objects.create(target=row, criterion_id=here.criterion("I.2"))
    assert len(signed_in(here).get(peer(here)).content) < 100_000
