"""The words of the pledge: the template a secretariat begins with, and what a person accepts who confirms it.

Standard library only. The commitments are those of the profession's usual pledge (documents handbook §4.2).
"""

from dataclasses import dataclass

OPENING = (
    "Căn cứ Luật Thi đua, khen thưởng và các văn bản hướng dẫn thi hành; căn cứ quy chế hoạt động của khối;"
    " nhằm đẩy mạnh phong trào thi đua yêu nước và hoàn thành nhiệm vụ năm {year}."
)
CLOSING = (
    "Các đơn vị đã đọc, nhất trí với nội dung giao ước này và cam kết tổ chức thực hiện.\n"
    "Giao ước có hiệu lực trong năm {year}; mỗi đơn vị giữ một bản, gửi Hội đồng Thi đua - Khen thưởng tỉnh một bản"
    " và lưu tại khối một bản."
)
WITNESS = "ĐẠI DIỆN HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG TỈNH"


@dataclass(frozen=True, slots=True)
class Commitment:
    """A numbered commitment: its heading and its text, a paragraph a line."""

    heading: str
    text: str = ""


COMMITMENTS: tuple[Commitment, ...] = (
    Commitment(
        "Hoàn thành nhiệm vụ chính trị của đơn vị",
        "Tổ chức thực hiện tốt chương trình công tác năm, phấn đấu hoàn thành và hoàn thành vượt mức các chỉ tiêu đã"
        " đăng ký.",
    ),
    Commitment(
        "Chấp hành chủ trương, chính sách, pháp luật",
        "Chấp hành nghiêm chủ trương của Đảng, chính sách, pháp luật của Nhà nước, Luật Thi đua, khen thưởng và quy"
        " chế hoạt động của khối; không để xảy ra vi phạm.",
    ),
    Commitment(
        "Hưởng ứng các phong trào thi đua",
        "Tham gia đầy đủ, thiết thực các phong trào thi đua do tỉnh và Trung ương Hội phát động.",
    ),
    Commitment(
        "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
        "Gắn việc học tập và làm theo Bác với nhiệm vụ của đơn vị; phát hiện, nhân rộng điển hình tiên tiến.",
    ),
    Commitment(
        "Xây dựng tổ chức hội vững mạnh, chăm lo hội viên",
        "Củng cố tổ chức, phát triển hội viên; bảo vệ quyền, lợi ích hợp pháp và chăm lo đời sống hội viên.",
    ),
    Commitment(
        "Phối hợp trong khối, báo cáo đúng hạn, chấm điểm trung thực",
        "Tham gia đầy đủ hoạt động chung của khối; gửi báo cáo đúng thời hạn; tự chấm và chấm chéo trung thực, khách"
        " quan.",
    ),
    Commitment(
        "Danh hiệu phấn đấu",
        "Phấn đấu đạt các danh hiệu thi đua, hình thức khen thưởng đã đăng ký với khối.",
    ),
)

# What somebody accepts who confirms; a changed wording is a new version, and the old one stays here.
CONSENT_VERSION = "1"
_CONSENTS = {
    "1": (
        "Tôi, {signer}, {title}, đại diện {unit}, đã đọc toàn văn Bản giao ước thi đua năm {year}"
        " (mã kiểm tra {code}) và xác nhận đơn vị tham gia thực hiện. Tôi hiểu đây là xác nhận điện tử trong nội bộ"
        " khối, không phải chữ ký số."
    )
}
PERSONAL_DATA = (
    "Hệ thống ghi lại họ tên, chức vụ, đơn vị, thời điểm, địa chỉ mạng và loại máy, trình duyệt của người ký, kèm mã"
    " băm của đúng bản PDF này, để chứng minh ai đã xác nhận, khi nào. Dữ liệu ấy được giữ cùng hồ sơ giao ước của"
    " năm; chỉ tổ thư ký khối và cơ quan thường trực xem được địa chỉ mạng và loại máy."
)


def consent(
    *, signer: str, title: str, unit: str, year: int, code: str, version: str = CONSENT_VERSION
) -> str:
    """The statement to accept. Raises KeyError for a version there never was."""
    said = _CONSENTS[version].format(signer=signer, title=title, unit=unit, year=year, code=code)
    return said if title else said.replace(", , ", ", ")


def check_code(digest: str) -> str:
    """The first 8 digits of a hash as people compare them: "3F2A-9C01"."""
    return f"{digest[:4]}-{digest[4:8]}".upper()
