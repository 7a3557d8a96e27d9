"""Asking for the password again before an act that binds: a signed-in telephone alone is not enough."""

from axes.handlers.proxy import AxesProxyHandler
from axes.utils import reset
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from blocs.lockout import attempted_name, client_address
from blocs.models import User


def password_confirmed(request: HttpRequest, user: User, password: str) -> bool:
    """Whether this is the signed-in person's password.

    A wrong one counts like a failed sign-in; after too many the answer becomes the lock-out page (axes' middleware).
    The person is known already, so no name is looked up; the session stays the same, so that a second tap is still
    the same person's.
    """
    credentials = {"username": user.username}
    if AxesProxyHandler.is_allowed(request, credentials) and user.check_password(password):
        reset(username=attempted_name(request, credentials), ip=client_address(request) or None)
        return True
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)
    return False
