"""Windows: open and closed to the minute, the template, copying to another year, the form."""

from datetime import datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from blocs.actions.phases import change_phases
from blocs.forms.fields import MomentFormField
from blocs.forms.phases import PhasesForm
from blocs.models import Phase, PhaseKind
from blocs.refusals import Invalid
from blocs.rules import is_open, window_is_open
from blocs.year_phases import LAST_MINUTE, Window, kinds_in_use, shifted, template_windows, window_in_words
from tests.builders import bloc_year, secretary

MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.strptime(text, "%d/%m/%Y %H:%M"))  # noqa: DTZ007


OPENS, CLOSES = at("01/11/2020 00:00"), at("20/11/2020 23:59")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (OPENS - MINUTE, False),
        (OPENS, True),
        (OPENS + MINUTE, True),
        (CLOSES - MINUTE, True),
        (CLOSES, False),
        (CLOSES + MINUTE, False),
    ],
)
def test_a_window_is_open_from_its_first_minute_to_its_closing_time(moment: datetime, expected: bool) -> None:
    phase = Phase(kind=PhaseKind.SELF_SCORING, opens_at=OPENS, closes_at=CLOSES)
    assert window_is_open(phase, moment) is expected


@pytest.mark.parametrize(
    ("phase", "before", "after"),
    [
        (None, True, True),
        (Phase(), True, True),
        (Phase(opens_at=OPENS), False, True),
        (Phase(closes_at=OPENS), True, False),
    ],
)
def test_an_empty_side_is_open(phase: Phase | None, before: bool, after: bool) -> None:
    assert window_is_open(phase, OPENS - MINUTE) is before
    assert window_is_open(phase, OPENS) is after


@pytest.mark.django_db
def test_the_stored_window_of_the_year_is_asked() -> None:
    year = bloc_year()
    year.phases.filter(kind=PhaseKind.PLEDGE).update(opens_at=OPENS, closes_at=CLOSES)
    assert not is_open(year, PhaseKind.PLEDGE, at=OPENS - MINUTE)
    assert is_open(year, PhaseKind.PLEDGE, at=OPENS)
    assert not is_open(year, PhaseKind.PLEDGE, at=CLOSES)
    assert is_open(year, PhaseKind.REGISTRATION, at=CLOSES)


def test_the_template_is_the_handbooks_calendar() -> None:
    windows = template_windows(2026)
    assert windows[PhaseKind.SELF_SCORING] == Window(at("01/11/2026 00:00"), at("20/11/2026 23:59"))
    assert windows[PhaseKind.CONFERENCE] == Window(at("15/12/2026 00:00"), at("20/01/2027 23:59"))
    assert set(windows) == set(PhaseKind)


def test_a_moment_is_the_same_local_day_years_later() -> None:
    assert shifted(at("20/11/2020 23:59"), 1) == at("20/11/2021 23:59")
    assert shifted(at("29/02/2020 08:00"), 1) == at("28/02/2021 08:00")
    assert shifted(at("29/02/2020 08:00"), 4) == at("29/02/2024 08:00")
    assert shifted(None, 1) is None


def test_a_window_in_words() -> None:
    assert window_in_words(Window(OPENS, CLOSES)) == "từ 00:00 01/11/2020 đến 23:59 20/11/2020"
    assert window_in_words(Window(None, CLOSES)) == "đến 23:59 20/11/2020"
    assert window_in_words(Window()) == ""


def test_a_day_alone_is_the_whole_day() -> None:
    opens, closes = MomentFormField(bare=time.min), MomentFormField(bare=LAST_MINUTE)
    assert opens.clean(" 01/11/2020 ") == OPENS
    assert closes.clean("20/11/2020") == CLOSES
    assert closes.clean("20/11/2020 17:00") == at("20/11/2020 17:00")
    assert closes.clean("") is None
    assert closes.prepare_value(CLOSES) == "20/11/2020"
    assert closes.prepare_value(at("20/11/2020 17:00")) == "20/11/2020 17:00"


@pytest.mark.parametrize("text", ["31/02/2020", "11-20", "20/11/20", "20/11/0020", "20/13/2020 08:00", "mai"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        MomentFormField(bare=time.min).clean(text)


@pytest.mark.django_db
def test_the_form_refuses_a_window_that_closes_before_it_opens() -> None:
    year = bloc_year()
    form = PhasesForm({"pledge-opens": "02/03/2020", "pledge-closes": "01/03/2020"}, year=year)
    assert not form.is_valid()
    assert list(form.errors) == ["pledge-closes"]


@pytest.mark.django_db
def test_phases_of_unused_levels_are_not_there() -> None:
    year = bloc_year(levels=["self", "appraisal"])
    assert PhaseKind.CROSS_SCORING not in kinds_in_use(year)
    assert PhaseKind.BLOC_SCORING not in kinds_in_use(year)
    assert PhaseKind.APPRAISAL in kinds_in_use(year)


@pytest.mark.django_db
def test_changed_windows_are_stored_and_recorded_in_words() -> None:
    year = bloc_year()
    actor = secretary(year)
    window = Window(OPENS, CLOSES)
    changes = change_phases(
        actor=actor, year=year, windows={PhaseKind.PLEDGE: window, PhaseKind.HALF_YEAR: Window()}
    )
    assert [(change.label, change.new) for change in changes] == [
        ("Giao ước", "từ 00:00 01/11/2020 đến 23:59 20/11/2020")
    ]
    stored = year.phases.get(kind=PhaseKind.PLEDGE)
    assert (stored.opens_at, stored.closes_at) == (OPENS, CLOSES)
    assert change_phases(actor=actor, year=year, windows={PhaseKind.PLEDGE: window}) == []
    assert year.chain.entries.count() == 1
    with pytest.raises(Invalid):
        change_phases(actor=actor, year=year, windows={PhaseKind.PLEDGE: Window(CLOSES, OPENS)})


@pytest.mark.django_db
def test_the_template_is_shown_and_not_stored_until_sent(client: Client) -> None:
    year = bloc_year()
    client.force_login(secretary(year), backend="blocs.backends.IdentifierBackend")
    page = client.get("/khoi/khoi-thu/2020/moc/?mau=co")
    assert "20/11/2020" in page.content.decode()
    assert not year.phases.filter(opens_at__isnull=False).exists()
    sent = {
        name: field.prepare_value(field.initial) or "" for name, field in page.context["form"].fields.items()
    }
    assert client.post("/khoi/khoi-thu/2020/moc/", sent).status_code == 302
    assert year.phases.get(kind=PhaseKind.SELF_SCORING).closes_at == CLOSES
