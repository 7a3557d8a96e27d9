"""Signing with one's own certificate: what is taken, what is kept to be compared, what is refused and why."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfWriter

from blocs.actions.pledge_checking import accept_signed_file, return_signed_file
from blocs.models import PledgeAct, StoredFile
from blocs.pledge_chain import chain_faults
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.storage import read
from blocs.terms import PledgeDeed, SigningWay
from tests.blocs.pledge_scenes import Scene, enter, scene
from tests.blocs.signing import signed, signer

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def here() -> Scene:
    made = scene()
    made.open()
    return made


def issued(here: Scene) -> bytes:
    file = here.text.file
    assert file is not None
    return read(file)


def send(here: Scene, client: Client, content: bytes, code: str = "B", **more: Any) -> Any:
    enter(client, more.pop("by", here.heads["B"]))
    file = SimpleUploadedFile("giao-uoc-da-ky.pdf", content, content_type="application/pdf")
    data = {"shown": more.pop("shown", here.text.fingerprint), "file": file}
    return client.post(here.url("pledge-digital", unit=code), data)


def test_ours_signed_by_the_head_counts(here: Scene, client: Client) -> None:
    content = signed(issued(here), signer("Trần Văn B", "Hội B"))
    answer = send(here, client, content)
    assert answer.headers["Location"] == here.url("pledge-done", unit="B")
    assert here.signed() == {"B": "digital"}
    act = PledgeAct.objects.select_related("file").get()
    assert (act.signer, act.way, act.evidence["is_prefix"]) == ("Trần Văn B", SigningWay.DIGITAL, True)
    assert act.file is not None
    assert read(act.file) == content
    page = client.get(here.url("pledge-done", unit="B")).content.decode()
    assert "chưa xác minh tổ chức cấp" in page
    assert "Tổ chức chứng thực thử nghiệm" in str(act.evidence["signatures"])
    assert not list(chain_faults())


def test_sent_twice_it_is_kept_once(here: Scene, client: Client) -> None:
    content = signed(issued(here), signer("Trần Văn B", "Hội B"))
    for _ in range(2):
        assert send(here, client, content).status_code == 302
    assert PledgeAct.objects.count() == 1


def test_what_cannot_be_taken_is_refused_with_what_to_do(here: Scene, client: Client) -> None:
    ours = issued(here)
    whole = signed(ours, signer("Trần Văn B", "Hội B"))
    at = ours.index(b"stream") + 40
    changed = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
    for content, said in (
        (b"khong phai pdf", "không phải PDF"),
        (ours, "chưa có chữ ký số"),
        (changed, "bị thay đổi"),
        (whole[: len(whole) // 2], ""),
    ):
        answer = send(here, client, content)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert here.signed() == {}
    assert not PledgeAct.objects.exists()


def test_an_earlier_text_signed_is_told_by_name(here: Scene, client: Client) -> None:
    old = signed(issued(here), signer("Trần Văn B", "Hội B"))
    here.open(reason="Sửa", opening="Khác.")
    answer = send(here, client, old)
    assert answer.status_code == 422
    assert "giao ước năm 2020, bản lần 1" in answer.content.decode()


def rewritten(here: Scene) -> bytes:
    """As some desktop tools save it: read and written anew, then signed."""
    writer = PdfWriter(clone_from=BytesIO(issued(here)))
    out = BytesIO()
    writer.write(out)
    return signed(out.getvalue(), signer("Trần Văn B", "Hội B"))


def test_a_rewritten_file_waits_for_the_secretary(here: Scene, client: Client) -> None:
    answer = send(here, client, rewritten(here))
    assert answer.headers["Location"] == here.url("pledge-unit", unit="B")
    assert here.signed() == {}
    act = PledgeAct.objects.get()
    assert act.evidence["needs_check"] is True
    page = enter(client, here.secretary).get(here.url("pledge")).content.decode()
    assert "Cần kiểm tra thủ công" in page
    url = here.url("pledge-accept", unit="B")
    assert client.post(url, {"shown": here.text.fingerprint, "reason": ""}).status_code == 422
    data = {
        "shown": here.text.fingerprint,
        "seen": act.hash,
        "reason": "Đã đối chiếu từng trang với bản phát hành",
    }
    assert client.post(url, data).status_code == 302
    assert here.signed() == {"B": "digital"}
    accepted = PledgeAct.objects.order_by("-pk")[0]
    assert (accepted.deed, accepted.entered_for, accepted.reason) == (PledgeDeed.SIGNED, True, data["reason"])
    assert accepted.evidence["accepts"] == act.hash
    assert not list(chain_faults())


def test_another_persons_certificate_waits_for_the_secretary(here: Scene, client: Client) -> None:
    assert send(here, client, signed(issued(here), signer("Lê Thị Khác", "Hội Khác"))).status_code == 302
    assert here.signed() == {}
    assert "khác với" in PledgeAct.objects.get().evidence["sentence"]


def test_a_file_that_waits_can_be_passed_by(here: Scene, client: Client) -> None:
    send(here, client, rewritten(here))
    assert here.confirm("B").is_new
    assert here.signed() == {"B": "confirmed"}


def test_only_the_secretariat_accepts_and_only_what_waits(here: Scene, client: Client) -> None:
    args: dict[str, Any] = {
        "year": here.fresh(), "unit": here.member("B").pk, "shown": here.text.fingerprint, "reason": "Vì",
        "seen": "",
    }  # fmt: skip
    with pytest.raises(Invalid):
        accept_signed_file(actor=here.secretary, **args)
    send(here, client, rewritten(here))
    with pytest.raises(NotAllowed):
        accept_signed_file(actor=here.heads["B"], **args)


def test_the_secretary_sends_it_for_the_unit(here: Scene, client: Client) -> None:
    content = signed(issued(here), signer("Trần Văn B", "Hội B"))
    assert send(here, client, content, by=here.secretary).status_code == 302
    act = PledgeAct.objects.get()
    assert act.entered_for
    # The secretary's own certificate is nobody's signature for the unit.
    content = signed(issued(here), signer(here.secretary.full_name, "Tổ thư ký"))
    send(here, client, content, "C", by=here.secretary)
    assert here.signed() == {"B": "digital"}


def test_a_stale_page_is_told_of_the_new_text(here: Scene, client: Client) -> None:
    old, content = here.text.fingerprint, signed(issued(here), signer("Trần Văn B", "Hội B"))
    here.open(reason="Sửa")
    answer = send(here, client, content, shown=old)
    assert answer.status_code == 422
    assert "bản lần 2" in answer.content.decode()


def test_the_secretary_gives_a_file_back_with_a_reason_the_unit_sees(here: Scene, client: Client) -> None:
    content = rewritten(here)
    send(here, client, content)
    act = PledgeAct.objects.get()
    desk = enter(client, here.secretary)
    url = here.url("pledge-return", unit="B")
    assert url in desk.get(here.url("pledge-accept", unit="B")).content.decode()
    data = {"shown": here.text.fingerprint, "seen": act.hash, "reason": "Thiếu trang 2"}
    assert desk.post(url, data | {"reason": ""}).status_code == 422
    assert PledgeAct.objects.count() == 1
    assert desk.post(url, data).status_code == 302
    assert desk.post(url, data).status_code == 302
    returned = PledgeAct.objects.order_by("pk")[1:]
    assert [(row.deed, row.reason, row.file) for row in returned] == [
        (PledgeDeed.RETURNED, "Thiếu trang 2", None)
    ]
    assert here.signed() == {}
    assert not list(chain_faults())
    page = enter(client, here.heads["B"]).get(here.url("pledge")).content.decode()
    assert "Tệp ký số bị trả lại: Thiếu trang 2" in page
    assert "Thiếu trang 2" not in enter(client, here.heads["C"]).get(here.url("pledge")).content.decode()
    # The same file once more is no answer; a good one is.
    again = send(here, client, content)
    assert again.status_code == 422
    assert "Thiếu trang 2" in again.content.decode()
    assert send(here, client, signed(issued(here), signer("Trần Văn B", "Hội B"))).status_code == 302
    assert here.signed() == {"B": "digital"}


def test_what_is_decided_is_the_file_that_was_looked_at(here: Scene, client: Client) -> None:
    send(here, client, rewritten(here))
    looked_at = PledgeAct.objects.get()
    enter(client, here.heads["B"]).post(
        here.url("pledge-withdraw", unit="B"), {"shown": here.text.fingerprint, "reason": ""}
    )
    send(here, client, signed(issued(here), signer("Lê Thị Khác", "Hội Khác")))
    data = {"shown": here.text.fingerprint, "seen": looked_at.hash, "reason": "Đã xem"}
    for name in ("pledge-accept", "pledge-return"):
        answer = enter(client, here.secretary).post(here.url(name, unit="B"), data)
        assert answer.status_code == 409
        assert "vừa gửi tệp khác" in answer.content.decode()
    assert here.signed() == {}


def test_only_the_secretariat_gives_back(here: Scene, client: Client) -> None:
    send(here, client, rewritten(here))
    args: dict[str, Any] = {
        "year": here.fresh(), "unit": here.member("B").pk, "shown": here.text.fingerprint, "reason": "Vì",
        "seen": PledgeAct.objects.get().hash,
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        return_signed_file(actor=here.heads["B"], **args)
    here.confirm("B")
    with pytest.raises(Refused):
        return_signed_file(actor=here.secretary, **args)


def test_a_signed_file_that_runs_something_is_not_kept(here: Scene, client: Client) -> None:
    """Our own bytes, signed by the right person, with a script added before the signature."""
    writer = IncrementalPdfFileWriter(BytesIO(issued(here)))
    action = generic.DictionaryObject(
        {
            generic.pdf_name("/S"): generic.pdf_name("/JavaScript"),
            generic.pdf_name("/JS"): generic.pdf_string("app.alert(1)"),
        }
    )
    writer.root["/OpenAction"] = writer.add_object(action)
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    answer = send(here, client, signed(out.getvalue(), signer("Trần Văn B", "Hội B")))
    assert answer.status_code == 422
    assert "mã lệnh" in answer.content.decode()
    assert not PledgeAct.objects.exists()
    assert StoredFile.objects.count() == 1
