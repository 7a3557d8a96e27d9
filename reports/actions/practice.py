"""The practice copy of a year: made from the real one, made anew, ended (design §4).

It is a year of its own beside the real one, with the same units under the same names and the same people's seats; its
rows are new ones throughout, so that whatever is done in it stays in it. What reaches beyond a year (names, new units,
papers with a number) is refused there by `blocs.practice`.

Its journal is a chain of its own. When the copy goes, the chain is closed by an entry and let go of, like that of a
replaced year: no entry is ever deleted, so the triggers that hold the journal need no exception for practice, and the
administrator still reads what was closed. The real year's chain has no word of any of it: its anchors, which stand on
papers, are the same before and after.
"""

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from blocs import rules
from blocs.actions.locking import lock_year
from blocs.copying import copy_rules, field_values
from blocs.journal import close_chain, record
from blocs.models import (
    BlocYear,
    HandOver,
    IssuedDocument,
    LegalBasis,
    Membership,
    PaperSettings,
    Phase,
    PhaseExtension,
    PhaseKind,
    StoredFile,
    User,
)
from blocs.refusals import Refused
from blocs.transactions import locked
from reports.actions.import_year import delete_with_sheets, store_contents
from reports.queries import load_year_book

GONE = "Năm này không có bản luyện tập. Hãy mở lại trang Luyện tập."


def practice_of(year: BlocYear) -> BlocYear | None:
    """The practice copy beside a real year."""
    copies = BlocYear.objects.filter(bloc=year.bloc_id, year=year.year, is_practice=True)
    return copies.select_related("bloc", "rules", "province").first()


@transaction.atomic
def make_practice(*, actor: User, year: BlocYear, keep_dates: bool = False) -> BlocYear:
    """A copy of a real year as it stands now. Without `keep_dates` every window of it is open.

    Raises Refused when there is one already, or when `year` is a copy itself.
    """
    source = _lock_real(actor, year)
    if practice_of(source) is not None:
        raise Refused(
            "Năm này đã có bản luyện tập. Muốn bắt đầu lại từ số liệu thật, hãy bấm Làm lại từ đầu."
        )
    return _copied(actor, source, keep_dates)


@transaction.atomic
def reset_practice(*, actor: User, year: BlocYear, keep_dates: bool = False) -> BlocYear:
    """The copy again as the real year stands now; whatever was tried in it is gone. Refused when there is none."""
    source = _lock_real(actor, year)
    _drop(actor, source, "Làm lại bản luyện tập từ đầu")
    return _copied(actor, source, keep_dates)


@transaction.atomic
def end_practice(*, actor: User, year: BlocYear) -> None:
    """The copy goes with everything in it. Refused when there is none."""
    _drop(actor, _lock_real(actor, year), "Kết thúc luyện tập")


def _lock_real(actor: User, year: BlocYear) -> BlocYear:
    """The real year locked: two people making or ending its copy come one after the other."""
    source = lock_year(actor=actor, year=year, may=rules.can_run_year, even_published=True)
    if source.is_practice:
        raise Refused("Bản luyện tập chỉ lập được từ năm chính thức.")
    return source


def _copied(actor: User, source: BlocYear, keep_dates: bool) -> BlocYear:
    made = BlocYear.objects.create(
        bloc=source.bloc,
        year=source.year,
        name=source.name,
        kind=source.kind,
        province_id=source.province_id,
        is_practice=True,
    )
    copy_rules(source.current_rules, made, created_by=actor)
    members = _copy_members(source, made)
    store_contents(load_year_book(source), made, {member.code: member for member in members.values()}, actor)
    _copy_windows(source, made, members, keep_dates)
    _copy_papers(source, made)
    record(
        year=made,
        actor=actor,
        action="practice.made",
        subject=str(source),
        new={"Các mốc": "giữ ngày như năm chính thức" if keep_dates else "mở hết"},
    )
    return made


def _copy_members(source: BlocYear, made: BlocYear) -> dict[int, Membership]:
    """The same units under the same names; by the id of the real year's membership."""
    copies = {
        member.pk: Membership(year=made, **field_values(member, without={"id", "year"}))
        for member in source.members
    }
    Membership.objects.bulk_create(copies.values())
    return copies


def _copy_windows(source: BlocYear, made: BlocYear, members: dict[int, Membership], keep_dates: bool) -> None:
    real = source.phases_by_kind if keep_dates else {}
    phases = {
        kind: Phase(
            year=made,
            kind=kind,
            opens_at=real[kind].opens_at if kind in real else None,
            closes_at=real[kind].closes_at if kind in real else None,
        )
        for kind in PhaseKind
    }
    Phase.objects.bulk_create(phases.values())
    if keep_dates:
        PhaseExtension.objects.bulk_create(
            PhaseExtension(
                phase=phases[PhaseKind(kind)],
                membership=members[member],
                **field_values(row, without={"id", "phase", "membership"}),
            )
            for (kind, member), row in source.extensions.items()
        )


def _copy_papers(source: BlocYear, made: BlocYear) -> None:
    for papers in PaperSettings.objects.filter(year=source):
        PaperSettings.objects.create(year=made, **field_values(papers, without={"id", "year"}))
    LegalBasis.objects.bulk_create(
        LegalBasis(year=made, **field_values(basis, without={"id", "year"}))
        for basis in source.legal_bases.all()
    )


def _drop(actor: User, source: BlocYear, reason: str) -> None:
    copy = locked(BlocYear.objects.filter(bloc=source.bloc, year=source.year, is_practice=True)).first()
    if copy is None:
        raise Refused(GONE)
    close_chain(year=copy, actor=actor, reason=reason)
    files = list(StoredFile.objects.filter(year=copy))
    # Files are protected by what names them and protect their year: let go, then deleted after both.
    StoredFile.objects.filter(year=copy).update(year=None)
    HandOver.objects.filter(from_year=copy).delete()
    IssuedDocument.objects.filter(year=copy).delete()
    delete_with_sheets(copy)
    StoredFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    transaction.on_commit(partial(_forget, [file.path for file in files]))


def _forget(paths: list[str]) -> None:
    for path in paths:
        default_storage.delete(path)
