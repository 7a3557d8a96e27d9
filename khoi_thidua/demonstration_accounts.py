"""Whom the demonstration is signed in as; printed by ./run and shown beside its sign-in form."""

from blocs.models import SeatKind

PASSWORD = "thi-dua-2020"  # noqa: S105  the demonstration's accounts sign in from this machine only
YEN_BAI, LAM_DONG, QUANG_BINH = "yen-bai-hoi-dac-thu", "lam-dong-xa-hoi", "quang-binh-hoi"

# user name, full name, position, seat, bloc, unit code
ACCOUNTS = (
    ("thu-ky", "Nguyễn Thị Minh Hạnh", "Thư ký", SeatKind.SECRETARIAT, YEN_BAI, ""),
    ("thu-ky-2020", "Vũ Đình Lâm", "Thư ký năm 2020", SeatKind.SECRETARIAT, YEN_BAI, ""),
    ("thu-ky-lam-dong", "Trần Văn Đức", "Thư ký", SeatKind.SECRETARIAT, LAM_DONG, ""),
    ("thu-ky-quang-binh", "Lê Thị Hoài", "Thư ký", SeatKind.SECRETARIAT, QUANG_BINH, ""),
    ("so-noi-vu", "Lê Quang Vũ", "Chuyên viên Sở Nội vụ", SeatKind.BOARD, "", ""),
    ("hoi-luat-gia", "Phạm Thị Ngọc", "Chủ tịch Hội Luật gia", SeatKind.HEAD, YEN_BAI, "LG"),
    ("quan-tri", "Đỗ Văn Ổn", "Quản trị", SeatKind.ADMIN, "", ""),
)
