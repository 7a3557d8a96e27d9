"""What is kept in the process's memory under keys that name its content."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Content = TypeVar("Content")


class Memory(Generic[Key, Content]):
    """At most `most` values under keys that name their content; the oldest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Content] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Content | None:
        with self._lock:
            return self._kept.get(key)

    def keep(self, found: Mapping[Key, Content]) -> None:
        with self._lock:
            self._kept.update(found)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
