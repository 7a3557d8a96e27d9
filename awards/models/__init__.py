"""The award catalogue, rules, registrations, findings, votes, commendations, and results as they were approved."""

from awards.models.records import (
    Award,
    AwardCondition,
    AwardRule,
    Commendation,
    Finding,
    Registration,
    RegistrationLimit,
    Vote,
    VoteResult,
)
from awards.models.results import Objection, ResultPaper, ResultVersion

__all__ = [
    "Award",
    "AwardCondition",
    "AwardRule",
    "Commendation",
    "Finding",
    "Objection",
    "Registration",
    "RegistrationLimit",
    "ResultPaper",
    "ResultVersion",
    "Vote",
    "VoteResult",
]
