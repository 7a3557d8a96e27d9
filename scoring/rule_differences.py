"""In what two versions of a year's scoring rules differ, in words."""

from collections.abc import Mapping
from textwrap import shorten

from blocs.changes import Change, ChangeGroup, changes_between
from blocs.models import RuleVersion
from scoring.actions.classes import class_sentences
from scoring.criterion_words import criterion_in_words
from scoring.definitions import ClassRow
from scoring.queries import CriterionNode, rule_set
from scoring.readiness import row_of
from scoring.rule_words import settings_in_words
from scoring.stored_rules import year_rules
from scoring.ways import ways_in_words, ways_of

LONGEST_NAME = 60


def rule_differences(old: RuleVersion, new: RuleVersion) -> list[ChangeGroup]:
    """Settings, criteria, classes, the way of scoring; groups without a difference are left out.

    No query while both revisions are in memory.
    """
    settings = changes_between(settings_in_words(year_rules(old)), settings_in_words(year_rules(new)))
    ways = changes_between(ways_in_words(ways_of(old)), ways_in_words(ways_of(new)))
    groups = [
        ("Quy tắc chấm điểm", settings),
        ("Bảng tiêu chí", _criteria(old, new)),
        ("Xếp loại", _classes(old, new)),
        ("Xem phiếu, lý do, nhập hai lần", ways),
    ]
    return [ChangeGroup(title, tuple(changes)) for title, changes in groups if changes]


def _criteria(old: RuleVersion, new: RuleVersion) -> list[Change]:
    """By identity: what was moved or numbered again is the same criterion with another code."""
    before, after = _nodes(old), _nodes(new)
    found = [
        Change(f"Bỏ tiêu chí {node.code}", _short(node), "")
        for key, node in before.items()
        if key not in after
    ]
    for key, node in after.items():
        if key not in before:
            found.append(Change(f"Thêm tiêu chí {node.code}", "", _short(node)))
            continue
        # A text that changes is told itself.
        name = _named(node) if before[key].text == node.text else node.code
        found += [
            Change(f"{name}: {change.label}", change.old, change.new)
            for change in changes_between(_words(before[key]), _words(node))
        ]
    return found


def _nodes(rules: RuleVersion) -> dict[int, CriterionNode]:
    return {node.criterion_id: node for node in rule_set(rules).nodes}


def _words(node: CriterionNode) -> Mapping[str, str]:
    return criterion_in_words(row_of(node))


def _named(node: CriterionNode) -> str:
    """ "I.4 Củng cố tổ chức, phát triển hội viên": nobody knows a criterion by its code."""
    return f"{node.code} {shorten(node.text, LONGEST_NAME, placeholder='…')}"


def _short(node: CriterionNode) -> str:
    points = _words(node)["Điểm tối đa"]
    return f"{node.text} ({points} điểm)" if points else node.text


def _classes(old: RuleVersion, new: RuleVersion) -> list[Change]:
    before, after = class_sentences(_bands(old)), class_sentences(_bands(new))
    return [] if before == after else [Change("Các loại", "; ".join(before), "; ".join(after))]


def _bands(rules: RuleVersion) -> list[ClassRow]:
    return [ClassRow(band.name, band.floor, band.section_floor) for band in rule_set(rules).scoring.bands]
