"""The text of each section of a review's report, drafted from its figures; every number leads to its rows."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from awards.checkpoint_figures import AwardCount, CheckpointFigures, Family, family_of
from awards.checkpoint_reading import TargetRow
from awards.commendation_lines import COUNTED, UNSTATED
from awards.results import YearResults, is_pledge_signed
from awards.wording import describe_undecided
from blocs.addresses import page
from blocs.checkpoints import WORDS
from blocs.context import year_url
from blocs.models import Membership, PhaseKind
from blocs.report_content import Figure
from blocs.terms import BlocKind, Checkpoint, MovementLevel, Role
from blocs.unit_reports import expected_members
from blocs.year_phases import Window, window_in_words
from reports.paper.words import fraction, number, percent, short_date, trimmed


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, and the address of the rows they count."""

    text: str
    url: str = ""


Line = tuple[Piece, ...]
Said = str | Piece
# A section's lines; `results` only at the year's end.
Draft = Callable[[CheckpointFigures, YearResults | None], Iterable[Line]]


def line(*said: Said) -> Line:
    return tuple(Piece(part) if isinstance(part, str) else part for part in said)


def plain(lines: Iterable[Line]) -> str:
    """The lines as the paper prints them."""
    return "\n".join("".join(piece.text for piece in each) for each in lines)


def counted(figures: CheckpointFigures, awards: Sequence[AwardCount], words: str) -> Piece:
    """ "117 Bằng khen", leading to the rows of these awards."""
    number_of = sum(each.count.number for each in awards)
    return Piece(f"{number_of} {words}", figures.address(each.award for each in awards))


# ── The sections ─────────────────────────────────────────────────────────


def opening(figures: CheckpointFigures, _results: YearResults | None) -> Iterable[Line]:
    year = figures.year
    kind = BlocKind(year.kind).label.lower()
    names = ", ".join(_with_role(member, kind) for member in _leader_first(year.members))
    if not year.members:
        return
    members = Piece(f"{len(year.members)} đơn vị thành viên", page("members", year))
    yield line(f"Năm {year.year}, {year.bloc_label} gồm ", members, f": {names}.")


def _leader_first(members: Sequence[Membership]) -> list[Membership]:
    return sorted(members, key=lambda member: member.role != Role.LEADER)


def _with_role(member: Membership, kind: str) -> str:
    roles = {Role.LEADER: f"Trưởng {kind}", Role.DEPUTY: f"Phó {kind}"}
    role = roles.get(Role(member.role))
    return f"{member.name} ({role})" if role else member.name


def directing(figures: CheckpointFigures, _results: YearResults | None) -> Iterable[Line]:
    year, data = figures.year, figures.data
    expected = expected_members(year)
    signed = [member for member in expected if is_pledge_signed(member)]
    registered = [member for member in expected if member in figures.registered_units]
    sent = [member for member in expected if member.pk in data.reports]
    yield line(
        "Đến nay ",
        Piece(
            f"{fraction(len(signed), len(expected))} đơn vị", page("pledge", year) or page("pledges", year)
        ),
        " đã ký giao ước thi đua; ",
        Piece(f"{fraction(len(registered), len(expected))} đơn vị", page("registrations", year)),
        " đã đăng ký danh hiệu, hình thức khen thưởng; ",
        Piece(f"{fraction(len(sent), len(expected))} đơn vị", page("reports", year)),
        f" đã gửi {WORDS[data.checkpoint].report}.",
    )


def movements(figures: CheckpointFigures, _results: YearResults | None) -> Iterable[Line]:
    year, rows = figures.year, figures.data.movements
    address = page("movements", year)
    if rows:
        yield line(
            "Khối phát động và hưởng ứng ", Piece(f"{len(rows)} phong trào thi đua", address), ", trong đó:"
        )
    for level, names in _by_level(figures).items():
        yield line(f"- {level}: ", Piece(f"{len(names)} phong trào", address), f" ({'; '.join(names)});")
    for member in year.members:
        report = figures.data.reports.get(member.pk)
        if report is None or not (report.results or report.figures):
            continue
        url = year_url("unit-report", year, checkpoint=figures.data.checkpoint, pk=member.pk)
        told = [flat(report.results)] if report.results else []
        told += [_told_figures(report.figures)] if report.figures else []
        yield line("- ", Piece(member.name, url), f": {' '.join(told)}")


