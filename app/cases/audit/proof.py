"""Proof: whether the chains of facts hold, and whether commands lead to the same facts again; auditors call it."""

from datetime import datetime

from app.calendar import legal_day
from app.cases.running.commands import Commands
from app.cases.running.replay import Replay, replay
from app.events.facts import AnchorSet
from app.store import reads, verify
from app.store.anchors import keeping
from app.store.records import facts_of
from app.store.verify import Break


class Audit:
    """Verify and replay, by case or all."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands

    def verify(self, case_id: str | None = None) -> list[Break]:
        """List the places where a chain does not hold; an empty list says that all is whole."""
        keyring = self._commands.keyring
        if case_id is None:
            return [*verify.verify_all(keyring=keyring), *keeping.breaks(keyring=keyring)]
        return verify.verify_case(case_id, keyring=keyring)

    def anchor(self, now: datetime) -> list[AnchorSet]:
        """Set today's anchor unless it is set, and list all, oldest first."""
        keyring = self._commands.keyring
        keeping.anchor(legal_day(now).isoformat(), now, keyring=keyring)
        return keeping.anchors(keyring=keyring)

    def replay(self, case_id: str) -> Replay:
        """Run a case's recorded commands again and compare every fact and state hash."""
        case = reads.case(case_id)
        records = facts_of(case_id, keyring=self._commands.keyring)
        return replay(case_id, case.number, records, self._commands.releases, self._commands.delegates)
