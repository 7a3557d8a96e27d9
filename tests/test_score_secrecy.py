"""No seat reads a hidden score by any address, export, count or error message; and what may be read is there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from awards.actions.publishing import publish_results
from awards.models import ResultPaper
from blocs.models import BlocYear
from blocs.terms import Level, SheetsShown, SheetState
from scoring.models import Sheet
from tests.scoring.secrecy_stage import (
    HOME,
    READERS,
    Planted,
    State,
    holds,
    may_read,
    plant,
    score_addresses,
    secrets,
    text_of,
)
from tests.test_permissions import ROWS, Stage, address, built, stage

__all__ = ["built", "stage"]
pytestmark = [
    pytest.mark.untraced,
    pytest.mark.django_db,
    pytest.mark.one_engine,
    pytest.mark.usefixtures("unpressed"),
]

# How far the year is, as far as it matters for the rule. Published with everything in: of a single sheet that counts
# the result is the sheet.
STAGES = {
    SheetsShown.AFTER_OWN: ((False, False), (True, False)),
    SheetsShown.AFTER_CLOSING: ((True, False), (True, True)),
    SheetsShown.AFTER_PUBLISHING: ((True, True),),
    SheetsShown.NEVER: ((True, True),),
}
STATES = [
    State(shown, named, own_in, closed)
    for shown, stages in STAGES.items()
    for own_in, closed in stages
    for named in (False, True)
] + [State(shown, named, own_in=True, published=True) for shown, named in product(SheetsShown, (False, True))]
# Every address is walked in these; the addresses of scores in all of them.
KEY_STATES = {
    State(): ("head", "admin"),
    State(own_in=True, published=True): ("head",),
    State(SheetsShown.NEVER, own_in=True, published=True): ("head",),
}


def set_up(stage: Stage, state: State) -> list[Planted]:
    secretary = stage.cast["secretary"]
    assert secretary is not None
    planted = plant(stage.year, secretary, state)
    stage.year = BlocYear.objects.select_related("bloc", "rules", "province").get(pk=stage.year.pk)
    return planted


def leaks(seat: str, text: str, planted: list[Planted], state: State) -> list[str]:
    return [
        f"{token} of {one}" for one in planted for token in secrets(seat, one, state) if holds(text, token)
    ]


@pytest.mark.parametrize("state", STATES, ids=str)
def test_addresses_of_scores_hold_what_may_be_read_and_nothing_else(stage: Stage, state: State) -> None:
    planted = set_up(stage, state)
    for seat in (
        ("head", "officer") if state in KEY_STATES else ("head",)
    ):  # an officer reads as the head does
        client, seen, wrong = stage.client(seat), "", []
        for url in score_addresses(stage.year):
            answer = client.get(url)
            text = text_of(answer)
            seen += text
            wrong += [
                f"{seat} {url} ({answer.status_code}): {leak}" for leak in leaks(seat, text, planted, state)
            ]
        assert not wrong, "\n".join(wrong)
        # Otherwise nothing would be found because nothing is there.
        for one in planted:
            if may_read(seat, one, state) and one.state is not SheetState.RECUSED:
                assert holds(seen, one.cell), f"{seat} finds {one} nowhere"


@pytest.mark.parametrize("state", KEY_STATES, ids=str)
def test_no_address_at_all_holds_a_hidden_score(stage: Stage, state: State) -> None:
    """Every row of the permission tables, read and posted, by every seat that is not to read everything."""
    planted = set_up(stage, state)
    seats = KEY_STATES[state]
    clients = {seat: stage.client(seat) for seat in seats}
    wrong, unasked = [], set()
    for row in ROWS:
        if row.published and not state.published:
            continue
        with undone():
            try:
                with transaction.atomic():
                    url = address(row, stage)
                    data = row.data(stage) if callable(row.data) else row.data
            except Exception:
                unasked.add(row.name)
                continue
            for seat, answer in answers(url, data, clients):
                told = leaks(seat, text_of(answer), planted, state)
                wrong += [f"{seat} {url} ({answer.status_code}): {leak}" for leak in told]
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert not [name for name in unasked if not (state.published and name.startswith(UNASKED))]


# Scenes that stop at a year published already: pledges hold no scores, and what comes after publishing is asked where
# nothing is published, and below.
UNASKED = ("pledge", "results-proposal", "results-version-paper")


def answers(url: str, data: object, clients: dict[str, Client]) -> Iterator[tuple[str, HttpResponse]]:
    """What each seat is answered to reading and to posting."""
    for seat, client in clients.items():
        with undone():
            yield seat, client.get(url)
        with undone():
            yield seat, client.post(url, data)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done to the database inside is taken back."""
    saved = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(saved)


