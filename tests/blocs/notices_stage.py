"""A year with a window under way, its people, and mail servers on loopback that behave badly."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils import timezone

from blocs.models import BlocYear, Phase, PhaseKind, SeatKind, User
from tests.builders import bloc_year, person, seat


def local(year: int, month: int, day: int, hour: int = 8, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime(year, month, day, hour, minute))  # noqa: DTZ001


CLOSES = local(2020, 3, 31, 23, 59)
# A week before, at eight.
DUE = local(2020, 3, 24)


def pledge_year(
    code: str = "khoi-thu", *, units: int = 3, closes: datetime = CLOSES, year: int = 2020
) -> BlocYear:
    """A year whose pledge window closes then; nothing else has dates. Unit B has a head, C a head and an officer."""
    made = bloc_year(code, units=units, year=year)
    Phase.objects.filter(year=made, kind=PhaseKind.PLEDGE).update(
        opens_at=closes - timedelta(days=30), closes_at=closes
    )
    return again(made)


def again(year: BlocYear) -> BlocYear:
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)


def head(year: BlocYear, index: int, *, email: str | None = "", kind: SeatKind = SeatKind.HEAD) -> User:
    name = f"{kind.value}-{year.bloc.code}-{index}"
    user = person(name, email=f"{name}@example.vn" if email == "" else email)
    seat(user, kind, unit=year.members[index].unit)
    return user


class Server:
    """A mail server of few words on loopback: `answers` says what it does at each step, or that it falls silent.

    step → reply line; "" closes the connection; None says nothing more until the test is over.
    """

    def __init__(self, **answers: str | None) -> None:
        self.answers = {
            "hello": "220 may chu thu",
            "ehlo": "250 ok",
            "mail": "250 ok",
            "rcpt": "250 ok",
            "data": "354 go on",
            "content": "250 taken",
            "quit": "221 bye",
            **answers,
        }
        self.taken: list[str] = []
        self.begun = 0
        self._over = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.1)
        self.port = int(self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def _serve(self) -> None:
        talks = []
        while not self._over.is_set():
            try:
                there, _ = self._socket.accept()
            except TimeoutError:
                continue
            talk = threading.Thread(target=self._talk, args=(there,), daemon=True)
            talk.start()
            talks.append(talk)
        for talk in talks:
            talk.join(5)

    def _talk(self, there: socket.socket) -> None:
        with there, there.makefile("rb") as lines:
            there.settimeout(10)
            try:
                if not self._say(there, "hello"):
                    return
                for line in lines:
                    step = line.split()[0].decode().lower() if line.split() else ""
                    step = "ehlo" if step == "helo" else step
                    if not self._say(there, step):
                        return
                    if step == "quit":
                        return
                    if step == "data" and not self._content(there, lines):
                        return
            except OSError:
                return

    def _content(self, there: socket.socket, lines) -> bool:  # type: ignore[no-untyped-def]
        text = []
        self.begun += 1
        for line in lines:
            if line == b".\r\n":
                break
            text.append(line.decode())
        if (self.answers["content"] or "").startswith("250"):
            self.taken.append("".join(text))
        return self._say(there, "content")

    def _say(self, there: socket.socket, step: str) -> bool:
        answer = self.answers.get(step, "250 ok")
        if answer is None:
            self._over.wait(10)
            return False
        if answer:
            there.sendall(f"{answer}\r\n".encode())
        return bool(answer)

    def __enter__(self) -> "Server":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(10)
        self._socket.close()


@contextmanager
def closed_port() -> Iterator[int]:
    """A port nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    yield port
