"""The award catalogue an installation starts with (domain handbook §2.3); its rows are edited on a page."""

from typing import Any

from blocs.terms import AwardKind, AwardLevel

# code, name, short name, who grants it
CATALOGUE: tuple[tuple[str, str, str, str], ...] = (
    ("FLAG_GOV", "Cờ thi đua của Chính phủ", "Cờ Chính phủ", "Thủ tướng Chính phủ"),
    ("FLAG_PROV", "Cờ thi đua của UBND tỉnh", "Cờ UBND tỉnh", "Chủ tịch UBND tỉnh"),
    ("FLAG_CENTRAL_ASSOC", "Cờ thi đua của Trung ương Hội", "Cờ TW Hội", "Trung ương Hội"),
    (
        "FLAG_VFF_CENTRAL",
        "Cờ thi đua của Ủy ban Trung ương MTTQ Việt Nam",
        "Cờ UBTW MTTQ",
        "Ủy ban Trung ương MTTQ Việt Nam",
    ),
    (
        "FLAG_VFF_PROV",
        "Cờ thi đua của Ủy ban MTTQ Việt Nam tỉnh",
        "Cờ MTTQ tỉnh",
        "Ủy ban MTTQ Việt Nam tỉnh",
    ),
    ("COLL_EXCELLENT", "Tập thể Lao động xuất sắc", "TT LĐXS", "Chủ tịch UBND tỉnh"),
    ("COLL_ADVANCED", "Tập thể Lao động tiên tiến", "TT LĐTT", "Thủ trưởng đơn vị"),
    ("FIGHTER_NATION", "Chiến sĩ thi đua toàn quốc", "CSTĐ toàn quốc", "Thủ tướng Chính phủ"),
    ("FIGHTER_PROV", "Chiến sĩ thi đua cấp tỉnh", "CSTĐ tỉnh", "Chủ tịch UBND tỉnh"),
    ("FIGHTER_BASE", "Chiến sĩ thi đua cơ sở", "CSTĐ cơ sở", "Thủ trưởng đơn vị"),
    ("WORKER_ADVANCED", "Lao động tiên tiến", "LĐTT", "Thủ trưởng đơn vị"),
    ("ORDER_LABOR_1", "Huân chương Lao động hạng Nhất", "HCLĐ hạng Nhất", "Chủ tịch nước"),
    ("ORDER_LABOR_2", "Huân chương Lao động hạng Nhì", "HCLĐ hạng Nhì", "Chủ tịch nước"),
    ("ORDER_LABOR_3", "Huân chương Lao động hạng Ba", "HCLĐ hạng Ba", "Chủ tịch nước"),
    ("MERIT_PM", "Bằng khen của Thủ tướng Chính phủ", "BK Thủ tướng", "Thủ tướng Chính phủ"),
    ("MERIT_PROV", "Bằng khen của UBND tỉnh", "BK UBND tỉnh", "Chủ tịch UBND tỉnh"),
    ("MERIT_CENTRAL_ASSOC", "Bằng khen của Trung ương Hội", "BK TW Hội", "Trung ương Hội"),
    (
        "MERIT_MINISTRY",
        "Bằng khen của Bộ, ngành, đoàn thể Trung ương",
        "BK Bộ, ngành",
        "Bộ trưởng, thủ trưởng ngành",
    ),
    ("MEDAL_COMM", "Kỷ niệm chương", "Kỷ niệm chương", "Trung ương Hội, Bộ, tỉnh"),
    ("CERT_UNIT", "Giấy khen", "Giấy khen", "Thủ trưởng đơn vị"),
    ("OTHER", "Hình thức khác", "Khác", ""),
)


def seed_catalogue(award_model: Any) -> None:
    """Add the rows that are not there; `award_model` is Award, or its past in a migration."""
    known = set(award_model.objects.values_list("code", flat=True))
    award_model.objects.bulk_create(
        award_model(code=code, name=name, short_name=short, issuer=issuer, position=position)
        for position, (code, name, short, issuer) in enumerate(CATALOGUE, start=1)
        if code not in known
    )


_TITLE, _FORM = AwardKind.TITLE, AwardKind.FORM
# code -> level, kind, whether collectives and whether persons may receive it
_NATURE: dict[str, tuple[AwardLevel, AwardKind, bool, bool]] = {
    "FLAG_GOV": (AwardLevel.STATE, _TITLE, True, False),
    "FLAG_PROV": (AwardLevel.PROVINCE, _TITLE, True, False),
    "FLAG_CENTRAL_ASSOC": (AwardLevel.CENTRAL_ASSOC, _TITLE, True, False),
    "FLAG_VFF_CENTRAL": (AwardLevel.VFF, _TITLE, True, False),
    "FLAG_VFF_PROV": (AwardLevel.VFF, _TITLE, True, False),
    "COLL_EXCELLENT": (AwardLevel.PROVINCE, _TITLE, True, False),
    "COLL_ADVANCED": (AwardLevel.UNIT, _TITLE, True, False),
    "FIGHTER_NATION": (AwardLevel.STATE, _TITLE, False, True),
    "FIGHTER_PROV": (AwardLevel.PROVINCE, _TITLE, False, True),
    "FIGHTER_BASE": (AwardLevel.UNIT, _TITLE, False, True),
    "WORKER_ADVANCED": (AwardLevel.UNIT, _TITLE, False, True),
    "ORDER_LABOR_1": (AwardLevel.STATE, _FORM, True, True),
    "ORDER_LABOR_2": (AwardLevel.STATE, _FORM, True, True),
    "ORDER_LABOR_3": (AwardLevel.STATE, _FORM, True, True),
    "MERIT_PM": (AwardLevel.STATE, _FORM, True, True),
    "MERIT_PROV": (AwardLevel.PROVINCE, _FORM, True, True),
    "MERIT_CENTRAL_ASSOC": (AwardLevel.CENTRAL_ASSOC, _FORM, True, True),
    "MERIT_MINISTRY": (AwardLevel.MINISTRY, _FORM, True, True),
    "MEDAL_COMM": (AwardLevel.CENTRAL_ASSOC, _FORM, False, True),
    "CERT_UNIT": (AwardLevel.UNIT, _FORM, True, True),
    "OTHER": (AwardLevel.OTHER, AwardKind.OTHER, True, True),
}


def describe_catalogue(award_model: Any) -> None:
    """Level, kind and object of the rows the catalogue starts with; `award_model` as in `seed_catalogue`."""
    for code, (level, kind, collectives, persons) in _NATURE.items():
        award_model.objects.filter(code=code).update(
            level=level, kind=kind, for_collectives=collectives, for_persons=persons
        )
