"""A process that lets time pass, one of several on one database: `python -m tests.cases.ticking FOLDER DATABASE`.

It says when it is ready, begins when it is told to, and says when it takes the lease: by the system's time, which runs
faster here than it does.
"""

import logging
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from app.clock import Clockwork
from tests.cases.product import DAY, UNTIL, Product

FASTER = 4
BEGAN = datetime(2026, 11, 1, tzinfo=UTC)
LATE = UNTIL + 30 * DAY


def fast() -> datetime:
    """The system's clock for leases, so that a test need not wait for a whole one."""
    return BEGAN + (datetime.now(UTC) - BEGAN) * FASTER


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Told:
    """The use cases, telling when this process begins to lead."""

    def __init__(self, product: Product) -> None:
        self._cases, self._leads = product.cases, False

    def take_turn(self, holder: str) -> bool:
        at, leads = fast(), self._cases.take_turn(holder)
        if leads and not self._leads:
            say(at.isoformat())
        self._leads = leads
        return leads

    def __getattr__(self, name: str) -> object:
        return getattr(self._cases, name)


def main() -> None:
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a turn longer than the interval is nothing to tell here
    product = Product(Path(sys.argv[1]), sys.argv[2], fast)
    product.app.extensions.update(cases=Told(product), now=lambda: LATE)
    clockwork = Clockwork(product.app, every_seconds=0.1)

    def stop(_number: int, _frame: FrameType | None) -> None:
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    say("ready")
    sys.stdin.readline()
    clockwork.start()
    try:
        while True:
            signal.pause()
    finally:
        clockwork.stop()


if __name__ == "__main__":
    main()
