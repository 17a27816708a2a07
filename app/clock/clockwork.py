"""The embedded clockwork: APScheduler wakes what is due, a worker thread does what a commit left to be done."""

from datetime import datetime
from os import getpid
from socket import gethostname
from threading import Event, Thread
from typing import Any

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

TICK_SECONDS = 5
LONGEST_SLEEP = 2.0
log = structlog.get_logger(__name__)


class Clockwork:
    """Started by `serve` only: tests and the console drive time themselves."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._holder = f"{gethostname()}:{getpid()}"
        self._poked, self._stopping = Event(), Event()
        self._scheduler = BackgroundScheduler(timezone="Asia/Shanghai")
        self._worker = Thread(target=self._work, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin to tick at once, so that what fell due while nothing ran is done first, in order."""
        self._cases.commands.after = self._poked.set
        self._scheduler.add_job(self._tick, "interval", seconds=TICK_SECONDS, next_run_time=datetime.now().astimezone())
        self._scheduler.start()
        self._worker.start()

    def stop(self) -> None:
        """End both, after what they are doing now."""
        self._stopping.set()
        self._poked.set()
        self._scheduler.shutdown(wait=True)
        self._worker.join(timeout=LONGEST_SLEEP * 5)

    @property
    def _cases(self) -> Any:
        return self._app.extensions["cases"]

    def _tick(self) -> None:
        with self._app.app_context():
            if self._cases.take_turn(self._holder):
                self._cases.tick(self._app.extensions["now"]())
        self._poked.set()

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._poked.wait(LONGEST_SLEEP)
            self._poked.clear()
            with self._app.app_context():
                self._drain()

    def _drain(self) -> None:
        """One failure must not end the thread that everything outgoing depends on: it is logged and tried again."""
        try:
            self._cases.drain(self._app.extensions["now"]())
        except Exception:
            log.exception("drain_failed")
            self._stopping.wait(LONGEST_SLEEP)
