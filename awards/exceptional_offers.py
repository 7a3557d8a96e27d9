"""The exceptional acts of awards: results taken back, counts and findings withdrawn, registrations returned."""

from blocs.exceptional_acts import Exceptional, ExceptionalAct

EXCEPTIONAL_ACTS = {
    "results.withdrawn": ExceptionalAct(Exceptional.RESULTS),
    "results.proposed": ExceptionalAct(Exceptional.RESULTS),
    "objections.made": ExceptionalAct(Exceptional.RESULTS),
    "objections.answered": ExceptionalAct(Exceptional.RESULTS),
    "votes.cleared": ExceptionalAct(Exceptional.OVERRIDDEN),
    "findings.withdrawn": ExceptionalAct(Exceptional.OVERRIDDEN),
    "registrations.returned": ExceptionalAct(Exceptional.OVERRIDDEN),
}
