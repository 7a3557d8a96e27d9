"""Signing in, one-time codes and passwords."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from blocs.form_fields import CleanCharField, PasswordFormField
from blocs.models import User

_NAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
_CODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class SignInForm(forms.Form):
    username = CleanCharField(
        label="Tên đăng nhập, thư điện tử hoặc số điện thoại",
        max_length=254,
        widget=forms.TextInput(attrs=_NAME),
        error_messages={"required": "Hãy nhập tên đăng nhập."},
    )
    password = PasswordFormField(
        label="Mật khẩu",
        autocomplete="current-password",
        error_messages={"required": "Hãy nhập mật khẩu."},
    )


class CodeForm(forms.Form):
    code = CleanCharField(
        label="Mã trên phiếu",
        max_length=40,
        widget=forms.TextInput(attrs=_CODE),
        help_text="12 chữ và số, ví dụ H7KM-3PXC-9RTE. Không cần gõ dấu gạch hay chữ hoa.",
        error_messages={"required": "Hãy nhập mã trên phiếu."},
    )


class NewPasswordForm(forms.Form):
    """A new password, twice; checked against the person's own data."""

    new_password = PasswordFormField(
        label="Mật khẩu mới",
        autocomplete="new-password",
        help_text="Ít nhất 10 ký tự, không chỉ gồm số. Một câu ngắn dễ nhớ là tốt nhất.",
        error_messages={"required": "Hãy nhập mật khẩu mới."},
    )
    again = PasswordFormField(
        label="Nhập lại mật khẩu mới",
        autocomplete="new-password",
        error_messages={"required": "Hãy nhập lại mật khẩu mới."},
    )

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        validate_password(password, self.person)
        return password

    def clean(self) -> None:
        first, second = self.cleaned_data.get("new_password"), self.cleaned_data.get("again")
        if first and second and first != second:
            self.add_error("again", ValidationError("Hai lần nhập chưa giống nhau."))


class PasswordChangeForm(NewPasswordForm):
    old_password = PasswordFormField(
        label="Mật khẩu hiện nay",
        autocomplete="current-password",
        error_messages={"required": "Hãy nhập mật khẩu hiện nay."},
    )

    field_order = ["old_password", "new_password", "again"]
