"""The demonstration: three real blocs and three golden ones, with accounts that sign in on this machine only."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from awards.models import Award
from blocs.models import Bloc, BlocYear, PaperSettings, Province, Seat, SeatKind, Unit, User
from khoi_thidua.demonstration_accounts import ACCOUNTS, LAM_DONG, PASSWORD, YEN_BAI
from khoi_thidua.demonstration_scoring import prepare_scoring, publish_with_an_objection
from khoi_thidua.demonstration_years import tell_the_years
from reports.actions.import_year import import_year
from reports.workbook.reading import read_workbook

EXAMPLES = Path(__file__).resolve().parents[3] / "reports" / "examples"
_SINCE = date(2020, 1, 1)


class Command(BaseCommand):
    help = "Tạo dữ liệu và tài khoản dùng thử, rồi in các tài khoản."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Chỉ tạo dữ liệu dùng thử khi DEMONSTRATION=on.")
        if not User.objects.exists():
            with transaction.atomic():
                seed()
        self.stdout.write(f"Tài khoản dùng thử (mật khẩu chung: {PASSWORD}):")
        for username, name, position, *_rest in ACCOUNTS:
            self.stdout.write(f"  {username:<18} {name}, {position}")


def seed() -> None:
    """The example years and the accounts."""
    awards = set(Award.objects.values_list("code", flat=True))
    for file in sorted(EXAMPLES.glob("*.xlsx")):
        book = read_workbook(file, awards).book
        if book is None:
            raise CommandError(f"Tệp mẫu {file.name} có lỗi.")
        year = import_year(actor=None, book=book)
        if book.head.code == YEN_BAI:
            PaperSettings.objects.create(year=year, **_YEN_BAI_PAPERS)
    people = {}
    for username, name, position, kind, bloc, unit in ACCOUNTS:
        user = User.objects.create_user(username, PASSWORD, full_name=name, position=position)
        people[username] = user
        Seat.objects.create(
            user=user,
            kind=kind,
            bloc=Bloc.objects.get(code=bloc) if kind == SeatKind.SECRETARIAT else None,
            unit=Unit.objects.get(home_bloc__code=bloc, code=unit) if unit else None,
            province=Province.objects.get(name="Yên Bái") if kind == SeatKind.BOARD else None,
            starts_on=_SINCE,
        )
    years = BlocYear.objects.select_related("bloc", "rules", "province")
    tell_the_years(
        years.get(bloc__code=YEN_BAI),
        years.get(bloc__code=LAM_DONG),
        secretary=people["thu-ky"],
        other_secretary=people["thu-ky-lam-dong"],
        stays=[people["thu-ky"]],
    )
    prepare_scoring(
        years.get(bloc__code=YEN_BAI, year=2022), secretary=people["thu-ky"], head=people["hoi-luat-gia"]
    )
    publish_with_an_objection(years.get(bloc__code=LAM_DONG), secretary=people["thu-ky-lam-dong"])


_YEN_BAI_PAPERS = {
    "superior": "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG\nTỈNH YÊN BÁI",
    "issuer": "KHỐI THI ĐUA CÁC HỘI ĐẶC THÙ",
    "place": "Yên Bái",
    "symbol": "BTH-KTĐ",
    "leader_unit_title": "CHỦ TỊCH LIÊN MINH HỢP TÁC XÃ TỈNH",
    "recipients": "Hội đồng TĐKT tỉnh (để b/c)\nSở Nội vụ (để b/c)\nCác đơn vị thành viên\nLưu: VT",
}
