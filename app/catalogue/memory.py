"""What was once drawn from files is kept by their exact content, so that a process looks at equal files once.

An answer is kept only of files and of constants of the program; whatever else it would depend on (the day, the
installation) has no place here, since nothing but other files makes an answer old.
"""

import hashlib
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
Marks = tuple[tuple[str, bytes], ...]


def marks(files: Mapping[str, bytes]) -> Marks:
    """Names with digests of contents: equal for equal files only, whatever their order."""
    return tuple((name, hashlib.sha256(files[name]).digest()) for name in sorted(files))


class Memory(Generic[T]):
    """So many answers, each by all that it was drawn from; the oldest gives way. Answers are never changed."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, T] = {}
        self._lock = Lock()

    def once(self, asked: Hashable, draw: Callable[[], T]) -> T:
        """Give the answer kept, or draw it; two threads that ask at once may both draw, and the answers are equal."""
        with self._lock:
            if asked in self._kept:
                return self._kept[asked]
        drawn = draw()
        with self._lock:
            while len(self._kept) >= self._most:
                self._kept.pop(next(iter(self._kept)))
            self._kept[asked] = drawn
        return drawn
