"""Who leads a bloc and since when, the hand-over of the role, and the rotating flag."""

from django.db import models
from django.db.models import F, Q

from blocs.fields import PointsField
from blocs.models.papers import StoredFile
from blocs.models.people import User
from blocs.models.units import Bloc, Unit
from blocs.models.years import BlocYear
from blocs.terms import HandOverState, Role, Succession


class LeadershipTerm(models.Model):
    """A unit leads the bloc, or is its deputy, on `starts_on <= day < ends_on`; one leader at any date."""

    bloc = models.ForeignKey(Bloc, on_delete=models.CASCADE, related_name="terms")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="terms")
    role = models.CharField("vai trò", max_length=10, choices=Role.choices())
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến trước ngày", null=True, blank=True)
    succession = models.CharField("cách chọn", max_length=10, choices=Succession.choices(), blank=True)
    decision = models.CharField("căn cứ", max_length=255, blank=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="term_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["bloc"],
                condition=Q(role=Role.LEADER.value, ends_on=None),
                name="one_leader_without_an_end",
            ),
            models.UniqueConstraint(fields=["bloc", "role", "unit", "starts_on"], name="a_term_once"),
        ]

    def __str__(self) -> str:
        return f"{Role(self.role).label} {self.unit} từ {self.starts_on}"


class HandOver(models.Model):
    """The act by which the leader's role, the files and the flag pass on; rights move on `takes_effect_on`."""

    bloc = models.ForeignKey(Bloc, on_delete=models.CASCADE, related_name="hand_overs")
    from_year = models.ForeignKey(BlocYear, on_delete=models.PROTECT, related_name="hand_overs")
    state = models.CharField(max_length=10, choices=HandOverState.choices(), default=HandOverState.PREPARED)
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    deputy_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    succession = models.CharField("cách chọn", max_length=10, choices=Succession.choices())
    decision = models.CharField("căn cứ", max_length=255, blank=True)
    held_on = models.DateField("ngày bàn giao")
    takes_effect_on = models.DateField("quyền chuyển từ ngày")
    place = models.CharField("địa điểm", max_length=255, blank=True)
    giver = models.CharField("đại diện bên giao", max_length=150, blank=True)
    giver_title = models.CharField("chức vụ", max_length=150, blank=True)
    taker = models.CharField("đại diện bên nhận", max_length=150, blank=True)
    taker_title = models.CharField("chức vụ", max_length=150, blank=True)
    witness = models.CharField("người chứng kiến", max_length=150, blank=True)
    witness_title = models.CharField("chức vụ", max_length=150, blank=True)
    hands_flag = models.BooleanField("bàn giao cờ luân lưu", default=True)
    flag_condition = models.CharField("tình trạng cờ", max_length=255, blank=True)
    fund = PointsField("tồn quỹ (đồng)", null=True, blank=True)
    unfinished = models.TextField("việc còn dở", blank=True)
    signed_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(from_unit=F("to_unit")), name="handed_to_another_unit"),
            models.CheckConstraint(
                condition=Q(takes_effect_on__gte=F("held_on")), name="takes_effect_when_held_or_later"
            ),
            models.UniqueConstraint(
                fields=["bloc"],
                condition=Q(state=HandOverState.PREPARED.value),
                name="one_hand_over_in_preparation",
            ),
        ]

    def __str__(self) -> str:
        return f"Bàn giao {self.from_unit} → {self.to_unit}"


class HandOverItem(models.Model):
    """A line of the hand-over's checklist: a file, an asset, a thing to do."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    name = models.CharField("tên hồ sơ, tài sản", max_length=255)
    quantity = models.CharField("số lượng", max_length=50, blank=True)
    form = models.CharField("bản giấy, điện tử", max_length=50, blank=True)
    note = models.CharField("ghi chú", max_length=255, blank=True)
    is_done = models.BooleanField("đã giao", default=False)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class FlagHolding(models.Model):
    """A line of the rotating flag's ledger: who holds it since when, received from whom."""

    bloc = models.ForeignKey(Bloc, on_delete=models.CASCADE, related_name="flag_holdings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField("ngày nhận")
    received_from = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    hand_over = models.OneToOneField(
        HandOver, on_delete=models.PROTECT, null=True, related_name="flag_holding"
    )
    condition = models.CharField("tình trạng", max_length=255, blank=True)
    note = models.CharField("ghi chú", max_length=255, blank=True)

    class Meta:
        ordering = ["received_on", "pk"]

    def __str__(self) -> str:
        return f"{self.unit} từ {self.received_on}"
