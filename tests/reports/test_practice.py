"""The practice copy: whatever is done in it, the real year and the next one are the same to the byte."""

import dataclasses
import re
from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from awards.actions.publishing import publish_results
from awards.models import Award, Commendation, ResultVersion, VoteResult
from blocs import journal
from blocs.actions.members import MemberDetails, add_member, change_member
from blocs.actions.papers import issue_paper
from blocs.actions.years import create_year
from blocs.documents import document_kinds, heading_of
from blocs.models import (
    BlocYear,
    Chain,
    LegalBasis,
    Membership,
    PaperSettings,
    Phase,
    PhaseKind,
    SeatKind,
    StoredFile,
    UnitName,
    User,
)
from blocs.refusals import NotAllowed, Refused
from blocs.storage import store
from blocs.unit_naming import NameChange, Naming
from reports.actions.import_year import import_year
from reports.actions.practice import end_practice, make_practice, practice_of, reset_practice
from reports.queries import load_year_book
from reports.workbook.reading import read_workbook
from reports.workbook.writing import write_workbook
from scoring.models import Score, Sheet
from tests.awards.result_scenes import ranked_year
from tests.awards.scenes import fresh
from tests.blocs.test_year_home import again, enter
from tests.builders import person, seat, secretary
from tests.reports.practice_stage import parts, plain_rows, real, spoil
from tests.staging import example_book

EXAMPLE = "yen-bai-2020"
pytestmark = [pytest.mark.django_db, pytest.mark.untraced, pytest.mark.usefixtures("unpressed")]


@pytest.fixture
def year() -> BlocYear:
    made = import_year(actor=None, book=example_book(EXAMPLE))
    PaperSettings.objects.create(
        year=made, issuer="KHỐI", place="Yên Bái", symbol="BTH-KTĐ", leader_name="Bà A"
    )
    LegalBasis.objects.create(year=made, position=1, text="Luật Thi đua, khen thưởng")
    Phase.objects.filter(year=made, kind=PhaseKind.PLEDGE).update(
        closes_at=timezone.now() + timedelta(days=9)
    )
    return again(made)


@pytest.fixture
def user(year: BlocYear) -> User:
    return secretary(year)


@pytest.mark.one_engine
def test_nothing_of_the_real_year_or_the_next_changes(year: BlocYear, user: User) -> None:
    """The real year comes from a workbook again, so that the copy is the older row: what takes the first is caught."""
    copy = make_practice(actor=user, year=year)
    year = import_year(actor=user, book=example_book(EXAMPLE), replace=True)
    head = person("lanh-dao")
    seat(head, SeatKind.HEAD, unit=year.members[1].unit)
    spoil(copy, user)
    beside_it = real(year, user)
    assert sum(isinstance(page, str) and "Liên minh" in page for page in beside_it["secretary"].values()) > 10
    end_practice(actor=user, year=year)
    alone = real(year, user)
    for part, seen in alone.items():
        if isinstance(seen, dict):
            changed = [key for key in seen if beside_it[part][key] != seen[key]]
            assert not changed, (part, changed)
        assert beside_it[part] == seen, part
    make_practice(actor=user, year=year)
    assert journal.last_anchor(year) == alone["anchor"]


def test_the_copy_is_the_year_as_it_stands(year: BlocYear, user: User) -> None:
    copy = again(make_practice(actor=user, year=year))
    assert copy.slug == "2020-luyen-tap"
    whole, source = load_year_book(copy), load_year_book(again(year))
    assert whole.head.note.startswith("BẢN LUYỆN TẬP")
    assert dataclasses.replace(whole, head=source.head) == source
    assert [m.unit_id for m in copy.members] == [m.unit_id for m in year.members]
    assert not Phase.objects.filter(year=copy, closes_at__isnull=False).exists()
    dated = reset_practice(actor=user, year=year, keep_dates=True)
    closes = Phase.objects.get(year=year, kind=PhaseKind.PLEDGE).closes_at
    assert Phase.objects.get(year=dated, kind=PhaseKind.PLEDGE).closes_at == closes


def test_made_anew_what_was_tried_is_gone_and_the_chain_goes_along(year: BlocYear, user: User) -> None:
    copy = make_practice(actor=user, year=year)
    spoil(copy, user)
    with store(
        content=b"%PDF thu", name="a.pdf", content_type="application/pdf", year=copy, actor=user
    ) as file:
        Commendation.objects.filter(membership__year=copy).update(file=file)
    chain = Chain.objects.get(year=copy)
    with pytest.raises(Refused, match="đã có bản luyện tập"):
        make_practice(actor=user, year=year)
    anew = again(reset_practice(actor=user, year=year))
    source = load_year_book(again(year))
    assert dataclasses.replace(load_year_book(anew), head=source.head) == source
    assert not BlocYear.objects.filter(pk=copy.pk).exists()
    assert not StoredFile.objects.filter(pk=file.pk).exists()
    chain.refresh_from_db()
    assert chain.year is None
    assert chain.closed_at is not None
    assert chain.name.endswith("2020-luyen-tap")
    fresh = Chain.objects.get(year=anew)
    assert fresh.entries.count() == 1
    assert list(journal.faults()) == []
    end_practice(actor=user, year=year)
    assert practice_of(year) is None
    with pytest.raises(Refused, match="không có bản luyện tập"):
        end_practice(actor=user, year=year)
    with pytest.raises(Refused, match="không có bản luyện tập"):
        reset_practice(actor=user, year=year)


