"""Work on what strangers send ends in time, whatever they sent.

A library that reads files can be led into minutes of work, or a loop without an end, by a file made for that; no
check of the bytes beforehand finds every such file.
"""

import _thread
import ctypes
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")
# A library may swallow the first interruption; it is repeated until the work ends.
_AGAIN = 1.0


class TookTooLong(Exception):
    """The work was broken off; nothing of it may be used."""


class _Interruption(BaseException):
    """Not an Exception, so that `except Exception` of a library lets it through."""


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """What `work()` returns; raises TookTooLong when it has not returned after so many seconds.

    The work runs in the calling thread and is broken off between two steps of Python code: a single call into C
    (hashing, inflating) is waited for, so bound those by the size of what they get. It must hold no lock and no
    transaction.
    """
    watch = _Watch()
    try:
        try:
            watch.begin(seconds)
            result = work()
        finally:
            watch.end()
    except _Interruption:
        watch.end()  # the first end may itself have been broken off
        raise TookTooLong from None
    if watch.interruptions:
        raise TookTooLong
    return result


class _Watch:
    """Interrupts the thread that made it, until its end; nothing arrives afterwards.

    Locks and thread are the interpreter's own, each taken or started in a single step: an interruption that tore
    threading.Event or Thread.start apart would leave a lock of theirs held for ever.
    """

    def __init__(self) -> None:
        self.interruptions = 0
        self._worker = _thread.get_ident()
        self._is_over = False
        self._turn, self._running = _thread.allocate_lock(), _thread.allocate_lock()
        self._running.acquire()

    def begin(self, seconds: float) -> None:
        _thread.start_new_thread(self._run, (seconds,))

    def _run(self, wait: float) -> None:
        while not self._running.acquire(timeout=wait):
            with self._turn:
                if not self._is_over:
                    self.interruptions += 1
                    # Taking it back (NULL) would leave the interpreter looking for it for ever (CPython 3.11).
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        ctypes.c_ulong(self._worker), ctypes.py_object(_Interruption)
                    )
            wait = _AGAIN

    def end(self) -> None:
        """No interruption is sent from now on, and one on its way arrives in here."""
        while True:
            try:
                with self._turn:
                    self._is_over = True
                for _ in range(10):  # it is raised where Python code jumps back
                    pass
                if self._running.locked():
                    self._running.release()
                return
            except _Interruption:
                continue
