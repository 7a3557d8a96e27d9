"""A bloc-year workbook becomes a year in the database, all or nothing (contract §1, §3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from blocs.journal import close_chain, record
from blocs.models import (
    Bloc,
    BlocYear,
    HandOver,
    IssuedDocument,
    LegalBasis,
    Membership,
    PaperSettings,
    Phase,
    PhaseKind,
    Province,
    RuleVersion,
    StoredFile,
    UnitReport,
    User,
)
from blocs.practice import MARK
from blocs.refusals import NotAllowed, Refused
from blocs.transactions import locked
from reports.actions.import_awards import store_awards
from reports.actions.import_scores import store_scores
from reports.actions.import_units import forget_unborne_names, store_units
from reports.rules import why_not_import
from reports.workbook.book import YearBook
from scoring.actions.preparing import prepare_sheets
from scoring.models import Score, Sheet


def existing_year(book: YearBook) -> BlocYear | None:
    """The year the workbook would replace."""
    return BlocYear.objects.filter(bloc__code=book.head.code, year=book.head.year, is_practice=False).first()


def why_not(user: User, book: YearBook) -> str:
    """Why this person may not bring in this workbook; empty when they may."""
    if refusal := why_not_real(book):
        return refusal
    bloc = Bloc.objects.filter(code=book.head.code).first()
    named = book.head.province
    province = Province.objects.filter(name=named).first() if named else None
    borne = (
        {bloc.province_id, *bloc.years.filter(is_practice=False).values_list("province", flat=True)}
        if bloc
        else set()
    )
    return why_not_import(user, bloc=bloc, named=named, province=province, borne=borne)


def why_not_real(book: YearBook) -> str:
    """Why the workbook is none of a real year: it was taken from a practice copy."""
    if not book.head.note.startswith(MARK):
        return ""
    return (
        "Sổ này tải từ bản luyện tập nên không nhập vào năm chính thức. Nếu đúng là số liệu thật, hãy xóa dòng"
        f" “{MARK} …” ở mục Ghi chú của trang Khối rồi tải lên lại."
    )


def why_not_replace(old: BlocYear) -> str:
    """Why a year cannot be replaced as a whole; empty when it can."""
    if old.is_published:
        return "Kết quả năm này đã niêm yết nên không thay được. Hãy mở đính chính kết quả trước."
    if old.results_version:
        return (
            "Kết quả năm này đã duyệt và lưu thành phiên bản nên không thay được cả năm. Hãy sửa từng phần."
        )
    if IssuedDocument.objects.filter(year=old).exists():
        return "Năm này đã có văn bản ban hành nên không thay được cả năm. Hãy sửa từng phần."
    if HandOver.objects.filter(from_year=old).exists():
        return "Năm này đã có bàn giao Trưởng khối nên không thay được cả năm. Hãy sửa từng phần."
    if UnitReport.objects.filter(membership__year=old).exists():
        return "Các đơn vị đã viết báo cáo trong năm này; sổ không chứa báo cáo nên không thay được cả năm. Hãy sửa từng phần."
    if StoredFile.objects.filter(year=old).exists():
        return "Năm này đã có tệp lưu kèm nên không thay được cả năm. Hãy sửa từng phần."
    return ""


@transaction.atomic
def import_year(*, actor: User | None, book: YearBook, replace: bool = False, digest: str = "") -> BlocYear:
    """Store the whole workbook as a year; `actor` None is the command line, `digest` the file's SHA-256.

    A replaced year's windows, paper settings and legal bases, which no workbook holds, stay; its chain is closed by
    an entry and kept. Raises Refused when the year exists and is not to be replaced, is published, or has issued
    papers; NotAllowed without the right.
    """
    if actor is not None:
        actor.forget_seats()
        if refusal := why_not(actor, book):
            raise NotAllowed(refusal)
    if refusal := why_not_real(book):
        raise Refused(refusal)
    bloc = _bloc(book)
    old = (
        locked(BlocYear.objects.filter(bloc=bloc, year=book.head.year, is_practice=False))
        .select_related("bloc")
        .first()
    )
    if old is not None and not replace:
        raise Refused(f"Năm {old.year} của “{old.name}” đã có. Muốn thay toàn bộ số liệu, hãy chọn thay thế.")
    kept = _remove(old, actor) if old is not None else _Kept()
    year = _year(book, bloc)
    kept.hand_on(year)
    members = store_units(book, year)
    store_contents(book, year, members, actor)
    if old is not None:
        forget_unborne_names(bloc, {*kept.units, *(member.unit_id for member in members.values())})
    record(
        year=year,
        actor=actor,
        action="year.imported",
        subject=str(year),
        new={
            "units": len(book.units),
            "scores": len(book.scores),
            "sha256": digest,
            "replaced": old is not None,
        },
    )
    return year


def store_contents(
    book: YearBook, year: BlocYear, members: Mapping[str, Membership], actor: User | None
) -> None:
    """Everything of the workbook that hangs on the year's units, which are given by code; then the sheets still missing."""
    criteria = store_scores(book, year, members, actor)
    store_awards(book, year, members, criteria, actor)
    prepare_sheets(year)