def _level(words: str) -> MovementLevel | None:
    """The listed level these words mean; None for the bloc's own words."""
    return MovementLevel.from_label(words) or next((level for level in MovementLevel if level == words), None)


def _by_level(figures: CheckpointFigures) -> dict[str, list[str]]:
    """Level in words -> names of its movements, the listed levels first, in their order."""
    order = [f"Cấp {level.label}" for level in MovementLevel]
    found: dict[str, list[str]] = {}
    for row in figures.data.movements:
        level = _level(row.level)
        label = f"Cấp {level.label if level else row.level}" if row.level else "Phong trào khác"
        found.setdefault(label, []).append(row.name)
    return dict(sorted(found.items(), key=lambda item: [*order, item[0]].index(item[0])))


def flat(text: str) -> str:
    """Several lines in one, closed with a full stop."""
    joined = " ".join(part.strip().lstrip("-•+ ") for part in text.splitlines() if part.strip())
    return joined if joined.endswith((".", "!", "?")) else f"{joined}."


def _told_figures(figures: Iterable[Figure]) -> str:
    told = []
    for figure in figures:
        if figure.value is None:
            continue
        measure = f" {figure.measure}" if figure.measure else ""
        plan = f", kế hoạch {trimmed(figure.planned, thousands=True)}" if figure.planned is not None else ""
        share = f", đạt {figure.percent}" if figure.share is not None else ""
        told.append(f"{figure.label}: {trimmed(figure.value, thousands=True)}{measure}{plan}{share}")
    return f"{'; '.join(told)}." if told else ""


def targets(figures: CheckpointFigures, _results: YearResults | None) -> Iterable[Line]:
    rows, year = figures.data.targets, figures.year
    if not rows:
        return
    address = page("targets", year)
    states = Counter(map(target_state, rows))
    yield line(
        "Trong giao ước, các đơn vị đăng ký ",
        Piece(f"{len(rows)} chỉ tiêu", address),
        "; ",
        Piece(f"{states['reached']} chỉ tiêu", address),
        " đạt hoặc vượt mức phấn đấu, ",
        Piece(f"{states['short']} chỉ tiêu", address),
        " chưa đạt, ",
        Piece(f"{states['unknown']} chỉ tiêu", address),
        " chưa đủ số liệu để tính.",
    )
    compared = [row for row in rows if row.figure.value is not None and row.last_year is not None]
    if compared:
        more = sum((row.figure.value or 0) > (row.last_year or 0) for row in compared)
        less = sum((row.figure.value or 0) < (row.last_year or 0) for row in compared)
        yield line(
            "So với cùng kỳ năm trước, trong ",
            Piece(f"{len(compared)} chỉ tiêu so sánh được", address),
            f" có {more} chỉ tiêu tăng, {less} chỉ tiêu giảm, {len(compared) - more - less} chỉ tiêu giữ nguyên.",
        )


def target_state(row: TargetRow) -> str:
    share = row.figure.share
    return "unknown" if share is None else "reached" if share >= 1 else "short"


def registrations(figures: CheckpointFigures, _results: YearResults | None) -> Iterable[Line]:
    if not figures.registrations:
        return
    year = figures.year
    units, members = figures.registered_units, year.members
    address = page("registrations", year)
    yield line(
        "Có ",
        Piece(f"{fraction(len(units), len(members))} đơn vị", address),
        " đăng ký danh hiệu thi đua, hình thức khen thưởng, trong đó:",
    )
    for each in figures.registrations:
        said: list[Said] = []
        if each.units:
            said += [Piece(f"{len(each.units)} đơn vị", address), f" đăng ký {each.award.name}"]
        if each.others:
            said += [" và " if said else "", Piece(f"{each.others} tập thể, cá nhân", address)]
            said += [" thuộc các đơn vị" if each.units else f" đăng ký {each.award.name}"]
        names = (
            f" ({', '.join(member.short_name for member in each.units)})" if 0 < len(each.units) <= 3 else ""
        )
        yield line("- ", *said, f"{names};")


