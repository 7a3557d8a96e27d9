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


_LAW = "Luật Thi đua, khen thưởng số 06/2022/QH15"
# code -> article of the law, conditions as a unit ticks them when it registers (domain handbook §2.2). They are where
# a catalogue begins: each is edited on the page when the law or the province's rules change.
_CONDITIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "FLAG_GOV": (
        f"Điều 25 {_LAW}",
        (
            "Dẫn đầu cụm, khối thi đua do bộ, ngành hoặc tỉnh tổ chức",
            "Có thành tích xuất sắc, hoàn thành vượt mức các chỉ tiêu thi đua",
            "Nội bộ đoàn kết; tổ chức đảng, đoàn thể trong sạch, vững mạnh",
            "Đi đầu trong thực hành tiết kiệm, chống lãng phí, phòng, chống tham nhũng, tiêu cực",
        ),
    ),
    "FLAG_PROV": (
        f"Điều 26 {_LAW}",
        (
            "Tiêu biểu, dẫn đầu cụm, khối thi đua do tỉnh tổ chức",
            "Hoàn thành vượt mức các chỉ tiêu thi đua và nhiệm vụ được giao trong năm",
            "Nội bộ đoàn kết; tổ chức đảng, đoàn thể trong sạch, vững mạnh",
        ),
    ),
    "COLL_EXCELLENT": (
        f"Điều 27 {_LAW}",
        (
            "Sáng tạo, hoàn thành xuất sắc nhiệm vụ; thực hiện tốt nghĩa vụ với Nhà nước",
            "Có phong trào thi đua thường xuyên, thiết thực, hiệu quả",
            "100% cá nhân hoàn thành nhiệm vụ, ít nhất 70% đạt Lao động tiên tiến",
            "Có cá nhân đạt Chiến sĩ thi đua cơ sở; không có ai bị kỷ luật từ cảnh cáo trở lên",
            "Nội bộ đoàn kết, gương mẫu chấp hành chủ trương của Đảng, pháp luật của Nhà nước",
        ),
    ),
    "COLL_ADVANCED": (
        f"Điều 28 {_LAW}",
        (
            "Hoàn thành tốt nhiệm vụ và kế hoạch được giao",
            "Có phong trào thi đua thường xuyên, thiết thực, hiệu quả",
            "Ít nhất 50% cá nhân đạt Lao động tiên tiến; không có ai bị kỷ luật từ cảnh cáo trở lên",
            "Nội bộ đoàn kết, chấp hành tốt chủ trương của Đảng, pháp luật của Nhà nước",
        ),
    ),
    "FIGHTER_NATION": (
        f"Điều 21 {_LAW}",
        (
            "Tiêu biểu nhất trong những người có 2 lần liên tục là Chiến sĩ thi đua cấp bộ, cấp tỉnh",
            "Sáng kiến, đề tài đã áp dụng hiệu quả, có khả năng nhân rộng trong toàn quốc",
        ),
    ),
    "FIGHTER_PROV": (
        f"Điều 22 {_LAW}",
        (
            "Tiêu biểu nhất trong những người có 3 lần liên tục là Chiến sĩ thi đua cơ sở",
            "Sáng kiến, đề tài đã áp dụng hiệu quả, có khả năng nhân rộng trong tỉnh",
        ),
    ),
    "FIGHTER_BASE": (
        f"Điều 23 {_LAW}",
        ("Đạt Lao động tiên tiến", "Có sáng kiến được cơ sở công nhận, hoặc đề tài khoa học đã nghiệm thu"),
    ),
    "WORKER_ADVANCED": (
        f"Điều 24 {_LAW}",
        (
            "Hoàn thành tốt nhiệm vụ trở lên",
            "Chấp hành tốt chủ trương của Đảng, pháp luật của Nhà nước; đoàn kết, tương trợ, tích cực thi đua",
        ),
    ),
    "MERIT_PROV": (
        f"Điều 74 {_LAW}",
        (
            "Gương mẫu chấp hành chủ trương của Đảng, pháp luật của Nhà nước",
            "Có một trong các thành tích: được bình xét trong phong trào thi đua; lập thành tích đột xuất;"
            " hai năm liên tục hoàn thành xuất sắc nhiệm vụ",
        ),
    ),
    "MEDAL_COMM": (
        f"Điều 71 {_LAW}",
        ("Cá nhân có đóng góp vào quá trình xây dựng, phát triển của cơ quan, tổ chức tặng kỷ niệm chương",),
    ),
}


def seed_conditions(award_model: Any, condition_model: Any) -> None:
    """Legal basis and conditions of the awards that have none yet; models as in `seed_catalogue`."""
    bare = {award.code: award for award in award_model.objects.filter(conditions=None)}
    for code, (basis, texts) in _CONDITIONS.items():
        if (award := bare.get(code)) is None:
            continue
        if not award.legal_basis:
            award.legal_basis = basis
            award.save(update_fields=["legal_basis"])
        condition_model.objects.bulk_create(
            condition_model(award=award, position=position, text=text)
            for position, text in enumerate(texts, start=1)
        )