@pytest.mark.parametrize("published", [False, True])
def test_who_has_no_sheets_finds_none(stage: Stage, published: bool) -> None:
    """Seats without a unit of the year, and those of other blocs; published results are for the year's seats."""
    state = State(own_in=True, published=published)
    planted = set_up(stage, state)
    wrong = []
    for seat in ("admin", "teller", "observer", "stranger", "head_other", "secretary_other", "board_other"):
        client = stage.client(seat)
        for url in score_addresses(stage.year):
            answer = client.get(url)
            wrong += [f"{seat} {url}: {leak}" for leak in leaks(seat, text_of(answer), planted, state)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("seat", READERS)
def test_who_reads_everything_finds_everything(stage: Stage, seat: str) -> None:
    planted = set_up(stage, State())
    client = stage.client(seat)
    seen = "".join(text_of(client.get(url)) for url in score_addresses(stage.year))
    for one in planted:
        tokens = [one.words[4]] if one.state is SheetState.RECUSED else [one.cell, one.words[4]]
        assert all(holds(seen, token) for token in tokens), one


@pytest.mark.parametrize("named", [False, True])
def test_saving_into_a_sheet_of_others_tells_nothing_of_it(stage: Stage, named: bool) -> None:
    """Not even whether there is one: a sheet that is hidden and one that does not exist are answered alike."""
    planted = set_up(stage, State(named=named))
    client = stage.client("head")
    leaf = stage.year.current_rules.criteria.get(code="I.1").criterion_id
    url = f"/khoi/{stage.year.bloc.code}/{stage.year.slug}/phieu/o/"
    hidden = Sheet.objects.filter(year=stage.year, level=Level.PEER, scorer__code="A").first()
    assert hidden is not None
    absent = client.post(url, {"sheet": 10**9, "criterion": leaf, "value": "1", "base": ""})
    for value, base in (("1", ""), ("1", "7"), ("999", "")):
        data = {"sheet": hidden.pk, "criterion": leaf, "value": value, "base": base}
        answer = client.post(url, data)
        assert answer.status_code == 404
        assert without_token(answer) == without_token(absent)
        assert not leaks("head", text_of(answer), planted, State(named=named))
    own = Sheet.objects.get(year=stage.year, level=Level.SELF, scored__code=HOME)
    stale = client.post(url, {"sheet": own.pk, "criterion": leaf, "value": "1", "base": "7"})
    assert stale.status_code == 409
    mine = next(one for one in planted if one.level is Level.SELF and one.scored == HOME)
    assert holds(text_of(stale), mine.cell)


def without_token(answer: HttpResponse) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text_of(answer))


def test_published_figures_of_peers_stand_without_names(stage: Stage) -> None:
    """On the page of C, as B's head reads it, nothing beside a figure says that it is A's; and their order is their size."""
    planted = set_up(stage, State(own_in=True, published=True))
    page = (
        stage.client("head")
        .get(f"/khoi/{stage.year.bloc.code}/{stage.year.slug}/ket-qua/don-vi/B/")
        .content.decode()
    )
    figures = [one for one in planted if one.level is Level.PEER and one.scored == "B"]
    assert len(figures) == 2
    assert all(one.cell in page for one in figures)
    assert "Phiếu của Hội A" not in page
    assert "Phiếu của Hội C" not in page
    low, high = sorted(one.cell for one in figures)
    assert f"{low} · {high}" in page


@pytest.mark.parametrize("shown", [SheetsShown.AFTER_OWN, SheetsShown.NEVER])
def test_stored_results_and_what_is_carried_into_the_hall_tell_no_more(
    stage: Stage, shown: SheetsShown
) -> None:
    """The approved version with its papers, and each unit's sheet as page and files."""
    planted = set_up(stage, State(shown, own_in=True))
    secretary = stage.cast["secretary"]
    assert secretary is not None
    publish_results(actor=secretary, year=stage.year, site="http://khoi.vn/")
    state, base = State(shown, own_in=True, published=True), f"/khoi/{stage.year.bloc.code}/2020/ket-qua"
    urls = [
        f"{base}/phien-ban/",
        f"{base}/phien-ban/1/",
        f"{base}/phien-ban/1/tinh-lai/",
        f"{base}/phan-hoi/",
    ]
    urls += [f"{base}/phien-ban/1/ban-luu/", f"{base}/", f"{base}/phan-hoi/moi/"]
    urls += [f"{base}/phien-ban/1/van-ban/{paper.code}/" for paper in ResultPaper.objects.all()]
    for member in stage.year.members:
        sheet = f"{base}/phieu/{member.code}/"
        urls += [sheet, f"{sheet}?dinh-dang=pdf", f"{sheet}?dinh-dang=xlsx", f"{sheet}?dinh-dang=docx"]
    assert ResultPaper.objects.exists()
    client, wrong, statuses = stage.client("head"), [], set()
    for url in urls:
        answer = client.get(url)
        statuses.add(answer.status_code)
        wrong += [f"{url}: {leak}" for leak in leaks("head", text_of(answer), planted, state)]
    assert not wrong, "\n".join(wrong)
    assert 200 in statuses
