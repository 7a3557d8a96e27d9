"""Approvals fit the vote's valid ballots, also when the counts are changed afterwards (contract §3)."""

from blocs.triggers import Trigger

_FITS = """CREATE OR REPLACE FUNCTION approvals_fit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.approvals > (SELECT valid FROM awards_vote WHERE id = NEW.vote_id) THEN
        RAISE EXCEPTION 'approvals exceed the valid ballots' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$"""
_HOLDS = """CREATE OR REPLACE FUNCTION valid_holds_approvals() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.valid < (SELECT COALESCE(MAX(approvals), 0) FROM awards_voteresult WHERE vote_id = NEW.id) THEN
        RAISE EXCEPTION 'approvals exceed the valid ballots' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$"""
_SQLITE_FITS = (
    " ON awards_voteresult WHEN NEW.approvals > (SELECT valid FROM awards_vote WHERE id = NEW.vote_id)"
    " BEGIN SELECT RAISE(ABORT, 'approvals exceed the valid ballots'); END"
)

APPROVAL_TRIGGERS = (
    Trigger(
        name="approvals_fit_insert",
        table="awards_voteresult",
        sqlite=f"CREATE TRIGGER approvals_fit_insert BEFORE INSERT{_SQLITE_FITS}",
        postgresql="CREATE TRIGGER approvals_fit_insert BEFORE INSERT ON awards_voteresult"
        " FOR EACH ROW EXECUTE FUNCTION approvals_fit()",
        postgresql_function=_FITS,
    ),
    Trigger(
        name="approvals_fit_update",
        table="awards_voteresult",
        sqlite=f"CREATE TRIGGER approvals_fit_update BEFORE UPDATE{_SQLITE_FITS}",
        postgresql="CREATE TRIGGER approvals_fit_update BEFORE UPDATE ON awards_voteresult"
        " FOR EACH ROW EXECUTE FUNCTION approvals_fit()",
        postgresql_function=_FITS,
    ),
    Trigger(
        name="valid_holds_approvals",
        table="awards_vote",
        sqlite="CREATE TRIGGER valid_holds_approvals BEFORE UPDATE ON awards_vote WHEN NEW.valid <"
        " (SELECT COALESCE(MAX(approvals), 0) FROM awards_voteresult WHERE vote_id = NEW.id)"
        " BEGIN SELECT RAISE(ABORT, 'approvals exceed the valid ballots'); END",
        postgresql="CREATE TRIGGER valid_holds_approvals BEFORE UPDATE ON awards_vote"
        " FOR EACH ROW EXECUTE FUNCTION valid_holds_approvals()",
        postgresql_function=_HOLDS,
    ),
)
