"""APScheduler inside the process: one tick fires due timers, one worker sends what a commit made ready."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from os import getpid
from socket import gethostname
from threading import Event, Lock
from typing import Any, Protocol, cast

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

EVERY_SECONDS = 2.0
log = structlog.get_logger(__name__)


class Commands(Protocol):
    """What is told after every commit that there may be something to send."""

    after: Callable[[], None]


class Cases(Protocol):
    """What time asks of the use cases."""

    commands: Commands

    def take_turn(self, holder: str) -> bool: ...
    def give_turn_back(self, holder: str) -> None: ...
    def tick(self, now: datetime, holder: str) -> int: ...
    def drain(self, now: datetime) -> int: ...


class Clockwork:
    """Two threads beside the web server: a late or failed turn of either is made good by the next."""

    def __init__(self, app: Flask, *, every_seconds: float = EVERY_SECONDS) -> None:
        """Hold the app whose use cases are asked; nothing runs before `start`."""
        self._app, self._every = app, every_seconds
        self._holder = f"{gethostname()}:{getpid()}"
        self._starting = Lock()
        self._asked = Event()
        self._scheduler: BackgroundScheduler | None = None
        self._worker: ThreadPoolExecutor | None = None

    @property
    def running(self) -> bool:
        return self._scheduler is not None

    def start(self) -> None:
        """Begin to tick; the first tick is at once, so that what came due while nothing ran is done in order."""
        with self._starting:
            if self._scheduler is not None:
                return
            self._asked.clear()
            self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drain")
            # A turn that takes longer than the interval is followed by one turn, not by all that were missed.
            self._scheduler = BackgroundScheduler(
                timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
            )
            self._scheduler.add_job(self._tick, "interval", seconds=self._every, id="tick", next_run_time=_at_once())
            self._cases.commands.after = self.poke
            self._scheduler.start()

    def stop(self) -> None:
        """Let the turns that run end, and begin no other; what is left is done after the next start."""
        with self._starting:
            scheduler, worker = self._scheduler, self._worker
            if scheduler is None or worker is None:
                return
            self._cases.commands.after = _nothing
            scheduler.shutdown(wait=True)
            worker.shutdown(wait=True, cancel_futures=True)
            self._scheduler = self._worker = None
            with self._app.app_context():  # another process need not wait for the lease to run out
                self._cases.give_turn_back(self._holder)

    def poke(self) -> None:
        """Say that something may be ready to go out; many pokes while the worker is busy make one turn."""
        worker = self._worker
        if worker is None or self._asked.is_set():
            return
        self._asked.set()
        try:
            worker.submit(self._drain).add_done_callback(_told)
        except RuntimeError:  # the worker was shut down between the two lines: the next start drains
            self._asked.clear()

    def _tick(self) -> None:
        """Of all processes the one that holds the lease fires timers; each sends, since what goes out goes by key."""
        with self._app.app_context():
            if self._cases.take_turn(self._holder):
                self._cases.tick(self._now(), self._holder)
        self.poke()

    def _drain(self) -> None:
        # Cleared first: what is committed from here on asks for a turn of its own.
        self._asked.clear()
        with self._app.app_context():
            self._cases.drain(self._now())

    def _now(self) -> datetime:
        return cast("Callable[[], datetime]", self._app.extensions["now"])()

    @property
    def _cases(self) -> Cases:
        return cast("Cases", self._app.extensions["cases"])


def _told(turn: Future[Any]) -> None:
    """A turn that failed is told in the log; the next tick tries again."""
    problem = None if turn.cancelled() else turn.exception()
    if problem is not None:
        log.error("drain_failed", problem=type(problem).__name__, exc_info=problem)


def _at_once() -> datetime:
    """The scheduler runs by the system's clock; the time of the law is asked for at each turn."""
    return datetime.now(UTC)


def _nothing() -> None:
    """Nobody drains while the clockwork stands still."""
