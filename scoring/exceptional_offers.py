"""The exceptional acts of scoring: sheets reopened, changed, late, abstained from."""

from blocs.exceptional_acts import Exceptional, ExceptionalAct

EXCEPTIONAL_ACTS = {
    "sheets.reopened": ExceptionalAct(Exceptional.REOPENED),
    "scores.changed": ExceptionalAct(Exceptional.CHANGED),
    # The first draw is the ordinary course; a further one has its reason.
    "assignments.drawn": ExceptionalAct(Exceptional.RULES, lambda entry: bool(entry["reason"])),
    "sheets.recused": ExceptionalAct(Exceptional.ABSTAINED),
    "sheets.resumed": ExceptionalAct(Exceptional.ABSTAINED),
}
