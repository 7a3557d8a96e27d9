"""The pledge: everybody of the year reads it, the secretariat runs it, a unit's people see their own signing pages."""

from typing import Any

from django.utils import timezone

from blocs.actions.pledge_answers import answer
from blocs.actions.pledge_signing import Session, confirm
from blocs.actions.pledge_texts import lock_text, open_signing, start_text
from blocs.documents_pledge import PLEDGE_KIND, canonical_of, fingerprint_of
from blocs.models import BlocYear, IssuedDocument, PledgeAct, PledgeText, Substitute
from blocs.storage import store
from blocs.terms import PledgeDeed, SigningWay
from tests.builders import PASSWORD
from tests.permission_rows import Row

READERS = "board board_all secretary secretary_former"
ONLY_READ = "board board_all secretary_former"
OF_THE_YEAR = f"{READERS} admin head officer teller observer"
INSIDE = f"{READERS} head officer"
UNIT = {"unit": "B"}


def fresh(stage: Any) -> BlocYear:
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=stage.year.pk)


def opened(stage: Any) -> PledgeText:
    year, secretary = fresh(stage), stage.cast["secretary"]
    text = start_text(actor=secretary, year=year)
    text.year = year
    return open_signing(actor=secretary, year=year, shown=fingerprint_of(canonical_of(text, year)))


def signed(stage: Any) -> PledgeText:
    text = opened(stage)
    confirm(
        actor=stage.cast["head"],
        year=fresh(stage),
        unit=stage.year.members[1].pk,
        shown=text.fingerprint,
        session=Session(timezone.now(), "", ""),
    )
    return text


def in_force(stage: Any) -> dict[str, Any]:
    opened(stage)
    return {}


def unit(stage: Any) -> dict[str, Any]:
    opened(stage)
    return UNIT


def signed_unit(stage: Any) -> dict[str, Any]:
    signed(stage)
    return UNIT


def drafted(stage: Any) -> dict[str, Any]:
    start_text(actor=stage.cast["secretary"], year=fresh(stage))
    return {}


def locked(stage: Any) -> dict[str, Any]:
    text = opened(stage)
    lock_text(actor=stage.cast["secretary"], year=fresh(stage), shown=text.fingerprint)
    return {}


def shown(stage: Any) -> dict[str, Any]:
    return {"shown": PledgeText.objects.get(year=stage.year).fingerprint}


def shown_draft(stage: Any) -> dict[str, Any]:
    year = fresh(stage)
    return {"shown": fingerprint_of(canonical_of(PledgeText.objects.get(year=year), year))}


def confirmation(stage: Any) -> dict[str, Any]:
    return shown(stage) | {"accepted": "on", "password": PASSWORD}


def reason(stage: Any) -> dict[str, Any]:
    return shown(stage) | {"reason": "Hội nghị chưa xong"}


def looked_at(stage: Any) -> dict[str, Any]:
    return reason(stage) | {"seen": PledgeAct.objects.get(text__year=stage.year).hash}


def opinion(stage: Any) -> dict[str, Any]:
    return reason(stage) | {"deed": PledgeDeed.CHANGE_ASKED.value}


def with_file(stage: Any) -> dict[str, Any]:
    text = opened(stage)
    with store(
        content=b"%PDF-1.4", name="a.pdf", content_type="application/pdf", year=stage.year, actor=None
    ) as file:
        act = answer(
            actor=stage.cast["head"],
            year=fresh(stage),
            unit=stage.year.members[1].pk,
            shown=text.fingerprint,
            deed=PledgeDeed.DECLINED,
            reason="Vì",
        )
        PledgeAct.objects.filter(pk=act.pk).update(file=file)
    return {"act": act.pk}


def to_check(stage: Any) -> dict[str, Any]:
    found = with_file(stage)
    PledgeAct.objects.filter(pk=found["act"]).update(
        deed=PledgeDeed.SIGNED, way=SigningWay.DIGITAL, signed_on="2020-01-12", evidence={"needs_check": True}
    )
    return UNIT


