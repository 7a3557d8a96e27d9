"""What scoring has in the setup's overview: rules, criteria, classes, assignments."""

from blocs.addresses import page
from blocs.models import BlocYear, User
from blocs.setup_sections import SectionState, SetupSection
from blocs.terms import Level, PeerDraw
from reports.paper.words import trimmed
from scoring.queries import assigned_pairs, rule_set
from scoring.readiness import content_sum, content_wanted, contradictions, rows_of
from scoring.rule_words import LEVEL_WORDS
from scoring.stored_rules import year_rules


def sections(user: User, year: BlocYear) -> list[SetupSection]:
    found = [_rules(year), _criteria(year), _classes(year)]
    if Level.PEER in year.current_rules.levels:
        found.append(_assignments(year))
    return found


def _rules(year: BlocYear) -> SetupSection:
    rules = year_rules(year.current_rules)
    chain = ", ".join(LEVEL_WORDS[level] for level in rules.levels)
    detail = f"Thang {trimmed(rules.scale, thousands=True)} điểm; {chain}; tổng hợp: {rules.combining.label.lower()}."
    return SetupSection(30, "Quy tắc chấm điểm", detail, page("rules", year))


def _criteria(year: BlocYear) -> SetupSection:
    rules, rows = year_rules(year.current_rules), rows_of(year)
    parents = {row.parent_code for row in rows}
    leaves = sum(row.code not in parents for row in rows)
    total, wanted = content_sum(rows), content_wanted(rules)
    faults = contradictions(year)
    state = SectionState.MISSING if faults else SectionState.READY
    if total == wanted:
        detail = f"{leaves} tiêu chí, nội dung cộng lại đúng {trimmed(wanted)} điểm."
    else:
        detail = f"{leaves} tiêu chí, nội dung cộng lại {trimmed(total)}, cần {trimmed(wanted)} điểm."
    return SetupSection(40, "Bảng tiêu chí", detail, page("criteria", year), state)


def _classes(year: BlocYear) -> SetupSection:
    bands = rule_set(year.current_rules).scoring.bands
    detail = (
        "; ".join(f"{band.name} từ {trimmed(band.floor)}" for band in bands) + "."
        if bands
        else "Không xếp loại."
    )
    state = SectionState.READY if bands else SectionState.OPTIONAL
    return SetupSection(50, "Xếp loại", detail, page("classes", year), state)


def _assignments(year: BlocYear) -> SetupSection:
    pairs = assigned_pairs(year)
    draw = year.current_rules.peer_draw
    if pairs:
        detail, state = f"{len(pairs)} phiếu chấm chéo được phân công.", SectionState.READY
    elif draw == PeerDraw.ALL:
        detail, state = "Mọi đơn vị chấm nhau.", SectionState.READY
    else:
        detail = (
            f"Cách chấm chéo là “{PeerDraw(draw).label}” nhưng chưa phân công: đang là mọi đơn vị chấm nhau."
        )
        state = SectionState.MISSING
    return SetupSection(45, "Phân công chấm chéo", detail, page("assignments", year), state)
