"""What a person reads under a field that was filled wrongly."""

import pytest
from django.core.exceptions import ValidationError

from blocs.form_fields import CountFormField, DayFormField


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-9", "Phải từ 1 trở lên."),
        ("99999999999999999999", "Không được quá 9999."),
        ("mười", "Hãy ghi một số nguyên."),
        ("2,5", "Hãy ghi một số nguyên."),
    ],
)
def test_a_count_out_of_bounds_is_refused_in_plain_vietnamese(typed: str, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        CountFormField(min_value=1, max_value=9999).clean(typed)
    assert refused.value.messages == [said]


def test_a_day_that_does_not_exist_is_refused_with_an_example() -> None:
    with pytest.raises(ValidationError) as refused:
        DayFormField().clean("31/02/2020")
    assert refused.value.messages == ["Ngày chưa đúng; ví dụ 05/07/2026."]
