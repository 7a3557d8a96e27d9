"""What a practice copy is tried with: a real year from a workbook, a copy spoilt in every part, and all that is read."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.models import Award, AwardRule, Commendation, Finding, Registration, VoteResult
from blocs import journal
from blocs.actions.identity import change_identity
from blocs.actions.papers import SETTING_FIELDS
from blocs.actions.years import create_year
from blocs.documents import bases_to_edit, document_kinds, heading_of, settings_of
from blocs.models import (
    Bloc,
    BlocYear,
    LegalBasis,
    Membership,
    Movement,
    PaperSettings,
    Phase,
    PhaseExtension,
    PhaseKind,
    PledgeSignature,
    Target,
    UnitName,
    User,
)
from blocs.presets import THOUSAND
from blocs.queries import units_outside
from blocs.seat_words import unit_labels
from blocs.terms import BlocKind
from reports.queries import load_year_book
from reports.workbook.writing import write_workbook
from scoring.models import CriterionVersion, Score, Sheet
from tests.blocs.test_year_home import again, enter
from tests.permission_rows import Row
from tests.test_permissions import ROWS


def spoil(copy: BlocYear, actor: User) -> None:
    """Change all there is in the copy, past every rule."""
    Score.objects.filter(sheet__in=Sheet.objects.filter(year=copy)).update(points=0)
    Sheet.objects.filter(year=copy).update(state="filling")
    Membership.objects.filter(year=copy).update(representative="Người khác", category="Khác", phone="0")
    Membership.objects.filter(year=copy, position=3).delete()
    another = Membership.objects.get(year=copy, position=6).unit_name
    Membership.objects.filter(year=copy, position=5).update(unit_name=another)
    CriterionVersion.objects.filter(rules__year=copy).update(text="Tiêu chí thử")
    AwardRule.objects.filter(rules__year=copy).update(quota=9)
    rows = (Registration, Finding, Commendation, Target, PledgeSignature)
    for model in rows:
        model.objects.filter(membership__year=copy).delete()
    VoteResult.objects.filter(vote__year=copy).update(approvals=0)
    Movement.objects.create(year=copy, position=99, name="Phong trào thử")
    Commendation.objects.create(
        membership=again(copy).members[0],
        position=1,
        award=Award.objects.get(code="FLAG_GOV"),
        count=50,
        achievement_year=copy.year,
        decided_on=date(copy.year, 12, 1),
    )
    PaperSettings.objects.filter(year=copy).update(
        issuer="THỬ", symbol="THU-X", place="Nơi thử", superior="THỬ"
    )
    LegalBasis.objects.filter(year=copy).update(text="Căn cứ thử")
    Phase.objects.filter(year=copy).update(
        opens_at=timezone.now(), closes_at=timezone.now() + timedelta(days=1)
    )
    PhaseExtension.objects.create(
        phase=Phase.objects.get(year=copy, kind=PhaseKind.PLEDGE),
        membership=again(copy).members[0],
        closes_at=timezone.now() + timedelta(days=30),
        reason="Thử gia hạn",
    )
    change_identity(actor=actor, year=copy, name="A thử", kind=BlocKind.CUM, province=None, note="Thử")
    BlocYear.objects.filter(pk=copy.pk).update(
        results_published_at=timezone.now(), results_published_by=actor
    )


def plain_rows() -> Iterator[Row]:
    """Addresses of a year that need nothing but the year."""
    for row in ROWS:
        differs = row.name.startswith(("practice", "setup"))
        if row.of_year and row.get and not row.published and isinstance(row.kwargs, dict) and not differs:
            yield row


def shown(client: Client, year: BlocYear, rows: list[Row]) -> dict[str, Any]:
    """Address -> what is answered there, without what changes at every request and without the years' switch."""
    found = {}
    for row in rows:
        url = reverse(row.name, kwargs={"bloc": year.bloc.code, "year": year.slug, **row.kwargs})
        if url.endswith(
            ".pdf"
        ):  # it bears the time of its making; the same outline is asked as Word and Excel
            continue
        answer = client.get(url)
        content = b"".join(answer) if answer.streaming else answer.content
        if answer.headers["Content-Type"].startswith("text/html"):
            text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", content.decode())
            found[url] = re.sub(r'<header class="top">.*?</header>', "", text, flags=re.DOTALL)
        elif not content.startswith(b"%PDF"):  # a PDF bears the time of its making
            found[url] = content if not url.endswith((".docx", ".xlsx")) else parts(content)
    return found


def parts(content: bytes) -> dict[str, bytes]:
    """A Word or Excel file's members, without those that name the time."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if "docProps" not in name}


def next_year(actor: User, bloc: Bloc) -> tuple[Any, ...]:
    """What the year after would begin with; nothing of it stays."""
    source = BlocYear.objects.filter(bloc=bloc, is_practice=False).order_by("-year").first()
    assert source is not None
    with transaction.atomic():
        saved = transaction.savepoint()
        made = again(create_year(actor=actor, bloc=bloc, number=source.year + 1, source=source))
        other = again(create_year(actor=actor, bloc=bloc, number=source.year + 2, preset=THOUSAND))
        PaperSettings.objects.filter(year=made).delete()
        LegalBasis.objects.filter(year=made).delete()
        seen = (
            [getattr(settings_of(other), name) for name in SETTING_FIELDS],
            [basis.text for basis in bases_to_edit(other)[0]],
            unit_labels([unit.pk for unit, _ in units_outside(other)]),
            write_workbook(load_year_book(made)),
            [(phase.kind, phase.opens_at, phase.closes_at) for phase in made.phases_by_kind.values()],
        )
        transaction.savepoint_rollback(saved)
    return seen


def begun(actor: User, bloc: Bloc) -> int:
    """What the button that copies the latest year answers; the year does not stay."""
    sent = {"number": "2021", "source": "copy"}
    with transaction.atomic():
        saved = transaction.savepoint()
        status = enter(Client(), actor).post(f"/khoi/{bloc.code}/nam-moi/", sent).status_code
        transaction.savepoint_rollback(saved)
    return status


def real(year: BlocYear, actor: User) -> dict[str, Any]:
    """All that is read of the real year and after it."""
    head = User.objects.get(username="lanh-dao")
    # Blank sheets are slow to print, and made of nothing that the other pages do not show.
    rows = [row for row in plain_rows() if row.name != "sheet-blank"]
    here = again(year)
    out = StringIO()
    call_command("results", here.bloc.code, here.year, json=True, stdout=out)
    return {
        "secretary": shown(enter(Client(), actor), here, rows),
        "head": shown(enter(Client(), head), here, rows),
        "home": enter(Client(), head).get("/").headers["Location"],
        "results": out.getvalue(),
        "workbook": write_workbook(load_year_book(here)),
        "papers": [kind.describe(here, heading_of(here, kind=kind)) for kind in document_kinds().values()],
        "anchor": journal.last_anchor(here),
        "bloc": Bloc.objects.filter(pk=here.bloc_id).values().get(),
        "names": list(UnitName.objects.order_by("pk").values()),
        "next": next_year(actor, here.bloc),
        "begun": begun(actor, here.bloc),
        "new year's form": enter(Client(), actor)
        .get(f"/khoi/{here.bloc.code}/nam-moi/")
        .context["form"]
        .as_p(),
    }
