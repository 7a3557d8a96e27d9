"""What an action raises when it will not do what was asked; the message says what to do instead."""

from collections.abc import Sequence


class Refused(Exception):
    """The state does not allow it (HTTP 409)."""

    status = 409


class NotAllowed(Refused):
    """The person may see it but not do it (HTTP 403)."""

    status = 403


class Invalid(Refused):
    """The input cannot be taken (HTTP 422)."""

    status = 422


class Faults(Invalid):
    """Several things that cannot be taken, each at its field; `faults` are (field, Vietnamese sentence) pairs."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__(" ".join(message for _, message in faults))
        self.faults = list(faults)
