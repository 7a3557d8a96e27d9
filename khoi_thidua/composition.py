"""What each app offers for things that cross the house; the left apps reach it through settings.COMPOSITION."""

import awards.documents
import awards.journal_sentences
import blocs.deeds
import blocs.journal_sentences
import reports.journal_sentences
import scoring.deeds
import scoring.journal_sentences
from awards.triggers import APPROVAL_TRIGGERS
from blocs.triggers import JOURNAL_TRIGGERS
from khoi_thidua.demonstration_accounts import ACCOUNTS, PASSWORD
from scoring.step_counts import step_counts

TRIGGERS = [*JOURNAL_TRIGGERS, *APPROVAL_TRIGGERS]

DOCUMENTS = [*awards.documents.DOCUMENTS]

# Action name → the sentence of its entries (blocs/sentences.py).
JOURNAL_SENTENCES = {
    **blocs.journal_sentences.SENTENCES,
    **scoring.journal_sentences.SENTENCES,
    **awards.journal_sentences.SENTENCES,
    **reports.journal_sentences.SENTENCES,
}
# Action name → how its values are listed, where the plain list of fields would not do.
JOURNAL_DETAILS = {
    **blocs.journal_sentences.DETAILS,
    **scoring.journal_sentences.DETAILS,
    **awards.journal_sentences.DETAILS,
}
# Names of fields in the entries' values, beside those of the models.
JOURNAL_FIELDS = {
    **blocs.journal_sentences.FIELDS,
    **awards.journal_sentences.FIELDS,
    **reports.journal_sentences.FIELDS,
}

# The rows of the table "who may do what" (blocs/deeds.py).
DEEDS = [*blocs.deeds.DEEDS, *scoring.deeds.DEEDS]

# Shown at the sign-in of the demonstration only.
DEMONSTRATION_ACCOUNTS = [
    {"who": f"{name}, {position}", "identifier": username, "password": PASSWORD}
    for username, name, position, *_seat in ACCOUNTS
]

# Functions of a year: PhaseKind -> StepCount.
STEP_COUNTS = [step_counts]
