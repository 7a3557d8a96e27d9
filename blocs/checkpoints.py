"""The two reviews of a year: their words, their place in addresses, the window that lets reports be sent."""

from dataclasses import dataclass

from django.urls import register_converter

from blocs.models import PhaseKind
from blocs.terms import Checkpoint


@dataclass(frozen=True, slots=True)
class CheckpointWords:
    """How a review is named: "báo cáo sơ kết 6 tháng" in sentences, "sơ kết" where the year is known."""

    slug: str
    phase: PhaseKind
    title: str
    report: str
    period: str


WORDS = {
    Checkpoint.HALF_YEAR: CheckpointWords(
        "so-ket", PhaseKind.HALF_YEAR, "Sơ kết 6 tháng đầu năm", "báo cáo sơ kết 6 tháng", "6 tháng đầu năm"
    ),
    Checkpoint.YEAR_END: CheckpointWords(
        "tong-ket", PhaseKind.CONFERENCE, "Tổng kết năm", "báo cáo tổng kết năm", "năm"
    ),
}
_OF_SLUG = {words.slug: checkpoint for checkpoint, words in WORDS.items()}


class CheckpointSlug:
    """A review in an address: "so-ket" or "tong-ket"; the view is given the Checkpoint."""

    regex = "|".join(_OF_SLUG)

    def to_python(self, value: str) -> Checkpoint:
        return _OF_SLUG[value]

    def to_url(self, value: Checkpoint) -> str:
        return WORDS[value].slug


register_converter(CheckpointSlug, "checkpoint")
