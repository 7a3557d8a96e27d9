"""Work on what strangers send ends in time, whatever they sent.

A library that reads files can be led into minutes of work, or a loop without an end, by a file made for that; no
check of the bytes beforehand finds every such file.
"""

import ctypes
import threading
import time
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
    ended, lock, thread = threading.Event(), threading.Lock(), threading.get_ident()
    interruptions = 0

    def watch() -> None:
        nonlocal interruptions
        wait = seconds
        while not ended.wait(wait):
            with lock:
                if not ended.is_set():
                    interruptions += 1
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        ctypes.c_ulong(thread), ctypes.py_object(_Interruption)
                    )
            wait = _AGAIN

    threading.Thread(target=watch, name="time limit", daemon=True).start()
    try:
        try:
            result = work()
        finally:
            with lock:
                ended.set()
            for _ in range(100 if interruptions else 0):
                time.sleep(0)  # one raised at the very end arrives here, not in the caller
    except _Interruption:
        ended.set()
        raise TookTooLong from None
    if interruptions:
        raise TookTooLong
    return result
