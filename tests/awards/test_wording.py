from decimal import Decimal

import pytest

from awards.eligibility import AwardResult, AwardRule, Candidate, Reason, nominate
from awards.quotas import QuotaRule
from awards.tally import VoteCount
from awards.wording import describe, describe_undecided, vote_text
from blocs.terms import Effect, QuotaKind

D = Decimal


def results(
    places: int = 1, approvals: int = 8, called: int = 11, counted: bool = True, threshold: str = "80.00"
) -> tuple[AwardResult, ...]:
    rules = [
        AwardRule("FLAG_PROV", 1, QuotaRule(QuotaKind.COUNT, D(1))),
        AwardRule(
            "MERIT_PROV", 2, QuotaRule(QuotaKind.COUNT, D(places)), needs_registration=True, needs_pledge=True,
            needs_vote=True, threshold=D(threshold), exclusive=True, max_rank=1, min_points=D("95.500000"),
        ),
    ]  # fmt: skip
    units = [
        Candidate("A", 1, D("97.00")),
        Candidate("B", 2, D("95.40"), findings={Effect.NO_FLAG, Effect.NO_AWARD}),
        Candidate("C", 3, D("95.00"), findings={Effect.NO_FLAG}),
    ]
    count = VoteCount(called, called, called, called, called, 0, {"B": approvals})
    return nominate(rules, units, {"MERIT_PROV": count} if counted else {})


@pytest.mark.parametrize(
    ("reason", "unit", "sentence"),
    [
        (Reason.DISQUALIFIED, "B", "Thuộc trường hợp không xét khen."),
        (Reason.ON_HOLD, "B", "Đang tạm dừng xét."),
        (Reason.NOT_RANKED, "B", "Không được xếp hạng."),
        (Reason.NOT_REGISTERED, "B", "Chưa đăng ký danh hiệu, hình thức này hoặc cao hơn."),
        (Reason.PLEDGE_UNSIGNED, "B", "Chưa ký giao ước thi đua."),
        (Reason.BELOW_SCORE, "B", "Đạt 95,40 điểm, dưới mức tối thiểu 95,5 điểm."),
        (Reason.BELOW_RANK, "B", "Xếp hạng 2, chỉ xét đến hạng 1."),
        (Reason.NOMINATED_HIGHER, "A", "Đã được đề nghị: Cờ thi đua của UBND tỉnh."),
        (Reason.VOTE_BELOW_THRESHOLD, "B", "8/11 phiếu đồng ý (72,73%), cần 9/11 (80%)."),
        (Reason.QUOTA_FULL, "B", "Hết chỉ tiêu: 1 chỉ tiêu dành cho các đơn vị xếp trên."),
    ],
)
def test_sentences(reason: Reason, unit: str, sentence: str) -> None:
    _flag, merit = results()
    assert describe(reason, merit, unit, {"FLAG_PROV": "Cờ thi đua của UBND tỉnh"}) == sentence


def test_flags_name_both_findings_and_a_missing_name_is_the_code() -> None:
    flag, merit = results(places=0)
    assert describe(Reason.DISQUALIFIED, flag, "B") == "Thuộc trường hợp không xét khen, không xét cờ."
    assert describe(Reason.NOMINATED_HIGHER, merit, "A") == "Đã được đề nghị: FLAG_PROV."
    assert describe(Reason.QUOTA_FULL, merit, "B") == "Không có chỉ tiêu."


def test_votes_in_words() -> None:
    assert vote_text(results(counted=False)[1], "B") == "Chưa có kết quả kiểm phiếu"
    assert vote_text(results(called=0, approvals=0)[1], "B") == "Không có phiếu nào để tính tỷ lệ"
    # two of three is just below 66,67 %, and must not read as if it reached it
    assert (
        vote_text(results(called=3, approvals=2, threshold="66.67")[1], "B")
        == "2/3 phiếu đồng ý (66,6667%), cần 3/3 (66,67%)"
    )
    assert vote_text(results(approvals=9)[1], "B") == "9/11 phiếu đồng ý (81,82%), cần 9/11 (80%)"


def test_a_vote_that_was_not_needed_has_no_threshold() -> None:
    rule = AwardRule("X", 1, QuotaRule(QuotaKind.COUNT, D(1)))
    (result,) = nominate([rule], [Candidate("A", 1, D(1))], {"X": VoteCount(2, 2, 2, 2, 2, 0, {"A": 1})})
    assert vote_text(result, "A") == "1/2 phiếu đồng ý (50,00%)"


def test_undecided_in_words() -> None:
    rule = AwardRule("X", 1, QuotaRule(QuotaKind.COUNT, D(1)))
    (tied,) = nominate([rule], [Candidate(unit, 1, D(9)) for unit in "AB"], {})
    assert describe_undecided(tied) == "2 đơn vị bằng nhau cả hạng và số phiếu, chỉ còn 1 chỉ tiêu."
    assert describe_undecided(results()[0]) == ""
