"""The year 2020 of Yên Bái's bloc, entered through the site by the people it belongs to, gives what its workbook gives.

Eleven heads score themselves and one another, the secretariat scores for the bloc, the board appraises; two sheets are
typed key by key, the others pasted as blocks from Excel. Registrations, pledge, findings and votes come with the workbook.
"""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from playwright.sync_api import Page, expect

from awards.models import ResultVersion
from awards.results import results_json
from blocs.models import BlocYear, SeatKind, User
from blocs.terms import Level, SheetState
from reports.paper.words import trimmed
from scoring.models import Assignment, Draw, Score, Sheet
from scoring.queries import COUNTING, CriterionNode, points_of, rule_set, sheet_rows
from tests.awards.scenes import fresh, results_of
from tests.browser.test_grid import PASTE
from tests.builders import person, seat, secretary
from tests.staging import example_year

SignIn = Callable[[Page, AbstractBaseUser], None]
Cells = dict[tuple[Level, str, str], dict[str, Decimal]]  # level, scored, scorer → leaf code → points


class YenBai:
    """The year emptied of its scores, the scores as they were, and the page everything is entered through."""

    def __init__(self, year: BlocYear, page: Page, sign_in: SignIn) -> None:
        self.page, self.sign_in = page, sign_in
        self.year = year
        self.expected = results_json(results_of(year))
        codes = {member.pk: member.code for member in year.members}
        rows = [row for row in sheet_rows(year) if row.state in COUNTING]
        points = points_of(year, rows)
        self.cells: Cells = {
            (row.level, codes[row.scored], codes.get(row.scorer or 0, "")): dict(points[row.pk])
            for row in rows
        }
        self.leaves: tuple[CriterionNode, ...] = rule_set(year.current_rules).leaves
        Score.objects.filter(sheet__in=Sheet.objects.filter(year=year)).delete()
        Sheet.objects.filter(year=year).update(
            state=SheetState.FILLING, handed_in_at=None, handed_in_by=None, revision=1
        )
        self.codes = [member.code for member in year.members]
        self._forget_who_scores_whom()

    def _forget_who_scores_whom(self) -> None:
        """As if the bloc had begun with each unit scoring the next one: the others' sheets are not there yet."""
        members = self.year.members
        ring = {(one.pk, other.pk) for one, other in zip(members, [*members[1:], members[0]], strict=True)}
        Assignment.objects.bulk_create(
            Assignment(year=self.year, scorer_id=scorer, scored_id=scored) for scorer, scored in ring
        )
        for sheet in Sheet.objects.filter(year=self.year, level=Level.PEER):
            if (sheet.scorer_id, sheet.scored_id) not in ring:
                sheet.delete()

    def url(self, name: str, **more: str) -> str:
        return reverse(name, kwargs={"bloc": self.year.bloc.code, "year": self.year.year, **more})

    def columns(self, level: Level, scorer: str) -> list[str]:
        """The units scored on a paper, in the order of its columns."""
        return [code for code in self.codes if (level, code, scorer) in self.cells]

    def text(self, level: Level, scored: str, scorer: str, leaf: CriterionNode) -> str:
        return trimmed(self.cells[level, scored, scorer].get(leaf.code))

    def first_cell(self, level: Level, scored: str, scorer: str) -> str:
        sheet = Sheet.objects.get(
            year=self.year, level=level, scored__code=scored, scorer__code=scorer or None
        )
        return f"#c{sheet.pk}-{self.leaves[0].criterion_id}"

    def paste(self, level: Level, scorer: str = "", only: list[str] | None = None) -> None:
        columns = only or self.columns(level, scorer)
        block = "\n".join(
            "\t".join(self.text(level, scored, scorer, leaf) for scored in columns) for leaf in self.leaves
        )
        self.page.locator(self.first_cell(level, columns[0], scorer)).evaluate(PASTE, block)
        self.saved(len(columns) * len(self.leaves))

    def type(self, level: Level, scored: str, scorer: str = "") -> None:
        """One column from the top down, a key at a time."""
        self.page.locator(self.first_cell(level, scored, scorer)).focus()
        for leaf in self.leaves:
            self.page.keyboard.type(self.text(level, scored, scorer, leaf))
            self.page.keyboard.press("Enter")

    def saved(self, cells: int) -> None:
        expect(self.page.locator("[data-state]")).to_contain_text(f"{cells}/", timeout=30_000)

    def hand_in(self) -> None:
        """A head is shown the totals first, and claims without evidence are named once more; then it is said."""
        body, done = self.page.locator("body"), r"Đã nộp [0-9]+ phiếu"
        self.page.locator("[data-hand-in]").click()
        for question in ("Sau khi làm", "chưa có minh chứng"):
            expect(body).to_contain_text(re.compile(f"{done}|{question}"))
            if re.search(done, body.inner_text()):
                return
            self.page.locator("main").get_by_role("button", name=re.compile("^(Nộp|Vẫn nộp)")).click()
        expect(body).to_contain_text(re.compile(done))


