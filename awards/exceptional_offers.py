"""The exceptional acts of awards: results taken back, counts and findings withdrawn, registrations returned."""

from blocs.exceptional_acts import Exceptional, ExceptionalAct

EXCEPTIONAL_ACTS = {
    "results.withdrawn": ExceptionalAct(Exceptional.RESULTS),
    "rules.version_confirmed": ExceptionalAct(Exceptional.RULES),
    "results.published": ExceptionalAct(
        Exceptional.RESULTS, lambda entry: (entry["new"] or {}).get("Phiên bản", 1) != 1
    ),
    "results.proposed": ExceptionalAct(Exceptional.RESULTS),
    "objections.made": ExceptionalAct(Exceptional.RESULTS),
    "objections.answered": ExceptionalAct(Exceptional.RESULTS),
    "votes.cleared": ExceptionalAct(Exceptional.OVERRIDDEN),
    "findings.withdrawn": ExceptionalAct(Exceptional.OVERRIDDEN),
    "registrations.returned": ExceptionalAct(Exceptional.OVERRIDDEN),
}