def commendations(figures: CheckpointFigures, _results: YearResults | None) -> Iterable[Line]:
    days = f"từ {short_date(figures.period.starts_on)} đến {short_date(figures.period.ends_on)}"
    if figures.families:
        said: list[Said] = []
        for family in figures.families:
            said += ["; " if said else "", *_told_family(figures, family)]
        yield line(f"Trong kỳ ({days}), các tập thể và cá nhân trong khối được tặng: ", *said, ".")
        total = counted(figures, figures.table.columns, "lượt khen thưởng")
        yield line("Tổng cộng ", total, "; số liệu theo đơn vị ở Phụ lục I.")
    else:
        yield line(f"Trong kỳ ({days}) chưa ghi nhận khen thưởng nào.")
    certificates = figures.certificates
    if certificates.are_there:
        which = COUNTED if certificates.count.rows else UNSTATED
        told = Piece("Giấy khen", figures.address(certificates.awards, which=which))
        yield line("Ngoài ra các đơn vị còn được tặng ", told, ", không tính vào các số trên.")


def _told_family(figures: CheckpointFigures, family: Family) -> list[Said]:
    """ "117 Bằng khen, trong đó 28 Bằng khen của UBND tỉnh, 89 Bằng khen của Trung ương Hội"."""
    said: list[Said] = []
    if family.name == "Bằng khen" and len(family.awards) > 1:
        said += [counted(figures, family.awards, family.name), ", trong đó "]
    for at, each in enumerate(family.awards):
        said += [", " if at else "", counted(figures, [each], _in_sentence(each))]
    return said


def _in_sentence(each: AwardCount) -> str:
    """Collectives are told small: "4 tập thể hoàn thành xuất sắc …"."""
    name = each.award.name
    is_told_small = not family_of(each.award) and name.startswith("Tập thể")
    return name[:1].lower() + name[1:] if is_told_small else name


def scores(figures: CheckpointFigures, results: YearResults | None) -> Iterable[Line]:
    if results is None or not results.ranking.order:
        return
    year, address = figures.year, page("results", figures.year)
    ranked = [results.units[code] for code in results.ranking.order]
    best = [unit for unit in ranked if unit.standing.rank is not None and unit.standing.rank <= 3]
    told = "; ".join(
        f"{unit.member.name} {number(unit.score.final, results.decimals)} điểm (hạng {unit.standing.rank})"
        for unit in best
    )
    yield line(
        "Khối đã tổng hợp điểm và xếp hạng ",
        Piece(f"{fraction(len(ranked), len(year.members))} đơn vị", address),
        f". Dẫn đầu là {told}. Bảng điểm và xếp hạng ở Phụ lục III.",
    )


def nominations(figures: CheckpointFigures, results: YearResults | None) -> Iterable[Line]:
    if results is None or not results.ranking.order or not results.awards:
        return
    address = page("results", figures.year)
    yield line("Khối bình xét, suy tôn và đề nghị khen thưởng:")
    for award, nomination in zip(results.awards, results.nominations, strict=True):
        names = []
        for code in nomination.nominated:
            votes = nomination.figures[code]
            told = (
                f" ({fraction(votes.approvals, votes.base)} phiếu, {percent(votes.share)})"
                if votes.base
                else ""
            )
            names.append(f"{results.units[code].member.name}{told}")
        undecided = f" Chưa phân định: {describe_undecided(nomination)}" if nomination.undecided else ""
        quantity = Piece(f"{len(names)} đơn vị", address)
        yield line(f"- {award.name}: ", quantity, f"{': ' if names else ''}{'; '.join(names)}.{undecided}")


