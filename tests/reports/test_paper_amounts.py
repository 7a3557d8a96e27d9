"""Sums of money read aloud."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.paper.amounts import MOST, amount_in_words

READ = {
    0: "Không đồng",
    5: "Năm đồng",
    10: "Mười đồng",
    15: "Mười lăm đồng",
    21: "Hai mươi mốt đồng",
    24: "Hai mươi tư đồng",
    55: "Năm mươi lăm đồng",
    100: "Một trăm đồng",
    105: "Một trăm linh năm đồng",
    110: "Một trăm mười đồng",
    1_005: "Một nghìn không trăm linh năm đồng",
    1_000_000: "Một triệu đồng",
    1_250_000: "Một triệu hai trăm năm mươi nghìn đồng",
    12_345_678: "Mười hai triệu ba trăm bốn mươi lăm nghìn sáu trăm bảy mươi tám đồng",
    1_000_000_005: "Một tỷ không trăm linh năm đồng",
    2_000_000_000_000: "Hai nghìn tỷ đồng",
    1_200_000_000_000: "Một nghìn hai trăm tỷ đồng",
}


@pytest.mark.parametrize(("amount", "words"), READ.items())
def test_an_amount_is_read_as_a_clerk_reads_it(amount: int, words: str) -> None:
    assert amount_in_words(amount) == words


@pytest.mark.parametrize("amount", [-1, MOST])
def test_what_cannot_be_read_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="amount"):
        amount_in_words(amount)


@given(st.integers(0, 10**12))
def test_two_amounts_are_never_read_alike(amount: int) -> None:
    assert amount_in_words(amount) != amount_in_words(amount + 1)
