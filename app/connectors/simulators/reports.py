"""What invented systems report by themselves over the product's JSON API, as real ones do; only `serving` starts it.

A script says which message follows which operation (`forms/reference/outside.json`); here is only how it is sent: once,
later by its own seconds, and again until the product has answered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any, Final

import httpx

from app.connectors.simulators.state import State

Json = dict[str, Any]
EVERY_SECONDS: Final = 0.2
LONGEST_PAUSE: Final = 60.0
# duplicate: send it twice. lost: take the answer for lost, so send it once more. delay: send it later.
FAULTS: Final = frozenset({"duplicate", "lost", "delay"})
TODAY: Final = {"$today": True}  # no name in what was sent to a system begins with a dollar sign
_AGAIN: Final = frozenset({408, 425, 429})


@dataclass(frozen=True)
class Reporting:
    """Where the product is, what each system shows it, and the script: system, message, how it comes about."""

    product: str
    tokens: Mapping[str, str]
    script: Mapping[str, Mapping[str, Json]]

    def after(self, system: str, operation: str, payload: Json) -> Iterator[tuple[str, str, Json, float]]:
        """Give message, key, payload and seconds of each report that follows an operation."""
        for message, told in self.script.get(system, {}).items():
            if told.get("after") == operation:
                said = {name: filled(value, payload) for name, value in told.get("payload", {}).items()}
                yield message, str(filled(told["key"], payload)), said, float(told.get("seconds", 0))


class Reporter:
    """One thread that sends what is due, oldest first; what it holds is in the state's file and outlives a restart."""

    def __init__(self, state: State, reporting: Reporting) -> None:
        self._state, self._reporting = state, reporting
        self._ended = Event()
        self._http = httpx.Client(base_url=reporting.product, timeout=10.0, trust_env=False)
        self._thread = Thread(target=self._run, name="reports", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()
        self._http.close()

    def _run(self) -> None:
        while not self._ended.wait(EVERY_SECONDS):
            for report in self._state.reports(due=True):
                self._send(report)

    def _send(self, report: Json) -> None:
        fault = self._state.next_fault(report["system"], report["message"], named=True)
        if fault and fault["kind"] == "delay":
            self._state.postpone_report(report["id"], fault["seconds"])
            return
        try:
            for _ in range(2 if fault else 1):
                status, answer = self._post(report)
        except (httpx.HTTPError, KeyError, ValueError):  # down, or what answers is not the product (yet)
            status, answer = 503, {}
        if status in _AGAIN or status >= 500:
            pause = EVERY_SECONDS * 2 ** min(report["tries"], 10)
            self._state.postpone_report(report["id"], min(pause, LONGEST_PAUSE))
        else:
            self._state.settle_report(report["id"], status, answer)

    def _post(self, report: Json) -> tuple[int, Json]:
        """Report once; the day is the product's, whose time may be simulated."""
        today = self._http.get("/health").json()["today"]
        payload = {name: today if value == TODAY else value for name, value in report["payload"].items()}
        body = {"message": report["message"], "key": report["key"], "id": report["number"], "payload": payload}
        token = self._reporting.tokens.get(report["system"], "")
        answer = self._http.post("/api/messages", json=body, headers={"Authorization": f"Bearer {token}"})
        return answer.status_code, answer.json()


def filled(value: Any, payload: Json) -> Any:
    """A script's value: `=today`, `=name` of what was sent, or itself."""
    if not isinstance(value, str) or not value.startswith("="):
        return value
    return TODAY if value == "=today" else payload.get(value[1:])
