"""Claims on tasks, tries of jobs and of the outbox; unit.py calls it."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update

from app.errors import Conflict, NotFound
from app.store.models import CaseRow, JobRow, OpenTaskRow, OutboxRow
from app.store.models.waiting import status_is
from app.store.rows import Case
from app.store.writes.ground import Ground

ORIGINS: dict[str, Any] = {"job": JobRow, "outbox": OutboxRow}
PLACES: dict[str, Any] = {"job": JobRow.ref, "outbox": OutboxRow.key}
REASON_LENGTH = 2000


class Doings(Ground):
    """Who has taken a task, and what has been tried how often."""

    def claim(self, task_id: str, person_id: str) -> None:
        """Take an open task; taking one's own again changes nothing, another's is a Conflict."""
        free = or_(OpenTaskRow.claimed_by.is_(None), OpenTaskRow.claimed_by == person_id)
        claimed = update(OpenTaskRow).where(OpenTaskRow.id == task_id, OpenTaskRow.closed_at.is_(None), free)
        if self.run(claimed.values(claimed_by=person_id, claimed_at=self.now)).rowcount != 1:
            self._explain(task_id)

    def release(self, task_id: str) -> None:
        """Give a task back, whoever holds it; who may do so is the use case's question."""
        released = update(OpenTaskRow).where(OpenTaskRow.id == task_id, OpenTaskRow.closed_at.is_(None))
        if self.run(released.values(claimed_by=None, claimed_at=None)).rowcount != 1:
            self._explain(task_id)

    def claims_of(self, person_id: str) -> list[str]:
        """List the open tasks that somebody has taken, case by case, as they are locked."""
        held = select(OpenTaskRow.id).where(OpenTaskRow.claimed_by == person_id, OpenTaskRow.closed_at.is_(None))
        return [str(row.id) for row in self.run(held.order_by(OpenTaskRow.case_no, OpenTaskRow.id))]

    def queue(self, case: Case, kind: str, key: str, body: Any) -> None:
        """Put something into the outbox (`tell`, `open`, `send`); the same key again changes nothing."""
        values = {"case_no": case.no, "kind": kind, "key": key, "created_at": self.now, "status": "ready"}
        self.outgoing.append({**values, "attempts": 0, "body": case.seal(f"outbox:{key}", body)})

    def queue_all(self) -> None:
        """Write what was put into the outbox, in one statement; the unit of work calls it before its commit."""
        if self.outgoing:
            self.run(self.upsert(OutboxRow).on_conflict_do_nothing(index_elements=["key"]), self.outgoing)
            self.outgoing.clear()

    def job_done(self, job_id: int) -> None:
        """Close a job that has nothing left to do; `keep` closes those that its step no longer holds."""
        self.run(update(JobRow).where(JobRow.id == job_id).values(status="done", last_error=None))

    def sent(self, outgoing_id: int) -> None:
        self.run(update(OutboxRow).where(OutboxRow.id == outgoing_id).values(status="done", last_error=None))

    def failed(self, origin: str, number: int, reason: str, again_at: datetime | None) -> bool:
        """Count a failed try of a `job` or of the `outbox`; without another time it becomes an incident.

        False when it is no longer there to be tried: it was done or dropped meanwhile.
        """
        table = ORIGINS[origin]
        tried = {"attempts": table.attempts + 1, "last_error": reason[:REASON_LENGTH], "not_before": again_at}
        status = "incident" if again_at is None else "ready"
        failed = update(table).where(table.id == number, status_is(table, "ready"))
        return self.run(failed.values(**tried, status=status)).rowcount == 1

    def retry(self, origin: str, number: int) -> tuple[str, str]:
        """Take an incident up again, with all its tries before it; gives the id of its case and where it arose."""
        table = ORIGINS[origin]
        again = update(table).where(table.id == number, status_is(table, "incident"))
        again = again.values(status="ready", attempts=0, not_before=None)
        row = self.run(again.returning(table.case_no, PLACES[origin])).first()
        if row is None:
            raise Conflict("This is no incident any more.")
        return self.run(select(CaseRow.id).where(CaseRow.no == row[0])).scalar_one(), row[1]

    def _explain(self, task_id: str) -> None:
        row = self.run(select(OpenTaskRow).where(OpenTaskRow.id == task_id)).first()
        if row is None:
            raise NotFound(f"task {task_id}")
        told = {"claimed_by": row.claimed_by, "closed_how": row.closed_how, "closed_by": row.closed_by}
        raise Conflict("The task was taken or closed by somebody else.", **told)
