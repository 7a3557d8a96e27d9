"""Reviews of a movement, on the way and final."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from blocs import movement_rules
from blocs.actions.locking import lock_year
from blocs.actions.movements import find_movement
from blocs.editing import is_needed
from blocs.journal import record
from blocs.models import BlocYear, MovementReview, User
from blocs.refusals import Faults, Refused

GONE = "Đánh giá này không còn nữa. Hãy mở lại trang phong trào."


@dataclass(frozen=True, slots=True)
class ReviewDetails:
    is_final: bool
    held_on: date
    text: str


def review_state(review: MovementReview) -> dict[str, Any]:
    """What a page shows and its saving is based on."""
    return {"is_final": review.is_final, "held_on": review.held_on, "text": review.text}


def _told(state: dict[str, Any]) -> dict[str, Any]:
    return {
        "Loại": "Tổng kết" if state["is_final"] else "Sơ kết",
        "Ngày": state["held_on"],
        "Kết quả": state["text"],
    }


@transaction.atomic
def add_review(*, actor: User, year: BlocYear, movement: int, details: ReviewDetails) -> MovementReview:
    """Write a review; sent twice it stays one."""
    year = lock_year(actor=actor, year=year, may=movement_rules.can_launch_movements, even_published=True)
    found = find_movement(actor, year, movement)
    _check(details)
    twin = found.reviews.filter(**asdict(details)).first()
    if twin is not None:
        return twin
    review = MovementReview.objects.create(movement=found, written_by=actor, **asdict(details))
    record(
        year=year,
        actor=actor,
        action="movement.reviewed",
        subject=found.name,
        new=_told(review_state(review)),
    )
    return review


@transaction.atomic
def change_review(*, actor: User, year: BlocYear, pk: int, details: ReviewDetails, base: str) -> bool:
    """Store what differs; whether anything did. Raises Stale when somebody else changed it meanwhile."""
    year = lock_year(actor=actor, year=year, may=movement_rules.can_launch_movements, even_published=True)
    review = _find(actor, year, pk)
    _check(details)
    before = review_state(review)
    if not is_needed(base=base, current=before, wanted=asdict(details)):
        return False
    MovementReview.objects.filter(pk=pk).update(**asdict(details))
    record(
        year=year,
        actor=actor,
        action="movement.review_changed",
        subject=review.movement.name,
        old=_told(before),
        new=_told(asdict(details)),
    )
    return True


@transaction.atomic
def remove_review(*, actor: User, year: BlocYear, pk: int, base: str) -> None:
    """Take a review out; Stale when it is no longer what the page showed."""
    year = lock_year(actor=actor, year=year, may=movement_rules.can_launch_movements, even_published=True)
    review = _find(actor, year, pk)
    before = review_state(review)
    is_needed(base=base, current=before, wanted=None)
    name = review.movement.name
    review.delete()
    record(year=year, actor=actor, action="movement.review_removed", subject=name, old=_told(before))


def _find(actor: User, year: BlocYear, pk: int) -> MovementReview:
    review = MovementReview.objects.filter(pk=pk, movement__year=year).select_related("movement").first()
    if review is None:
        raise Refused(GONE)
    find_movement(actor, year, review.movement_id)
    return review


def _check(details: ReviewDetails) -> None:
    if not details.text:
        raise Faults([("text", "Hãy ghi kết quả, đánh giá.")])