@pytest.fixture
def yen_bai(transactional_db: None, page: Page, sign_in: SignIn) -> YenBai:
    return YenBai(fresh(example_year("yen-bai-2020")), page, sign_in)


def test_the_year_entered_by_its_people_gives_what_the_workbook_gives(yen_bai: YenBai) -> None:
    here, page = yen_bai, yen_bai.page
    keeper = secretary(here.year)
    draw(here, keeper)
    heads = {code: head_of(here.year, code) for code in here.codes}
    for at, (code, head) in enumerate(heads.items()):
        here.sign_in(page, head)
        page.goto(here.url("grid", level="tu-cham"))
        if at == 0:
            here.type(Level.SELF, code)
        else:
            here.paste(Level.SELF, only=[code])
        here.hand_in()
        page.goto(here.url("grid-peer", level="cheo", scorer=code))
        if at == 0:
            first, *others = here.columns(Level.PEER, code)
            here.paste(Level.PEER, code, only=others)
            here.type(Level.PEER, first, code)
        else:
            here.paste(Level.PEER, code)
        here.hand_in()
    here.sign_in(page, keeper)
    page.goto(here.url("grid", level="khoi"))
    here.paste(Level.BLOC)
    here.hand_in()
    here.sign_in(page, board_of(here.year))
    page.goto(here.url("grid", level="tham-dinh"))
    here.paste(Level.APPRAISAL)
    here.hand_in()
    lock_and_approve(here, keeper)
    year = fresh(here.year)
    assert year.is_published
    assert results_json(results_of(year)) == here.expected
    version = ResultVersion.objects.get(year=year)
    assert version.table == here.expected
    assert set(Sheet.objects.filter(year=year).values_list("state", flat=True)) == {SheetState.LOCKED}
    assert Score.objects.filter(sheet__year=year).values("entered_by").distinct().count() == 13


def draw(here: YenBai, keeper: User) -> None:
    """Everybody scores everybody, decided on the page and on record."""
    page = here.page
    here.sign_in(page, keeper)
    page.goto(here.url("assignments"))
    page.get_by_role("radio", name="Mọi đơn vị chấm nhau").check()
    page.get_by_role("button", name="Tiếp tục").click()
    if page.get_by_label("Lý do").count():
        page.get_by_label("Lý do").fill("Hội nghị khối thống nhất mọi đơn vị chấm nhau")
    page.get_by_role("button", name="Ghi kết quả này").click()
    page.get_by_text("Đã ghi kết quả phân công.").wait_for()
    assert Draw.objects.filter(year=here.year).count() == 1
    assert Sheet.objects.filter(year=here.year, level=Level.PEER).count() == 110


def head_of(year: BlocYear, code: str) -> User:
    user = person(f"lanh-dao-{code.lower()}", full_name=f"Lãnh đạo {code}")
    seat(user, SeatKind.HEAD, unit=year.memberships.get(code=code).unit)
    return user


def board_of(year: BlocYear) -> User:
    user = person("so-noi-vu", full_name="Cán bộ thẩm định")
    seat(user, SeatKind.BOARD, province=year.province)
    return user


def lock_and_approve(here: YenBai, keeper: User) -> None:
    page = here.page
    here.sign_in(page, keeper)
    page.goto(here.url("sheet-checks"))
    page.get_by_role("button", name="Khóa các phiếu đã chọn").click()
    expect(page.locator("body")).to_contain_text("Đã khóa")
    page.goto(here.url("results-publish"))
    page.locator("main form button[type=submit].btn-primary").click()
    expect(page.locator("body")).to_contain_text("Đã duyệt và niêm yết kết quả", timeout=60_000)
