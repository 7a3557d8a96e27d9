"""Who and when: people, units, blocs, years, papers and the journal."""

from blocs.models.journal import Chain, JournalEntry
from blocs.models.papers import IssuedDocument, LegalBasis, PaperSettings, StoredFile
from blocs.models.people import BLOC_SEATS, UNIT_SEATS, AccessCode, Seat, SeatKind, User
from blocs.models.pledges import Movement, PledgeSignature, Target
from blocs.models.units import Bloc, Province, Unit, UnitName
from blocs.models.years import BlocYear, Membership, Phase, PhaseKind, RuleVersion

__all__ = [
    "BLOC_SEATS",
    "UNIT_SEATS",
    "AccessCode",
    "Bloc",
    "BlocYear",
    "Chain",
    "IssuedDocument",
    "JournalEntry",
    "LegalBasis",
    "Membership",
    "Movement",
    "PaperSettings",
    "Phase",
    "PhaseKind",
    "PledgeSignature",
    "Province",
    "RuleVersion",
    "Seat",
    "SeatKind",
    "StoredFile",
    "Target",
    "Unit",
    "UnitName",
    "User",
]
