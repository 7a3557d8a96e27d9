"""Telling a unit's head, in the transaction that does it, that other rules are in force and what became of its sheets."""

from collections import Counter
from collections.abc import Iterable, Sequence

from blocs.addresses import page
from blocs.models import BlocYear, Membership, Notice, RuleVersion
from blocs.reminders import heads_of
from blocs.site_notices import on_site
from blocs.terms import Level
from scoring.actions.preparing import SheetKey
from scoring.actions.sheet_locking import LEVEL_WORDS, paper_of
from scoring.models import Sheet
from scoring.rule_effects import Fate, SheetEffect
from scoring.rules import UNIT_LEVELS

# Of each fate what it means for whose sheet it is; those that ask for work first.
_WORDS = {
    Fate.REOPENED: "được mở lại để chấm tiếp rồi nộp lại",
    Fate.TO_FINISH: "đang nhập, nhập tiếp theo bảng mới",
    Fate.COUNTS_OTHERWISE: "vẫn tính, theo bảng mới",
    Fate.COUNTS_AGAIN: "được tính trở lại",
    Fate.PUT_ASIDE: "được giữ lại, không tính nữa",
    Fate.DROPPED: "còn trống, không cần nữa",
}
_WORK = (Fate.REOPENED, Fate.TO_FINISH)


def tell_heads(
    year: BlocYear, version: RuleVersion, effects: Iterable[SheetEffect], made: Sequence[SheetKey]
) -> None:
    """One notice on the site to each head of a unit whose own sheets the version touches or asks for anew.

    Called once, where `version` comes into force; `made`: the sheets it asks for that were not there. The bloc's and
    the board's sheets are nobody's, who confirms is no exception, and a practice copy tells nobody. Two queries.
    """
    if year.is_practice:
        return
    lines = _lines(year, effects, made)
    told = heads_of(member for member in year.members if member.pk in lines) if lines else []
    Notice.objects.bulk_create(
        on_site(
            year,
            member,
            user,
            key=f"quy-tac:{version.pk}:{member.pk}",
            title=f"Quy tắc phiên bản {version.number} năm {year.year} có hiệu lực",
            text=f"{_text(member, *lines[member.pk])} Lý do đổi quy tắc: {version.reason.rstrip('.')}.",
            url=page("sheets" if lines[member.pk][1] else "rules-versions", year),
            by=version.confirmed_by,
        )
        for user, member in told
    )


def _lines(
    year: BlocYear, effects: Iterable[SheetEffect], made: Sequence[SheetKey]
) -> dict[int, tuple[list[str], bool]]:
    """Membership id -> what became of its sheets, and whether that is work; those whose sheets stay are not there."""
    fates = {effect.sheet: effect.fate for effect in effects if effect.fate is not Fate.UNTOUCHED}
    touched = Sheet.objects.filter(pk__in=fates, level__in=UNIT_LEVELS).select_related("scored", "scorer")
    counts: dict[int, Counter[tuple[Fate, Level]]] = {}
    for sheet in touched if fates else ():
        if (unit := paper_of(sheet)) is not None:
            counts.setdefault(unit.pk, Counter())[fates[sheet.pk], Level(sheet.level)] += 1
    new: dict[int, Counter[Level]] = {}
    for level, scored, scorer in made:
        if level in UNIT_LEVELS:
            new.setdefault(scored if level is Level.SELF else scorer or 0, Counter())[level] += 1
    here = [member.pk for member in year.members if member.left_on is None]
    return {
        pk: (
            [
                *(f"{count} phiếu {LEVEL_WORDS[level]} mới" for level, count in new.get(pk, {}).items()),
                *(
                    f"{count} phiếu {LEVEL_WORDS[level]} {words}"
                    for fate, words in _WORDS.items()
                    for level in UNIT_LEVELS
                    if (count := counts.get(pk, Counter())[fate, level])
                ),
            ],
            pk in new or any(fate in _WORK for fate, _level in counts.get(pk, ())),
        )
        for pk in here
        if pk in counts or pk in new
    }


def _text(member: Membership, lines: Sequence[str], is_work: bool) -> str:
    said = f"{member.short_name}: {'; '.join(lines)}."
    return f"{said} Xem mốc thời gian để nộp kịp." if is_work else said
