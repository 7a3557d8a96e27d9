"""Classes and assignments: what stands, what is refused, what follows."""

from decimal import Decimal

import pytest
from django.test import Client

from blocs.editing import fingerprint
from blocs.models import BlocYear, User
from blocs.refusals import Faults, Invalid, Refused
from blocs.terms import Level, PeerDraw
from scoring.actions.assignments import set_assignments
from scoring.actions.classes import classes_in_words, replace_classes
from scoring.definitions import ClassRow
from scoring.draw_queries import stored_pairs
from scoring.drawing import everyone, spaced
from scoring.models import Score, Sheet
from scoring.stored_rules import class_rows
from tests.builders import bloc_year, secretary

CLASSES = "/khoi/khoi-thu/2020/xep-loai/"


@pytest.fixture
def year() -> BlocYear:
    return bloc_year(units=4)


@pytest.fixture
def actor(year: BlocYear) -> User:
    return secretary(year)


@pytest.fixture
def secretary_client(actor: User, client: Client) -> Client:
    client.force_login(actor, backend="blocs.backends.IdentifierBackend")
    return client


def again(year: BlocYear) -> BlocYear:
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)


def a_score(year: BlocYear, level: Level) -> None:
    sheet = Sheet.objects.filter(year=year, level=level).first()
    criterion = year.current_rules.criteria.get(code="II").criterion
    Score.objects.create(sheet=sheet, criterion=criterion, points=1, source="own")


def row(name: str, points: str, floor: str | None = None) -> ClassRow:
    return ClassRow(name, Decimal(points), None if floor is None else Decimal(floor))


@pytest.mark.django_db
def test_classes_are_stored_highest_first(year: BlocYear, actor: User) -> None:
    revision = year.current_rules.revision
    assert replace_classes(
        actor=actor, year=year, rows=[row("Khá", "70"), row("Tốt", "80,5".replace(",", "."), "85")]
    )
    assert class_rows(again(year).current_rules) == [row("Tốt", "80.5", "85"), row("Khá", "70")]
    assert again(year).current_rules.revision != revision
    assert not replace_classes(
        actor=actor, year=again(year), rows=[row("Khá", "70"), row("Tốt", "80.5", "85")]
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([row("Tốt", "80"), row("Khá", "80")], "1-from_points"),
        ([row("Tốt", "-1")], "0-from_points"),
        ([row("Tốt", "80", "101")], "0-floor_percent"),
    ],
)
def test_classes_that_cannot_stand(year: BlocYear, actor: User, rows: list[ClassRow], field: str) -> None:
    with pytest.raises(Faults) as refused:
        replace_classes(actor=actor, year=year, rows=rows)
    assert refused.value.faults[0][0] == field
    assert class_rows(again(year).current_rules) == []


@pytest.mark.django_db
def test_a_fault_is_shown_in_the_row_it_was_typed_in(year: BlocYear, secretary_client: Client) -> None:
    sent = {
        "0-name": "Tốt",
        "0-from_points": "80",
        "2-name": "Khá",
        "2-from_points": "80",
        "base": fingerprint([]),
    }
    sent |= {"1-name": "", "3-name": ""}
    answer = secretary_client.post(CLASSES, sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["2-from_points"]
    half = secretary_client.post(CLASSES, {"0-name": "Tốt", "1-from_points": "70"})
    assert set(half.context["form"].errors) == {"0-from_points", "1-name"}


@pytest.mark.django_db
def test_classes_on_the_page(year: BlocYear, actor: User, secretary_client: Client) -> None:
    base = fingerprint(classes_in_words([]))
    sent = {"0-name": "Xuất sắc", "0-from_points": "90,5", "0-floor_percent": "85", "base": base}
    assert secretary_client.post(CLASSES, sent).status_code == 302
    assert class_rows(again(year).current_rules) == [row("Xuất sắc", "90.5", "85")]
    assert secretary_client.post(CLASSES, {**sent, "0-name": "Khác"}).status_code == 409
    a_score(year, Level.SELF)
    with pytest.raises(Refused, match="Đã có điểm"):
        replace_classes(actor=actor, year=again(year), rows=[])


@pytest.mark.django_db
def test_sheets_follow_the_assignments(year: BlocYear, actor: User) -> None:
    pks = [member.pk for member in year.members]
    assert set_assignments(actor=actor, year=year, pairs=spaced(pks, [1]), draw=PeerDraw.RING)
    peer = Sheet.objects.filter(year=year, level=Level.PEER)
    assert set(peer.values_list("scorer", "scored")) == spaced(pks, [1])
    assert again(year).current_rules.peer_draw == PeerDraw.RING
    assert set_assignments(actor=actor, year=again(year), pairs=[], draw=PeerDraw.ALL)
    assert peer.count() == 12
    assert stored_pairs(year) == []


@pytest.mark.django_db
def test_all_pairs_ticked_are_everyone(year: BlocYear, actor: User) -> None:
    pks = [member.pk for member in year.members]
    set_assignments(actor=actor, year=year, pairs=everyone(pks), draw=PeerDraw.ASSIGNED)
    assert stored_pairs(year) == []


@pytest.mark.django_db
def test_pairs_that_cannot_be(year: BlocYear, actor: User) -> None:
    first, second, *_ = [member.pk for member in year.members]
    foreign = bloc_year("khoi-khac").members[0].pk
    for pairs in ([(first, first)], [(first, foreign)], []):
        with pytest.raises(Invalid):
            set_assignments(actor=actor, year=year, pairs=pairs, draw=PeerDraw.ASSIGNED)
    without = bloc_year("khoi-khong-cheo", levels=["self"])
    with pytest.raises(Refused, match="không có cấp Chấm chéo"):
        set_assignments(
            actor=secretary(without, "thu-ky-hai"),
            year=without,
            pairs=[(first, second)],
            draw=PeerDraw.ASSIGNED,
        )


@pytest.mark.django_db
def test_assignments_stay_from_the_first_peer_score_on(year: BlocYear, actor: User) -> None:
    """Self-scores do not freeze them: the draw comes when self-scoring is done."""
    pks = [member.pk for member in year.members]
    a_score(year, Level.SELF)
    assert set_assignments(actor=actor, year=again(year), pairs=spaced(pks, [1, 2]), draw=PeerDraw.RING)
    a_score(year, Level.PEER)
    with pytest.raises(Refused, match="chấm chéo được nhập"):
        set_assignments(actor=actor, year=again(year), pairs=spaced(pks, [1]), draw=PeerDraw.RING)