def _bloc(book: YearBook) -> Bloc:
    """The workbook's bloc, locked, so that two workbooks of the same new year come one after the other."""
    head = book.head
    province = Province.objects.get_or_create(name=head.province)[0] if head.province else None
    bloc, _ = Bloc.objects.get_or_create(
        code=head.code, defaults={"name": head.name, "kind": head.kind, "province": province}
    )
    return locked(Bloc.objects.filter(pk=bloc.pk)).get()


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a replaced year hands on, because no workbook holds it; `units` are the ids of its units."""

    phases: tuple[Phase, ...] = ()
    papers: tuple[PaperSettings, ...] = ()
    bases: tuple[LegalBasis, ...] = ()
    units: frozenset[int] = frozenset()

    def hand_on(self, year: BlocYear) -> None:
        """The rows again, of that year; windows that were not there are open ones."""
        rows: tuple[Phase | PaperSettings | LegalBasis, ...] = (*self.phases, *self.papers, *self.bases)
        for row in rows:
            row.pk, row.year = None, year
        kinds = {phase.kind for phase in self.phases}
        missing = (Phase(year=year, kind=kind) for kind in PhaseKind if kind not in kinds)
        Phase.objects.bulk_create([*self.phases, *missing])
        PaperSettings.objects.bulk_create(self.papers)
        LegalBasis.objects.bulk_create(self.bases)


def _remove(old: BlocYear, actor: User | None) -> _Kept:
    """The old year goes with all it holds; its chain is closed and stays."""
    if refusal := why_not_replace(old):
        raise Refused(refusal)
    kept = _Kept(
        phases=tuple(old.phases.all()),
        papers=tuple(PaperSettings.objects.filter(year=old)),
        bases=tuple(old.legal_bases.all()),
        units=frozenset(old.memberships.values_list("unit_id", flat=True)),
    )
    close_chain(year=old, actor=actor, reason="Nhập lại cả năm từ sổ Excel")
    delete_with_sheets(old)
    return kept


def delete_with_sheets(year: BlocYear) -> None:
    """The year and all that hangs on it, scores and sheets first: the cascade would load every score.

    By sheet, not by the sheet's year: joined, PostgreSQL may choose a loop in a loop over all scores.
    """
    sheets = Sheet.objects.filter(year=year)
    Score.objects.filter(sheet__in=sheets).delete()
    sheets.delete()
    year.delete()


def _year(book: YearBook, bloc: Bloc) -> BlocYear:
    head = book.head
    province_id = Province.objects.get(name=head.province).pk if head.province else bloc.province_id
    year = BlocYear.objects.create(
        bloc=bloc, year=head.year, name=head.name, kind=head.kind, province_id=province_id
    )
    settings: dict[str, Any] = {name: getattr(book.rules, name) for name in book.rules.__slots__}
    settings |= {
        "levels": [level.value for level in book.rules.levels],
        "tie_keys": list(book.rules.tie_keys),
        "note": head.note,
    }
    year.rules = RuleVersion.objects.create(year=year, number=1, **settings)
    year.save(update_fields=["rules"])
    return year
