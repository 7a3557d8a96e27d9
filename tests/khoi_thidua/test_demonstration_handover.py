"""The demonstration's hand-overs are the real ones."""

import pytest

from blocs.models import FlagHolding, LeadershipTerm
from blocs.terms import Role, Succession
from khoi_thidua.demonstration_handover import YEN_BAI_DAY, hand_yen_bai_over, record_lam_dong
from tests.blocs.leading_stage import yen_bai
from tests.builders import secretary
from tests.staging import example_year

pytestmark = pytest.mark.django_db


def test_yen_bai_without_setting_the_clock() -> None:
    """Entered years later, with the secretary who stays: nobody of the demonstration is locked out."""
    stage = yen_bai()
    done = hand_yen_bai_over(actor=stage.secretary, year=stage.year, secretariat=[stage.secretary])
    assert done.items.count() >= 7
    leader = LeadershipTerm.objects.get(role=Role.LEADER, ends_on=None)
    assert (leader.unit.code, leader.starts_on) == ("KH", YEN_BAI_DAY)
    assert FlagHolding.objects.latest("pk").unit.code == "KH"


def test_lam_dong_is_assigned() -> None:
    year = example_year("lam-dong-2020")
    record_lam_dong(actor=secretary(year), year=year)
    leader = LeadershipTerm.objects.get(role=Role.LEADER)
    assert (leader.unit.code, leader.succession) == ("KHKT", Succession.ASSIGNED)
