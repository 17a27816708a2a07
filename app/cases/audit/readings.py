"""A case as an auditor reads it: all its facts, by whom, of a case whose division the auditor answers for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cases.accounts import People
from app.cases.audit.access import audits, record_reading
from app.cases.running.commands import Commands
from app.cases.shown.inbox import masked
from app.cases.shown.labels import labels
from app.cases.shown.pages import case_line, fact_line
from app.cases.shown.views import CaseLine, FactLine
from app.errors import NotAllowed
from app.events.actor import Actor
from app.identity import Person
from app.store import reads
from app.store.clocks.dues import OWNER
from app.store.records import facts_of
from app.store.rows import CaseSummary, Record
from app.store.sealing import Erased, Unreadable


@dataclass(frozen=True)
class History:
    """A case from its first fact to its last; none where they were erased, or can't be opened any more."""

    line: CaseLine
    release: int
    facts: Sequence[FactLine]
    erased: bool = False
    unreadable: bool = False


class Readings:
    """What auditors may read; every reading is recorded."""

    def __init__(self, commands: Commands, people: People) -> None:
        self._commands, self._people = commands, people

    def line(self, case_id: str, by: Person) -> CaseLine:
        """Tell of a case in one line, without reading what anybody typed."""
        case = self._readable(case_id, by)
        return case_line(case, labels(self._commands.releases.release(case.release)))

    def length(self, case_id: str) -> int:
        """Count the facts that a case should have."""
        return reads.length_of(case_id)

    def history(self, case_id: str, by: Person, now: datetime) -> History:
        """Give a case with all its facts, in order."""
        line, case = self.line(case_id, by), reads.case(case_id)
        try:
            records = facts_of(case_id, keyring=self._commands.keyring)
        except Erased:
            return History(line, case.release, (), erased=True)
        except Unreadable:
            return History(line, case.release, (), unreadable=True)
        record_reading(self._commands.keyring, by, case_id, "facts", now)
        words = labels(self._commands.releases.release(case.release))
        names = self._names(records)
        return History(line, case.release, [fact_line(one, words, names.get(one.actor, "")) for one in records])

    def _names(self, records: Sequence[Record]) -> dict[Actor, str]:
        """Name everybody who acted, each looked up once; who applied is masked."""
        acted = {record.actor for record in records if record.actor.kind == "person"}
        names = {actor: self._people.name_of(actor.id) for actor in acted}
        return {actor: masked(name) if actor.role == OWNER else name for actor, name in names.items()}

    def _readable(self, case_id: str, by: Person) -> CaseSummary:
        case = reads.case(case_id)
        if not audits(by, case.division):
            raise NotAllowed("Nobody with your roles audits this division.")
        return case
