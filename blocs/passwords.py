"""Checks of a new password that Django says in English only."""

from django.contrib.auth.password_validation import MinimumLengthValidator


class LongEnoughValidator(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"Mật khẩu quá ngắn: cần ít nhất {self.min_length} ký tự."

    def get_help_text(self) -> str:
        return f"Ít nhất {self.min_length} ký tự."
