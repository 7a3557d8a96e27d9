"""One award rule, every column of contract §3 with its help."""

from collections.abc import Sequence
from typing import Any

from django import forms

from awards.definitions import AwardRuleRow
from awards.models import Award
from blocs.form_fields import CountFormField, PointsFormField
from blocs.forms.fields import FaultsForm, choice, choices_of
from blocs.terms import OrderBy, QuotaBase, QuotaKind, Rounding, ThresholdBase


def _flag(label: str, help_text: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=help_text)


class AwardRuleForm(FaultsForm):
    """Cleans to an AwardRuleRow; only awards without a rule yet are offered, and the rule's own."""

    award = forms.ChoiceField(label="Danh hiệu", error_messages={"required": "Hãy chọn danh hiệu."})
    quota_kind = forms.ChoiceField(
        label="Kiểu chỉ tiêu",
        widget=forms.RadioSelect,
        choices=[
            (QuotaKind.COUNT.value, choice(QuotaKind.COUNT.label, "được đề nghị tối đa chừng này đơn vị")),
            (
                QuotaKind.PERCENT.value,
                choice(QuotaKind.PERCENT.label, "tối đa chừng này phần trăm số đơn vị"),
            ),
        ],
    )
    quota = PointsFormField(
        label="Chỉ tiêu", required=False, help_text="Số đơn vị, hoặc số phần trăm. 0 là không đề nghị ai."
    )
    quota_base = forms.ChoiceField(
        label="Cơ sở",
        required=False,
        choices=[
            ("", "– Không ghi: như Thành viên –"),
            (QuotaBase.MEMBERS.value, "Thành viên: mọi đơn vị của khối"),
            (QuotaBase.REMAINING.value, "Còn lại: đơn vị chưa được đề nghị ở trên"),
            (QuotaBase.RANKED.value, "Được xếp hạng: đơn vị có thứ hạng"),
        ],
        help_text="Phần trăm tính trên số đơn vị nào. Chỉ dùng khi kiểu chỉ tiêu là Tỷ lệ.",
    )
    rounding = forms.ChoiceField(
        label="Làm tròn",
        required=False,
        choices=[
            ("", "– Không ghi: như Xuống –"),
            (Rounding.DOWN.value, "Xuống: 4,5 thành 4"),
            (Rounding.NEAREST.value, "Gần nhất: 4,5 thành 5; 4,4 thành 4"),
            (Rounding.UP.value, "Lên: 4,1 thành 5"),
        ],
        help_text="Khi phần trăm ra số lẻ. Chỉ dùng khi kiểu chỉ tiêu là Tỷ lệ.",
    )
    needs_registration = _flag(
        "Cần đăng ký", "Đơn vị không đăng ký danh hiệu này hay danh hiệu cao hơn thì không được đề nghị."
    )
    needs_pledge = _flag("Cần ký giao ước", "Đơn vị chưa ký giao ước thì không được đề nghị.")
    needs_vote = _flag("Cần bỏ phiếu", "Đơn vị không đủ tỷ lệ phiếu dưới đây thì không được đề nghị.")
    threshold = PointsFormField(
        label="Ngưỡng %",
        required=False,
        help_text="Tỷ lệ phiếu đồng ý ít nhất, từ 0 đến 100, ví dụ 80. Phải có khi cần bỏ phiếu.",
    )
    threshold_base = forms.ChoiceField(
        label="Mẫu số",
        required=False,
        choices=[
            ("", "– Không ghi: như Thành viên –"),
            (ThresholdBase.MEMBERS.value, "Thành viên: số được triệu tập"),
            (ThresholdBase.PRESENT.value, "Có mặt: số người dự"),
            (ThresholdBase.VALID.value, "Hợp lệ: số phiếu hợp lệ"),
        ],
        help_text="Phần trăm phiếu tính trên số nào. Cùng 9 phiếu đồng ý: trên 11 được triệu tập là 81,8%, trên 10 hợp lệ là 90%.",
    )
    order_by = forms.ChoiceField(
        label="Xếp theo",
        widget=forms.RadioSelect,
        choices=[
            (
                OrderBy.RANK.value,
                choice(OrderBy.RANK.label, "đủ điều kiện nhiều hơn chỉ tiêu thì lấy hạng cao trước"),
            ),
            (OrderBy.APPROVALS.value, choice(OrderBy.APPROVALS.label, "lấy đơn vị nhiều phiếu đồng ý trước")),
        ],
    )
    exclusive = _flag(
        "Loại trừ",
        "Đơn vị đã được đề nghị danh hiệu đứng trên trong danh sách thì không đề nghị danh hiệu này nữa.",
    )
    max_rank = CountFormField(
        label="Hạng tối đa",
        required=False,
        min_value=0,
        max_value=10_000,
        help_text="Chỉ xét đơn vị từ hạng này trở lên; 1 là chỉ xét đơn vị đứng đầu. Để trống là không giới hạn.",
    )
    min_points = PointsFormField(
        label="Điểm tối thiểu",
        required=False,
        help_text="Chỉ xét đơn vị có điểm cuối cùng từ mức này. Để trống là không đòi hỏi.",
    )

    def __init__(self, data: Any = None, *, row: AwardRuleRow, awards: Sequence[Award]) -> None:
        initial = {name: getattr(row, name) for name in self.base_fields}
        super().__init__(data, initial={name: value for name, value in initial.items() if value is not None})
        self.row = row
        choices_of(self, "award").choices = [
            ("", "– Chọn –"),
            *((award.code, f"{award.name} ({award.code})") for award in awards),
        ]

    def rule(self) -> AwardRuleRow:
        """The rule as typed, in the place of the row the form began with."""
        data = self.cleaned_data
        return AwardRuleRow(
            award=data["award"],
            order=self.row.order,
            quota_kind=QuotaKind(data["quota_kind"]),
            quota=data["quota"],
            quota_base=QuotaBase(data["quota_base"]) if data["quota_base"] else None,
            rounding=Rounding(data["rounding"]) if data["rounding"] else None,
            needs_registration=data["needs_registration"],
            needs_pledge=data["needs_pledge"],
            needs_vote=data["needs_vote"],
            threshold=data["threshold"],
            threshold_base=ThresholdBase(data["threshold_base"]) if data["threshold_base"] else None,
            order_by=OrderBy(data["order_by"]),
            exclusive=data["exclusive"],
            max_rank=data["max_rank"],
            min_points=data["min_points"],
        )
