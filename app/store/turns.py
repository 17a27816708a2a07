"""Who writes next: threads of one process write to SQLite in the order in which they came; only db.py calls it.

SQLite lets whoever asks at the right moment write next. A tick that wakes ten thousand timers asks again at once, and
a person who waits would wait until it has done.
"""

from collections import deque
from collections.abc import Generator
from contextlib import contextmanager
from threading import Event, Lock

PATIENCE = 15  # seconds; then SQLite itself is asked, which says what it says of any other process


class Turns:
    """One line of waiting threads."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._guard, self._waiting, self._taken = Lock(), deque[Event](), False

    @contextmanager
    def taken(self) -> Generator[None]:
        """Wait in line, then hold the turn; the next in line has it when the block ends."""
        held = self._wait()
        try:
            yield
        finally:
            if held:
                self._give()

    def _wait(self) -> bool:
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = Event()
            self._waiting.append(mine)
        if mine.wait(self._patience):
            return True
        with self._guard:
            if mine.is_set():  # it came between the two lines
                return True
            self._waiting.remove(mine)
        return False

    def _give(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False
