"""Which time it is for the law: the system's, or the simulated clock of demo mode; factory hands it to the doors."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property

from app.cases.jobs import Jobs
from app.errors import Refused
from app.store import clock, reads
from app.store.keyring import Keyring
from app.store.unit import unit


def system_now() -> datetime:
    """Read the system's clock; everywhere else time is an argument."""
    return datetime.now(UTC)


class Clock:
    """The business clock; the simulated one is a row shared by web and command line."""

    def __init__(self, keyring: Keyring, *, simulated: bool, system: Callable[[], datetime] = system_now) -> None:
        self._keyring, self._asked_for, self._system = keyring, simulated, system

    @cached_property
    def simulated(self) -> bool:
        """Whether time is simulated: asked for, or begun by an earlier run on the same database."""
        return self._asked_for or clock.simulated_now() is not None

    def now(self) -> datetime:
        """Give the simulated time if there is one, else the system's."""
        return (clock.simulated_now() if self.simulated else None) or self._system()

    def set(self, at: datetime) -> None:
        """Set the simulated clock; it never goes back."""
        if not self.simulated:
            raise Refused("Only a simulated clock can be set.")
        with unit(at, keyring=self._keyring) as work:
            work.set_clock(at)

    def next_due(self) -> datetime | None:
        """Give the earliest instant at which a timer is due or a statutory clock runs out."""
        return min((due for due in (reads.next_due(), reads.next_clock()) if due is not None), default=None)

    def advance(self, to: datetime, jobs: Jobs) -> int:
        """Go on to an instant, stopping at every due instant on the way and doing what it starts."""
        fired = jobs.tick(self.now())
        jobs.drain(self.now())
        while (due := self.next_due()) is not None and due <= to:
            self.set(max(due, self.now()))
            fired += jobs.tick(self.now())
            jobs.drain(self.now())
        if to > self.now():
            self.set(to)
        jobs.drain(self.now())
        return fired
