"""Every page of the year as its people live it, by the demonstration's three people, as wide as a laptop and a phone."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from playwright.sync_api import Page

from blocs.context import year_url
from blocs.models import BlocYear, Phase, PhaseKind, User
from blocs.terms import Checkpoint
from khoi_thidua.demonstration_accounts import YEN_BAI
from tests.browser.conftest import LAPTOP, PHONE, accessibility_faults

pytestmark = pytest.mark.django_db(transaction=True)
HALF = {"checkpoint": Checkpoint.HALF_YEAR}
OWN = {"unit": "LG"}
# Words no reader should meet: English, what a template or Python leaves behind, names of the code.
LEFTOVERS = re.compile(
    r"\b(?:Save|Cancel|Delete|Edit|Submit|Search|Upload|Download|Back|Next|Previous|Page|Error|Warning|Status|Name"
    r"|Title|Date|None|True|False|null|undefined|NaN|pledge|phase|sheet|draft|unit|member|target|registration"
    r"|commendation|checkpoint|movement|report|notice|user)\b|\{\{|\{%|\b[a-z]+_[a-z]+\b|<[a-z]+|[A-Za-z]+ object at"
)
# 1480 where 1.480 is meant: five digits and more, or four that are no year.
UNGROUPED = re.compile(r"(?<![\w./:,-])(?:[3-9]\d{3}|1[0-8]\d{2}|[1-9]\d{4,})(?![\w/:,.-])")
# (url name, year, more): the secretariat's; a head's and the board's are parts of them, and a few of their own.
SHARED = (
    ("year-home", 2021, {}),
    ("calendar", 2021, {}),
    ("pledge", 2021, {}),
    ("targets", 2021, {}),
    ("movements", 2022, {}),
    ("commendations", 2022, {}),
    ("unit-history", 2022, OWN),
    ("reports", 2022, {}),
    ("leading", 2021, {}),
)
WALKS = {
    "thu-ky": (
        *SHARED,
        ("phases", 2021, {}),
        ("phases-extensions", 2021, {}),
        ("notices", 2021, {}),
        ("notices-slips", 2021, {"kind": "registration"}),
        ("pledge", 2022, {}),
        ("pledge-hall", 2021, {}),
        ("pledge-record", 2021, {}),
        ("pledge-lock", 2021, {}),
        ("pledge-unit", 2021, OWN),
        ("target-promises", 2022, {"pk": "LG"}),
        ("registrations", 2022, {}),
        ("registration-unit", 2022, OWN),
        ("registration-new", 2022, OWN),
        ("registration-summary", 2022, {}),
        ("registration-standings", 2022, {}),
        ("award-rule-registration", 2022, {}),
        ("findings", 2022, {}),
        ("movement-new", 2022, {}),
        ("commendations", 2021, {}),
        ("commendation-new", 2022, {}),
        ("commendations-import", 2022, {}),
        ("unit-report", 2022, {**HALF, "pk": "LG"}),
        ("bloc-report", 2022, HALF),
        ("bloc-report-section", 2022, {**HALF, "key": "opening"}),
        ("leading-rotation", 2021, {}),
        ("handover-new", 2022, {}),
        ("unit-events", 2021, {}),
        ("unit-event-new", 2021, {"kind": "doi-ten"}),
        ("practice", 2021, {}),
        ("papers", 2022, {}),
        ("setup", 2021, {}),
    ),
    "hoi-luat-gia": (
        *SHARED,
        ("pledge-unit", 2021, OWN),
        ("pledge-sign", 2021, OWN),
        ("pledge-digital", 2021, OWN),
        ("pledge-paper", 2021, OWN),
        ("pledge-answer", 2021, OWN),
        ("pledge-substitute", 2021, OWN),
        ("target-promises", 2022, {"pk": "LG"}),
        ("target-results", 2022, {"pk": "LG"}),
        ("registration-unit", 2022, OWN),
        ("registration-new", 2022, OWN),
        ("commendation-new", 2022, {}),
        ("unit-report", 2022, {**HALF, "pk": "LG"}),
    ),
    "so-noi-vu": (
        ("year-home", 2021, {}),
        ("registrations", 2022, {}),
        ("registration-standings", 2022, {}),
        ("findings", 2022, {}),
        ("bloc-report", 2022, HALF),
        ("leading", 2021, {}),
        ("unit-events", 2021, {}),
        ("papers", 2022, {}),
    ),
}
PLAIN = ("home", "my-notices", "award-catalogue", "verification-find")


@pytest.fixture
def years(transactional_db: None) -> dict[int, BlocYear]:
    with override_settings(DEMONSTRATION=True):
        call_command("seed_demo", verbosity=0)
    years = BlocYear.objects.select_related("bloc").filter(bloc__code=YEN_BAI, is_practice=False)
    # What is waited for now is open now.
    kinds = (PhaseKind.REGISTRATION, PhaseKind.PLEDGE, PhaseKind.HALF_YEAR)
    Phase.objects.filter(year__in=years, kind__in=kinds).update(opens_at=None, closes_at=None)
    return {year.year: year for year in years}


def addresses(years: dict[int, BlocYear], username: str) -> list[str]:
    found = [reverse(name) for name in PLAIN]
    for name, number, more in WALKS[username]:
        year = years[number]
        pk = {m.code: m.pk for m in year.members}.get(more.get("pk", ""))
        found.append(year_url(name, year, **{**more, **({"pk": pk} if pk else {})}))
    return found


def faults_at(page: Page, width: int, within: str) -> list[str]:
    found = accessibility_faults(page, within)
    scrolls = page.evaluate("document.documentElement.scrollWidth")
    if scrolls > width:
        found.append(f"rộng {scrolls}px trên màn hình {width}px")
    low = page.evaluate(
        "[...document.querySelectorAll('main .btn-primary, main .btn-danger')].filter(e => e.offsetParent)"
        ".map(e => [e.innerText, Math.round(e.getBoundingClientRect().height)])"
        ".filter(([, height]) => height < (innerWidth < 768 ? 52 : 40))"
    )
    main = page.evaluate(
        "[...document.querySelectorAll('main .btn-primary')].filter(e => e.offsetParent).map(e => e.innerText)"
    )
    found += [f"nút thấp: {button}" for button in low]
    found += [f"nhiều nút chính: {main}"] if len(main) > 1 else []
    return found


@pytest.mark.parametrize("username", WALKS)
def test_every_new_page_can_be_read(
    username: str,
    years: dict[int, BlocYear],
    page: Page,
    sign_in: Callable[[Page, AbstractBaseUser], None],
) -> None:
    sign_in(page, User.objects.get(username=username))
    faults: list[str] = []
    # The frame around the pages is the same: it is looked at once.
    for at, address in enumerate(addresses(years, username)):
        page.set_viewport_size(LAPTOP)
        answer = page.goto(address)
        assert answer is not None
        if answer.status != 200:
            faults.append(f"{address}: {answer.status}")
            continue
        text = page.evaluate("document.body.innerText")
        found = [f"còn sót: {word}" for word in LEFTOVERS.findall(text)]
        found += [f"chưa tách hàng nghìn: {number}" for number in UNGROUPED.findall(text)]
        for size in (LAPTOP, PHONE):
            page.set_viewport_size(size)
            found += faults_at(page, size["width"], "html" if at == 0 else "main")
        faults += [f"{address}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)
