"""People, their dated seats, and the codes that let them in."""

from datetime import date
from operator import attrgetter
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from blocs.terms import Term
from blocs.text import fold


class SeatKind(Term):
    """What a person is in the house (design §3)."""

    ADMIN = "admin", "Quản trị hệ thống"
    BOARD = "board", "Cơ quan thường trực, Hội đồng TĐKT tỉnh"
    SECRETARIAT = "secretariat", "Tổ thư ký khối"
    HEAD = "head", "Lãnh đạo đơn vị"
    OFFICER = "officer", "Cán bộ đơn vị"
    TELLER = "teller", "Tổ kiểm phiếu"
    OBSERVER = "observer", "Quan sát"


BLOC_SEATS = (SeatKind.SECRETARIAT, SeatKind.TELLER, SeatKind.OBSERVER)
UNIT_SEATS = (SeatKind.HEAD, SeatKind.OFFICER)


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in by user name, e-mail or telephone number."""

    username = models.CharField("tên đăng nhập", max_length=150, unique=True)
    full_name = models.CharField("họ và tên", max_length=150)
    position = models.CharField("chức vụ", max_length=150, blank=True)
    email = models.EmailField("thư điện tử", null=True, blank=True, unique=True)
    phone = models.CharField("điện thoại", max_length=20, null=True, blank=True, unique=True)
    search = models.CharField(max_length=400, editable=False, db_index=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(full_name=""), name="user_has_a_name"),
            models.CheckConstraint(condition=~Q(email="") & ~Q(phone=""), name="user_contact_null_not_empty"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = fold(f"{self.full_name} {self.username} {self.email or ''} {self.phone or ''}")[:400]
        super().save(*args, **kwargs)

    @cached_property
    def seats(self) -> "list[Seat]":
        """The seats held today, read once a request; actions drop the cache and read again under the lock."""
        today = timezone.localdate()
        return [seat for seat in self.all_seats if seat.is_held_on(today)]

    @cached_property
    def all_seats(self) -> "list[Seat]":
        """Every seat ever held, ended ones too: who led a bloc keeps reading its past."""
        seats = Seat.objects.filter(user=self).select_related("bloc", "unit__home_bloc", "province")
        return sorted(seats, key=attrgetter("pk"))

    def forget_seats(self) -> None:
        for name in ("seats", "all_seats"):
            self.__dict__.pop(name, None)


class Seat(models.Model):
    """A dated seat of one person: of the installation, a province, a bloc or a unit.

    Held on `starts_on <= day < ends_on`, so that the day one seat ends is the day the next begins.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seat_rows")
    kind = models.CharField("vai trò", max_length=20, choices=SeatKind.choices())
    province = models.ForeignKey("blocs.Province", on_delete=models.PROTECT, null=True, blank=True)
    bloc = models.ForeignKey("blocs.Bloc", on_delete=models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey("blocs.Unit", on_delete=models.PROTECT, null=True, blank=True)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("thôi từ ngày", null=True, blank=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=SeatKind.ADMIN.value, bloc=None, unit=None, province=None))
                | Q(kind=SeatKind.BOARD.value, bloc=None, unit=None)
                | Q(
                    kind__in=[kind.value for kind in BLOC_SEATS], bloc__isnull=False, unit=None, province=None
                )
                | Q(
                    kind__in=[kind.value for kind in UNIT_SEATS], unit__isnull=False, bloc=None, province=None
                ),
                name="seat_stands_where_its_kind_says",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="seat_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{SeatKind(self.kind).label}"

    def is_held_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


class AccessCode(models.Model):
    """A one-time code on a printed slip or in a link: an invitation, or a forgotten password.

    Only a hash is kept; the code itself is shown once.
    """

    class Purpose(models.TextChoices):
        INVITE = "invite", "Lời mời"
        RESET = "reset", "Đặt lại mật khẩu"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="access_codes")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    code_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.user}"
