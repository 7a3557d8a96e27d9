"""What scoring by many hands leaves behind: rules of criteria, a drawn assignment, evidence, approved results.

Yên Bái's 2022 is ready to be scored; Lâm Đồng's 2020 is published, with one objection and its answer. The rungs are
the scoring scheme's own words ("Đúng hạn 50; chậm đến 15 ngày 40; …"); documents and objection are invented.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from awards.actions.objections import answer_objection, make_objection
from awards.actions.publishing import publish_results
from blocs.models import BlocYear, User
from blocs.terms import CriterionRule, DrawWay
from scoring.actions.criteria import change_criterion
from scoring.actions.draws import draw_assignments
from scoring.actions.evidence import Shown, add_evidence
from scoring.criterion_parameters import Item, Parameters, fitting
from scoring.queries import rule_set
from scoring.tree import load_tree

# What the secretary called out in the hall; the same number draws the same assignment again.
SEED, EACH_SCORES = "482913", 3
EVIDENCE_OF = "LG"


def _items(*items: tuple[str, int]) -> tuple[Item, ...]:
    return tuple(Item("", text, Decimal(points)) for text, points in items)


_RULES: Mapping[str, tuple[CriterionRule, Parameters]] = {
    "I.1": (
        CriterionRule.LADDER,
        Parameters(
            _items(
                ("Ban hành đúng hạn", 50), ("Chậm đến 15 ngày", 40), ("Chậm hơn 15 ngày", 25), ("Không có", 0)
            )
        ),
    ),
    "I.2": (CriterionRule.PROPORTIONAL, Parameters(ceiling=Decimal(1))),
    "II.2": (
        CriterionRule.LADDER,
        Parameters(
            _items(
                ("Hoàn thành xuất sắc nhiệm vụ", 60),
                ("Hoàn thành tốt nhiệm vụ", 50),
                ("Hoàn thành nhiệm vụ", 30),
                ("Không hoàn thành nhiệm vụ", 0),
            )
        ),
    ),
    "V.1": (CriterionRule.PENALTY_LIST, Parameters(_items(("Mỗi báo cáo chậm", 2)))),
}
_EVIDENCE = (
    ("I.1", Shown("Chương trình công tác hội năm 2022", "05/CTr-HLG", date(2022, 1, 14))),
    ("III.1", Shown("Kế hoạch phát động phong trào thi đua năm 2022", "09/KH-HLG", date(2022, 2, 18))),
)


def prepare_scoring(year: BlocYear, *, secretary: User, head: User) -> None:
    """Rules for four criteria, a ring by lot, and two documents of the unit that `head` leads."""
    rows = {node.row.code: node.row for node in load_tree(year.current_rules)}
    for code, (rule, parameters) in _RULES.items():
        row = replace(rows[code], rule=rule, parameters=fitting(rule, parameters))
        change_criterion(actor=secretary, year=year, code=code, row=row)
    draw_assignments(actor=secretary, year=year, pattern=DrawWay.RING, seed=SEED, count=EACH_SCORES)
    fresh = BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)
    criteria = {leaf.code: leaf.criterion_id for leaf in rule_set(fresh.current_rules).leaves}
    member = next(member for member in fresh.members if member.code == EVIDENCE_OF)
    for code, shown in _EVIDENCE:
        add_evidence(actor=head, year=fresh, member=member, criterion=criteria[code], shown=shown)


def publish_with_an_objection(year: BlocYear, *, secretary: User) -> None:
    """Version 1 of the results with its papers, an objection entered for the last unit but one, and the answer."""
    publish_results(actor=secretary, year=year)
    fresh = BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)
    objection = make_objection(
        actor=secretary,
        year=fresh,
        member=fresh.members[-2],
        text="Đề nghị cho biết vì sao đơn vị xếp sau đơn vị có cùng số bằng khen.",
    )
    answer_objection(
        actor=secretary,
        year=fresh,
        objection=objection.pk,
        accepted=False,
        answer="Thứ hạng tính theo tổng điểm; bằng khen chỉ vào điểm thưởng. Thuyết minh cách tính đã gửi các đơn vị.",
    )
