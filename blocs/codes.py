"""One-time codes: easy to read aloud and to copy from paper, kept only as a keyed hash."""

import secrets
from datetime import timedelta

from django.utils.crypto import salted_hmac

from blocs.text import fold

# Neither look-alikes on paper (0 O Q D, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V W) nor sound-alikes on the telephone (M N).
ALPHABET = "23456789ACEFHJKMPRTVXY"
LENGTH = 12  # 22 letters: 53 bits
GROUP = 4
LIFETIME = timedelta(days=14)


def new_code() -> str:
    """A fresh code as it is printed: "H7KM-3PXC-9RTE"."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def bare(code: str) -> str:
    """The code's letters as they are compared: upper case, without signs and spaces."""
    return "".join(char for char in fold(code).upper() if char.isalnum())


def grouped(code: str) -> str:
    letters = bare(code)
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def code_hash(code: str) -> str:
    """What is stored. Keyed with the installation's secret, so that a copy of the database alone tells nothing."""
    return salted_hmac("blocs.access_code", bare(code), algorithm="sha256").hexdigest()
