""" "Phiếu của đơn vị tôi": a unit's own sheets with one next act, and what of the others' it may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from blocs import rules
from blocs.addresses import page
from blocs.models import BlocYear, Membership, User
from blocs.terms import Level, SheetsShown, SheetState
from blocs.year_phases import closes_for, extension_of, moment_in_words
from scoring.own_sheets import OwnSheet, entered_for, own_sheets
from scoring.queries import late_waiting, sheet_rows
from scoring.rules import PHASE_OF_LEVEL, UNIT_LEVELS, scoring_is_open
from scoring.sheet_queries import LEVEL_SLUGS, paper_title
from scoring.steps import own_paper_pages
from scoring.views.grid_words import TONES
from scoring.views.papers import ALL
from scoring.visibility import Sight, sight
from scoring.workflow import WORDS

_TITLES = {Level.SELF: "Phiếu tự chấm", Level.PEER: "Phiếu chấm đơn vị bạn"}
_NOT_YET = {
    SheetsShown.AFTER_OWN: "Phiếu của các đơn vị khác xem được sau khi đơn vị đã nộp đủ phiếu của mình ở cấp chấm đó.",
    SheetsShown.AFTER_CLOSING: "Phiếu của các đơn vị khác xem được sau khi hết hạn chấm của mọi đơn vị.",
    SheetsShown.AFTER_PUBLISHING: "Phiếu của các đơn vị khác xem được sau khi khối niêm yết kết quả.",
    SheetsShown.NEVER: "Theo quy tắc của năm, đơn vị không xem phiếu của đơn vị khác.",
}


@dataclass(frozen=True, slots=True)
class Act:
    label: str
    url: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class SheetLine:
    name: str
    state: str
    tone: str
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperCard:
    """The unit's paper of one level; `is_waiting` while there is something to do on it now."""

    title: str
    until: str
    summary: str
    lines: list[SheetLine]
    acts: tuple[Act, ...]
    form_url: str
    blank_url: str
    is_waiting: bool


def own_context(user: User, year: BlocYear) -> dict[str, Any]:
    """For each unit of the person; two queries a unit besides the year's sheets."""
    own = rules.own_members(user, year)
    by_unit = _with_main([_cards(user, year, member) for member in own])
    cards = [card for cards in by_unit for card in cards]
    seen = sight(user, year)
    return {
        "sentence": _sentence(cards, heads=all(rules.is_head_of(user, member) for member in own)),
        "units": [{"name": member.name, "cards": cards} for member, cards in zip(own, by_unit, strict=True)],
        "has_many": len(own) > 1,
        "others": _others(year, seen),
        "not_yet": "" if seen.shown else _NOT_YET[SheetsShown(year.current_rules.sheets_shown)],
    }


def _with_main(by_unit: list[list[PaperCard]]) -> list[list[PaperCard]]:
    """One main button a page: the first act of the first paper with something to do."""
    first = next((card for cards in by_unit for card in cards if card.is_waiting), None)

    def marked(card: PaperCard) -> PaperCard:
        if card is not first:
            return card
        lead, *rest = card.acts
        return replace(card, acts=(replace(lead, is_main=True), *rest))

    return [[marked(card) for card in cards] for cards in by_unit]


def _sentence(cards: Sequence[PaperCard], *, heads: bool) -> str:
    if not cards:
        return "Năm này đơn vị không phải chấm phiếu nào."
    if not any(card.is_waiting for card in cards):
        return "Hiện không có phiếu nào chờ đơn vị."
    return (
        "Điểm tự lưu khi nhập; phiếu chỉ được tính sau khi lãnh đạo đơn vị nộp."
        if heads
        else ("Cán bộ nhập điểm; lãnh đạo đơn vị xem lại rồi nộp. Điểm tự lưu khi nhập.")
    )


def _cards(user: User, year: BlocYear, member: Membership) -> list[PaperCard]:
    sheets = own_sheets(year, member)
    hands = entered_for(member, [sheet.pk for sheet in sheets])
    head = rules.is_head_of(user, member)
    by_level = {level: [sheet for sheet in sheets if sheet.level is level] for level in UNIT_LEVELS}
    return [_card(year, member, level, own, hands, head=head) for level, own in by_level.items() if own]


def _card(
    year: BlocYear,
    member: Membership,
    level: Level,
    own: list[OwnSheet],
    hands: Mapping[int, str],
    *,
    head: bool,
) -> PaperCard:
    more = {"level": LEVEL_SLUGS[level]} | ({"scorer": member.code} if level is Level.PEER else {})
    takes = scoring_is_open(year, level, member) and not year.is_published
    filling = [sheet for sheet in own if sheet.state is SheetState.FILLING]
    ready = [sheet for sheet in filling if sheet.is_full]
    here, other = own_paper_pages(year, level, member, head=head)
    acts = [Act(_fill_label(level, own, filling, takes=takes), here)]
    if takes and ready and head:
        label = "Xem lại và nộp" if level is Level.SELF else f"Xem lại và nộp {len(ready)} phiếu"
        hand_in = Act(label, page("sheet-hand-in", year, **more))
        acts = [hand_in, *acts] if len(ready) == len(filling) else [*acts, hand_in]
    acts.append(Act("Xem cả bảng" if head else "Từng tiêu chí", other))
    return PaperCard(
        title=_TITLES[level],
        until=_until(year, level, member, is_done=not filling or year.is_published),
        summary=_summary(own, ready, head=head),
        lines=[_line(year, sheet, hands.get(sheet.pk, "")) for sheet in own],
        acts=tuple(acts),
        form_url=page("sheet-form", year, **more),
        blank_url=page("sheet-blank", year, **more),
        is_waiting=takes and bool(filling) and (head or len(ready) < len(filling)),
    )


