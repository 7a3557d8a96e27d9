"""Who and when: people, units, blocs, years, papers and the journal."""

from blocs.models.checkpoints import BlocReport, KeyFigure, UnitReport
from blocs.models.journal import Chain, JournalEntry
from blocs.models.leading import FlagHolding, HandOver, HandOverItem, LeadershipTerm
from blocs.models.movements import Movement, MovementReview
from blocs.models.notices import CalendarFeed, Notice
from blocs.models.papers import IssuedDocument, LegalBasis, PaperSettings, StoredFile
from blocs.models.people import BLOC_SEATS, UNIT_SEATS, AccessCode, Seat, SeatKind, User
from blocs.models.pledges import (
    PledgeAct,
    PledgeSignature,
    PledgeText,
    Substitute,
    Target,
    TargetEvidence,
)
from blocs.models.units import Bloc, Province, RotationPlace, Unit, UnitEvent, UnitLink, UnitName
from blocs.models.years import BlocYear, Membership, Phase, PhaseExtension, PhaseKind, RuleVersion

__all__ = [
    "BLOC_SEATS",
    "UNIT_SEATS",
    "AccessCode",
    "Bloc",
    "BlocReport",
    "BlocYear",
    "CalendarFeed",
    "Chain",
    "FlagHolding",
    "HandOver",
    "HandOverItem",
    "IssuedDocument",
    "JournalEntry",
    "KeyFigure",
    "LeadershipTerm",
    "LegalBasis",
    "Membership",
    "Movement",
    "MovementReview",
    "Notice",
    "PaperSettings",
    "Phase",
    "PhaseExtension",
    "PhaseKind",
    "PledgeAct",
    "PledgeSignature",
    "PledgeText",
    "Province",
    "RotationPlace",
    "RuleVersion",
    "Seat",
    "SeatKind",
    "StoredFile",
    "Substitute",
    "Target",
    "TargetEvidence",
    "Unit",
    "UnitEvent",
    "UnitLink",
    "UnitName",
    "UnitReport",
    "User",
]
