"""What can be done to a case in memory: the five commands and the run to the next rest; the machine wraps them."""

from collections.abc import Callable
from typing import Any

from SpiffWorkflow import TaskState

from app.engine.nodes.activities import ServiceTask, UserTask
from app.engine.nodes.gateways import Inclusive
from app.engine.tokens.levels import Arm, Case, Token
from app.errors import Conflict, EngineError

Wire = dict[str, Any]


def begin(case: Case, data: Wire) -> None:
    """Let a new case run from its start with these variables."""
    case.begin(case.walk.cells.put_all(data))
    rest(case)


def complete(case: Case, ref: str, answers: Wire) -> None:
    """A person's answers complete a task."""
    token = _token(case, ref, UserTask)
    token.local = {**token.local, **case.walk.cells.put_all(answers)}
    token.run()
    rest(case)


def answer(case: Case, ref: str, result: Wire) -> None:
    """The answer to an ask completes its task."""
    token = _token(case, ref, ServiceTask)
    token.local = {**token.local, **case.walk.cells.put_all(result)}
    token.asked = None
    token.complete()
    rest(case)


def receive(case: Case, ref: str, payload: Wire) -> None:
    """A message fires the event that waits for it."""
    token, arm = _arm(case, ref, lambda arm: arm.message is not None)
    token.task_spec.fire(token, arm, payload)
    rest(case)


def wake(case: Case, ref: str) -> None:
    """A time that has come fires the event that waits for it."""
    token, arm = _arm(case, ref, lambda arm: arm.due is not None)
    if arm.due is not None and case.walk.moment.now < arm.due:
        raise Conflict(f"{ref} is not due before {arm.due.isoformat()}", ref=ref, due=arm.due)
    token.task_spec.fire(token, arm, {})
    rest(case)


def rest(case: Case) -> None:
    """Run on until everything waits; only then inclusive joins know who can still come."""
    case.walk.run()
    while _release(case):
        case.walk.run()
    for level in case.levels():
        if not case.ended and not any(token.ref for token in level.live()):
            names = sorted({token.task_spec.element.id for token in level.live()})
            raise EngineError(f"{level.path or level.spec.name}: {names} wait for branches that will never come")


def tokens(case: Case) -> list[Token]:
    """Every live token, level by level, in the order in which they came."""
    return [token for level in case.levels() for token in level.live()]


def _release(case: Case) -> bool:
    """Let one inclusive join go on, if one is ripe."""
    return any(
        token.task_spec.release(token)
        for token in tokens(case)
        if isinstance(token.task_spec, Inclusive) and token.state == TaskState.WAITING
    )


def _token(case: Case, ref: str, kind: type) -> Token:
    resting = TaskState.READY if kind is UserTask else TaskState.STARTED
    for token in tokens(case):
        if token.ref == ref and isinstance(token.task_spec, kind) and token.state == resting:
            return token
    raise Conflict(f"{ref} is not open", ref=ref)


def _arm(case: Case, ref: str, fits: Callable[[Arm], bool]) -> tuple[Token, Arm]:
    for token in tokens(case):
        for arm in token.arms:
            if arm.ref == ref and fits(arm):
                return token, arm
    raise Conflict(f"nothing waits at {ref}", ref=ref)