def _fill_label(level: Level, own: list[OwnSheet], filling: list[OwnSheet], *, takes: bool) -> str:
    if not takes or not filling:
        return "Xem phiếu"
    if all(sheet.is_full for sheet in filling):
        return "Xem và sửa điểm"
    begun = any(sheet.filled for sheet in own)
    return {
        (Level.SELF, False): "Bắt đầu tự chấm",
        (Level.SELF, True): "Tự chấm tiếp",
        (Level.PEER, False): "Bắt đầu chấm",
    }.get((level, begun), "Chấm tiếp")


def _summary(own: list[OwnSheet], ready: list[OwnSheet], *, head: bool) -> str:
    """ "Đã nộp 3/10 phiếu, 1 phiếu không chấm; 2 phiếu đã đủ điểm, chưa nộp"."""
    recused = sum(sheet.state is SheetState.RECUSED for sheet in own)
    done, expected = sum(sheet.is_in for sheet in own), len(own) - recused
    parts = [f"Đã nộp {done}/{expected} phiếu" if expected else ""]
    if recused:
        parts.append(f"{recused} phiếu không chấm")
    text = ", ".join(filter(None, parts))
    if ready:
        waits = "chưa nộp" if head else "chờ lãnh đạo đơn vị nộp"
        text = f"{text}; {len(ready)} phiếu đã đủ điểm, {waits}"
    return f"{text}."


def _until(year: BlocYear, level: Level, member: Membership, *, is_done: bool) -> str:
    """When the window opens or closes for this unit, as it matters now."""
    kind = PHASE_OF_LEVEL[level]
    closes, phase = closes_for(year, kind, member), year.phases_by_kind.get(kind)
    if is_done:
        return ""
    if phase is not None and phase.opens_at is not None and timezone.now() < phase.opens_at:
        return f"Mở từ {moment_in_words(phase.opens_at)}"
    if closes is None:
        return ""
    if not scoring_is_open(year, level, member):
        return f"Đã hết hạn lúc {moment_in_words(closes)}"
    own = " (hạn riêng của đơn vị)" if extension_of(year, kind, member) else ""
    return f"Hạn {moment_in_words(closes)}{own}"


def _line(year: BlocYear, sheet: OwnSheet, hand: str) -> SheetLine:
    state = WORDS[sheet.state].member
    if sheet.state is SheetState.FILLING:
        state = "chưa chấm" if not sheet.filled else f"đã chấm {sheet.filled}/{sheet.required}"
    if sheet.is_in and sheet.late_reason:
        state = "nộp muộn, đã khóa" if sheet.state is SheetState.LOCKED else "nộp muộn"
    how = []
    if sheet.is_in and sheet.handed_in_at is not None:
        how += [f"nộp lúc {moment_in_words(sheet.handed_in_at)}", sheet.handed_in_by]
    text = " · ".join(filter(None, [*how, hand]))
    told = [f"{text[:1].upper()}{text[1:]}."] if text else []
    if sheet.state is SheetState.RECUSED and sheet.recusal_reason:
        told.append(f"Lý do không chấm: {sheet.recusal_reason}")
    if sheet.reopened_at is not None and not sheet.is_in:
        told.append(f"Tổ thư ký mở lại lúc {moment_in_words(sheet.reopened_at)}: {sheet.reopening_reason}")
    if sheet.late_reason:
        told.append(f"Lý do nhận muộn: {sheet.late_reason}")
    if late := late_waiting(year).get(sheet.pk):
        told.append(f"{late} điểm đến muộn, chờ tổ thư ký quyết định")
    return SheetLine(sheet.scored.name, state, TONES[sheet.state], tuple(told))


def _others(year: BlocYear, seen: Sight) -> list[Act]:
    """The papers with sheets of others that may be read now; no query beyond the year's sheets."""
    members = {member.pk: member for member in year.members}
    found: dict[tuple[Level, int | None], None] = {}
    for row in sheet_rows(year):
        if seen.reads(row) and not seen.is_own(row.level, row.scored, row.scorer):
            found[row.level, row.scorer] = None
    levels = list(Level)
    place = {pk: index for index, pk in enumerate(members)}
    listed = sorted(found, key=lambda key: (levels.index(key[0]), place.get(key[1] or 0, 0)))
    return [_other(year, level, members.get(scorer or 0)) for level, scorer in listed]


def _other(year: BlocYear, level: Level, scorer: Membership | None) -> Act:
    if scorer is not None:
        url = page("grid-peer", year, level=LEVEL_SLUGS[level], scorer=scorer.code)
    else:
        url = page("grid", year, level=LEVEL_SLUGS[level])
    return Act(paper_title(level, scorer), f"{url}?{ALL}=1")
