"""What may no longer be changed: once a score is in, what could move a rank; once published, everything."""

from blocs.memo import once_per_year
from blocs.models import BlocYear
from blocs.offers import offers
from blocs.refusals import Refused

PUBLISHED = (
    "Kết quả đã niêm yết nên thiết lập của năm chỉ còn để xem. Muốn sửa, hãy mở đính chính kết quả trước."
)


@once_per_year
def why_frozen(year: BlocYear) -> str:
    """The sentence why what could move a rank stays as it is; empty while it may still be changed.

    Asks the apps to the right (`FREEZES` in the composition), which know whether there are scores and votes.
    """
    if year.is_published:
        return PUBLISHED
    return next((sentence for offer in offers("FREEZES") if (sentence := offer(year))), "")


def refuse_frozen(year: BlocYear) -> None:
    """Raise Refused with the sentence of `why_frozen`; called by actions, on the year read under the lock.

    `HOLD_SCORES` in the composition keeps a score from coming in between the question and the change.
    """
    for hold in offers("HOLD_SCORES"):
        hold(year)
    if sentence := why_frozen(year):
        raise Refused(sentence)
