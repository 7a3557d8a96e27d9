"""The exceptional acts of scoring: sheets reopened, changed, late, abstained from."""

from blocs.exceptional_acts import Exceptional, ExceptionalAct

EXCEPTIONAL_ACTS = {
    "sheets.reopened": ExceptionalAct(Exceptional.REOPENED),
    "scores.changed": ExceptionalAct(Exceptional.CHANGED),
    # The first draw is the ordinary course; a further one has its reason.
    "assignments.drawn": ExceptionalAct(Exceptional.RULES, lambda entry: bool(entry["reason"])),
    "sheets.recused": ExceptionalAct(Exceptional.ABSTAINED),
    "sheets.resumed": ExceptionalAct(Exceptional.ABSTAINED),
    "sheets.unlocked": ExceptionalAct(Exceptional.REOPENED),
    "sheets.taken_late": ExceptionalAct(Exceptional.LATE),
    "sheets.accepted_late": ExceptionalAct(Exceptional.LATE),
    "scores.late_taken": ExceptionalAct(Exceptional.LATE),
    "scores.late_refused": ExceptionalAct(Exceptional.LATE),
    "scores.settled": ExceptionalAct(Exceptional.DIFFERED),
}
