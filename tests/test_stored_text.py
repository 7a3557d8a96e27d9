"""Whatever people type is shown as they typed it, on every page: never as HTML (crispy prints help texts as they are)."""

from typing import Any

import pytest
from django.apps import apps
from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Concat
from django.utils.html import escape

from awards.models import ResultPaper, ResultVersion
from blocs.models import JournalEntry, Movement, Target
from tests import test_permissions
from tests.permission_rows import Row
from tests.test_permissions import ROWS, Stage, address

pytestmark = [
    pytest.mark.untraced,
    pytest.mark.django_db,
    pytest.mark.one_engine,
    pytest.mark.usefixtures("unpressed"),
]  # what a page escapes is not the database's
stage, built = test_permissions.stage, test_permissions.built

EVIL = "\"'><img src=x onerror=alert(1)>{{ 7|add:7 }}"
RAW = "<img src=x"
# What nobody types as free text: keys, hashes, addresses, the words of lists.
CLOSED = {
    "code", "code_hash", "hash", "previous_hash", "fingerprint", "path", "sha256", "content_type", "token", "key",
    "url", "address", "password", "username", "phase", "kind", "state", "symbol", "anchor_hash", "slug", "name_key",
}  # fmt: skip


# What triggers hold as it was written.
HELD = (JournalEntry, ResultVersion, ResultPaper)


def poison() -> None:
    for model in apps.get_models():
        if model._meta.app_label not in ("blocs", "scoring", "awards") or model in HELD:
            continue
        fields: list[Any] = [
            field
            for field in model._meta.concrete_fields
            if isinstance(field, CharField | TextField)
            and not (field.choices or field.unique or field.primary_key or field.name in CLOSED)
        ]
        if fields:
            model._default_manager.update(
                **{field.name: Concat(F(field.name), Value(EVIL), output_field=field) for field in fields}
            )


@pytest.mark.parametrize("row", [row for row in ROWS if row.get], ids=lambda row: row.name)
def test_no_page_takes_text_for_html(stage: Stage, row: Row) -> None:
    page = address(row, stage)
    poison()
    for name in ("secretary", "head"):
        answer = stage.client(name).get(page)
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        text = answer.content.decode()
        assert RAW not in text, f"{page} as {name}: …{text[max(0, text.index(RAW) - 200) :][:300]}"


@pytest.mark.parametrize(
    "name", ["members", "pledges", "movements", "targets", "people", "leading", "registrations"]
)
def test_the_text_is_there_as_it_was_typed(stage: Stage, name: str) -> None:
    """Or the walk above would look at pages that show nothing."""
    page = address(next(row for row in ROWS if row.name == name), stage)
    member = stage.year.members[1]
    Movement.objects.create(year=stage.year, position=0, name="Thi đua").participants.add(member)
    Target.objects.create(membership=member, position=0, text="Hội viên mới")
    poison()
    text = stage.client("secretary").get(page).content.decode()
    assert escape(RAW) in text
    assert "{{ 7|add:7 }}" in text
