"""The exceptional acts of scoring: sheets reopened, changed, late, abstained from."""

from blocs.exceptional_acts import Exceptional, ExceptionalAct

EXCEPTIONAL_ACTS = {
    "sheets.reopened": ExceptionalAct(Exceptional.REOPENED),
    "scores.changed": ExceptionalAct(Exceptional.CHANGED),
    "sheets.recused": ExceptionalAct(Exceptional.ABSTAINED),
    "sheets.resumed": ExceptionalAct(Exceptional.ABSTAINED),
}
