"""Founding a bloc, with its province where that is new."""

from django.db import IntegrityError, transaction

from blocs import rules
from blocs.journal import record
from blocs.models import Bloc, Province, User
from blocs.refusals import NotAllowed, Refused
from blocs.terms import BlocKind


def create_bloc(
    *,
    actor: User,
    code: str,
    name: str,
    kind: BlocKind,
    province: Province | None = None,
    new_province: str = "",
) -> Bloc:
    """The new bloc; `new_province` adds a province of that name and wins over `province`.

    Raises NotAllowed outside the actor's province, Refused when the code is taken.
    """
    try:
        with transaction.atomic():
            actor.forget_seats()
            if new_province:
                if not rules.can_add_province(actor):
                    raise NotAllowed("Bạn chỉ lập được khối của tỉnh mình.")
                province, _ = Province.objects.get_or_create(name=new_province)
            if not rules.can_found_bloc_in(actor, province):
                raise NotAllowed("Bạn chỉ lập được khối của tỉnh mình.")
            bloc = Bloc.objects.create(code=code, name=name, kind=kind, province=province)
            record(
                year=None,
                actor=actor,
                action="bloc.created",
                subject=bloc.name,
                new={"Mã khối": code, "Tỉnh": province.name if province else ""},
            )
            return bloc
    except IntegrityError as error:
        raise Refused(f"Mã khối “{code}” vừa có người dùng. Hãy chọn mã khác.") from error
