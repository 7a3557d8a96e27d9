"""Sign in by user name, e-mail or telephone number."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import Q
from django.http import HttpRequest

from blocs.models import User
from blocs.text import clean


def phone_digits(text: str) -> str:
    """The digits of a telephone number, +84 written as 0; empty when it is none."""
    digits = "".join(char for char in text if char.isdigit())
    if text.strip().startswith("+84") or (digits.startswith("84") and len(digits) == 11):
        digits = "0" + digits[2:]
    return digits if len(digits) >= 9 else ""


def user_known_as(identifier: str) -> User | None:
    """The one active person with this user name, e-mail or telephone number, whatever the case."""
    text = clean(identifier).lower()
    if not text:
        return None
    known = Q(username=text) | Q(email=text)
    if digits := phone_digits(text):
        known |= Q(phone=digits)
    found = list(User.objects.filter(known, is_active=True)[:2])
    return found[0] if len(found) == 1 else None


class IdentifierBackend(BaseBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        if username is None or password is None:
            return None
        user = user_known_as(username)
        if user is None:
            User().set_password(password)  # as slow as a real check, so that names cannot be guessed by time
            return None
        return user if user.check_password(password) else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
