"""What each kind of person may do, in one table, and whether this one may here; use cases ask before they act."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from app.errors import NotAllowed
from app.identity.person import Grant, Kind, Person, kind_of


class Act(StrEnum):
    """What can be done; tasks and cases are tested for whose they are, the rest only by kind."""

    OPEN = "open"
    CLAIM = "claim"
    RELEASE = "release"
    COMPLETE = "complete"
    READ_TASK = "read_task"
    READ_CASE = "read_case"
    READ_FACTS = "read_facts"
    READ_PAPER = "read_paper"
    REPORT = "report"  # record a message that reached the office: a death, an objection
    RETRY = "retry"  # take an incident up again
    SEE_INCIDENTS = "see_incidents"
    SEE_KEPT = "see_kept"  # which messages no case has had
    SETTLE_KEPT = "settle_kept"  # hand one in again, or keep it no longer
    SEE_FIGURES = "see_figures"  # how many, never who
    PUBLISH = "publish"
    AUDIT = "audit"
    SET_CLOCK = "set_clock"
    KEEP_PEOPLE = "keep_people"


# One row a kind. Where it says so below, the task or case must also be theirs.
MAY: dict[Kind, frozenset[Act]] = {
    Kind.APPLICANT: frozenset(
        {Act.OPEN, Act.CLAIM, Act.RELEASE, Act.COMPLETE, Act.READ_TASK, Act.READ_CASE, Act.READ_PAPER}
    ),
    Kind.CASEWORKER: frozenset(
        {
            *(Act.OPEN, Act.CLAIM, Act.RELEASE, Act.COMPLETE, Act.READ_TASK, Act.READ_CASE, Act.READ_FACTS),
            *(Act.READ_PAPER, Act.REPORT, Act.RETRY, Act.SEE_INCIDENTS, Act.SEE_FIGURES),
        }
    ),
    Kind.OPERATOR: frozenset(
        {
            *(Act.RETRY, Act.SEE_INCIDENTS, Act.SEE_KEPT, Act.SETTLE_KEPT),
            *(Act.REPORT, Act.SET_CLOCK, Act.KEEP_PEOPLE, Act.SEE_FIGURES),
        }
    ),
    Kind.AUDITOR: frozenset(
        {
            *(Act.READ_TASK, Act.READ_CASE, Act.READ_FACTS, Act.READ_PAPER),
            *(Act.SEE_INCIDENTS, Act.SEE_FIGURES, Act.AUDIT),
        }
    ),
    Kind.ANALYST: frozenset({Act.PUBLISH}),
    Kind.OUTSIDE: frozenset({Act.REPORT}),
}


def require(person: Person, act: Act, subject: Any = None, roles: Iterable[Mapping[str, Any]] = ()) -> None:
    """Refuse unless one of the person's roles may do this to this task or case, in its division."""
    if not may(person, act, subject, roles):
        raise NotAllowed(f"{act} is not for {person.login}")


def may(person: Person, act: Act, subject: Any = None, roles: Iterable[Mapping[str, Any]] = ()) -> bool:
    """Say whether somebody may; `subject` has `role` and `division` (a task) or `applicant` (a case)."""
    known = {str(role["code"]) for role in roles}
    held = [grant for grant in person.roles if allows(grant, act) and (not known or grant.role in known)]
    if subject is None:
        return bool(held)
    return any(_theirs(person, grant, subject) for grant in held)


def allows(grant: Grant, act: Act) -> bool:
    """Say whether people may do something by this one of their roles."""
    return act in MAY[kind_of(grant.role)]


def _theirs(person: Person, grant: Any, subject: Any) -> bool:
    kind = kind_of(grant.role)
    if kind is Kind.APPLICANT:
        return getattr(subject, "applicant", None) == person.id
    if kind is Kind.CASEWORKER:
        return _caseworkers(grant, subject)
    return True


def _caseworkers(grant: Any, subject: Any) -> bool:
    """A task must be of the grant's role and in its division; of a case, one of its `tasks` must be."""
    tasks = [subject] if hasattr(subject, "role") else getattr(subject, "tasks", ())
    return any(grant.covers(task.role, task.division) for task in tasks)
