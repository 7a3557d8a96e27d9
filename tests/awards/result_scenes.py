"""What the tests of result versions share: a small year approved, opened for correction, changed, proposed again."""

from awards.actions.publishing import publish_results, withdraw_results
from awards.actions.result_versions import propose_version
from awards.models import ResultVersion
from blocs.models import BlocYear, SeatKind, User
from blocs.terms import Level
from tests.awards.scenes import appraised_year, fresh, score
from tests.builders import award_rule, person, seat, secretary

REASON = "Đơn vị phản hồi điểm mục II, khối chấp nhận"


def ranked_year() -> BlocYear:
    year = appraised_year(
        {"A": {"I.1": "40", "II": "40"}, "B": {"I.1": "30", "II": "30.5"}, "C": {"I.1": "20", "II": "30"}}
    )
    award_rule(year)
    return fresh(year)


def second_secretary(year: BlocYear) -> User:
    user = person("thu-ky-hai", full_name="Lê Văn Hai")
    seat(user, SeatKind.SECRETARIAT, bloc=year.bloc)
    return user


def approved_year() -> tuple[BlocYear, User]:
    year = ranked_year()
    actor = secretary(year)
    publish_results(actor=actor, year=year, site="http://khoi.vn/")
    return fresh(year), actor


def being_corrected() -> tuple[BlocYear, User]:
    """Version 1 withdrawn and B's appraisal raised above A's."""
    year, actor = approved_year()
    withdraw_results(actor=actor, year=year, reason="Chấm lại đơn vị B")
    score(year, Level.APPRAISAL, "B", {"I.1": "40", "II": "40", "III.1": "2"})
    return fresh(year), actor


def proposed() -> tuple[BlocYear, User, ResultVersion]:
    year, actor = being_corrected()
    return year, actor, propose_version(actor=actor, year=year, reason=REASON)
