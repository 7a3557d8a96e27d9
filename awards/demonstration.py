"""The half-year of 2022 of an eleven-unit bloc as the news told it, for the demonstration (domain handbook §1, SEED1).

The totals are the news'; how they fall on the units is invented, as are the units' own words.
"""

from datetime import date

from django.utils import timezone

from awards.models import Award, Commendation, Registration
from blocs.models import BlocYear, Membership, Movement, UnitReport
from blocs.terms import AwardObject, Checkpoint, MovementForm, MovementLevel, ReportState

UNITS = 11
PROGRAMME = "Tập thể hoàn thành xuất sắc nhiệm vụ thực hiện Chương trình hành động số 18-CTr/TU"
# Tallies by unit in bloc order: 28, 89 and 37.
_MERIT_PROV = (4, 3, 3, 2, 2, 3, 2, 3, 2, 2, 2)
_MERIT_CENTRAL = (12, 9, 15, 6, 5, 11, 7, 8, 4, 6, 6)
_MEDALS = (6, 0, 9, 3, 2, 5, 0, 4, 3, 2, 3)
_FLAG_PROV, _FLAG_CENTRAL = (2,), (0, 5)
_PROGRAMME = (0, 2, 5, 7)
_DECIDED, _SUMMED = date(2022, 5, 18), date(2022, 6, 28)
_COLLECTIVE, _PERSON = AwardObject.COLLECTIVE.value, AwardObject.PERSON.value
_REPORTS = (
    (
        "Hoàn thành chương trình công tác 6 tháng; vận động được 1,2 tỷ đồng giúp 640 hộ khó khăn.",
        "Hoạt động ở một số chi hội cơ sở chưa đều.",
        "Đề nghị tỉnh tiếp tục bố trí kinh phí hoạt động cho hội cơ sở.",
    ),
    (
        "Mở 14 lớp tập huấn cho 520 hội viên; kết nạp 205 hội viên mới.",
        "Kinh phí hạn hẹp nên còn 2 lớp chuyển sang quý III.",
        "",
    ),
    (
        "Tổ chức hội nghị điển hình tiên tiến, biểu dương 36 gương người tốt, việc tốt.",
        "Công tác tuyên truyền gương điển hình còn hạn chế.",
        "Đề nghị Sở Nội vụ tập huấn nghiệp vụ thi đua, khen thưởng cho các hội.",
    ),
)


def enter_half_year_2022(year: BlocYear) -> None:
    """Fill an empty year of eleven units; raises ValueError for another number of them."""
    members = year.members
    if len(members) != UNITS:
        raise ValueError(f"the half-year of 2022 is one of {UNITS} units, not {len(members)}")
    awards = {award.code: award for award in Award.objects.all()}
    titles = ["FLAG_GOV", "FLAG_PROV", *["MERIT_PROV"] * (UNITS - 2)]
    Registration.objects.bulk_create(
        Registration(membership=member, award=awards[code])
        for member, code in zip(members, titles, strict=True)
    )
    Commendation.objects.bulk_create(_commendations(members, awards))
    _movements(year)
    for member, texts in zip(members, _REPORTS, strict=False):
        _report(member, *texts)


def _commendations(members: list[Membership], awards: dict[str, Award]) -> list[Commendation]:
    rows = []
    for code, counts in (
        ("MERIT_PROV", _MERIT_PROV),
        ("MERIT_CENTRAL_ASSOC", _MERIT_CENTRAL),
        ("MEDAL_COMM", _MEDALS),
    ):
        rows += [
            Commendation(
                membership=member,
                award=awards[code],
                object=_PERSON if code == "MEDAL_COMM" else "",
                count=count,
                decided_on=_SUMMED,
            )
            for member, count in zip(members, counts, strict=True)
            if count
        ]
    for code, winners in (
        ("FLAG_PROV", _FLAG_PROV),
        ("FLAG_CENTRAL_ASSOC", _FLAG_CENTRAL),
        ("OTHER", _PROGRAMME),
    ):
        rows += [
            Commendation(
                membership=members[at],
                award=awards[code],
                award_text=PROGRAMME if code == "OTHER" else "",
                object=_COLLECTIVE,
                recipient=members[at].name,
                decided_on=_DECIDED,
            )
            for at in winners
        ]
    # "Giấy khen" by the units' heads are told of, without a number.
    rows.append(Commendation(membership=members[0], award=awards["CERT_UNIT"], decided_on=_SUMMED))
    for position, row in enumerate(rows, start=1):
        row.position, row.achievement_year = position, 2022
    return rows


def _movements(year: BlocYear) -> None:
    rows = (
        (
            "Cả nước chung tay vì người nghèo - Không để ai bị bỏ lại phía sau",
            MovementLevel.NATION,
            MovementForm.THEMATIC,
            "Thủ tướng Chính phủ",
            None,
        ),
        (
            "Đoàn kết, sáng tạo, thi đua thực hiện Chương trình hành động số 18-CTr/TU",
            MovementLevel.PROVINCE,
            MovementForm.THEMATIC,
            "Chủ tịch UBND tỉnh",
            None,
        ),
        (
            "Thi đua thực hiện thắng lợi nhiệm vụ năm 2022",
            MovementLevel.BLOC,
            MovementForm.REGULAR,
            year.bloc_label,
            date(2022, 2, 25),
        ),
    )
    Movement.objects.bulk_create(
        Movement(
            year=year,
            position=position,
            name=name,
            level=level.label,
            form=form.label,
            launcher=launcher,
            starts_on=first,
        )
        for position, (name, level, form, launcher, first) in enumerate(rows, start=1)
    )


def _report(member: Membership, results: str, weaknesses: str, proposals: str) -> None:
    UnitReport.objects.create(
        membership=member,
        checkpoint=Checkpoint.HALF_YEAR,
        state=ReportState.HANDED_IN,
        results=results,
        weaknesses=weaknesses,
        proposals=proposals,
        handed_in_at=timezone.now(),
    )