def joint(figures: CheckpointFigures, _results: YearResults | None) -> Iterable[Line]:
    year = figures.year
    signed = Counter(member.pledge_signature.signed_on for member in year.members if is_pledge_signed(member))
    if signed:
        day, count = signed.most_common(1)[0]
        signers = Piece(f"{count} đơn vị", page("pledge", year) or page("pledges", year))
        yield line(f"- Tổ chức ký kết giao ước thi đua ngày {short_date(day)} với ", signers, " tham gia;")
    for row in figures.data.movements:
        if _level(row.level) is MovementLevel.BLOC:
            yield line(
                "- Phát động ",
                Piece(f"phong trào “{row.name}”", page("movements", year)),
                f"{days_in_words(row.starts_on, row.ends_on)};",
            )


def days_in_words(first: date | None, last: date | None) -> str:
    """ " từ 01/02/2022 đến 31/12/2022"; a side that is not set is left out."""
    parts = [f" từ {short_date(first)}"] if first else []
    parts += [f" đến {short_date(last)}"] if last else []
    return "".join(parts)


def weaknesses(figures: CheckpointFigures, _results: YearResults | None) -> Iterable[Line]:
    return unit_lines(figures, "weaknesses")


def proposals(figures: CheckpointFigures, _results: YearResults | None) -> Iterable[Line]:
    return unit_lines(figures, "proposals")


def unit_lines(figures: CheckpointFigures, field: str, only: Iterable[int] | None = None) -> Iterable[Line]:
    """What the units wrote in this field of their reports, a line each; `only`: of these memberships."""
    wanted = None if only is None else set(only)
    for member in figures.year.members:
        report = figures.data.reports.get(member.pk)
        text = getattr(report, field, "")
        if text and (wanted is None or member.pk in wanted):
            url = year_url("unit-report", figures.year, checkpoint=figures.data.checkpoint, pk=member.pk)
            yield line("- ", Piece(member.name, url), f": {flat(text)}")


_AHEAD = {
    Checkpoint.HALF_YEAR: (
        PhaseKind.SELF_SCORING,
        PhaseKind.CROSS_SCORING,
        PhaseKind.BLOC_SCORING,
        PhaseKind.CONFERENCE,
        PhaseKind.HAND_OVER,
    ),
    Checkpoint.YEAR_END: (PhaseKind.SUBMISSION, PhaseKind.HAND_OVER),
}


def tasks(figures: CheckpointFigures, _results: YearResults | None) -> Iterable[Line]:
    year, checkpoint = figures.year, figures.data.checkpoint
    if checkpoint is Checkpoint.YEAR_END:
        yield line(
            f"- Ký kết giao ước thi đua, đăng ký danh hiệu và hình thức khen thưởng năm {year.year + 1};"
        )
    else:
        yield line(
            f"- Tiếp tục thực hiện giao ước thi đua năm {year.year}, phấn đấu đạt các chỉ tiêu đã đăng ký;"
        )
        yield from _left_to_do(figures)
    dated = []
    for kind in _AHEAD[checkpoint]:
        phase = year.phases_by_kind.get(kind)
        words = window_in_words(Window(phase.opens_at, phase.closes_at)) if phase else ""
        if words:
            dated.append(f"{kind.label} ({words})")
    if dated:
        yield line("- Thực hiện đúng các mốc: ", Piece("; ".join(dated)), ";")
    yield line(
        "- Kịp thời phát hiện, biểu dương điển hình tiên tiến; thực hiện công tác khen thưởng đúng quy định."
    )


def _left_to_do(figures: CheckpointFigures) -> Iterable[Line]:
    year = figures.year
    expected = expected_members(year)
    unsigned = [member.short_name for member in expected if not is_pledge_signed(member)]
    unregistered = [member.short_name for member in expected if member not in figures.registered_units]
    for names, words, name in (
        (unsigned, "ký giao ước thi đua", "pledge"),
        (unregistered, "đăng ký danh hiệu, hình thức khen thưởng", "registrations"),
    ):
        if names:
            units = Piece(f"{len(names)} đơn vị", page(name, year))
            yield line("- Đôn đốc ", units, f" chưa {words} ({', '.join(names)});")