@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_its_files_go_too() -> None:
    year = import_year(actor=None, book=example_book(EXAMPLE))
    user = secretary(year)
    copy = make_practice(actor=user, year=year)
    with (
        transaction.atomic(),
        store(content=b"%PDF", name="a.pdf", content_type="application/pdf", year=copy, actor=user) as file,
    ):
        path = file.path
    assert default_storage.exists(path)
    end_practice(actor=user, year=year)
    assert not default_storage.exists(path)


@pytest.mark.one_engine
def test_every_page_and_file_of_it_says_what_it_is(year: BlocYear, user: User) -> None:
    make_practice(actor=user, year=year)
    client, unmarked, files = enter(Client(), user), [], 0
    for row in plain_rows():
        for extension in ("docx", "xlsx", "pdf") if "extension" in row.kwargs else ("",):
            more = {**row.kwargs, **({"extension": extension} if extension else {})}
            url = reverse(row.name, kwargs={"bloc": year.bloc.code, "year": "2020-luyen-tap", **more})
            with zeal_ignore():  # a page that reads the copy and the real year reads the members of both
                answer = client.get(url)
            name = answer.headers.get("Content-Disposition", "")
            if answer.headers["Content-Type"].startswith("text/html"):
                marked = "BẢN LUYỆN TẬP – số liệu không tính" in answer.content.decode()
            elif name:
                marked, files = "luyen-tap" in name, files + 1
            else:
                marked = True
            if answer.status_code == 200 and not marked:
                unmarked.append(url)
            if extension == "docx":
                assert "LUYỆN TẬP".encode() in parts(answer.content)["word/document.xml"]
    assert unmarked == []
    assert files > 4
    copy = again(practice_of(year) or year)
    papers = [kind.describe(copy, heading_of(copy, kind=kind)) for kind in document_kinds().values()]
    assert {paper.mark for paper in papers} == {"LUYỆN TẬP"}
    switch = client.get(f"/khoi/{year.bloc.code}/2020/").content.decode()
    assert "Năm 2020 · luyện tập" in switch
    assert "BẢN LUYỆN TẬP" not in switch


def test_what_reaches_beyond_the_copy_is_refused(year: BlocYear, user: User) -> None:
    copy = again(make_practice(actor=user, year=year))
    naming = Naming(name="Hội Tên Khác", short_name="TK", change=NameChange.CORRECTION, since=None)
    names, member = UnitName.objects.count(), copy.members[1]
    with pytest.raises(Refused, match="đổi tên đơn vị"):
        change_member(actor=user, year=copy, member=member, details=MemberDetails(), naming=naming)
    Score.objects.filter(sheet__in=Sheet.objects.filter(year=copy)).delete()
    VoteResult.objects.filter(vote__year=copy).delete()
    copy.votes.all().delete()
    with pytest.raises(Refused, match="thêm đơn vị mới"):
        add_member(
            actor=user,
            year=copy,
            unit=None,
            code="MOI",
            name="Hội Mới",
            short_name="",
            details=MemberDetails(),
        )
    assert UnitName.objects.count() == names
    kind = next(iter(document_kinds().values()))
    with pytest.raises(Refused, match="ban hành văn bản"):
        issue_paper(actor=user, year=copy, kind=kind, number=1, dated=date(2020, 12, 1), site="http://x/")
    client = enter(Client(), user)
    assert client.get(f"/khoi/{year.bloc.code}/2020-luyen-tap/van-ban/ke-hoach/ban-hanh/").status_code == 409
    assert "ban-hanh/" not in client.get(f"/khoi/{year.bloc.code}/2020-luyen-tap/van-ban/").content.decode()
    with pytest.raises(Refused, match="từ năm chính thức"):
        make_practice(actor=user, year=copy)
    with pytest.raises(ValueError, match="one earlier year"):
        create_year(actor=user, bloc=copy.bloc, number=2021, source=copy)
    with pytest.raises(NotAllowed):
        make_practice(actor=person("nguoi-la"), year=year)


