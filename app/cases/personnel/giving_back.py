"""What somebody took upon themselves and may do no longer goes back to the others; the keeping of accounts calls it."""

from collections.abc import Iterable

from app.events.actor import Actor
from app.events.facts import TaskReleased
from app.identity import Grant
from app.store.clocks.dues import OWNER
from app.store.rows import Command, GrantRecord, OpenTask, TaskClosed
from app.store.unit import Work


def give_back(work: Work, account: str, left: Iterable[GrantRecord], by: Actor) -> None:
    """Release the open tasks of an account but those that the roles it has left cover, in the same transaction.

    Nobody else can complete a task that somebody took, so it would wait for ever.
    """
    grants = [Grant(one.role, one.division, one.department) for one in left]
    for task_id in work.claims_of(account):
        try:
            case = work.case_holding(task_id)
        except TaskClosed:  # done the moment before
            continue
        task = case.task
        if task is None or task.claimed_by != account or _still(task, grants):
            continue
        work.release(task_id)
        command = Command(f"RELEASE:{task_id}:{case.revision}", by, work.now)
        work.keep(case, command, [TaskReleased(task.ref)], result=case.id)


def _still(task: OpenTask, grants: Iterable[Grant]) -> bool:
    """An applicant's task is theirs by their case, not by a role."""
    return task.role == OWNER or any(grant.covers(task.role, task.division) for grant in grants)
