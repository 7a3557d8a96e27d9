"""What each app offers for things that cross the house; the left apps reach it through settings.COMPOSITION."""

import awards.commendation_sentences
import awards.copying
import awards.deeds
import awards.documents
import awards.documents_checkpoint
import awards.documents_registration
import awards.exceptional_offers
import awards.freezing
import awards.journal_sentences
import awards.objection_offers
import awards.objection_sentences
import awards.presets
import awards.publishing_todo
import awards.queries
import awards.registration_sentences
import awards.report_sentences
import awards.result_sentences
import awards.setup_offers
import awards.setup_sentences
import awards.steps
import awards.todo_offers
import awards.unfinished
import awards.unit_changes
import awards.version_offers
import awards.version_sentences
import blocs.calendar_sentences
import blocs.deeds
import blocs.documents_exceptional
import blocs.documents_handover
import blocs.documents_plan
import blocs.documents_pledge
import blocs.exceptional_offers
import blocs.journal_sentences
import blocs.leading_sentences
import blocs.leading_todo
import blocs.movement_sentences
import blocs.notice_sentences
import blocs.pledge_sentences
import blocs.report_deeds
import blocs.report_sentences
import blocs.report_steps
import blocs.setup_sections
import blocs.setup_sentences
import blocs.steps
import blocs.target_deeds
import blocs.target_sentences
import blocs.todo_offers
import blocs.unfinished
import blocs.unit_sentences
import reports.deeds
import reports.journal_sentences
import reports.setup_offers
import scoring.actions.preparing
import scoring.check_sentences
import scoring.check_todo
import scoring.copying
import scoring.deeds
import scoring.documents_draw
import scoring.draw_sentences
import scoring.evidence_deeds
import scoring.evidence_sentences
import scoring.exceptional_offers
import scoring.freezing
import scoring.journal_sentences
import scoring.presets
import scoring.setup_offers
import scoring.setup_sentences
import scoring.steps
import scoring.target_queries
import scoring.todo_offers
import scoring.unfinished
import scoring.unit_changes
import scoring.visibility
from awards.result_triggers import RESULT_TRIGGERS
from awards.triggers import APPROVAL_TRIGGERS
from blocs.triggers import JOURNAL_TRIGGERS
from khoi_thidua.demonstration_accounts import ACCOUNTS, PASSWORD

TRIGGERS = [*JOURNAL_TRIGGERS, *APPROVAL_TRIGGERS, *RESULT_TRIGGERS]

DOCUMENTS = [
    *awards.documents.DOCUMENTS,
    *blocs.documents_plan.DOCUMENTS,
    *blocs.documents_pledge.DOCUMENTS,
    *awards.documents_registration.DOCUMENTS,
    *awards.documents_checkpoint.DOCUMENTS,
    *blocs.documents_handover.DOCUMENTS,
    *scoring.documents_draw.DOCUMENTS,
    *blocs.documents_exceptional.DOCUMENTS,
]

# Action name → the sentence of its entries (blocs/sentences.py).
JOURNAL_SENTENCES = {
    **blocs.journal_sentences.SENTENCES,
    **scoring.journal_sentences.SENTENCES,
    **scoring.check_sentences.SENTENCES,
    **awards.journal_sentences.SENTENCES,
    **awards.objection_sentences.SENTENCES,
    **awards.commendation_sentences.SENTENCES,
    **reports.journal_sentences.SENTENCES,
    **blocs.setup_sentences.SENTENCES,
    **blocs.report_sentences.SENTENCES,
    **blocs.movement_sentences.SENTENCES,
    **blocs.calendar_sentences.SENTENCES,
    **scoring.setup_sentences.SENTENCES,
    **scoring.draw_sentences.SENTENCES,
    **awards.setup_sentences.SENTENCES,
    **blocs.pledge_sentences.SENTENCES,
    **blocs.leading_sentences.SENTENCES,
    **blocs.unit_sentences.SENTENCES,
    **awards.registration_sentences.SENTENCES,
    **blocs.notice_sentences.SENTENCES,
    **awards.report_sentences.SENTENCES,
    **awards.result_sentences.SENTENCES,
    **blocs.target_sentences.SENTENCES,
    **scoring.evidence_sentences.SENTENCES,
    **awards.version_sentences.SENTENCES,
}
# How the names of actions begin whose values and reasons only who reads the year's sheets is told (blocs/sentences.py).
JOURNAL_SCORES = ("scores.", "sheets.", "evidence.", "objections.", "votes.")
# (user, year) → why the year's points are kept from somebody who otherwise reads them; "" where they are not.
WHY_SCORES_ARE_KEPT = scoring.visibility.why_kept
# Action name → how its values are listed, where the plain list of fields would not do.
JOURNAL_DETAILS = {
    **blocs.journal_sentences.DETAILS,
    **blocs.movement_sentences.DETAILS,
    **scoring.journal_sentences.DETAILS,
    **scoring.check_sentences.DETAILS,
    **awards.journal_sentences.DETAILS,
    **awards.registration_sentences.DETAILS,
}
# Names of fields in the entries' values, beside those of the models.
JOURNAL_FIELDS = {
    **blocs.journal_sentences.FIELDS,
    **awards.journal_sentences.FIELDS,
    **reports.journal_sentences.FIELDS,
}

