"""Where tokens live: SpiffWorkflow's workflow, subworkflow and task with live tokens only; for the engine room."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task

from app.engine.tokens.variables import Names, newest
from app.engine.tokens.walk import Walk
from app.events.facts import TimerDropped, WaitClosed


@dataclass(frozen=True)
class Arm:
    """One time or message that a token waits for, on behalf of the event element that would then be entered."""

    ref: str
    element: str
    due: datetime | None = None
    message: str | None = None
    key: str = ""


class Token(Task):
    """A place where the case stands. `data` (SpiffWorkflow's) maps each visible variable's name to its cell."""

    def __init__(self, level: "Level", spec: Any, parent: Task | None = None, state: int = TaskState.FUTURE) -> None:
        super().__init__(level, spec, parent, state)
        self.ref = ""
        self.flow: str | None = None
        self.local: Names = {}
        self.arms: tuple[Arm, ...] = ()
        self.chosen: Arm | None = None
        self.division: str | None = None
        self.asked: int | None = None

    @property
    def level(self) -> "Level":
        level: Level = self.workflow
        return level

    @property
    def walk(self) -> Walk:
        walk: Walk = self.workflow.top_workflow.walk
        return walk

    @property
    def runnable(self) -> bool:
        return bool(self.state == TaskState.READY)

    @property
    def visible(self) -> Names:
        """What FEEL sees at this place: the scope's variables and the token's own above them."""
        return {**self.data, **self.local}

    @property
    def inside(self) -> "Part | None":
        """The level that runs inside this token, if one does."""
        part: Part | None = self.workflow.top_workflow.subprocesses.get(self.id)
        return part


class Level:
    """One running process or embedded subprocess: its live tokens, visit counts and what ended branches left."""

    tasks: dict[UUID, Token]
    task_tree: Token
    spec: Any
    top_workflow: Any
    path: str
    visits: dict[str, int]
    kept: Names
    outcome: str
    parent_task_id: UUID | None

    def prepare(self, path: str) -> None:
        self.path = path
        self.visits = {}
        self.kept = {}
        self.outcome = ""
        self.task_tree = Token(self, self.spec.start)

    def begin(self, names: Names) -> None:
        """Let the first token out of the start."""
        self.task_tree.data = names
        self.task_tree.run()

    def visit(self, element: str) -> str:
        """Name the next visit of an element on this level."""
        self.visits[element] = self.visits.get(element, 0) + 1
        return f"{self.path}{element}#{self.visits[element]}"

    def live(self) -> Iterator[Token]:
        return iter([token for token in self.tasks.values() if token is not self.task_tree])

    def forget(self, token: Token) -> None:
        """Take a token out of the tree."""
        parent = token.parent
        parent.children = [child for child in parent.children if child is not token]
        del self.tasks[token.id]

    def seen(self) -> Names:
        """The level's variables as a whole: what its live and ended branches see, of each name the newest."""
        return newest([self.kept, *(token.data for token in self.live())])

    def _task_completed_notify(self, task: Token) -> None:
        """SpiffWorkflow tells that a token is done: its followers take its place, and the level may be over."""
        if task is not self.task_tree:
            self._replace(task)
        if len(self.tasks) == 1:
            self.over()

    def _replace(self, done: Token) -> None:
        followers = done.children
        for follower in followers:
            follower.parent = self.task_tree
        self.forget(done)
        self.task_tree.children = [*self.task_tree.children, *followers]

    def over(self) -> None:
        """Every token of the level is gone."""
        raise NotImplementedError

    def cancel_token(self, token: Token) -> None:
        """Take a token away with all that waits or runs inside it."""
        inside = token.inside
        if inside is not None:
            for inner in inside.live():
                inside.cancel_token(inner)
            del self.top_workflow.subprocesses[token.id]
        token.task_spec.withdraw(token)
        if token.ref:
            token.walk.note("cancel", token.ref)
        token.cancel()
        self.forget(token)


class Case(Level, BpmnWorkflow):
    """The root level: a whole case."""

    def __init__(self, spec: Any, specs: dict[str, Any], walk: Walk) -> None:
        self.walk = walk
        # The walk stands where the library would make an engine for Python scripts: no script ever runs.
        super().__init__(spec, specs, script_engine=walk, deserializing=True)
        self.ended = False
        self.prepare("")

    def start_part(self, token: Token, key: str, names: Names) -> None:
        """Run a called process or an embedded subprocess inside a token."""
        part = self.restore_part(token, key)
        part.begin(names)

    def restore_part(self, token: Token, key: str) -> "Part":
        part = Part(self.subprocess_specs[key], token.id, self)
        part.token = token
        part.prepare(f"{token.ref}/")
        self.subprocesses[token.id] = part
        return part

    def levels(self) -> list[Level]:
        return [self, *self.subprocesses.values()]

    def over(self) -> None:
        self.ended = True


class Part(Level, BpmnSubWorkflow):
    """A level inside a token: a called process, or an embedded subprocess that shares its parent's variables."""

    token: Token

    def __init__(self, spec: Any, token_id: UUID, case: Case) -> None:
        super().__init__(spec, token_id, case, deserializing=True)

    def over(self) -> None:
        del self.top_workflow.subprocesses[self.token.id]
        self.token.task_spec.returned(self.token, self)


def drop(token: Token, arms: tuple[Arm, ...]) -> None:
    """Note that times and messages are no longer waited for."""
    for arm in arms:
        token.walk.facts.append(WaitClosed(arm.ref) if arm.due is None else TimerDropped(arm.ref))
