"""`manage.py verify_results`: every approved version of every year's results, computed again from what is stored."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from awards.models import ResultVersion
from awards.result_versions import check_version


class Command(BaseCommand):
    help = "Tính lại mọi phiên bản kết quả đã duyệt từ bản lưu và kiểm tra bản in; lỗi thì thoát với mã 1."

    def handle(self, *args: Any, **options: Any) -> None:
        approved = ResultVersion.objects.filter(approved_at__isnull=False).order_by("year", "number")
        broken = 0
        for pk in approved.values_list("pk", flat=True):
            version = ResultVersion.objects.select_related("year").get(pk=pk)
            faults = check_version(version).faults
            broken += bool(faults)
            for line in faults or ("khớp",):
                self.stdout.write(f"{version.year}, phiên bản {version.number}: {line}")
        if broken:
            raise CommandError(f"{broken} phiên bản không khớp với bản lưu.")
