"""The counts of each award's vote, ready to show."""

from typing import Any

from awards.models import Award
from awards.queries import award_lines, facts
from awards.tally import VoteCount
from blocs.context import year_url
from blocs.models import BlocYear


def vote_rows(year: BlocYear) -> list[dict[str, Any]]:
    """A row for each award that has a rule, is asked for by a tie key, or has a count."""
    known = facts(year)
    lines = {line.rule.award: line for line in award_lines(year.current_rules)}
    names = known.key_names | {code: line.name for code, line in lines.items()}
    names |= Award.objects.in_bulk(known.votes.keys() - names.keys(), field_name="code")
    return [
        {
            "name": str(name),
            "note": "" if code in lines and lines[code].rule.needs_vote else "không bắt buộc bỏ phiếu",
            "counts": _counts(known.votes.get(code)),
            "approvals": _approvals(year, known.votes.get(code)),
            "url": year_url("votes-award", year, award=code),
        }
        for code, name in sorted(names.items(), key=lambda item: _place(item[0], lines))
    ]


def _place(code: str, lines: dict[str, Any]) -> int:
    return int(lines[code].rule.order) if code in lines else 10**9


def _counts(count: VoteCount | None) -> list[int]:
    if count is None:
        return []
    return [count.called, count.present, count.issued, count.collected, count.valid, count.invalid]


def _approvals(year: BlocYear, count: VoteCount | None) -> str:
    """ "Hội Nhà báo 10, Hội Luật gia 1": most first; who got none is not named."""
    if count is None:
        return ""
    names = {member.code: member.short_name for member in year.members}
    most_first = sorted(names, key=lambda code: -count.approvals.get(code, 0))
    return ", ".join(
        f"{names[code]} {count.approvals[code]}" for code in most_first if count.approvals.get(code)
    )
