"""The exceptional acts of what blocs keep: extensions, reports and pledges opened again."""

from blocs.exceptional_acts import Exceptional, ExceptionalAct

EXCEPTIONAL_ACTS = {
    "extensions.given": ExceptionalAct(Exceptional.EXTENDED),
    "extensions.changed": ExceptionalAct(Exceptional.EXTENDED),
    "extensions.ended": ExceptionalAct(Exceptional.EXTENDED),
    "unit_report.reopened": ExceptionalAct(Exceptional.REOPENED),
    "pledge.unlocked": ExceptionalAct(Exceptional.REOPENED),
    "year.imported": ExceptionalAct(Exceptional.OVERRIDDEN, lambda entry: bool(entry["reason"])),
}
