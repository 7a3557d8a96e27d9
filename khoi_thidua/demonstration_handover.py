"""The demonstration's hand-overs, as the news gives them: Yên Bái on 12/1/2021, Lâm Đồng assigned by the council."""

from collections.abc import Sequence
from datetime import date

from blocs.actions.handover import Plan, enact_hand_over, record_first_term, save_hand_over
from blocs.handover_checklist import suggested_items
from blocs.models import BlocYear, HandOver, Unit, User
from blocs.terms import Succession

YEN_BAI_DAY = date(2021, 1, 12)


def _units(year: BlocYear) -> dict[str, Unit]:
    return {member.code: member.unit for member in year.memberships.select_related("unit")}


def hand_yen_bai_over(*, actor: User, year: BlocYear, secretariat: Sequence[User]) -> HandOver:
    """12/1/2021, at the conference: Liên minh HTX → Hội Khuyến học, deputy Liên hiệp các Hội KH&KT, with the flag.

    `actor` is the bloc's secretariat or the board; `secretariat` goes on from that day: people of Hội Khuyến học, or
    who is in office and stays.
    """
    units = _units(year)
    plan = Plan(
        to_unit=units["KH"],
        deputy_unit=units["KHKT"],
        succession=Succession.ELECTED,
        decision="Hội nghị tổng kết Khối năm 2020",
        held_on=YEN_BAI_DAY,
        takes_effect_on=YEN_BAI_DAY,
        hands_flag=True,
        flag_condition="01 lá, đủ cán, còn tốt",
    )
    prepared = save_hand_over(actor=actor, year=year, plan=plan, items=suggested_items(year))
    return enact_hand_over(actor=actor, year=year, hand_over=prepared, secretariat=secretariat)


def record_lam_dong(*, actor: User, year: BlocYear) -> None:
    """2020: the council of the province assigned the leader and the deputy; no conference elected them."""
    units = _units(year)
    record_first_term(
        actor=actor,
        year=year,
        leader=units["KHKT"],
        deputies=[units["DC"]],
        starts_on=date(2020, 1, 1),
        succession=Succession.ASSIGNED,
        decision="Văn bản chỉ định của Hội đồng Thi đua - Khen thưởng tỉnh",
    )
