"""A signed file whose program rewrote it: compared by hand, then let count or given back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from blocs import pledge_rules
from blocs.access import SignedInRequest, posted, require
from blocs.actions.pledge_checking import accept_signed_file, return_signed_file
from blocs.context import year_url
from blocs.forms.pledge import ReasonForm
from blocs.models import BlocYear, Membership, PledgeAct, PledgeText
from blocs.pledge_page import act_facts
from blocs.pledge_queries import Standing, unit_lines
from blocs.refusals import NotAllowed, Refused
from blocs.views.pledge import visible_party
from blocs.views.pledge_desk import ONLY_SECRETARIAT, confirm_page


def _open(
    request: SignedInRequest, bloc: str, year: str, unit: str
) -> tuple[BlocYear, PledgeText, Membership, PledgeAct | None]:
    """What there is, and the act whose file waits; None where none does any more."""
    opened, text, member = visible_party(request, bloc, year, unit)
    require(pledge_rules.can_write_pledge(request.user, opened), ONLY_SECRETARIAT)
    line = next(line for line in unit_lines(opened, text) if line.member.pk == member.pk)
    return opened, text, member, line.act if line.standing is Standing.CHECKING else None


def _context(year: BlocYear, text: PledgeText, act: PledgeAct) -> dict[str, Any]:
    return {
        "facts": act_facts(act),
        "said": act.evidence.get("sentence", ""),
        "file_url": year_url("pledge-file", year, act=act.pk) if act.file_id else "",
        "cancel_url": year_url("pledge", year),
        "hidden": [{"name": "shown", "value": text.fingerprint}, {"name": "seen", "value": act.hash}],
    }


def _sent(request: SignedInRequest, form: ReasonForm) -> dict[str, str]:
    """What the form says: which text and which file were looked at, and why."""
    names = ("shown", "seen")
    return {name: request.POST.get(name, "") for name in names} | {"reason": form.cleaned_data["reason"]}


@require_http_methods(["GET", "POST"])
def accept(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    opened, text, member, act = _open(request, bloc, year, unit)
    if act is None:
        return redirect(year_url("pledge", opened))
    form, problem = ReasonForm(posted(request), label="Đã đối chiếu thế nào"), ""
    if request.method == "POST" and form.is_valid():
        try:
            accept_signed_file(actor=request.user, year=opened, unit=member.pk, **_sent(request, form))
        except NotAllowed:
            raise
        except Refused as error:
            problem = str(error)
        else:
            messages.success(request, f"Đã chấp nhận tệp ký số của {member.short_name}.")
            return redirect(year_url("pledge", opened))
    context = _context(opened, text, act) | {
        "heading": "Kiểm tra tệp ký số",
        "what": f"Chấp nhận tệp ký số của {member.name}",
        "follows": [
            "Chữ ký của đơn vị được tính từ lúc này.",
            "Lý do được ghi vào nhật ký và bản ghi của việc ký.",
        ],
        "action_label": "Chấp nhận",
        "other_url": year_url("pledge-return", opened, unit=member.code),
        "other_label": "Tệp không đúng: trả lại đơn vị",
    }
    return confirm_page(request, context, form, problem)


@require_http_methods(["GET", "POST"])
def give_back(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    opened, text, member, act = _open(request, bloc, year, unit)
    if act is None:
        return redirect(year_url("pledge", opened))
    form, problem = ReasonForm(posted(request), label="Lý do trả lại"), ""
    if request.method == "POST" and form.is_valid():
        try:
            return_signed_file(actor=request.user, year=opened, unit=member.pk, **_sent(request, form))
        except NotAllowed:
            raise
        except Refused as error:
            problem = str(error)
        else:
            messages.success(request, f"Đã trả lại tệp ký số; {member.short_name} thấy lý do và ký lại được.")
            return redirect(year_url("pledge", opened))
    context = _context(opened, text, act) | {
        "heading": "Trả lại tệp ký số",
        "what": f"Trả lại tệp ký số của {member.name}",
        "follows": [
            "Đơn vị chưa được tính là đã ký, thấy lý do và ký lại được bằng cách nào cũng được.",
            "Tệp đã gửi và lý do còn trong hồ sơ.",
        ],
        "action_label": "Trả lại",
        "tone": "danger",
    }
    return confirm_page(request, context, form, problem)
