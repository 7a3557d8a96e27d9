"""The yearly sheet of exceptional acts: everything the journal knows of them, and nothing else."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blocs import journal
from blocs.actions.extensions import extension_state, set_extension
from blocs.documents import heading_of
from blocs.documents_exceptional import exceptional_paper
from blocs.editing import fingerprint
from blocs.exceptional_acts import Exceptional, exceptional_acts
from blocs.models import BlocYear, Phase, PhaseKind
from blocs.offers import offers
from scoring.actions.sheets import recuse, reopen
from scoring.models import Sheet
from tests.builders import bloc_year, secretary
from tests.scoring.sheets import Hall, hall

pytestmark = pytest.mark.django_db


def listed(year: BlocYear) -> dict[Exceptional, list[str]]:
    return {
        group.kind: [act.sentence for act in group.acts] for group in exceptional_acts(year) if group.acts
    }


def record(year: BlocYear, action: str, **fields: str) -> None:
    with transaction.atomic():
        journal.record(year=year, actor=None, action=action, **fields)


def test_every_exceptional_action_has_a_sentence() -> None:
    assert set(offers("EXCEPTIONAL_ACTS")) <= set(offers("JOURNAL_SENTENCES"))


def test_acts_are_listed_by_kind_with_their_reasons() -> None:
    here: Hall = hall()
    sheets = list(Sheet.objects.filter(year=here.year, level="peer").order_by("pk")[:2])
    Sheet.objects.filter(pk=sheets[0].pk).update(state="handed_in")
    reopen(actor=here.secretary, **here.address, ids=[sheets[0].pk], reason="Cộng nhầm mục II")
    recuse(actor=here.secretary, **here.address, ids=[sheets[1].pk], reason="Cùng lãnh đạo")
    found = listed(here.year)
    assert set(found) == {Exceptional.REOPENED, Exceptional.ABSTAINED}
    acts = {group.kind: group.acts for group in exceptional_acts(here.year)}
    # The reason has its own line and column: the sentence does not say it as well.
    assert [act.reason for act in acts[Exceptional.REOPENED]] == ["Cộng nhầm mục II"]
    assert [act.reason for act in acts[Exceptional.ABSTAINED]] == ["Cùng lãnh đạo"]
    assert "lý do" not in found[Exceptional.REOPENED][0] + found[Exceptional.ABSTAINED][0]


def test_ordinary_acts_and_other_years_are_not_listed() -> None:
    year, other = bloc_year(), bloc_year(year=2021)
    record(year, "sheets.handed_in", subject="Phiếu tự chấm", reason='"action": "sheets.reopened"')
    record(other, "results.withdrawn", reason="Sai số")
    assert listed(year) == {}
    assert list(listed(other)) == [Exceptional.RESULTS]


def test_an_extension_is_listed() -> None:
    year = bloc_year()
    user = secretary(year)
    Phase.objects.filter(year=year, kind=PhaseKind.SELF_SCORING).update(closes_at=timezone.now())
    set_extension(
        actor=user,
        year=year,
        kind=PhaseKind.SELF_SCORING,
        member=year.members[0].pk,
        closes_at=timezone.now() + timedelta(days=2),
        reason="Bão lũ, mất điện ba ngày",
        base=fingerprint(extension_state(year, PhaseKind.SELF_SCORING, year.members[0].pk)),
    )
    ((kind, (words,)),) = listed(year).items()
    assert kind is Exceptional.EXTENDED
    assert words


@pytest.mark.parametrize("count", [1, 40])
def test_the_page_costs_the_same_with_many(client: Client, count: int) -> None:
    year = bloc_year()
    client.force_login(secretary(year))
    for index in range(count):
        record(year, "results.withdrawn", subject=str(year), reason=f"Lần {index}")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/khoi/{year.bloc.code}/{year.slug}/nhat-ky/viec-ngoai-le/")
    assert answer.status_code == 200
    assert len(queries) == 9
    assert f"Lần {count - 1}" in answer.content.decode()


def test_the_paper_says_what_the_page_says() -> None:
    year = bloc_year()
    record(year, "results.withdrawn", subject=str(year), reason="Sai số ở mục III")
    paper = exceptional_paper(year, heading_of(year))
    text = repr(paper.blocks)
    assert "Sai số ở mục III" in text
    assert Exceptional.RESULTS.label in text
    assert "không có việc ngoại lệ" in repr(exceptional_paper(bloc_year(year=2021), heading_of(year)).blocks)
