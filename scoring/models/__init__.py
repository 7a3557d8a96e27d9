"""Criteria, classes, assignments, sheets, scores and evidence."""

from scoring.models.assignments import Assignment, Draw
from scoring.models.criteria import ClassBand, Criterion, CriterionVersion, TargetCriterion
from scoring.models.evidence import Evidence
from scoring.models.sheets import LateCell, Score, ScoreSource, SettledCell, Sheet

__all__ = [
    "Assignment",
    "ClassBand",
    "Criterion",
    "CriterionVersion",
    "Draw",
    "Evidence",
    "LateCell",
    "Score",
    "ScoreSource",
    "SettledCell",
    "Sheet",
    "TargetCriterion",
]
