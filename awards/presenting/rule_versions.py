"""The pages of the versions of the rules, ready to print."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from awards.presenting.version_effects import effect_sections, levels_sent_back
from awards.rule_differences import TIE_LABEL, version_differences, with_award_names
from awards.stored_rules import award_rule_row, award_rules_of, rule_sentence
from awards.version_review import VersionReview
from blocs.context import year_url
from blocs.models import BlocYear, RuleVersion, User
from blocs.terms import CriterionGroup, Level
from reports.paper.words import short_date, trimmed
from scoring.actions.classes import class_sentences
from scoring.queries import CriterionNode, rule_set
from scoring.rule_words import LEVEL_WORDS, settings_in_words
from scoring.rules import scoring_is_open
from scoring.stored_rules import class_rows, year_rules
from scoring.ways import ways_in_words, ways_of


def all_versions(year: BlocYear) -> list[RuleVersion]:
    """Those that are or were in force, newest first; one query."""
    rows = year.rule_versions.select_related("created_by", "confirmed_by").order_by("-number")
    return [row for row in rows if row.pk != year.draft_rules_id]


def versions_context(year: BlocYear, versions: list[RuleVersion]) -> dict[str, Any]:
    """Each version with its reason, its names and what it changed of the one before."""
    before = [*versions[1:], None]
    return {
        "versions": [
            {
                "number": version.number,
                "is_current": version.pk == year.rules_id,
                "url": year_url("rules-version", year, number=version.number),
                "reason": version.reason,
                "names": _names(version),
                "groups": version_differences(older, version) if older else [],
            }
            for version, older in zip(versions, before, strict=True)
        ],
    }


def _names(version: RuleVersion) -> str:
    """ "Soạn: Lê Thị Bình; xác nhận: Trần Văn Cường, ngày 12/12/2020". The first version has no second name."""
    parts = [f"Soạn: {version.created_by.full_name}"] if version.created_by and version.number > 1 else []
    if version.confirmed_by and version.confirmed_at:
        parts.append(f"xác nhận: {version.confirmed_by.full_name}, {moment(version.confirmed_at)}")
    return "; ".join(parts) or f"Lập ngày {short_date(timezone.localtime(version.created_at).date())}"


def moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local:%H:%M} ngày {short_date(local.date())}"


def version_context(year: BlocYear, version: RuleVersion) -> dict[str, Any]:
    """One version whole: settings, criteria, classes, award rules."""
    return {
        "number": version.number,
        "is_current": version.pk == year.rules_id,
        "reason": version.reason,
        "names": _names(version),
        "settings": [
            {"label": label, "value": (with_award_names(value) if label == TIE_LABEL else value) or "–"}
            for label, value in (
                settings_in_words(year_rules(version)) | ways_in_words(ways_of(version))
            ).items()
        ],
        "criteria": [_criterion(node) for node in rule_set(version).nodes],
        "classes": class_sentences(class_rows(version)),
        "awards": [
            {"name": rule.award.name, "sentence": rule_sentence(award_rule_row(rule))}
            for rule in award_rules_of(version)
        ],
        "versions_url": year_url("rules-versions", year),
    }


def _criterion(node: CriterionNode) -> dict[str, Any]:
    return {
        "code": node.code,
        "text": node.text,
        "depth": min(node.depth, 3),
        "is_leaf": node.is_leaf,
        "group": "" if node.group is CriterionGroup.CONTENT else node.group.label,
        "points": trimmed(node.maximum),
        "step": trimmed(node.step),
    }


def review_context(
    year: BlocYear, found: VersionReview, writers: Iterable[User], *, reads_scores: bool
) -> dict[str, Any]:
    """A draft beside the rules in force: what changes, what becomes of the sheets, what to know before confirming."""
    return {
        "number": found.draft.number,
        "in_force": year.current_rules.number,
        "reason": found.draft.reason,
        "writers": ", ".join(writer.full_name for writer in writers),
        "started": moment(found.draft.created_at),
        "groups": found.differences,
        "faults": found.faults,
        **effect_sections(year, found.effects, reads_scores=reads_scores),
        "made": _made(found.made),
        "closed": _closed(year, found),
        "mark": found.mark,
        "edit_urls": [
            {"label": label, "url": year_url(name, year)}
            for label, name in (
                ("Quy tắc chấm điểm", "rules"),
                ("Bảng tiêu chí", "criteria"),
                ("Xếp loại", "classes"),
                ("Quy tắc khen", "award-rules"),
                ("Xem phiếu, lý do, nhập hai lần", "rules-ways"),
            )
        ],
        "cancel_url": year_url("rules-cancel", year),
        "versions_url": year_url("rules-versions", year),
    }


def _made(made: dict[Level, int]) -> str:
    """ "Lập thêm 11 phiếu khối chấm"; empty when none is made."""
    parts = [f"{count} phiếu {LEVEL_WORDS[level]}" for level, count in made.items()]
    return f"Lập thêm {', '.join(parts)}, còn trống." if parts else ""


def _closed(year: BlocYear, found: VersionReview) -> str:
    """Sheets that are sent back into a window that is over can only be filled once it is longer."""
    levels = {*levels_sent_back(year, found.effects), *found.made}
    shut = [level for level in Level if level in levels and not scoring_is_open(year, level)]
    if not shut:
        return ""
    names = ", ".join(LEVEL_WORDS[level] for level in shut)
    return f"Thời gian {names} đã hết hoặc chưa mở: sau khi xác nhận, hãy gia hạn mốc đó để các phiếu được chấm tiếp."
