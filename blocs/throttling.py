"""How often an address may ask for something that costs the machine work, without signing in."""

from django.core.cache import cache
from django.http import HttpRequest

from blocs.lockout import client_address

_SECONDS = 600


def may_ask(request: HttpRequest, what: str, times: int) -> bool:
    """Count this request; False when this address asked so often within ten minutes.

    Counted in each server process for itself: with several of them the limit is as many times higher.
    """
    key = f"asked:{what}:{client_address(request) or '::'}"
    if cache.add(key, 1, _SECONDS):
        return True
    try:
        return cache.incr(key) <= times
    except ValueError:  # it ran out between the two
        return True
