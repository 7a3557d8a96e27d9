"""What every act about a pledge's text shares: the same checks under the year's lock, the chain, the standing signature."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from blocs.actions.locking import lock_year
from blocs.models import BlocYear, Membership, PledgeAct, PledgeSignature, PledgeText, User
from blocs.pledge_chain import act_hash, last_hash
from blocs.pledge_queries import UnitLine, last_acts, parties, texts_of, unit_line
from blocs.pledge_windows import why_closed, why_locked, why_not_in_turn
from blocs.refusals import Refused
from blocs.terms import SigningWay

May = Callable[[User, BlocYear, Membership], bool]


class StaleText(Refused):
    """The page showed another text than the one in force: the new one has to be read first."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The text in force and where the unit stands with it, read under the lock; the actor may act for the unit."""

    year: BlocYear
    text: PledgeText
    member: Membership
    line: UnitLine
    acts: dict[int, PledgeAct]


def begin(*, actor: User, year: BlocYear, unit: int, shown: str, may: May) -> Ready:
    """As `begin_all`, for one unit."""
    return begin_all(actor=actor, year=year, units=[unit], shown=shown, may=may)[0]


def begin_all(*, actor: User, year: BlocYear, units: Sequence[int], shown: str, may: May) -> list[Ready]:
    """Lock the year and check who acts on what; `shown` is the fingerprint of the text the page showed.

    Raises NotAllowed, StaleText, Refused when there is nothing to sign or a unit is not in the text.
    """

    def allowed(user: User, locked: BlocYear) -> bool:
        members = [_member(locked, unit) for unit in units]
        return all(member is not None and may(user, locked, member) for member in members)

    year = lock_year(actor=actor, year=year, may=allowed)
    text = texts_of(year).in_force
    if text is None:
        raise Refused("Tổ thư ký chưa mở ký giao ước của năm này.")
    if text.fingerprint != shown:
        raise StaleText(
            f"Giao ước đã được thay bằng bản lần {text.number} nên việc vừa làm chưa được ghi."
            " Mời ông, bà đọc bản mới rồi ký lại."
        )
    named = {member.pk: member for member in parties(year, text)}
    if strangers := [unit for unit in units if unit not in named]:
        names = ", ".join(member.short_name for member in year.members if member.pk in strangers)
        raise Refused(f"{names} chưa có tên trong bản giao ước này. Đề nghị tổ thư ký soạn bản mới.")
    acts = last_acts(text)
    return [Ready(year, text, named[pk], unit_line(named[pk], acts.get(pk)), acts) for pk in units]


def _member(year: BlocYear, unit: int) -> Membership | None:
    return next((member for member in year.members if member.pk == unit), None)


def require_unlocked(ready: Ready) -> None:
    _refuse(why_locked(ready.text))


def require_window(ready: Ready) -> None:
    _refuse(why_closed(ready.year, ready.member))


def require_turn(ready: Ready) -> None:
    lines = [unit_line(member, ready.acts.get(member.pk)) for member in parties(ready.year, ready.text)]
    _refuse(why_not_in_turn(ready.text, lines, ready.member))


def _refuse(why: str) -> None:
    if why:
        raise Refused(why)


def append_acts(year: BlocYear, acts: Sequence[PledgeAct]) -> list[PledgeAct]:
    """Chain these unsaved acts after the year's last one, in their order; the year is locked."""
    previous = last_hash(year)
    for act in acts:
        act.previous_hash = previous
        act.hash = previous = act_hash(previous, act)
    return PledgeAct.objects.bulk_create(acts)


def let_stand(acts: Sequence[PledgeAct]) -> None:
    """These acts now are their units' signatures: what eligibility, steps and the workbook read."""
    PledgeSignature.objects.bulk_create(
        [
            PledgeSignature(
                membership_id=act.membership_id,
                signer=act.signer,
                signer_title=act.signer_title,
                signed_on=act.signed_on,
                way=act.way,
                act=act,
            )
            for act in acts
        ],
        update_conflicts=True,
        unique_fields=["membership"],
        update_fields=["signer", "signer_title", "signed_on", "way", "act"],
    )


def let_fall(members: Sequence[Membership]) -> None:
    """No signature stands for these units; who is to sign stays."""
    PledgeSignature.objects.filter(membership__in=members).update(signed_on=None, way="", act=None)


def acts_told(acts: Sequence[PledgeAct]) -> dict[str, Any]:
    """Subject, new values and reason of one journal entry for these acts, with the hash of each: the journal
    outlives the chain of acts."""
    first = acts[0]
    return {
        "subject": ", ".join(act.membership.short_name for act in acts),
        "new": {
            "Bản giao ước": f"lần {first.text.number}",
            "Hình thức": SigningWay(first.way).label if first.way else "",
            "Người ký": "; ".join(filter(None, (signer_words(act) for act in acts))),
            "Ngày ký": first.signed_on,
            "Tổ thư ký nhập thay": True if first.entered_for else None,
            "Mã băm của bản ghi": [act.hash for act in acts],
        },
        "reason": first.reason,
    }


def signer_words(act: PledgeAct) -> str:
    return ", ".join(filter(None, (act.signer, act.signer_title)))
