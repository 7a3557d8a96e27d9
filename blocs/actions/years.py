"""Beginning a year of a bloc, from last year's or from a preset."""

from django.db import transaction

from blocs import rules
from blocs.actions.revising import year_changed
from blocs.actions.unit_years import follow_events_of
from blocs.copying import copy_rules, copy_year
from blocs.journal import record
from blocs.models import Bloc, BlocYear, Phase, PhaseKind, RuleVersion, User
from blocs.offers import offers
from blocs.presets import PRESETS
from blocs.refusals import NotAllowed, Refused
from blocs.transactions import locked_before_reading


@transaction.atomic
def create_year(
    *, actor: User, bloc: Bloc, number: int, source: BlocYear | None = None, preset: str = ""
) -> BlocYear:
    """The new year with rules, criteria, classes, award rules and its sheets; its chain begins with this entry.

    Exactly one of `source` (a year of the same bloc, copied but for scores, registrations and findings) and `preset`
    (a key of PRESETS). Raises NotAllowed without the right, Refused when the bloc has that year already.
    """
    if (source is None) == (not preset) or (
        source is not None and (source.bloc_id != bloc.pk or source.is_practice)
    ):
        raise ValueError("a year begins from one earlier year of its bloc or from one preset")
    found = locked_before_reading(Bloc.objects.filter(pk=bloc.pk).select_related("province")).get()
    actor.forget_seats()
    if not rules.can_create_year(actor, found):
        raise NotAllowed("Bạn không được lập năm thi đua của khối này.")
    if BlocYear.objects.filter(bloc=found, year=number, is_practice=False).exists():
        raise Refused(f"Khối đã có năm {number}. Hãy mở năm đó, hoặc lập năm khác.")
    if source is not None:
        made = _copied(actor, found, number, source)
    else:
        made = _from_preset(actor, found, number, preset)
    if source is not None:
        follow_events_of(actor=actor, year=made)
    year_changed(made)
    record(
        year=made,
        actor=actor,
        action="year.created",
        subject=str(made),
        new={"Lập từ": f"năm {source.year}" if source else f"mẫu “{PRESETS[preset].label}”"},
    )
    return made


def _copied(actor: User, bloc: Bloc, number: int, source: BlocYear) -> BlocYear:
    made = BlocYear.objects.create(
        bloc=bloc, year=number, name=source.name, kind=source.kind, province_id=source.province_id
    )
    copy_rules(source.current_rules, made, created_by=actor)
    copy_year(source, made)
    for offer in offers("COPY_YEAR"):
        offer(source, made)
    return made


def _from_preset(actor: User, bloc: Bloc, number: int, preset: str) -> BlocYear:
    made = BlocYear.objects.create(
        bloc=bloc, year=number, name=bloc.name, kind=bloc.kind, province_id=bloc.province_id
    )
    made.rules = RuleVersion.objects.create(year=made, created_by=actor, **PRESETS[preset].rules)
    made.save(update_fields=["rules"])
    Phase.objects.bulk_create(Phase(year=made, kind=kind) for kind in PhaseKind)
    for offer in offers("PRESETS"):
        offer(preset, made)
    return made
