"""Asking for the password again before an act that binds: a signed-in telephone alone is not enough."""

from axes.utils import reset
from django.contrib.auth import authenticate
from django.http import HttpRequest

from blocs.lockout import client_address
from blocs.models import User


def password_confirmed(request: HttpRequest, user: User, password: str) -> bool:
    """Whether this is the signed-in person's password.

    A wrong one counts like a failed sign-in; after too many the answer becomes the lock-out page (axes' middleware).
    The session stays the same, so that a second tap is still the same person's.
    """
    known = authenticate(request, username=user.username, password=password)
    if known is None or known.pk != user.pk:
        return False
    reset(username=user.username, ip=client_address(request) or None)
    return True
