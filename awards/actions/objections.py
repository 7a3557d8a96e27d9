"""A unit's objection to approved results, and the answer it gets on record."""

from django.db import transaction
from django.utils import timezone

from awards.models import Objection, ResultVersion
from awards.objection_rules import answers_objections, can_object, objects_for
from awards.result_notices import tell_of_answer
from awards.result_versions import last_approved
from blocs.actions.locking import lock_year
from blocs.journal import record
from blocs.models import BlocYear, Membership, User
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.rules import may_enter_for
from blocs.terms import Level, ObjectionState
from blocs.text import clean_lines
from blocs.transactions import locked_before_reading
from scoring.queries import CriterionNode, rule_set

LEAST_WORDS = 10
_NOT_YET = "Chưa có kết quả đã niêm yết để phản hồi."
_CLOSED = "Thời gian phản hồi kết quả chưa mở hoặc đã hết. Tổ thư ký gia hạn ở trang các mốc thời gian."


@transaction.atomic
def make_objection(
    *,
    actor: User,
    year: BlocYear,
    member: Membership,
    text: str,
    criterion: int | None = None,
    level: Level | None = None,
) -> Objection:
    """A unit objects to the ranking, or to the points of one level for one criterion; sent twice it stays one.

    Raises Invalid for too few words or a criterion that is none, Refused outside the window, NotAllowed.
    """
    year = lock_year(actor=actor, year=year, may=lambda u, y: objects_for(u, y, member), even_published=True)
    if member.year_id != year.pk:
        raise Invalid("Đơn vị này không thuộc năm thi đua đang mở.")
    text = clean_lines(text)
    if len(text) < LEAST_WORDS:
        raise Invalid(f"Hãy ghi rõ nội dung phản hồi (ít nhất {LEAST_WORDS} chữ cái).")
    version = last_approved(year)
    if version is None or not year.is_published:
        raise Refused(_NOT_YET)
    if not can_object(actor, year, member):
        raise Refused(_CLOSED)
    leaf = None if criterion is None else _leaf(year, criterion)
    if (leaf is None) != (level is None):
        raise Invalid("Phản hồi về điểm thì chọn cả tiêu chí và cấp chấm; về thứ hạng thì để trống cả hai.")
    same = Objection.objects.filter(
        version=version,
        membership=member,
        criterion=criterion,
        level=level or "",
        text=text,
        state=ObjectionState.OPEN,
    ).first()
    if same is not None:
        return same
    objection = Objection.objects.create(
        version=version,
        membership=member,
        criterion_id=criterion,
        level=level or "",
        text=text,
        made_by=actor,
        entered_for=may_enter_for(actor, member, year),
    )
    record(
        year=year,
        actor=actor,
        action="objections.made",
        subject=member.name,
        new={
            "Về": about(leaf, level),
            "Nội dung": text,
            "Phiên bản": version.number,
            **({"Nhập thay": True} if objection.entered_for else {}),
        },
    )
    return objection


def _leaf(year: BlocYear, criterion: int) -> CriterionNode:
    found = next((n for n in rule_set(year.current_rules).leaves if n.criterion_id == criterion), None)
    if found is None:
        raise Invalid("Tiêu chí này không có trong bảng tiêu chí của năm. Hãy tải lại trang.")
    return found


def about(leaf: CriterionNode | None, level: Level | None) -> str:
    """ "Thứ hạng", or "Điểm thẩm định, tiêu chí I.2"."""
    if leaf is None or level is None:
        return "Thứ hạng"
    return f"Điểm {level.label.lower()}, tiêu chí {leaf.code}"


@transaction.atomic
def withdraw_objection(*, actor: User, year: BlocYear, objection: int) -> None:
    """The unit takes its objection back while it is unanswered; one withdrawn already stays so."""
    year = lock_year(actor=actor, year=year, may=lambda _user, _year: True, even_published=True)
    found = _locked(year, objection)
    if not objects_for(actor, year, found.membership):
        raise NotAllowed("Chỉ lãnh đạo đơn vị rút được phản hồi của đơn vị mình.")
    if found.state == ObjectionState.WITHDRAWN:
        return
    _require_open(found)
    found.state = ObjectionState.WITHDRAWN
    found.save(update_fields=["state"])
    record(
        year=year, actor=actor, action="objections.withdrawn", subject=found.membership.name, old=found.text
    )


@transaction.atomic
def answer_objection(
    *, actor: User, year: BlocYear, objection: int, accepted: bool, answer: str
) -> Objection:
    """Accept or reject with an answer every unit may read; answered once, the unit's head is told. Raises Invalid without an answer."""
    year = lock_year(actor=actor, year=year, may=answers_objections, even_published=True)
    found = _locked(year, objection)
    answer = clean_lines(answer)
    if len(answer) < LEAST_WORDS:
        raise Invalid(f"Hãy ghi câu trả lời (ít nhất {LEAST_WORDS} chữ cái); các đơn vị trong khối đọc được.")
    wanted = ObjectionState.ACCEPTED if accepted else ObjectionState.REJECTED
    if found.state == wanted and found.answer == answer:
        return found
    _require_open(found)
    found.state, found.answer = wanted, answer
    found.answered_by, found.answered_at = actor, timezone.now()
    found.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    tell_of_answer(year, found)
    record(
        year=year,
        actor=actor,
        action="objections.answered",
        subject=found.membership.name,
        old=found.text,
        new={"Kết luận": wanted.label, "Trả lời": answer},
    )
    return found


def _locked(year: BlocYear, objection: int) -> Objection:
    rows = Objection.objects.filter(pk=objection, version__year=year)
    found = locked_before_reading(rows.select_related("membership__unit_name")).first()
    if found is None:
        raise Refused("Không có phản hồi này. Hãy tải lại trang.")
    return found


def _require_open(found: Objection) -> None:
    if found.state != ObjectionState.OPEN:
        words = ObjectionState(found.state).label.lower()
        raise Refused(f"Phản hồi này đã có kết luận: {words}. Hãy tải lại trang để xem.")


def credit_version(version: ResultVersion) -> int:
    """Say of every accepted objection that waits for it that it led to this version; how many.

    Called where a later version is approved.
    """
    waiting = Objection.objects.filter(
        version__in=ResultVersion.objects.filter(year=version.year_id, number__lt=version.number),
        state=ObjectionState.ACCEPTED,
        led_to=None,
    )
    return waiting.update(led_to=version)
