"""The first administrator of a real installation."""

from typing import Any

from django.core.management.base import BaseCommand

from blocs.actions.people import create_first_administrator


class Command(BaseCommand):
    help = "Tạo người quản trị đầu tiên và in mật khẩu một lần; không làm gì khi đã có người quản trị."

    def handle(self, *args: Any, **options: Any) -> None:
        made = create_first_administrator()
        if made is None:
            self.stdout.write("Đã có người quản trị; không tạo thêm.")
            return
        person, password = made
        self.stdout.write(
            "Người quản trị đầu tiên (mật khẩu chỉ in một lần này, phải đổi khi đăng nhập lần đầu):\n"
            f"  Tên đăng nhập: {person.username}\n"
            f"  Mật khẩu:      {password}"
        )
