"""A bloc's year: its rules in versions, its members, its phases."""

from decimal import Decimal

from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.utils import timezone
from django.utils.functional import cached_property

from blocs.fields import PointsField, new_revision
from blocs.models.people import User
from blocs.models.units import Bloc, Province, Unit, UnitName
from blocs.terms import (
    Aggregation,
    BlocKind,
    Checkpoint,
    Combining,
    ExtrasSource,
    Level,
    MidYearMerger,
    MissingPeer,
    PeerAverage,
    PeerDraw,
    RankNumbering,
    Role,
    SheetsShown,
    Term,
)


class BlocYear(models.Model):
    """One yearly cycle of a bloc, under the name it bore then."""

    bloc = models.ForeignKey(Bloc, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField("năm")
    name = models.CharField("tên khối trong năm", max_length=255)
    kind = models.CharField("loại", max_length=10, choices=BlocKind.choices(), default=BlocKind.KHOI)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, null=True, blank=True)
    rules = models.ForeignKey(
        "RuleVersion",
        on_delete=models.RESTRICT,
        null=True,
        related_name="+",
        verbose_name="quy tắc hiện hành",
    )
    # Rules being changed after the first score; they are nobody's rules until a second person confirms them.
    draft_rules = models.ForeignKey(
        "RuleVersion", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_practice = models.BooleanField("bản luyện tập", default=False)
    results_published_at = models.DateTimeField(null=True, blank=True)
    results_published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # The last approved version of the results, 0 before the first; it stays readable while it is being corrected.
    results_version = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bloc", "year", "is_practice"], name="one_year_of_a_bloc"),
            models.CheckConstraint(condition=Q(year__gte=1950, year__lte=2100), name="year_is_plausible"),
            models.CheckConstraint(
                condition=Q(results_published_at=None, results_published_by=None)
                | Q(results_published_at__isnull=False, results_published_by__isnull=False),
                name="published_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} năm {self.year}{' (luyện tập)' if self.is_practice else ''}"

    @property
    def is_published(self) -> bool:
        return self.results_published_at is not None

    @property
    def slug(self) -> str:
        """The year in addresses: "2020", the practice copy "2020-luyen-tap"."""
        return f"{self.year}-luyen-tap" if self.is_practice else str(self.year)

    @property
    def label(self) -> str:
        """ "Năm 2020", "Năm 2020 · luyện tập": how the year is called where one is chosen."""
        return f"Năm {self.year} · luyện tập" if self.is_practice else f"Năm {self.year}"

    @property
    def bloc_label(self) -> str:
        """The bloc's name with the word for its kind in front, once."""
        kind = BlocKind(self.kind).label
        return self.name if self.name.lower().startswith(kind.lower()) else f"{kind} {self.name}"

    @cached_property
    def members(self) -> "list[Membership]":
        """The year's units in bloc order, with names and pledge signatures: one query a request.

        `half_year_state` is the ReportState of the unit's half-year report, None before it is begun.
        """
        return list(with_names(self.memberships.all()))

    @property
    def standing_members(self) -> "list[Membership]":
        """The members that have not left in the middle of the year: whom anything is still expected of."""
        return [member for member in self.members if member.left_on is None]

    @cached_property
    def phases_by_kind(self) -> "dict[str, Phase]":
        """The year's windows by PhaseKind value, in the order of the year."""
        found = {phase.kind: phase for phase in self.phases.all()}
        return {kind: found[kind] for kind in PhaseKind if kind in found}

    @cached_property
    def extensions(self) -> "dict[tuple[str, int], PhaseExtension]":
        """(PhaseKind value, membership id) -> the later closing time that unit was given."""
        rows = PhaseExtension.objects.filter(phase__year=self).select_related(
            "phase", "membership__unit_name"
        )
        return {(row.phase.kind, row.membership_id): row for row in rows}

    @cached_property
    def current_rules(self) -> "RuleVersion":
        """The version in force; every year has one from its creation."""
        if self.rules is None:
            raise RuleVersion.DoesNotExist(f"{self} has no rules")
        return self.rules


def default_levels() -> list[str]:
    return [level.value for level in Level]


class RuleVersion(models.Model):
    """Every rule of a bloc-year in one version (contract §3, sheet `Khối`); criteria and awards hang on it.

    `levels` lists Level values in order; `tie_keys` the keys as spelt in contract §4. `revision` changes with every
    edit of the version or of what hangs on it, so that what was read once may be kept as long as it is the same.
    """

    year = models.ForeignKey(BlocYear, on_delete=models.CASCADE, related_name="rule_versions")
    number = models.PositiveSmallIntegerField(default=1)
    reason = models.TextField(blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    revision = models.BigIntegerField(default=new_revision, editable=False)

    scale = PointsField("thang điểm")
    decimals = models.PositiveSmallIntegerField("số chữ số thập phân", default=2)
    bonus_cap = PointsField("điểm thưởng tối đa", null=True, blank=True)
    bonus_inside_scale = models.BooleanField("điểm thưởng nằm trong thang điểm", default=False)
    total_cap = PointsField("tổng điểm tối đa", null=True, blank=True)
    levels = models.JSONField("các cấp chấm", default=default_levels)
    peer_draw = models.CharField(
        "cách chấm chéo", max_length=10, choices=PeerDraw.choices(), default=PeerDraw.ALL
    )
    combining = models.CharField(
        "cách tổng hợp", max_length=10, choices=Combining.choices(), default=Combining.LAST
    )
    peer_average = models.CharField(
        "cách tính điểm chéo", max_length=10, choices=PeerAverage.choices(), default=PeerAverage.MEAN
    )
    trim = models.PositiveSmallIntegerField("số phiếu cắt mỗi đầu", default=1)
    aggregation = models.CharField(
        "mức tổng hợp", max_length=10, choices=Aggregation.choices(), default=Aggregation.TOTAL
    )
    weight_self = PointsField("trọng số tự chấm (%)", default=Decimal(0))
    weight_peer = PointsField("trọng số chấm chéo (%)", default=Decimal(0))
    weight_bloc = PointsField("trọng số khối (%)", default=Decimal(0))
    weight_appraisal = PointsField("trọng số thẩm định (%)", default=Decimal(0))
    extras_source = models.CharField(
        "nguồn điểm thưởng, điểm trừ",
        max_length=10,
        choices=ExtrasSource.choices(),
        default=ExtrasSource.COMBINED,
    )
    missing_peer = models.CharField(
        "thiếu phiếu chéo", max_length=10, choices=MissingPeer.choices(), default=MissingPeer.IGNORE
    )
    tie_keys = models.JSONField("phân định đồng hạng", default=list, blank=True)
    numbering = models.CharField(
        "đánh số hạng", max_length=10, choices=RankNumbering.choices(), default=RankNumbering.SKIP
    )
    note = models.TextField("ghi chú", blank=True)
    one_collective_title = models.BooleanField(
        "mỗi đơn vị chỉ đăng ký một danh hiệu, hình thức cho tập thể", default=False
    )
    merger = models.CharField(
        "đơn vị sáp nhập giữa năm",
        max_length=10,
        choices=MidYearMerger.choices(),
        default=MidYearMerger.SUCCESSOR,
    )

    # How the scoring is done; none of it moves a rank by itself.
    sheets_shown = models.CharField(
        "đơn vị xem phiếu của nơi khác",
        max_length=20,
        choices=SheetsShown.choices(),
        default=SheetsShown.AFTER_OWN,
    )
    scorers_named = models.BooleanField("cho đơn vị biết tên đơn vị chấm chéo", default=False)
    # Percent of a criterion's maximum; empty: never asked, never marked.
    reason_percent = PointsField("lệch quá thì phải ghi lý do (%)", null=True, blank=True)
    outlier_percent = PointsField("cách trung vị quá thì đánh dấu (%)", null=True, blank=True)
    second_entry_levels = models.JSONField("cấp chấm nhập hai lần", default=list, blank=True)

    # Ids of all who wrote on the version while it was a draft: none of them may be its second name.
    editors = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_rule_version_of_a_number"),
            models.CheckConstraint(condition=Q(decimals__lte=3), name="at_most_three_decimals"),
            models.CheckConstraint(condition=Q(scale__gt=0), name="scale_above_zero"),
            models.CheckConstraint(
                condition=(Q(bonus_cap=None) | Q(bonus_cap__gte=0))
                & (Q(total_cap=None) | Q(total_cap__gte=0)),
                name="caps_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(
                    weight_self__gte=0, weight_peer__gte=0, weight_bloc__gte=0, weight_appraisal__gte=0
                ),
                name="weights_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"Quy tắc phiên bản {self.number}"


class Membership(models.Model):
    """A unit's place in a bloc-year: order, role, the name it bears there, contact."""

    year = models.ForeignKey(BlocYear, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    unit_name = models.ForeignKey(UnitName, on_delete=models.PROTECT, related_name="+")
    code = models.CharField("mã", max_length=64)
    order = models.PositiveIntegerField("STT", null=True, blank=True)
    position = models.PositiveIntegerField("thứ tự trong khối")
    role = models.CharField("vai trò", max_length=10, choices=Role.choices(), default=Role.MEMBER)
    category = models.CharField("loại hình", max_length=255, blank=True)
    representative = models.CharField("người đại diện", max_length=150, blank=True)
    representative_title = models.CharField("chức vụ", max_length=150, blank=True)
    email = models.CharField("thư điện tử", max_length=254, blank=True)
    phone = models.CharField("điện thoại", max_length=100, blank=True)
    # A unit that merged, dissolved or moved in the middle of the year (half-open: the first day it is gone).
    left_on = models.DateField("thôi thuộc khối từ", null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["year", "unit"], name="unit_once_in_a_year"),
            models.UniqueConstraint(fields=["year", "code"], name="unit_code_once_in_a_year"),
            models.UniqueConstraint(fields=["year", "order"], name="unit_order_once_in_a_year"),
            models.UniqueConstraint(
                fields=["year"], condition=Q(role=Role.LEADER.value), name="one_leader_in_a_year"
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit_name)

    @property
    def name(self) -> str:
        return self.unit_name.name

    @property
    def short_name(self) -> str:
        return self.unit_name.short_name or self.unit_name.name


def with_names(members: "models.QuerySet[Membership]") -> "models.QuerySet[Membership]":
    """In bloc order, with what `BlocYear.members` says of each."""
    rows = members.select_related("unit_name", "pledge_signature").order_by("position", "pk")
    half_year = FilteredRelation("reports", condition=Q(reports__checkpoint=Checkpoint.HALF_YEAR))
    return rows.annotate(half_year=half_year, half_year_state=F("half_year__state"))


class PhaseKind(Term):
    REGISTRATION = "registration", "Đăng ký"
    PLEDGE = "pledge", "Giao ước"
    HALF_YEAR = "half_year", "Sơ kết"
    SELF_SCORING = "self_scoring", "Tự chấm"
    CROSS_SCORING = "cross_scoring", "Chấm chéo"
    BLOC_SCORING = "bloc_scoring", "Khối chấm"
    APPRAISAL = "appraisal", "Thẩm định"
    CONFERENCE = "conference", "Hội nghị tổng kết"
    OBJECTION = "objection", "Phản hồi kết quả"
    SUBMISSION = "submission", "Trình hồ sơ"
    HAND_OVER = "hand_over", "Bàn giao"


class Phase(models.Model):
    """A window of time that gives rights (design §2); no opening or no closing time means open on that side."""

    year = models.ForeignKey(BlocYear, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField("mốc", max_length=20, choices=PhaseKind.choices())
    opens_at = models.DateTimeField("mở từ", null=True, blank=True)
    closes_at = models.DateTimeField("đóng lúc", null=True, blank=True)
    # When the window, or an extension of it, was last set: calendars that took the old time then take the new one.
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "kind"], name="one_phase_of_a_kind"),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="phase_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return PhaseKind(self.kind).label


class PhaseExtension(models.Model):
    """A later closing time for one unit, with a reason every unit of the year sees."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="extensions")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="extensions")
    closes_at = models.DateTimeField("gia hạn đến")
    reason = models.TextField("lý do")
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "membership"], name="one_extension_of_a_phase_for_a_unit"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.phase}: {self.membership}"
