"""What each app offers for things that cross the house; the left apps reach it through settings.COMPOSITION."""

import awards.documents
from awards.triggers import APPROVAL_TRIGGERS
from blocs.triggers import JOURNAL_TRIGGERS

TRIGGERS = [*JOURNAL_TRIGGERS, *APPROVAL_TRIGGERS]

DOCUMENTS = [*awards.documents.DOCUMENTS]
