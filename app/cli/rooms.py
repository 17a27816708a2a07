"""The use cases that the commands call, by the names under which the factory joins them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask

from app.settings import Settings


class Rooms:
    """One opened product, as the commands see it: what others may do with it, and nothing of how."""

    def __init__(self, app: Flask) -> None:
        """Take the product's use cases from the application that the factory built."""
        found = app.extensions
        self.app = app
        self.cases: Any = found["cases"]
        self.comparison: Any = found["comparison"]
        self.queries: Any = found["queries"]
        self.people: Any = found["people"]
        self.personnel: Any = found["personnel"]
        self.catalogue: Any = found["catalogue"]
        self.audit: Any = found["audit"]
        self.event_logs: Any = found["event_logs"]
        self.clock: Any = found["clock"]
        self.upkeep: Any = found["upkeep"]
        self.settings: Settings = found["settings"]
        self._now: Callable[[], datetime] = found["now"]

    def now(self) -> datetime:
        """The time of the product: the simulated clock's in demo mode."""
        return self._now()
