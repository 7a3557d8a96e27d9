"""What the journal says of versions of the rules; an edit of a draft is told apart from an edit of the rules."""

from collections.abc import Callable
from typing import Any

from awards import setup_sentences as award_setup
from blocs.drafting import DRAFT_ACTION
from scoring import setup_sentences as scoring_setup

Entry = dict[str, Any]
Sentence = Callable[[Entry], str]


def _on_the_draft(told: Sentence) -> Sentence:
    return lambda entry: f"{told(entry)} trên bản soạn quy tắc mới, chưa có hiệu lực"


SENTENCES: dict[str, Sentence] = {
    "rules.version_started": lambda entry: f"đã bắt đầu soạn quy tắc {entry['subject']}",
    "rules.version_cancelled": lambda entry: (
        f"đã hủy bản soạn quy tắc {entry['subject']}, quy tắc đang dùng giữ nguyên"
    ),
    "rules.version_confirmed": lambda entry: (
        f"đã xác nhận quy tắc {entry['subject']}, có hiệu lực từ lúc này"
    ),
    "rules.ways_changed": lambda entry: "đã sửa việc xem phiếu, ghi lý do và nhập hai lần",
    f"{DRAFT_ACTION}rules.ways_changed": _on_the_draft(
        lambda entry: "đã sửa việc xem phiếu, ghi lý do và nhập hai lần"
    ),
    **{
        f"{DRAFT_ACTION}{action}": _on_the_draft(told)
        for action, told in (scoring_setup.SENTENCES | award_setup.SENTENCES).items()
        if action.startswith(("rules.", "criteria.", "classes.", "award_rules."))
    },
}
