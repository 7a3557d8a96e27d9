"""What a practice copy of a year must not touch: units, names and papers are the bloc's own, and stay real."""

from blocs.models import BlocYear
from blocs.refusals import Refused

MARK = "BẢN LUYỆN TẬP"


def refuse_in_practice(year: BlocYear, what: str) -> None:
    """Raise Refused in a practice copy; `what` as in "không {what} được". Asked by actions that reach beyond the year."""
    if year.is_practice:
        raise Refused(
            f"Đây là bản luyện tập nên không {what} được: việc này ảnh hưởng đến số liệu thật."
            f" Hãy làm ở năm {year.year} chính thức."
        )
