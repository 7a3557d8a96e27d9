"""What was approved stays as it was approved: triggers on the versions of the results and their papers.

Of a version only the approval, the anchor and the withdrawal are added, once each. An approved version of a real year
and its papers are never deleted, so neither is the year they hang on; a practice copy goes with everything in it, and
a proposal nobody approved holds nothing.
"""

from blocs.triggers import Trigger

_VERSION, _PAPER = "awards_resultversion", "awards_resultpaper"
_CONTENT = (
    "year_id",
    "number",
    "rules_id",
    "inputs",
    "inputs_hash",
    '"table"',
    "results_hash",
    "arithmetic",
    "differences",
    "reason",
    "proposed_by_id",
    "proposed_at",
)
# Set once: from empty to what they are from then on.
_ONCE = ("approved_by_id", "approved_at", "anchor_number", "withdrawn_by_id", "withdrawn_at")
_ONCE_TEXTS = ("anchor_hash", "withdrawal_reason")
_REFUSAL = "what was approved is never changed"


def _changes(differs: str) -> str:
    """The SQL of a forbidden change; `differs` compares so that NULL is a value like any other."""
    parts = [f"NEW.{name} {differs} OLD.{name}" for name in _CONTENT]
    parts += [f"(OLD.{name} IS NOT NULL AND NEW.{name} {differs} OLD.{name})" for name in _ONCE]
    parts += [f"(OLD.{name} <> '' AND NEW.{name} <> OLD.{name})" for name in _ONCE_TEXTS]
    return " OR ".join(parts)


_KEPT_VERSION = (
    "OLD.approved_at IS NOT NULL"
    " AND EXISTS (SELECT 1 FROM blocs_blocyear y WHERE y.id = OLD.year_id AND NOT y.is_practice)"
)
_KEPT_PAPER = (
    "EXISTS (SELECT 1 FROM awards_resultversion v JOIN blocs_blocyear y ON y.id = v.year_id"
    " WHERE v.id = OLD.version_id AND NOT y.is_practice)"
)


def _function(name: str, condition: str, otherwise: str) -> str:
    """PostgreSQL takes no sub-select in WHEN, so the condition is asked inside the function."""
    return f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF {condition} THEN
        RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN {otherwise};
    END $$"""


def _guard(name: str, table: str, event: str, *, sqlite: str, postgresql: str) -> Trigger:
    otherwise = "OLD" if event == "DELETE" else "NEW"
    return Trigger(
        name=name,
        table=table,
        sqlite=f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {sqlite}"
        f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
        postgresql=f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        postgresql_function=_function(name, postgresql, otherwise),
    )


def _no_truncate(name: str, table: str) -> Trigger:
    return Trigger(
        name=name,
        table=table,
        sqlite="",
        postgresql=f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        postgresql_function=_function(name, "true", "NULL"),
    )


RESULT_TRIGGERS = (
    _guard(
        "result_version_no_update",
        _VERSION,
        "UPDATE",
        sqlite=_changes("IS NOT"),
        postgresql=_changes("IS DISTINCT FROM"),
    ),
    _guard("result_version_no_delete", _VERSION, "DELETE", sqlite=_KEPT_VERSION, postgresql=_KEPT_VERSION),
    _no_truncate("result_version_no_truncate", _VERSION),
    _guard("result_paper_no_update", _PAPER, "UPDATE", sqlite="1", postgresql="true"),
    _guard("result_paper_no_delete", _PAPER, "DELETE", sqlite=_KEPT_PAPER, postgresql=_KEPT_PAPER),
    _no_truncate("result_paper_no_truncate", _PAPER),
)
