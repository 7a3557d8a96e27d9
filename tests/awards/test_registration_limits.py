"""The rules of registration: worked examples and what holds of any registrations."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from awards.registration_limits import Broken, Entry, Limit, broken_limits
from awards.registration_wording import limit_sentence

NAMES = {"FLAG": "Cờ thi đua"}
UNITS = {"A": "Hội A", "B": "Hội B"}


def sentences(standing: list[Entry], added: list[Entry], one: bool = False, **limit: int | None) -> list[str]:
    broken = broken_limits(
        one_title=one, limits={"FLAG": Limit(**limit)} if limit else {}, standing=standing, added=added
    )
    return [limit_sentence(each, NAMES, UNITS) for each in broken]


FLAG, MERIT = Entry("A", "FLAG", for_unit=True), Entry("A", "MERIT", for_unit=True)
PERSON = Entry("A", "FLAG", for_unit=False)


def test_without_rules_anything_goes() -> None:
    assert sentences([FLAG], [MERIT, PERSON]) == []


def test_one_title_for_the_unit_itself_not_for_its_people() -> None:
    assert sentences([FLAG], [PERSON], one=True) == []
    assert sentences([PERSON], [FLAG], one=True) == []
    assert sentences([FLAG], [MERIT], one=True) == [
        "Mỗi đơn vị chỉ đăng ký một danh hiệu, hình thức cho tập thể đơn vị; Hội A sẽ có 2. Hãy giữ lại một."
    ]
    assert len(sentences([], [FLAG, MERIT], one=True)) == 1  # said once


def test_so_many_of_a_unit_and_of_the_bloc() -> None:
    other = Entry("B", "FLAG", for_unit=True)
    assert sentences([FLAG], [other], per_unit=1) == []
    assert sentences([FLAG], [PERSON], per_unit=1) == [
        "Mỗi đơn vị được đăng ký nhiều nhất 1 Cờ thi đua; Hội A sẽ có 2. Hãy bớt lại."
    ]
    assert sentences([FLAG], [other], in_bloc=1) == [
        "Cả khối được đăng ký nhiều nhất 1 Cờ thi đua, nhận thêm sẽ là 2."
        " Hãy chọn danh hiệu khác hoặc hỏi tổ thư ký khối."
    ]
    assert sentences([], [other], per_unit=0) == [
        "Năm này khối không đăng ký Cờ thi đua. Hãy chọn danh hiệu khác."
    ]


def test_what_stood_before_the_rule_is_not_complained_of() -> None:
    assert sentences([FLAG, MERIT, PERSON], [Entry("B", "MERIT", for_unit=True)], one=True, per_unit=1) == []


def test_names_that_are_not_known_stay_codes() -> None:
    assert "X" in limit_sentence(Broken("Z", "X", 1, 2), {}, {})


ENTRIES = st.lists(
    st.builds(
        Entry,
        unit=st.sampled_from("ABC"),
        award=st.sampled_from(["FLAG", "MERIT"]),
        for_unit=st.booleans(),
    ),
    max_size=8,
)
LIMITS = st.dictionaries(
    st.sampled_from(["FLAG", "MERIT"]),
    st.builds(Limit, st.none() | st.integers(0, 3), st.none() | st.integers(0, 5)),
)


@given(standing=ENTRIES, added=ENTRIES, limits=LIMITS, one=st.booleans())
def test_nothing_broken_means_every_rule_is_kept(
    standing: list[Entry], added: list[Entry], limits: dict[str, Limit], one: bool
) -> None:
    broken = broken_limits(one_title=one, limits=limits, standing=standing, added=added)
    everything = [*standing, *added]
    touched = {(entry.unit, entry.award) for entry in added}
    counts = Counter((entry.unit, entry.award) for entry in everything)
    per_award = Counter(entry.award for entry in everything)
    kept = all(
        (limits[award].per_unit is None or counts[unit, award] <= (limits[award].per_unit or 0))
        and (limits[award].in_bloc is None or per_award[award] <= (limits[award].in_bloc or 0))
        for unit, award in touched
        if award in limits
    )
    own = Counter(entry.unit for entry in everything if entry.for_unit)
    if one:
        kept = kept and all(own[entry.unit] <= 1 for entry in added if entry.for_unit)
    assert kept is (not broken)
    assert broken_limits(one_title=one, limits=limits, standing=everything, added=[]) == ()
