"""What there is of the year's pledge: its texts, and where each unit stands with the one in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from blocs.models import BlocYear, Membership, PledgeAct, PledgeSignature, PledgeText, User
from blocs.rules import own_members
from blocs.terms import PledgeDeed, PledgeState, SigningWay, Term


class Standing(Term):
    """Where a unit stands with the text in force, in the words of the list of units."""

    SIGNED = "signed", "Đã ký"
    CHECKING = "checking", "Cần kiểm tra thủ công"
    WAITING = "waiting", "Chưa ký"
    DECLINED = "declined", "Không ký"
    CHANGE_ASKED = "change_asked", "Đề nghị sửa"
    RETURNED = "returned", "Tệp ký số bị trả lại"


@dataclass(frozen=True, slots=True)
class Texts:
    """The year's texts by what they are for; `replaced` from the newest back."""

    draft: PledgeText | None
    in_force: PledgeText | None
    replaced: tuple[PledgeText, ...]

    @property
    def last_number(self) -> int:
        return max((text.number for text in (self.draft, self.in_force, *self.replaced) if text), default=0)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit of the text: its signature where one stands, and the last thing it did about this text."""

    member: Membership
    standing: Standing
    signature: PledgeSignature | None
    act: PledgeAct | None

    @property
    def is_signed(self) -> bool:
        return self.standing is Standing.SIGNED


def texts_of(year: BlocYear) -> Texts:
    """One query; the texts know the year at hand."""
    found = PledgeText.objects.filter(year=year).select_related("file").order_by("-number")
    by_state: dict[str, list[PledgeText]] = {}
    for text in found:
        text.year = year
        by_state.setdefault(text.state, []).append(text)
    in_force = [*by_state.get(PledgeState.OPEN, ()), *by_state.get(PledgeState.LOCKED, ())]
    drafts = by_state.get(PledgeState.DRAFT, [])
    return Texts(
        draft=drafts[0] if drafts else None,
        in_force=in_force[0] if in_force else None,
        replaced=tuple(by_state.get(PledgeState.REPLACED, ())),
    )


def parties(year: BlocYear, text: PledgeText) -> list[Membership]:
    """The units the text names, in its order; who joined the bloc since has to wait for a new text."""
    members = {member.pk: member for member in year.members}
    return [members[unit["id"]] for unit in text.canonical["units"] if unit["id"] in members]


def party(year: BlocYear, text: PledgeText, code: str) -> Membership | None:
    return next((member for member in parties(year, text) if member.code == code), None)


def party_by_id(year: BlocYear, text: PledgeText, pk: int) -> Membership | None:
    return next((member for member in parties(year, text) if member.pk == pk), None)


def named_in(text: PledgeText, member: Membership) -> dict[str, Any]:
    """The unit as the text names it: name, representative, title."""
    found: dict[str, Any] = next(unit for unit in text.canonical["units"] if unit["id"] == member.pk)
    return found


def last_acts(text: PledgeText) -> dict[int, PledgeAct]:
    """Membership id -> the last thing the unit did about this text."""
    acts = PledgeAct.objects.filter(text=text).select_related("file", "by").order_by("pk")
    found = {act.membership_id: act for act in acts}
    for act in found.values():
        act.text = text
    return found


def unit_lines(year: BlocYear, text: PledgeText) -> list[UnitLine]:
    """Every unit of the text in its order; one query beside the members'."""
    acts = last_acts(text)
    return [unit_line(member, acts.get(member.pk)) for member in parties(year, text)]


def unit_line(member: Membership, act: PledgeAct | None) -> UnitLine:
    signature = getattr(member, "pledge_signature", None)
    if signature is not None and signature.signed_on is not None:
        return UnitLine(member, Standing.SIGNED, signature, act)
    return UnitLine(member, _standing_of(act), None, act)


def _standing_of(act: PledgeAct | None) -> Standing:
    if act is None:
        return Standing.WAITING
    if waits_for_check(act):
        return Standing.CHECKING
    match act.deed:
        case PledgeDeed.DECLINED:
            return Standing.DECLINED
        case PledgeDeed.CHANGE_ASKED:
            return Standing.CHANGE_ASKED
        case PledgeDeed.RETURNED:
            return Standing.RETURNED
        case _:
            return Standing.WAITING


def waits_for_check(act: PledgeAct) -> bool:
    """A signed file that came back rewritten: kept, not counted until the secretariat accepts it."""
    return (
        act.deed == PledgeDeed.SIGNED
        and act.way == SigningWay.DIGITAL
        and bool(act.evidence.get("needs_check"))
    )


def before_in_turn(lines: Sequence[UnitLine], member: Membership) -> list[Membership]:
    """Who stands before this unit in the text and has not signed yet; nobody waits for one that has left the year."""
    waiting: list[Membership] = []
    for line in lines:
        if line.member.pk == member.pk:
            return waiting
        if not line.is_signed and line.member.left_on is None:
            waiting.append(line.member)
    return waiting


def own_parties(user: User, year: BlocYear, text: PledgeText | None) -> list[Membership]:
    """The units of the text this person works for."""
    named = {member.pk for member in parties(year, text)} if text is not None else set()
    return [member for member in own_members(user, year) if member.pk in named]


def text_of_last_year(year: BlocYear) -> PledgeText | None:
    """The pledge in force in the bloc's latest earlier year that has one; practice copies give nothing."""
    return (
        PledgeText.objects.filter(
            year__bloc=year.bloc_id,
            year__year__lt=year.year,
            year__is_practice=False,
            state__in=(PledgeState.OPEN, PledgeState.LOCKED),
        )
        .select_related("year")
        .order_by("-year__year")
        .first()
    )
