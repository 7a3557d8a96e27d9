"""Input of the pledge's pages: the text, confirming, a scan, a signed file, an answer, a substitute."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from blocs.actions.pledge_signing import OnPaper
from blocs.actions.pledge_substitutes import Delegation
from blocs.actions.pledge_texts import Wording
from blocs.form_fields import CleanCharField, DayFormField, PasswordFormField
from blocs.forms.fields import CleanTextField, choice
from blocs.models import Membership, User
from blocs.pledge_wording import Commitment
from blocs.received_files import EVIDENCE, FileKind, ReceivedFile, receive
from blocs.refusals import Invalid
from blocs.terms import PledgeDeed

_EMPTY_ROWS = 3


class WordingForm(forms.Form):
    opening = CleanTextField(label="Phần mở đầu", required=False, rows=4)
    with_targets = forms.BooleanField(
        label="In bảng chỉ tiêu của các đơn vị",
        required=False,
        help_text="Lấy từ mục Chỉ tiêu, chốt theo lúc mở ký.",
    )
    closing = CleanTextField(label="Phần kết", required=False, rows=4)
    witness = CleanCharField(
        label="Bên chứng kiến",
        max_length=255,
        required=False,
        help_text="Không có bên chứng kiến thì để trống.",
    )
    place = CleanCharField(
        label="Nơi ký", max_length=255, required=False, help_text="Đứng trước ngày tháng, ví dụ Yên Bái."
    )
    dated = DayFormField(
        label="Ngày ký kết", required=False, help_text="Để trống thì in dòng chấm để ghi tay."
    )
    in_order = forms.BooleanField(
        label="Ký lần lượt theo thứ tự trong khối",
        required=False,
        help_text="Đơn vị sau chỉ ký được khi các đơn vị trước đã ký.",
    )


class CommitmentForm(forms.Form):
    heading = CleanCharField(label="Tên điều", max_length=255, required=False)
    text = CleanTextField(label="Nội dung", required=False, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("text") and not data.get("heading"):
            self.add_error("heading", "Ghi tên điều, hoặc xóa nội dung của điều này.")
        return data


class CommitmentRows(forms.BaseFormSet):
    """The commitments as typed, in their order; an emptied one is left out."""

    def chosen(self) -> tuple[Commitment, ...]:
        return tuple(
            Commitment(row.cleaned_data["heading"], row.cleaned_data["text"])
            for row in self
            if row.cleaned_data.get("heading")
        )


_ROWS: Any = forms.formset_factory(
    CommitmentForm, formset=CommitmentRows, extra=_EMPTY_ROWS, max_num=40, absolute_max=60
)


def commitment_rows(commitments: Iterable[dict[str, str]], data: Any = None) -> CommitmentRows:
    made: CommitmentRows = _ROWS(data, prefix="dieu", initial=[dict(row) for row in commitments])
    return made


def wording_typed(form: WordingForm, rows: CommitmentRows) -> Wording:
    """Both forms, valid."""
    return Wording(commitments=rows.chosen(), **form.cleaned_data)


class ReasonForm(forms.Form):
    reason = CleanTextField(
        label="Lý do", rows=3, max_length=2000, error_messages={"required": "Hãy ghi lý do."}
    )

    def __init__(self, *args: Any, label: str = "", required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label or "Lý do"
        self.fields["reason"].required = required


class ConfirmForm(forms.Form):
    """The statement accepted, and the password again."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)
    accepted = forms.BooleanField(
        label="", error_messages={"required": "Hãy đánh dấu vào ô xác nhận rồi bấm nút."}
    )
    password = PasswordFormField(
        label="Mật khẩu của ông, bà",
        autocomplete="current-password",
        error_messages={"required": "Hãy nhập mật khẩu để xác nhận đúng là ông, bà."},
    )

    def __init__(self, *args: Any, statement: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accepted"].label = statement


class ShownForm(forms.Form):
    """Every act says which text the page showed."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


class _FileForm(ShownForm):
    """A form with one file, told by its content."""

    kinds: tuple[FileKind, ...] = EVIDENCE

    def clean_file(self) -> ReceivedFile | None:
        upload = self.cleaned_data["file"]
        if upload is None:
            return None
        try:
            return receive(upload, self.kinds)
        except Invalid as fault:
            raise forms.ValidationError(str(fault)) from fault


_MISSING_FILE = {"required": "Hãy chọn tệp.", "empty": "Tệp rỗng. Hãy chọn lại tệp."}


class PaperForm(_FileForm):
    """A scan of what was signed on paper; `members` where the secretariat records several units at once."""

    units = forms.MultipleChoiceField(
        label="Đơn vị đã ký trên giấy",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn đơn vị đã ký."},
    )
    signed_on = DayFormField(label="Ngày ký", error_messages={"required": "Hãy ghi ngày ký."})
    file = forms.FileField(
        label="Bản quét",
        error_messages=_MISSING_FILE,
        help_text="PDF hoặc ảnh chụp rõ trang chữ ký, không quá 20 MB.",
    )
    certified_by = CleanCharField(
        label="Người xác nhận bản quét đúng bản giấy",
        max_length=150,
        error_messages={"required": "Hãy ghi người xác nhận bản quét."},
    )
    signer = CleanCharField(
        label="Người ký",
        max_length=150,
        required=False,
        help_text="Chỉ ghi khi khác người đại diện in trong giao ước.",
    )
    signer_title = CleanCharField(label="Chức vụ người ký", max_length=150, required=False)

    def __init__(self, *args: Any, members: Iterable[Membership] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if members is None:
            del self.fields["units"]
            return
        field = self.fields["units"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(str(member.pk), member.name) for member in members]

    def clean_signed_on(self) -> Any:
        day = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Ngày ký trên giấy không được sau hôm nay.")
        return day

    def paper(self) -> OnPaper:
        data = self.cleaned_data
        return OnPaper(data["signed_on"], data["certified_by"], data["signer"], data["signer_title"])


class SignedFileForm(_FileForm):
    """The type is told by the check itself, which says what to do; only the size is looked at here."""

    file = forms.FileField(
        label="Tệp PDF đã ký số", error_messages=_MISSING_FILE, help_text="Tệp tải về từ trang này, đã ký số."
    )

    def clean_file(self) -> Any:
        return self.cleaned_data["file"]


class AnswerForm(ShownForm):
    deed = forms.ChoiceField(
        label="Ý kiến của đơn vị",
        widget=forms.RadioSelect,
        choices=[
            (
                PledgeDeed.CHANGE_ASKED.value,
                choice("Đề nghị sửa giao ước", "Tổ thư ký xem xét; sửa thì mọi đơn vị ký lại bản mới."),
            ),
            (PledgeDeed.DECLINED.value, choice("Không ký", "Đơn vị không ký giao ước năm nay.")),
        ],
        error_messages={"required": "Hãy chọn một ý kiến."},
    )
    reason = CleanTextField(
        label="Lý do",
        rows=4,
        max_length=2000,
        help_text="Chỉ tổ thư ký, cơ quan thường trực và đơn vị đọc được.",
        error_messages={"required": "Hãy ghi lý do."},
    )


class SubstituteForm(_FileForm):
    """`people`: those with an account of the unit."""

    person = forms.ChoiceField(label="Người ký thay", error_messages={"required": "Hãy chọn người ký thay."})
    title = CleanCharField(label="Chức vụ", max_length=150, required=False)
    document = CleanCharField(
        label="Văn bản ủy quyền",
        max_length=255,
        help_text="Ví dụ: Giấy ủy quyền số 12/GUQ-HLG ngày 01/03/2021.",
        error_messages={"required": "Hãy ghi văn bản ủy quyền."},
    )
    file = forms.FileField(label="Bản quét văn bản", required=False, help_text="Không bắt buộc.")
    starts_on = DayFormField(label="Từ ngày", error_messages={"required": "Hãy ghi từ ngày nào."})
    ends_on = DayFormField(label="Đến trước ngày", required=False, help_text="Để trống nếu chưa định.")

    field_order = ["person", "title", "document", "file", "starts_on", "ends_on"]

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["shown"]
        self.people = {str(person.pk): person for person in people}
        field = self.fields["person"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", "– chọn –"),
                *((pk, person.full_name) for pk, person in self.people.items()),
            ]

    def delegation(self) -> Delegation:
        data = self.cleaned_data
        return Delegation(
            self.people[data["person"]],
            data["title"],
            data["document"],
            data["starts_on"],
            data["ends_on"],
        )
