"""Rules changed after the first score: a draft with a reason, and a second person who makes it the rules."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from awards.copying import copy_award_rules_alone, copy_limits
from awards.freezing import why_frozen
from awards.version_notices import tell_heads
from awards.version_review import VersionReview, review, writers_of, wrote_on
from blocs import rules
from blocs.actions.locking import lock_year
from blocs.actions.revising import rules_changed, year_changed
from blocs.copying import copied_version
from blocs.editing import Stale
from blocs.journal import record
from blocs.models import BlocYear, RuleVersion, User
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.text import clean_lines
from scoring.actions.reopening import reopen_for_rules
from scoring.copying import copy_version
from scoring.freezing import hold_scores
from scoring.models import Criterion
from scoring.rule_effects import Fate

LEAST_REASON = 10
NO_DRAFT = (
    "Không có bản soạn quy tắc nào đang chờ: đã được xác nhận hoặc đã bị hủy. Hãy mở lại trang các phiên bản."
)
OWN_DRAFT = (
    "Ông (bà) đã soạn hoặc sửa bản này nên không tự xác nhận được. Hãy nhờ người khác trong tổ thư ký, cơ quan thường"
    " trực hoặc quản trị viên xem và xác nhận."
)


@transaction.atomic
def start_version(*, actor: User, year: BlocYear, reason: str) -> RuleVersion:
    """A draft of the next version, equal to the rules in force, for the pages of setting up to edit.

    Raises Invalid without a reason, Refused while there is a draft, or while the rules may still be edited in place.
    """
    reason = clean_lines(reason)
    if len(reason) < LEAST_REASON:
        raise Invalid(
            f"Hãy ghi vì sao phải đổi quy tắc giữa chừng (ít nhất {LEAST_REASON} chữ cái); mọi đơn vị đọc được lý do này."
        )
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    if year.draft_rules_id is not None:
        raise Refused("Đã có một bản soạn quy tắc mới. Hãy sửa tiếp bản đó, hoặc hủy rồi soạn lại.")
    if not why_frozen(year):
        raise Refused("Chưa có điểm hay phiếu bầu nào nên sửa thẳng quy tắc được, chưa cần phiên bản mới.")
    source = year.current_rules
    last = year.rule_versions.aggregate(last=Max("number"))["last"]
    draft = copied_version(source, year, number=last + 1, reason=reason, created_by=actor, editors=[actor.pk])
    copy_version(source, draft)
    copy_award_rules_alone(source, draft)
    year.draft_rules = draft
    year.save(update_fields=["draft_rules"])
    record(year=year, actor=actor, action="rules.version_started", subject=_name(draft), reason=reason)
    return draft


@transaction.atomic
def cancel_version(*, actor: User, year: BlocYear) -> None:
    """Drop the draft with everything written on it; nothing in force changes."""
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    draft = _draft_of(year)
    found = review(year, draft)
    year.draft_rules = None
    year.save(update_fields=["draft_rules"])
    draft.delete()
    Criterion.objects.filter(year=year, versions=None).delete()
    record(
        year=year,
        actor=actor,
        action="rules.version_cancelled",
        subject=_name(draft),
        old=_values(found, new=True),
        reason=draft.reason,
    )


@transaction.atomic
def confirm_version(*, actor: User, year: BlocYear, seen: str) -> VersionReview:
    """Make the draft the year's rules; the sheets it touches are sent back, made or put aside.

    The heads of the units those are the work of are told. `seen` is the mark of what the second person looked at. Raises NotAllowed for who wrote on it, Stale when draft or
    sheets are no longer what was seen, Refused when it changes nothing or contradicts itself.
    """
    year = lock_year(actor=actor, year=year, may=rules.can_confirm_rules)
    draft = _draft_of(year)
    if wrote_on(actor, draft):
        raise NotAllowed(OWN_DRAFT)
    hold_scores(year)
    found = review(year, draft)
    _require_fit(found, seen)
    _carry_over(year.current_rules, draft)
    draft.confirmed_by, draft.confirmed_at = actor, timezone.now()
    draft.save()
    # Before the sheets are prepared: those that are dropped are told of too.
    tell_heads(year, draft, found.effects, found.to_make)
    rules_changed(draft)
    year.rules, year.draft_rules = draft, None
    year.save(update_fields=["rules", "draft_rules"])
    reopened = [effect.sheet for effect in found.with_fate(Fate.REOPENED)]
    # Read again: what the object at hand remembers is of the version before.
    year_changed(BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk))
    if reopened:
        reopen_for_rules(actor=actor, year=year, ids=reopened, reason=f"{_name(draft)}: {draft.reason}")
    record(
        year=year,
        actor=actor,
        action="rules.version_confirmed",
        subject=_name(draft),
        old=_values(found, new=False),
        new=_values(found, new=True)
        | {
            "Người soạn": [writer.full_name for writer in writers_of(draft)],
            "Người xác nhận": actor.full_name,
        }
        | {
            f"Phiếu: {fate.label}": f"{count} phiếu" for fate in Fate if (count := len(found.with_fate(fate)))
        },
        reason=draft.reason,
    )
    return found


def _require_fit(found: VersionReview, seen: str) -> None:
    if not found.differences:
        raise Refused(
            "Bản soạn chưa khác gì quy tắc đang dùng. Hãy sửa ở các trang Thiết lập, hoặc hủy bản soạn."
        )
    if found.faults:
        raise Refused(f"Chưa xác nhận được vì bản soạn còn chỗ không khớp: {found.faults[0]}")
    if found.mark != seen:
        raise Stale(
            "Trong lúc ông (bà) xem, bản soạn hoặc các phiếu bị ảnh hưởng đã thay đổi. Hãy xem lại trang này rồi xác nhận."
        )


def _carry_over(old: RuleVersion, draft: RuleVersion) -> None:
    """What is edited in force while a draft is open: the year's note and the rules of registration."""
    draft.note, draft.one_collective_title = old.note, old.one_collective_title
    copy_limits(old, draft)


def _draft_of(year: BlocYear) -> RuleVersion:
    if year.draft_rules is None:
        raise Refused(NO_DRAFT)
    return year.draft_rules


def _name(version: RuleVersion) -> str:
    return f"phiên bản {version.number}"


def _values(found: VersionReview, *, new: bool) -> dict[str, str]:
    return {
        change.label: (change.new if new else change.old) or "–"
        for group in found.differences
        for change in group.changes
    }