@pytest.mark.one_engine
def test_a_workbook_never_hits_the_copy(year: BlocYear, user: User) -> None:
    copy = make_practice(actor=user, year=year)
    spoiled = dataclasses.replace(
        example_book(EXAMPLE), head=dataclasses.replace(example_book(EXAMPLE).head, name="Khối sửa tên")
    )
    with pytest.raises(Refused, match="đã có"):
        import_year(actor=user, book=spoiled)
    PaperSettings.objects.filter(year=year).delete()
    made = import_year(actor=user, book=spoiled, replace=True)
    assert not made.is_practice
    kept = BlocYear.objects.get(pk=copy.pk)
    assert (kept.is_practice, kept.name) == (True, year.name)
    from_copy = read_workbook(
        write_workbook(load_year_book(again(kept))), set(Award.objects.values_list("code", flat=True))
    ).book
    assert from_copy is not None
    for actor in (user, None):
        with pytest.raises(Refused, match="tải từ bản luyện tập"):
            import_year(actor=actor, book=from_copy, replace=True)


@pytest.mark.one_engine
def test_a_name_put_right_leaves_the_old_one_nowhere(year: BlocYear, user: User) -> None:
    """A replaced workbook forgets a misspelt name, also when only the practice copy still bears it."""
    make_practice(actor=user, year=year)
    book = example_book(EXAMPLE)
    wrong = book.units[2].name
    units = tuple(
        dataclasses.replace(row, name="Hội Viết Đúng") if row.name == wrong else row for row in book.units
    )
    import_year(actor=user, book=dataclasses.replace(book, units=units), replace=True)
    assert not UnitName.objects.filter(name=wrong).exists()
    assert Membership.objects.filter(unit_name__name="Hội Viết Đúng").count() == 2


@pytest.mark.one_engine
def test_on_the_page_with_one_button(year: BlocYear, user: User) -> None:
    client, address = enter(Client(), user), f"/khoi/{year.bloc.code}/2020/luyen-tap/"
    assert "Lập bản luyện tập" in client.get(address).content.decode()
    made = client.post(address, {"viec": "lap"})
    assert made.headers["Location"] == f"/khoi/{year.bloc.code}/2020-luyen-tap/"
    assert client.post(address, {"viec": "lap"}).status_code == 409
    Score.objects.filter(sheet__in=Sheet.objects.filter(year__is_practice=True)).update(points=0)
    inside = f"/khoi/{year.bloc.code}/2020-luyen-tap/luyen-tap/"
    assert "Làm lại từ đầu" in client.get(inside).content.decode()
    assert client.post(inside, {"viec": "lam-lai"}).status_code == 302
    assert Score.objects.filter(sheet__year__is_practice=True).exclude(points=0).exists()
    assert "Luyện tập" in client.get(f"/khoi/{year.bloc.code}/2020/thiet-lap/").content.decode()
    done = client.post(f"{address}ket-thuc/")
    assert done.headers["Location"] == f"/khoi/{year.bloc.code}/2020/"
    assert not BlocYear.objects.filter(is_practice=True).exists()


def test_points_typed_in_the_copy_stay_in_the_copy(year: BlocYear, user: User) -> None:
    """The grid as a form without a script: its address is the copy's all the way."""
    make_practice(actor=user, year=year)
    Sheet.objects.filter(year__is_practice=True).update(state="filling")
    client = enter(Client(), user)
    page = client.get(f"/khoi/{year.bloc.code}/2020-luyen-tap/phieu/").content.decode()
    grids = re.findall(r'href="(/khoi/[^"]+/phieu/[^"]+)"', page)
    assert grids
    assert all("/2020-luyen-tap/" in address for address in grids)
    before = write_workbook(load_year_book(again(year)))
    grid = next(address for address in grids if "tu-cham" in address and "trang" not in address)
    form = client.get(grid).content.decode()
    name = re.findall(r'name="(d-[^"]+|c-[^"]+|o-[^"]+|[0-9a-z-]*\d+-\d+)"', form)[0]
    bases = re.findall(r'name="bases" value="([^"]*)"', form)[0].replace("&quot;", '"')
    sent = client.post(grid, {name: "0", "bases": bases})
    assert sent.status_code == 302
    assert "/2020-luyen-tap/" in sent.headers["Location"]
    assert Score.objects.filter(sheet__year__is_practice=True, points=0).exists()
    assert write_workbook(load_year_book(again(year))) == before


def test_results_approved_for_practice_go_with_the_copy_and_leave_no_paper() -> None:
    """The database holds approved versions of real years only: the copy is made anew with everything in it gone."""
    year = ranked_year()
    clerk = secretary(year)
    copy = make_practice(actor=clerk, year=year)
    publish_results(actor=clerk, year=copy)
    assert ResultVersion.objects.get().year_id == copy.pk
    made = reset_practice(actor=clerk, year=fresh(year))
    assert (made.results_version, ResultVersion.objects.count()) == (0, 0)
    assert StoredFile.objects.filter(result_paper__isnull=False).count() == 0
