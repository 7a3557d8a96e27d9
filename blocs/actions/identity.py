"""How a bloc is called in a year, and whose it is."""

from django.db import transaction

from blocs import rules
from blocs.actions.locking import lock_year
from blocs.actions.revising import rules_changed
from blocs.changes import Change, changes_between
from blocs.journal import record
from blocs.models import Bloc, BlocYear, Province, RuleVersion, User
from blocs.terms import BlocKind


@transaction.atomic
def change_identity(
    *, actor: User, year: BlocYear, name: str, kind: BlocKind, province: Province | None, note: str
) -> list[Change]:
    """What changed, in words. The bloc itself follows its latest year, so that the next one begins with this name."""
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    version = year.current_rules
    changes = changes_between(
        _in_words(year.name, BlocKind(year.kind), year.province, version.note),
        _in_words(name, kind, province, note),
    )
    if not changes:
        return []
    BlocYear.objects.filter(pk=year.pk).update(name=name, kind=kind, province=province)
    RuleVersion.objects.filter(pk=version.pk).update(note=note)
    later = BlocYear.objects.filter(bloc=year.bloc_id, year__gt=year.year, is_practice=False)
    if not year.is_practice and not later.exists():
        Bloc.objects.filter(pk=year.bloc_id).update(name=name, kind=kind, province=province)
    rules_changed(version)
    record(
        year=year,
        actor=actor,
        action="year.identity_changed",
        subject=name,
        old={change.label: change.old for change in changes},
        new={change.label: change.new for change in changes},
    )
    return changes


def _in_words(name: str, kind: BlocKind, province: Province | None, note: str) -> dict[str, str]:
    return {
        "Tên khối": name,
        "Loại": kind.label,
        "Tỉnh": province.name if province else "",
        "Ghi chú": note,
    }
