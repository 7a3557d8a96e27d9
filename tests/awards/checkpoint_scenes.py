"""The half-year of 2022, its report, and rows to count."""

from datetime import date
from typing import Any

from awards.checkpoint_report import CheckpointReport, checkpoint_report
from awards.demonstration import enter_half_year_2022
from awards.models import Commendation
from blocs.models import BlocYear, Membership
from blocs.terms import Checkpoint
from tests.awards.scenes import award, fresh
from tests.builders import bloc_year

HALF, END = Checkpoint.HALF_YEAR, Checkpoint.YEAR_END


def half_year_2022() -> BlocYear:
    year = bloc_year(year=2022, units=11)
    enter_half_year_2022(year)
    return fresh(year)


def report_of(year: BlocYear, checkpoint: Checkpoint = HALF) -> CheckpointReport:
    return checkpoint_report(fresh(year), checkpoint)


def drafted(year: BlocYear, key: str, checkpoint: Checkpoint = HALF) -> str:
    section = report_of(year, checkpoint).section(key)
    assert section is not None
    return section.drafted_text


def commendation(member: Membership, code: str = "MERIT_PROV", **fields: Any) -> Commendation:
    made = {"position": 1, "award": award(code), "decided_on": date(member.year.year, 3, 1), **fields}
    return Commendation.objects.create(membership=member, **made)