# Action name → what is exceptional about it (blocs/exceptional_acts.py).
EXCEPTIONAL_ACTS = {
    **blocs.exceptional_offers.EXCEPTIONAL_ACTS,
    **scoring.exceptional_offers.EXCEPTIONAL_ACTS,
    **awards.exceptional_offers.EXCEPTIONAL_ACTS,
}

# The rows of the table "who may do what" (blocs/deeds.py).
DEEDS = [
    *blocs.deeds.DEEDS,
    *blocs.report_deeds.DEEDS,
    *blocs.target_deeds.DEEDS,
    *scoring.deeds.DEEDS,
    *scoring.evidence_deeds.DEEDS,
    *awards.deeds.DEEDS,
    *reports.deeds.DEEDS,
]

# Shown at the sign-in of the demonstration only.
DEMONSTRATION_ACCOUNTS = [
    {"who": f"{name}, {position}", "identifier": username, "password": PASSWORD}
    for username, name, position, *_seat in ACCOUNTS
]

# (year) -> counts by phase, for the year's steps (blocs/context.py).
STEP_COUNTS = [
    blocs.steps.step_counts,
    scoring.steps.step_counts,
    awards.steps.step_counts,
    awards.objection_offers.step_counts,
    blocs.report_steps.step_counts,
    blocs.leading_todo.step_counts,
]
# (user, year) -> addresses by phase for who works for a unit and sees no counts (blocs/context.py).
OWN_STEPS = [scoring.steps.own_steps]
# (year) -> units with work left, by phase (blocs/unfinished.py).
UNFINISHED = [
    blocs.unfinished.unsigned_pledges,
    blocs.unfinished.unsent_reports,
    scoring.unfinished.unfinished_sheets,
    awards.unfinished.unregistered,
]
# (years): read for all of them at once what UNFINISHED reads of one (blocs/overview.py).
PRELOAD = [scoring.unfinished.preload, awards.unfinished.preload]
# (user, year) -> things to do (blocs/todo.py).
TODO_ITEMS = [
    blocs.todo_offers.todo_items,
    scoring.todo_offers.todo_items,
    scoring.check_todo.todo_items,
    awards.setup_offers.todo_items,
    awards.todo_offers.todo_items,
    awards.publishing_todo.todo_items,
    awards.version_offers.todo_items,
    awards.objection_offers.todo_items,
    blocs.leading_todo.todo_items,
]
# (user, year) -> parts of the setup's overview (blocs/setup_sections.py).
SETUP_SECTIONS = [
    blocs.setup_sections.sections,
    scoring.setup_offers.sections,
    awards.setup_offers.sections,
    awards.version_offers.sections,
    reports.setup_offers.sections,
    blocs.leading_todo.sections,
]
# (source year, new year): what a copied year takes along (blocs/actions/years.py).
COPY_YEAR = [scoring.copying.copy_year, awards.copying.copy_year]
# (preset key, new year): what a preset brings (blocs/presets.py).
PRESETS = [scoring.presets.apply_preset, awards.presets.apply_preset]
# (year): after members, levels or assignments changed (blocs/actions/revising.py).
YEAR_CHANGED = [scoring.actions.preparing.prepare_sheets]
# (departure): units left a year in its middle (blocs/departures.py).
UNITS_LEFT = [scoring.unit_changes.units_left, awards.unit_changes.units_left]
# (year): keep scores from coming in until the transaction ends; (year) -> why what could move a rank stays, or "" (blocs/freezing.py).
HOLD_SCORES = [scoring.freezing.hold_scores]
FREEZES = [scoring.freezing.why_frozen, awards.freezing.why_votes_freeze]
# () -> award code -> name.
AWARD_NAMES = awards.queries.award_names
# (year) -> target id -> the criterion it feeds, in words (blocs/targets_page.py).
TARGET_LINKS = [scoring.target_queries.link_words]
