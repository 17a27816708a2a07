"""What a case at rest shows: its open tasks, timers, waits, asks and variables; the machine calls it."""

from typing import Any

from app.engine import state
from app.engine.commands import tokens
from app.engine.nodes.activities import Subprocess, UserTask
from app.engine.steps import Ask, Ended, OpenElement, OpenTask, Step, Timer, View, Wait
from app.engine.tokens.levels import Arm, Case, Level, Part, Token
from app.events.facts import CaseEnded, StateReached, TokensMoved


def step(case: Case) -> Step:
    """One command's result."""
    walk, over, reached = case.walk, ended(case), state.fingerprint(case)
    end = [CaseEnded(over.outcome)] if over else []
    return Step(
        state=state.encode(case),
        hash=reached,
        facts=(TokensMoved(walk.path), *walk.facts, *end, StateReached(reached)),
        tasks=tasks(case),
        timers=timers(case),
        waits=waits(case),
        asks=asks(case),
        ended=over,
        variables=walk.cells.wire(case.seen()),
    )


def view(case: Case) -> View:
    """Where a case stands and what can be seen there."""
    wire = case.walk.cells.wire
    return View(
        process=case.spec.name,
        elements=tuple(_element(token) for token in tokens(case) if token.ref),
        scopes={level.path.rstrip("/"): wire(level.seen()) for level in case.levels() if _is_scope(level)},
        tasks=tasks(case),
        timers=timers(case),
        waits=waits(case),
        asks=asks(case),
        ended=ended(case),
    )


def ended(case: Case) -> Ended | None:
    return Ended(case.outcome) if case.ended else None


def tasks(case: Case) -> tuple[OpenTask, ...]:
    return tuple(_task(token) for token in tokens(case) if isinstance(token.task_spec, UserTask))


def timers(case: Case) -> tuple[Timer, ...]:
    return tuple(Timer(arm.ref, arm.due) for arm in _arms(case) if arm.due is not None)


def waits(case: Case) -> tuple[Wait, ...]:
    return tuple(Wait(arm.ref, arm.message, arm.key) for arm in _arms(case) if arm.message is not None)


def asks(case: Case) -> tuple[Ask, ...]:
    return tuple(_ask(token, token.asked) for token in tokens(case) if token.asked is not None)


def _arms(case: Case) -> list[Arm]:
    return [arm for token in tokens(case) for arm in token.arms]


def _ask(token: Token, asked: int) -> Ask:
    return Ask(token.ref, token.task_spec.element.delegate, token.walk.cells.values[asked])


def _task(token: Token) -> OpenTask:
    element = token.task_spec.element
    return OpenTask(
        ref=token.ref,
        process=token.task_spec.diagram.process,
        element=element.id,
        name=element.name,
        form=element.form,
        role=element.role,
        division=token.division,
        step=element.step,
        scripted=element.properties.get("scripted"),
        limit=min((arm.due for arm in token.arms if arm.due is not None), default=None),
    )


def _element(token: Token) -> OpenElement:
    element = token.task_spec.element
    variables: dict[str, Any] = token.walk.cells.wire(token.visible)
    return OpenElement(token.ref, token.task_spec.diagram.process, element.id, element.kind, element.name, variables)


def _is_scope(level: Level) -> bool:
    """Whether a level has variables of its own; an embedded subprocess shares those around it."""
    return not (isinstance(level, Part) and isinstance(level.token.task_spec, Subprocess))
