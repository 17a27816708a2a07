"""What somebody filed before, offered for a new application: given once, used many times; doors call it.

Only an account's own cases are offered to it: an account proves nothing of who a person is, so that what offices hold
about an identity number is never shown to who merely types it.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from app.cases.running.commands import Commands, papers_in
from app.cases.running.papers import PaperStore
from app.cases.shown.found_by import read
from app.cases.shown.inbox import masked
from app.cases.shown.pages import root
from app.cases.shown.views import EarlierCase
from app.decisions.wire import from_wire, to_wire
from app.errors import NotFound
from app.forms import Form
from app.identity import Person
from app.store import reads
from app.store.keyring import Keyring
from app.store.rows import Case
from app.store.sealing import Erased

Json = dict[str, Any]
OFFERED = 5


class Earlier:
    """The cases whose answers and papers their owner may use again."""

    def __init__(self, commands: Commands, papers: PaperStore) -> None:
        self._commands, self._papers = commands, papers

    @property
    def _keyring(self) -> Keyring:
        return self._commands.keyring

    def offered(self, process: str, by: Person) -> list[EarlierCase]:
        """List the newest cases of a kind that somebody opened for themselves and that can still be read."""
        found = [one for one in reads.cases_of([by.id], limit=4 * OFFERED) if one.process == process][:OFFERED]
        told = [(one, self._named(one.id)) for one in found]
        return [EarlierCase(one.id, one.number, masked(name), one.opened_at) for one, name in told if name]

    def values(self, case_id: str, form: Form, by: Person, now: datetime, *, but: set[str]) -> Json:
        """Give what fields marked `reuse` take from an earlier case, papers copied for the new one; `but` is left out.

        `reuse` is FEEL over the earlier case's variables. Raises NotFound for a case that is not this person's.
        """
        case = reads.case_with_state(case_id, keyring=self._keyring)
        if case.applicant != by.id:
            raise NotFound("There is no such case of yours.")
        scope = self._scope(case)
        wanted = {key: expression for key, expression in form.reused.items() if key not in but}
        found = {key: to_wire(read(expression, scope)) for key, expression in wanted.items()}
        return {key: self._copied(value, case, by, now) for key, value in found.items() if value not in (None, "", [])}

    def _copied(self, value: Any, case: Case, by: Person, now: datetime) -> Any:
        """Give an answer as it is, and papers as copies: who may read a paper follows from its case."""
        if not list(papers_in(value)):
            return value
        return list(self._copies(value, case, by, now))

    def _copies(self, papers: list[Json], case: Case, by: Person, now: datetime) -> Iterator[Json]:
        for one in papers:
            kept = self._papers.paper(one["paper"])
            if kept.owner == by.id and kept.case_id == case.id:
                copy = self._papers.store(
                    self._papers.content(kept),
                    kept.name,
                    slot=kept.slot,
                    media_type=kept.media_type,
                    owner=by.id,
                    now=now,
                )
                yield {**one, "paper": copy}

    def _named(self, case_id: str) -> str:
        """Whom a case is about; nobody, once that was erased."""
        try:
            return self._about(reads.case_with_state(case_id, keyring=self._keyring))
        except Erased:
            return ""

    def _about(self, case: Case) -> str:
        services = self._commands.releases.release(case.release).reference("services")
        return str(read(services[case.process]["about"], self._scope(case)) or "")

    def _scope(self, case: Case) -> Json:
        variables = root(self._commands.releases.release(case.release), case.state)
        return {name: from_wire(value) for name, value in variables.items()}
