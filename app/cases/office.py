"""The use cases of people and of time together: what the doors are handed as `cases`."""

from collections.abc import Callable
from datetime import datetime, timedelta

from app.calendar import legal_day
from app.cases.jobs import Jobs, Outside
from app.cases.running.commands import Commands
from app.cases.running.papers import PaperStore
from app.cases.service import Cases, actor
from app.cases.shown.labels import Labels, labels
from app.cases.shown.views import DueLine
from app.cases.times import Clock
from app.errors import NotAllowed, NotFound
from app.events.actor import CLOCK
from app.events.facts import MessagesExpired
from app.identity import Act, Kind, Person, covers, kind_of, policy
from app.store import reads
from app.store.anchors import keeping
from app.store.rows import CaseSummary, Command
from app.store.unit import unit

TURN = timedelta(seconds=20)


class Office(Cases):
    """Everything that can be done to cases: by people, by messages, by time."""

    def __init__(
        self,
        commands: Commands,
        papers: PaperStore,
        name_of: Callable[[str | None], str],
        clock: Clock,
        outside: Outside,
        system_now: Callable[[], datetime],
    ) -> None:
        super().__init__(commands, papers, name_of)
        self._jobs, self._clock, self._system_now = Jobs(self, outside, system_now), clock, system_now
        self._anchored = ""  # the day whose anchor this process knows to be set

    def retry(self, incident_id: str, by: Person, now: datetime) -> None:
        """Take an incident up again; its id is `job:12` or `outbox:7`."""
        policy.require(by, Act.RETRY)
        origin, _, number = incident_id.partition(":")
        if origin not in {"job", "outbox"} or not number.isdecimal():
            raise NotFound(f"incident {incident_id}")
        self._jobs.retry(origin, int(number), actor(by, None), now, lambda case: _works_there(by, case.division))

    def outcome(self, case_id: str) -> str | None:
        """Give the code of what came of a case; None while it runs."""
        return reads.case(case_id).outcome

    def tick(self, now: datetime, holder: str | None = None) -> int:
        """Fire every timer that is due; a holder of the lease renews it on the way, and stops when it is lost."""
        fired = self._jobs.tick(now, lambda: holder is None or self.take_turn(holder))
        self._anchor(now)
        return fired

    def _anchor(self, now: datetime) -> None:
        """Set the anchor of each day at its first tick; another process may have set it already."""
        day = legal_day(now).isoformat()
        if day != self._anchored:
            self._expire(day, now)
            keeping.anchor(day, now, keyring=self.commands.keyring)
            self._anchored = day

    def _expire(self, day: str, now: datetime) -> None:
        """Keep no longer what no case had within its time, and record how many those were."""
        with unit(now, keyring=self.commands.keyring) as work:
            if count := work.expire_messages(now):
                stream = work.stream(f"messages:{day}")
                work.append(stream, Command(f"expire:{now.isoformat()}", CLOCK, now), [MessagesExpired(count)])

    def drain(self, now: datetime) -> int:
        """Do all that is ready to go out or to be asked."""
        return self._jobs.drain(now)

    def take_turn(self, holder: str) -> bool:
        """Take or renew the lease of the one process that lets time pass; False while another holds it."""
        at = self._system_now()
        with unit(at, keyring=self.commands.keyring) as work:
            return work.lease("clock", holder, now=at, until=at + TURN)

    def give_turn_back(self, holder: str) -> None:
        """Give the lease back; another's stays."""
        with unit(self._system_now(), keyring=self.commands.keyring) as work:
            work.give_back("clock", holder)

    def falling_due(self, at: datetime) -> list[DueLine]:
        """Tell what a clock that goes on to an instant will do there."""
        timers = [(reads.case(one.case_id), one.ref) for one in reads.due_timers(at)]
        clocks = [reads.case(case_id) for case_id, _, _ in reads.due_clocks(at)]
        told = [DueLine(self._words(case).element(ref, case.process), case.number) for case, ref in timers]
        return [*told, *(DueLine("", case.number) for case in clocks)]

    def _words(self, case: CaseSummary) -> Labels:
        return labels(self.commands.releases.release(case.release))

    def advance(self, to: datetime) -> int:
        """Let the simulated clock go on, stopping at every due instant."""
        return self._clock.advance(to, self._jobs)


def _works_there(by: Person, division: str | None) -> None:
    """Refuse whoever works neither in the case's division nor for the whole platform."""
    if not any(kind_of(grant.role) is Kind.OPERATOR or covers(grant.division, division) for grant in by.roles):
        raise NotAllowed("The incident is another division's.")
