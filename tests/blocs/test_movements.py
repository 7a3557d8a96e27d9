"""Movements: the secretariat writes all, a unit its own; reviews, order, files, and those of the year before."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from blocs.actions.movement_reviews import (
    ReviewDetails,
    add_review,
    change_review,
    remove_review,
    review_state,
)
from blocs.actions.movements import (
    MovementDetails,
    add_movement,
    change_movement,
    order_movements,
    remove_movement,
    take_over_movements,
)
from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear, JournalEntry, Movement, MovementReview, Seat, SeatKind, User
from blocs.movements import movement_state, ordered_movements, running_movements, year_before
from blocs.refusals import Faults, NotAllowed, Refused
from blocs.sentences import sentence
from blocs.terms import MovementLevel
from tests.awards.scenes import fresh, last_entry, publish, signed_in, text_of, url
from tests.builders import bloc_year, member, person, seat, secretary

pytestmark = pytest.mark.django_db

POOR = MovementDetails(
    "Vì người nghèo",
    "Toàn quốc",
    "Chuyên đề",
    "Thủ tướng",
    "QĐ 1876/QĐ-TTg",
    date(2020, 1, 1),
    date(2020, 12, 31),
)


@pytest.fixture
def year() -> BlocYear:
    return bloc_year()


@pytest.fixture
def clerk(year: BlocYear) -> User:
    return secretary(year)


@pytest.fixture
def head(year: BlocYear) -> User:
    """Of unit B."""
    user = person("truong-b")
    seat(user, SeatKind.HEAD, unit=year.members[1].unit)
    return user


def shown(movement: Movement) -> str:
    return fingerprint(movement_state(Movement.objects.get(pk=movement.pk)))


def own(year: BlocYear, **more: Any) -> MovementDetails:
    unit = year.members[1]
    values = {"name": "Luật gia giỏi", "level": "Đơn vị", "launcher": unit.name, "participants": (unit.pk,)}
    return MovementDetails(**values | more)  # type: ignore[arg-type]


def test_the_secretariat_launches_and_the_journal_says_it(year: BlocYear, clerk: User) -> None:
    some = year.members[0].pk, year.members[2].pk
    made = add_movement(actor=clerk, year=year, details=replace(POOR, participants=some))
    assert movement_state(made)["participants"] == sorted(some)
    entry = last_entry()
    assert sentence(entry) == "đã thêm phong trào Vì người nghèo"
    assert entry["new"]["Đơn vị tham gia"] == ["A", "C"]
    assert entry["new"]["Từ ngày"] == "2020-01-01"
    add_movement(actor=clerk, year=year, details=replace(POOR, participants=some))
    assert Movement.objects.count() == 1, "a form sent twice"


def test_a_unit_launches_its_own_and_only_that(year: BlocYear, head: User) -> None:
    made = add_movement(actor=head, year=year, details=own(year))
    changed = change_movement(
        actor=head, year=year, pk=made.pk, details=own(year, goal="Tư vấn miễn phí"), base=shown(made)
    )
    assert changed
    for details in (
        POOR,
        own(year, participants=(year.members[0].pk,)),
        own(year, level=MovementLevel.BLOC.label),
        own(year, participants=()),
    ):
        with pytest.raises(NotAllowed, match="tổ thư ký"):
            add_movement(actor=head, year=year, details=details)
        with pytest.raises(NotAllowed):
            change_movement(actor=head, year=year, pk=made.pk, details=details, base=shown(made))


def test_a_unit_does_not_touch_another_s(year: BlocYear, clerk: User, head: User) -> None:
    theirs = add_movement(actor=clerk, year=year, details=own(year, participants=(year.members[0].pk,)))
    common = add_movement(actor=clerk, year=year, details=POOR)
    for movement in (theirs, common):
        with pytest.raises(NotAllowed):
            remove_movement(actor=head, year=year, pk=movement.pk, base=shown(movement))
        with pytest.raises(NotAllowed):
            add_review(
                actor=head,
                year=year,
                movement=movement.pk,
                details=ReviewDetails(True, date(2020, 12, 1), "Tốt"),
            )
    with pytest.raises(NotAllowed):
        order_movements(actor=head, year=year, movements=[common.pk, theirs.pk])


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "Chưa có tên"),
        ({"ends_on": date(2019, 12, 31)}, "ends_on", "từ ngày bắt đầu"),
        ({"participants": (99999,)}, "participants", "không còn trong khối"),
    ],
)
def test_what_cannot_be_taken(
    year: BlocYear, clerk: User, changes: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(Faults, match=words) as caught:
        add_movement(actor=clerk, year=year, details=replace(POOR, **changes))
    assert caught.value.faults[0][0] == field
    assert not Movement.objects.exists()


def test_two_who_change_one_movement(year: BlocYear, clerk: User) -> None:
    made = add_movement(actor=clerk, year=year, details=POOR)
    base = shown(made)
    change_movement(actor=clerk, year=year, pk=made.pk, details=replace(POOR, goal="Một"), base=base)
    with pytest.raises(Stale):
        change_movement(actor=clerk, year=year, pk=made.pk, details=replace(POOR, goal="Hai"), base=base)
    with pytest.raises(Stale):
        remove_movement(actor=clerk, year=year, pk=made.pk, base=base)
    again = change_movement(actor=clerk, year=year, pk=made.pk, details=replace(POOR, goal="Một"), base=base)
    assert not again, "what is stored already is not stored again"
    assert Movement.objects.get().goal == "Một"


def test_a_stale_page_shows_what_is_stored_and_keeps_what_was_typed(year: BlocYear, clerk: User) -> None:
    made = add_movement(actor=clerk, year=year, details=POOR)
    base = shown(made)
    change_movement(
        actor=clerk, year=year, pk=made.pk, details=replace(POOR, launcher="Chính phủ"), base=base
    )
    sent = {"name": "Tên mới", "launcher": "Thủ tướng", "starts_on": "01/01/2020", "base": base}
    client, address = signed_in(clerk), url(year, "movement-edit", pk=made.pk)
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Tên mới"' in page
    assert "Đang lưu: Chính phủ" in page
    assert f'value="{shown(made)}"' in page, "sent again, it is taken"
    assert client.post(address, sent | {"base": shown(made)}).status_code == 302
    assert Movement.objects.get().name == "Tên mới"


def test_removing_takes_the_reviews_and_the_journal_keeps_them(year: BlocYear, clerk: User) -> None:
    made = add_movement(actor=clerk, year=year, details=POOR)
    details = ReviewDetails(False, date(2020, 7, 1), "37 hộ được giúp")
    add_review(actor=clerk, year=year, movement=made.pk, details=details)
    remove_movement(actor=clerk, year=year, pk=made.pk, base=shown(made))
    assert not MovementReview.objects.exists()
    entry = last_entry()
    assert sentence(entry) == "đã xóa phong trào Vì người nghèo"
    assert entry["old"]["Đánh giá"] == ["01/07/2020: 37 hộ được giúp"]
    with pytest.raises(Refused, match="không còn nữa"):
        remove_movement(actor=clerk, year=year, pk=made.pk, base="")


def test_reviews_come_go_and_are_not_lost_to_each_other(year: BlocYear, clerk: User) -> None:
    made = add_movement(actor=clerk, year=year, details=POOR)
    half, end = ReviewDetails(False, date(2020, 7, 1), "Tốt"), ReviewDetails(True, date(2020, 12, 15), "Đạt")
    review = add_review(actor=clerk, year=year, movement=made.pk, details=half)
    assert add_review(actor=clerk, year=year, movement=made.pk, details=half) == review
    assert sentence(last_entry()) == "đã ghi sơ kết phong trào Vì người nghèo"
    base = fingerprint(review_state(review))
    assert change_review(actor=clerk, year=year, pk=review.pk, details=end, base=base)
    with pytest.raises(Stale):
        change_review(actor=clerk, year=year, pk=review.pk, details=half, base=base)
    with pytest.raises(Stale):
        remove_review(actor=clerk, year=year, pk=review.pk, base=base)
    with pytest.raises(Faults):
        change_review(actor=clerk, year=year, pk=review.pk, details=replace(end, text=""), base=base)
    remove_review(
        actor=clerk, year=year, pk=review.pk, base=fingerprint(review_state(MovementReview.objects.get()))
    )
    assert sentence(last_entry()) == "đã xóa đánh giá phong trào Vì người nghèo"


def test_levels_come_from_the_widest_and_arrows_stay_within_one(year: BlocYear, clerk: User) -> None:
    for name, level in (
        ("Đơn vị 1", "Đơn vị"),
        ("Tỉnh 1", "tỉnh"),
        ("Lạ", "Liên tỉnh"),
        ("Tỉnh 2", "tỉnh"),
        ("Không", ""),
    ):
        add_movement(actor=clerk, year=year, details=MovementDetails(name, level))
    names = [row.name for row in ordered_movements(year)]
    assert names == ["Tỉnh 1", "Tỉnh 2", "Đơn vị 1", "Lạ", "Không"]
    client = signed_in(clerk)
    first = Movement.objects.get(name="Tỉnh 1")
    client.post(url(year, "movement-move", pk=first.pk), {"huong": "xuong"})
    client.post(url(year, "movement-move", pk=first.pk), {"huong": "xuong"})
    assert [row.name for row in ordered_movements(year)][:3] == ["Tỉnh 2", "Tỉnh 1", "Đơn vị 1"]
    with pytest.raises(Refused, match="vừa thay đổi"):
        order_movements(actor=clerk, year=year, movements=[first.pk])


def test_running_movements_go_on_in_the_next_year(year: BlocYear, clerk: User) -> None:
    following = bloc_year(year=2021)
    gone = year.members[1]
    following.memberships.filter(unit=gone.unit).delete()
    following = fresh(following)
    long = replace(POOR, ends_on=date(2021, 1, 1), participants=(year.members[0].pk, gone.pk))
    for name, ends_on in (
        ("Còn chạy", date(2021, 1, 1)),
        ("Vừa hết", date(2020, 12, 31)),
        ("Không hạn", None),
    ):
        add_movement(actor=clerk, year=year, details=replace(long, name=name, ends_on=ends_on))
    running = Movement.objects.get(name="Còn chạy")
    add_review(
        actor=clerk, year=year, movement=running.pk, details=ReviewDetails(False, date(2020, 7, 1), "Tốt")
    )
    assert (
        year_before(following, [following, year, bloc_year("khoi-khac", 2020), bloc_year(year=2019)]) == year
    )
    assert [(row.name, sure) for row, sure in running_movements(year, following)] == [
        ("Còn chạy", True),
        ("Không hạn", False),
    ]
    client, address = signed_in(clerk), url(following, "movement-take-over")
    assert "Lấy từ năm 2020" in text_of(client, url(following, "movements"))
    page = client.get(address).content.decode()
    assert page.count(" checked") == 1
    client.post(address, {"movements": [running.pk]})
    [taken] = Movement.objects.filter(year=following)
    assert (taken.name, taken.act, taken.reviews.count()) == ("Còn chạy", POOR.act, 0)
    assert [each.code for each in taken.participants.all()] == ["A"]
    assert sentence(last_entry()) == "đã lấy phong trào còn chạy từ năm 2020"
    assert take_over_movements(actor=clerk, year=following, source=year, wanted=[running.pk]) == 0
    assert client.post(address, {}).status_code == 422


def test_a_plan_is_stored_served_replaced_and_taken_off(year: BlocYear, clerk: User) -> None:
    client = signed_in(clerk)
    plan = SimpleUploadedFile("kế hoạch.pdf", b"%PDF-1.7 mot")
    client.post(url(year, "movement-new"), {"name": "Thi đua", "plan": plan})
    made = Movement.objects.get()
    answer = client.get(url(year, "movement-plan", pk=made.pk))
    assert answer.content == b"%PDF-1.7 mot"
    assert answer["X-Content-Type-Options"] == "nosniff"
    edit = url(year, "movement-edit", pk=made.pk)
    client.post(
        edit, {"name": "Thi đua", "base": shown(made), "plan": SimpleUploadedFile("hai.pdf", b"%PDF-2")}
    )
    assert client.get(url(year, "movement-plan", pk=made.pk)).content == b"%PDF-2"
    client.post(edit, {"name": "Thi đua", "base": shown(made), "drop_plan": "on"})
    assert client.get(url(year, "movement-plan", pk=made.pk)).status_code == 404


@pytest.mark.parametrize("content", [b"", b"<script>alert(1)</script>", b"MZ\x90"])
def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_lost(
    year: BlocYear, clerk: User, content: bytes
) -> None:
    sent = {"name": "Thi đua yêu nước", "plan": SimpleUploadedFile("ke-hoach.pdf", content)}
    answer = signed_in(clerk).post(url(year, "movement-new"), sent)
    assert answer.status_code == 422
    assert 'value="Thi đua yêu nước"' in answer.content.decode()
    assert not Movement.objects.exists()


def test_a_unit_s_form_asks_only_for_its_own(year: BlocYear, head: User) -> None:
    client = signed_in(head)
    page = client.get(url(year, "movement-new")).content.decode()
    assert 'name="level"' not in page
    assert 'name="participants"' not in page
    client.post(url(year, "movement-new"), {"name": "Luật gia giỏi", "level": "Toàn quốc", "launcher": "Giả"})
    made = Movement.objects.get()
    assert (made.level, made.launcher) == ("Đơn vị", "Hội B")
    assert [each.code for each in made.participants.all()] == ["B"]


def test_a_published_year_still_takes_them(year: BlocYear, clerk: User) -> None:
    publish(year, clerk)
    add_movement(actor=clerk, year=fresh(year), details=POOR)
    assert Movement.objects.count() == 1


def test_a_right_that_ended_is_gone(year: BlocYear, clerk: User) -> None:
    made = add_movement(actor=clerk, year=year, details=POOR)
    Seat.objects.filter(user=clerk).delete()
    before = JournalEntry.objects.count()
    with pytest.raises(NotAllowed):
        remove_movement(actor=clerk, year=year, pk=made.pk, base=shown(made))
    assert JournalEntry.objects.count() == before


@pytest.mark.parametrize("units", [3, 15])
def test_the_page_costs_the_same_with_few_and_with_many(units: int, django_assert_num_queries: Any) -> None:
    year = bloc_year(units=units)
    clerk = secretary(year)
    bloc_year(year=2019)
    for number in range(units):
        made = add_movement(
            actor=clerk,
            year=year,
            details=replace(
                POOR, name=f"Phong trào {number}", participants=(year.members[0].pk, year.members[1].pk)
            ),
        )
        details = ReviewDetails(False, date(2020, 7, 1), "Tốt")
        add_review(actor=clerk, year=year, movement=made.pk, details=details)
    client, address = signed_in(clerk), url(year, "movements")
    client.get(address)
    with django_assert_num_queries(12):
        client.get(address)


def test_a_unit_in_two_seats_chooses_for_which(year: BlocYear, head: User) -> None:
    seat(head, SeatKind.OFFICER, unit=year.members[2].unit)
    client = signed_in(head)
    client.post(url(year, "movement-new"), {"name": "Chung sức", "unit": year.members[2].pk})
    made = Movement.objects.get()
    assert made.launcher == "Hội C"
    sent = {"name": "Chung sức 2", "unit": year.members[1].pk, "base": shown(made)}
    client.post(url(year, "movement-edit", pk=made.pk), sent)
    assert Movement.objects.get().launcher == "Hội B"
    member(year, 3)