def final(stage: Any) -> dict[str, Any]:
    with store(
        content=b"%PDF", name="a.pdf", content_type="application/pdf", year=stage.year, actor=None
    ) as file:
        IssuedDocument.objects.create(
            year=stage.year,
            kind=PLEDGE_KIND,
            title="Giao ước",
            dated="2020-12-31",
            code="ABCDEFGHJK",
            file=file,
            anchor_number=0,
            anchor_hash="0" * 64,
            issued_by=stage.cast["secretary"],
        )
    return {"code": "ABCDEFGHJK"}


def substitute(stage: Any) -> dict[str, Any]:
    named = Substitute.objects.create(
        membership=stage.year.members[1],
        person=stage.cast["officer"],
        document="Giấy ủy quyền",
        starts_on="2020-01-01",
    )
    return {**UNIT, "pk": named.pk}


SECRETARY = {302: "secretary", 403: ONLY_READ}
DESK = {200: "secretary", 403: ONLY_READ}
# What has its proof outside the site: the unit's head, or the secretariat for it.
ACTING = {200: "secretary head", 403: f"{ONLY_READ} officer"}
NO_FILE = {422: "secretary head", 403: f"{ONLY_READ} officer"}
ACTED = {302: "secretary head", 403: f"{ONLY_READ} officer"}

ROWS = [
    Row("pledge", get={200: OF_THE_YEAR}),
    Row("pledge", get={200: OF_THE_YEAR}, kwargs=in_force),
    Row("pledge", get={200: OF_THE_YEAR}, published=True),
    Row("pledge-pdf", get={200: OF_THE_YEAR}, kwargs=lambda stage: in_force(stage) | {"number": 1}),
    Row("pledge-pdf", get={}, kwargs=lambda stage: drafted(stage) | {"number": 1}),
    Row("pledge-issued", get={200: OF_THE_YEAR}, kwargs=final),
    Row("pledge-file", get={200: INSIDE}, kwargs=with_file),
    Row("pledge-hall", get={200: OF_THE_YEAR}, kwargs=in_force),
    Row("pledge-hall-board", get={200: OF_THE_YEAR}, kwargs=in_force),
    Row("pledge-start", get=DESK, post=SECRETARY),
    Row("pledge-write", get=DESK, post={422: "secretary", 403: ONLY_READ}, kwargs=drafted),
    Row("pledge-discard", get=DESK, post=SECRETARY, kwargs=drafted),
    Row("pledge-open", get=DESK, post=SECRETARY, kwargs=drafted, data=shown_draft),
    Row("pledge-lock", get=DESK, post=SECRETARY, kwargs=in_force, data=shown),
    Row("pledge-unlock", get=DESK, post=SECRETARY, kwargs=locked, data=reason),
    Row("pledge-record", get=DESK, post={422: "secretary", 403: ONLY_READ}, kwargs=in_force),
    Row("pledge-accept", get={200: "secretary", 403: f"{ONLY_READ} head officer"},
        post={302: "secretary", 403: f"{ONLY_READ} head officer"}, kwargs=to_check, data=looked_at),
    Row("pledge-return", get={200: "secretary", 403: f"{ONLY_READ} head officer"},
        post={302: "secretary", 403: f"{ONLY_READ} head officer"}, kwargs=to_check, data=looked_at),
    Row("pledge-unit", get={200: INSIDE}, kwargs=unit),
    Row("pledge-unit", get={302: INSIDE}, kwargs=UNIT),
    Row(
        "pledge-sign",
        get={200: "head", 403: f"{READERS} officer"},
        post={302: "head", 403: f"{READERS} officer"},
        kwargs=unit,
        data=confirmation,
    ),
    Row("pledge-done", get={200: INSIDE}, kwargs=signed_unit),
    Row("pledge-paper", get=ACTING, post=NO_FILE, kwargs=unit, data=shown),
    Row("pledge-digital", get=ACTING, post=NO_FILE, kwargs=unit, data=shown),
    Row("pledge-answer", get=ACTING, post=ACTED, kwargs=unit, data=opinion),
    Row("pledge-withdraw", get=ACTING, post=ACTED, kwargs=signed_unit, data=shown),
    Row("pledge-substitute", get=ACTING, post=NO_FILE, kwargs=UNIT),
    Row("pledge-substitute-end", get=ACTING, post=ACTED, kwargs=substitute),
    # With a text on the site the simple page of records leads there.
    Row("pledges", get={302: READERS}, post={302: READERS}, kwargs=in_force),
]  # fmt: skip
