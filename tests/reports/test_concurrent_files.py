"""Two persons at once: one workbook is taken in once, a new year is made once, a number is given once."""

from typing import Any

import pytest

from awards.documents import RESULTS_KIND
from blocs import journal
from blocs.actions.papers import issue_paper
from blocs.documents import document_kinds
from blocs.models import BlocYear, IssuedDocument, PaperSettings, SeatKind, StoredFile, User
from blocs.refusals import Invalid, Refused
from reports.actions.import_year import import_year
from reports.actions.uploads import keep_upload, take_in
from tests.builders import person, seat, secretary
from tests.reports.papers_stage import DAY
from tests.reports.workbook_builders import FULL_YEAR, FULL_YEAR_BYTES
from tests.scoring.test_concurrent_saves import at_once

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

PERSONS = 4


def test_an_upload_confirmed_many_times_is_one_year() -> None:
    user = person("quan-tri")
    seat(user, SeatKind.ADMIN)
    kept = keep_upload(actor=user, content=FULL_YEAR_BYTES, name="so.xlsx")

    def confirm() -> Any:
        mine = User.objects.get(pk=user.pk)
        return take_in(actor=mine, kept=kept, book=FULL_YEAR, replace=True)

    answers = at_once(*[confirm] * PERSONS)
    made = [answer for answer in answers if isinstance(answer, BlocYear)]
    assert len(made) == 1
    assert all("không còn chờ nhập" in str(answer) for answer in answers if answer is not made[0])
    assert BlocYear.objects.count() == 1
    assert not StoredFile.objects.exists()
    assert list(journal.faults()) == []


def test_the_same_new_year_brought_in_by_many_is_made_once() -> None:
    answers = at_once(*[lambda: import_year(actor=None, book=FULL_YEAR)] * PERSONS)
    assert sum(isinstance(answer, BlocYear) for answer in answers) == 1
    assert sum(isinstance(answer, Refused) and "đã có" in str(answer) for answer in answers) == PERSONS - 1
    assert BlocYear.objects.get().memberships.count() == len(FULL_YEAR.units)


def test_a_number_is_given_once() -> None:
    year = import_year(actor=None, book=FULL_YEAR)
    PaperSettings.objects.create(year=year, issuer="K", place="P", symbol="S", leader_name="A")
    user = secretary(year)

    def issue() -> Any:
        return issue_paper(
            actor=User.objects.get(pk=user.pk),
            year=BlocYear.objects.get(pk=year.pk),
            kind=document_kinds()[RESULTS_KIND],
            number=1,
            dated=DAY,
            site="http://testserver/",
        )

    answers = at_once(*[issue] * PERSONS)
    assert sum(isinstance(answer, IssuedDocument) for answer in answers) == 1
    assert sum(isinstance(answer, Invalid) for answer in answers) == PERSONS - 1
    assert IssuedDocument.objects.count() == StoredFile.objects.count() == 1
    assert list(journal.faults()) == []
