"""A year whose units sign a pledge: its secretary, every unit's head, a text opened for signing."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from blocs.actions.pledge_signing import OnPaper, Session, Signed, confirm, record_paper
from blocs.actions.pledge_texts import open_signing, start_text
from blocs.context import year_url
from blocs.documents_pledge import canonical_of, fingerprint_of
from blocs.models import BlocYear, Membership, PledgeAct, PledgeSignature, PledgeText, SeatKind, User
from blocs.pledge_queries import texts_of
from blocs.received_files import FileKind, ReceivedFile
from reports.paper.outline import Paper
from tests.builders import bloc_year, person, seat, secretary

SCAN = ReceivedFile(b"%PDF-1.4 ban quet", "ban-quet.pdf", FileKind.PDF)


@dataclass
class Scene:
    """`heads` by unit code; `year` is read anew by `fresh`."""

    year: BlocYear
    secretary: User
    heads: dict[str, User] = field(default_factory=dict)

    def fresh(self) -> BlocYear:
        return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=self.year.pk)

    def member(self, code: str) -> Membership:
        return next(member for member in self.fresh().members if member.code == code)

    def open(self, reason: str = "", **fields: Any) -> PledgeText:
        """A text in the template's words, opened; `fields` of it are set before."""
        year = self.fresh()
        text = start_text(actor=self.secretary, year=year, reason=reason)
        if fields:
            PledgeText.objects.filter(pk=text.pk).update(**fields)
            text.refresh_from_db()
        text.year = year
        shown = fingerprint_of(canonical_of(text, year))
        return open_signing(actor=self.secretary, year=year, shown=shown)

    @property
    def text(self) -> PledgeText:
        found = texts_of(self.fresh()).in_force
        assert found is not None
        return found

    def confirm(self, code: str, *, actor: User | None = None, shown: str | None = None) -> Signed:
        return confirm(
            actor=again(actor or self.heads[code]),
            year=self.fresh(),
            unit=self.member(code).pk,
            shown=self.text.fingerprint if shown is None else shown,
            session=Session(timezone.now(), "203.0.113.7", "Điện thoại"),
        )

    def on_paper(self, *codes: str, actor: User | None = None, **more: Any) -> list[PledgeAct]:
        return record_paper(
            actor=again(actor or self.secretary),
            year=self.fresh(),
            units=[self.member(code).pk for code in codes],
            shown=self.text.fingerprint,
            paper=OnPaper(more.pop("signed_on", date(2020, 1, 12)), "Nguyễn Thị Hạnh", **more),
            scan=SCAN,
        )

    def signed(self) -> dict[str, str]:
        """Code -> way of every unit that has signed."""
        rows = PledgeSignature.objects.filter(membership__year=self.year).exclude(signed_on=None)
        return {row.membership.code: row.way for row in rows.select_related("membership")}

    def url(self, name: str, **more: Any) -> str:
        return year_url(name, self.year, **more)


def again(user: User) -> User:
    """The person as another request has them."""
    return User.objects.get(pk=user.pk)


def scene(units: int = 3, **more: Any) -> Scene:
    year = bloc_year(units=units, **more)
    made = Scene(year, secretary(year))
    for member in year.members:
        head = person(f"lanh-dao-{member.code}", full_name=f"Trần Văn {member.code}", position="Chủ tịch")
        seat(head, SeatKind.HEAD, unit=member.unit)
        made.heads[member.code] = head
        Membership.objects.filter(pk=member.pk).update(
            representative=head.full_name, representative_title="Chủ tịch"
        )
    made.year = made.fresh()
    return made


def png() -> bytes:
    """A picture as a telephone's camera gives one, small."""
    out = BytesIO()
    Image.new("RGB", (40, 60), "white").save(out, "PNG")
    return out.getvalue()


def enter(client: Client, user: User) -> Client:
    client.force_login(user, backend="blocs.backends.IdentifierBackend")
    return client


def quick_press(patch: pytest.MonkeyPatch) -> None:
    """PDFs that are told apart and take no time, where the paper itself is not what is tested."""

    def printed(paper: Paper, _extension: str) -> bytes:
        return b"%PDF-1.7 " + hashlib.sha256(repr(paper).encode()).digest()

    patch.setattr("blocs.actions.pledge_texts.render", printed)
