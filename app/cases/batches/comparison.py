"""The monthly comparison: what other offices know, beside the rights that stand; one change event a difference.

Which register is compared, what is a difference and what is told of it are the law's, in comparisons.json.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from app.calendar import legal_day
from app.cases.running.host import Releases
from app.cases.service import Cases
from app.catalogue import Release
from app.decisions import evaluate
from app.decisions.wire import from_wire, to_wire
from app.errors import Problem, Refused
from app.events.actor import Actor
from app.events.canonical import encode
from app.store import reads
from app.store.keyring import Keyring

Row = Mapping[str, Any]
LISTED: Final = "comparisons"
MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
PIECE: Final = 500  # rows asked for in one statement


@dataclass(frozen=True)
class Compared:
    """What came of one row: the cases that each of its differences reached, or why it was refused."""

    row: int
    differences: Sequence[Sequence[str]] = ()
    refused: str = ""


class Comparison:
    """Compares what other offices hand in with a register, in the order of the rows and in bounded memory."""

    def __init__(self, cases: Cases, releases: Releases, keyring: Keyring) -> None:
        self._cases, self._releases, self._keyring = cases, releases, keyring

    def run(self, rows: Iterable[Row], month: str, *, actor: Actor, now: datetime) -> Iterator[Compared]:
        """Send one message a difference; the same difference in the same month is sent once, however often this runs.

        A row names its subject and whatever the differences look at; one that can't be read is told and left out.
        """
        if not MONTH.fullmatch(month):
            raise Refused(f"{month!r} is no month: write it as 2026-09.")
        release = self._releases.in_force_at(now)
        told = release.reference(LISTED)
        numbered = enumerate(rows, start=1)
        while piece := list(islice(numbered, PIECE)):
            subjects = {str(row.get(told["subject"]) or "") for _, row in piece} - {""}
            held = reads.standing(told["register"], subjects, legal_day(now), keyring=self._keyring)
            for number, row in piece:
                try:
                    found = self._differences(row, held, told, release, now)
                    sent = [self._send(one, month, told, actor, now) for one in found]
                    yield Compared(number, sent)
                except Problem as problem:
                    yield Compared(number, refused=str(problem))

    def _differences(
        self, row: Row, held: Mapping[str, Sequence[Any]], told: Mapping[str, Any], release: Release, now: datetime
    ) -> list[tuple[str, str, dict[str, Any]]]:
        """Give code, subject and message of each difference; all of a row are known before any is sent."""
        subject = str(row.get(told["subject"]) or "")
        if not subject:
            raise Refused(f"the row has no {told['subject']}")
        rights = [entry.entry for entry in held.get(subject, ())]
        if not rights:
            return []
        scope = {"row": from_wire(dict(row)), "held": from_wire(rights)}

        def reckon(feel: str) -> Any:
            return evaluate(feel, scope, now=now, functions=release.functions)

        differing = [one for one in told["differences"] if reckon(one["differs"]) is True]
        return [
            (one["code"], subject, self._message(to_wire(reckon(one["tells"])), told, release, now))
            for one in differing
        ]

    def _message(self, payload: Any, told: Mapping[str, Any], release: Release, now: datetime) -> dict[str, Any]:
        """Check what is told by the form that people fill in, so that a batch tells nothing that they could not."""
        if told["message"] not in release.forms:
            return dict(payload)
        checked = release.form(told["message"]).validate(dict(payload), functions=release.functions, now=now)
        if checked.errors:
            raise Refused("; ".join(error.message for error in checked.errors))
        return dict(checked.values)

    def _send(
        self, found: tuple[str, str, dict[str, Any]], month: str, told: Mapping[str, Any], actor: Actor, now: datetime
    ) -> Sequence[str]:
        code, subject, payload = found
        mark = self._keyring.index(f"{subject} {encode(payload).decode()}", "comparison")
        sent = f"compare:{month}:{code}:{mark}"
        return self._cases.receive(told["message"], subject, payload, actor=actor, now=now, message_id=sent)
