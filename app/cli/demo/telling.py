"""Facts told as a story in the terminal: who did what, which rule decided, what went out; only the demo uses it."""

from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.markup import escape

from app.calendar import legal_day
from app.cli.rooms import Rooms
from app.events.facts import (
    AnswerReceived,
    AskSent,
    CaseEnded,
    CaseOpened,
    DecisionMade,
    Fact,
    MessageReceived,
    RecordWritten,
    TaskCompleted,
    TaskOpened,
    TellQueued,
    TimerFired,
)

Json = dict[str, Any]


class Teller:
    """Prints what has been recorded since it last looked, oldest first."""

    def __init__(self, rooms: Rooms, console: Console) -> None:
        """Begin with nothing told."""
        self._rooms, self._console = rooms, console
        self._told: dict[str, int] = {}
        self._tasks: dict[tuple[str, str], TaskOpened] = {}
        self._day: Any = None

    def go_on(self) -> None:
        """Tell what is new in every case."""
        for case in self._rooms.queries.cases():
            for one in self._rooms.queries.record(case.id):
                if one.seq > self._told.get(case.id, -1):
                    self._told[case.id] = one.seq
                    self._tell(case, one)

    def _tell(self, case: Any, one: Any) -> None:
        if isinstance(one.fact, TaskOpened):
            self._tasks[case.id, one.fact.task] = one.fact
        sentence = SENTENCES.get(type(one.fact))
        if sentence is None:
            return
        day = legal_day(one.at)
        if day != self._day:
            self._day = day
            self._console.print(f"\n[bold cyan]{day}[/]")
        self._console.print(f"  {sentence(self, case, one)}", soft_wrap=True)

    def who(self, one: Any) -> str:
        """The actor in words: a person by name, everything else by what it is."""
        if one.actor.kind == "person":
            person = self._rooms.people.person(one.actor.id)
            return f"[green]{escape(person.name) if person else one.actor.id}[/]"
        return {"clock": "[yellow]时钟[/]", "message": "[yellow]外部消息[/]"}.get(one.actor.kind, "系统")

    def task(self, case: Any, ref: str) -> str:
        found = self._tasks.get((case.id, ref))
        return escape(found.name) if found else ref


def _opened(teller: Teller, case: Any, one: Any) -> str:
    return f"{teller.who(one)} 开始 [bold]{escape(case.title or one.fact.process)}[/]（{one.fact.number}）"


def _completed(teller: Teller, case: Any, one: Any) -> str:
    told = "，".join(f"{key}={value}" for key, value in one.fact.answers.items() if isinstance(value, str))
    return f"{teller.who(one)} 办结 [bold]{teller.task(case, one.fact.task)}[/] {escape(told[:80])}"


def _laid(teller: Teller, case: Any, one: Any) -> str:
    return f"[dim]待办 {teller.task(case, one.fact.task)} → {one.fact.role} {one.fact.division}[/]"


def _decided(_teller: Teller, _case: Any, one: Any) -> str:
    name = one.fact.explanation.get("name") or one.fact.decision
    return f"[magenta]规则[/] {name}：{escape(brief(one.fact.outcome))}\n        [dim]{escape(rule(one.fact))}[/]"


def _recorded(_teller: Teller, _case: Any, one: Any) -> str:
    given = one.fact.inputs
    return f"登记 {given.get('register')} {given.get('key')} [dim]{one.fact.delegate}[/]"


def _asked(_teller: Teller, _case: Any, one: Any) -> str:
    return f"[blue]询问[/] {one.fact.inputs.get('system')}.{one.fact.inputs.get('operation')}"


def _answered(_teller: Teller, _case: Any, one: Any) -> str:
    return f"[blue]答复[/] {escape(brief(one.fact.answer))}"


def _sent(_teller: Teller, _case: Any, one: Any) -> str:
    given = one.fact.inputs
    target = given.get("process") or given.get("message") or f"{given.get('system')}.{given.get('operation')}"
    return f"[blue]告知[/] {target}"


def _came(teller: Teller, _case: Any, one: Any) -> str:
    return f"{teller.who(one)} 送达 [bold]{one.fact.message}[/] {escape(brief(one.fact.payload))}"


def _fired(teller: Teller, _case: Any, one: Any) -> str:
    return f"{teller.who(one)} 到期 {one.fact.ref}"


def _ended(_teller: Teller, case: Any, one: Any) -> str:
    return f"[bold]办结[/] {escape(case.title)}：{one.fact.outcome}"


def brief(value: Any) -> str:
    """A value in few characters, tags of dates left out."""
    if isinstance(value, dict):
        if len(value) == 1 and next(iter(value)).startswith("$"):
            return str(next(iter(value.values())))
        return "，".join(f"{key}={brief(inner)}" for key, inner in value.items() if inner is not None)
    if isinstance(value, list):
        return "、".join(map(brief, value))
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)


def rule(fact: DecisionMade) -> str:
    """The annotations of the rules that decided: the plan's own sentences."""
    tables = fact.explanation.get("tables", []) if isinstance(fact.explanation, dict) else []
    chosen = [one for table in tables for one in table["rules"] if one["id"] in table["chosen"]]
    return "；".join(f"{one['id']} {one.get('annotation') or one.get('label', '')}" for one in chosen)


SENTENCES: dict[type[Fact], Callable[[Teller, Any, Any], str]] = {
    CaseOpened: _opened,
    TaskOpened: _laid,
    TaskCompleted: _completed,
    DecisionMade: _decided,
    RecordWritten: _recorded,
    AskSent: _asked,
    AnswerReceived: _answered,
    TellQueued: _sent,
    MessageReceived: _came,
    TimerFired: _fired,
    CaseEnded: _ended,
}
