"""Facts told as a story in the terminal: who did what, which rule decided, what went out; only the demo uses it."""

from collections.abc import Callable
from typing import Any, Final

from rich.console import Console
from rich.markup import escape

from app.calendar import legal_day
from app.cli.demo.words import Words, brief
from app.cli.rooms import Rooms
from app.decisions.words import unmarked
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
    TokensMoved,
)

LONGEST: Final = 200  # characters of a form's answers


class Teller:
    """Prints what has been recorded since it last looked, oldest first."""

    def __init__(self, rooms: Rooms, console: Console) -> None:
        """Begin with nothing told."""
        self._rooms, self._console = rooms, console
        self.words = Words(rooms)
        self.tasks: dict[tuple[str, str], TaskOpened] = {}
        self.ends: dict[str, str] = {}
        self._told: dict[str, int] = {}
        self._day: Any = None

    def go_on(self) -> None:
        """Tell what is new in every case."""
        for case in self._rooms.queries.cases():
            for one in self._rooms.queries.record(case.id, after=self._told.get(case.id, 0)):
                self._told[case.id] = one.seq
                self._tell(case, one)

    def _tell(self, case: Any, one: Any) -> None:
        if isinstance(one.fact, TaskOpened):
            self.tasks[case.id, one.fact.task] = one.fact
        elif isinstance(one.fact, TokensMoved):
            entered = [ref for verb, ref in one.fact.path if verb == "enter" and "/" not in ref]
            self.ends[case.id] = entered[-1] if entered else self.ends.get(case.id, "")
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


def _opened(teller: Teller, case: Any, one: Any) -> str:
    title = case.title or teller.words.title(one.fact.process)
    return f"{teller.who(one)} 开始 [bold]{escape(title)}[/]（{one.fact.number}）"


def _completed(teller: Teller, case: Any, one: Any) -> str:
    task = teller.tasks.get((case.id, one.fact.task))
    told = teller.words.handed_in(task.form if task else None, one.fact.answers)
    name = task.name if task else teller.words.element(one.fact.task, case.process)
    return f"{teller.who(one)} 办结 [bold]{escape(name)}[/] {escape(told[:LONGEST])}"


def _laid(teller: Teller, _case: Any, one: Any) -> str:
    office = teller.words.office(one.fact.role, one.fact.division)
    return f"[dim]待办 {escape(one.fact.name)} → {escape(office)}[/]"


def _decided(teller: Teller, _case: Any, one: Any) -> str:
    name = one.fact.explanation.get("name") or one.fact.decision
    cited = rule(one.fact)
    told = f"[magenta]规则[/] {escape(name)}：{escape(teller.words.outcome(one.fact))}"
    return f"{told}\n        [dim]{escape(cited)}[/]" if cited else told


def _recorded(teller: Teller, case: Any, one: Any) -> str:
    given = one.fact.inputs
    name = teller.words.element(one.fact.ref, case.process)
    return f"登记 {escape(name)} [dim]{escape(teller.words.register(str(given.get('register'))))} {given.get('key')}[/]"


def _asked(teller: Teller, case: Any, one: Any) -> str:
    return f"[blue]询问[/] {escape(teller.words.element(one.fact.ref, case.process))}"


def _answered(teller: Teller, case: Any, one: Any) -> str:
    name = teller.words.element(one.fact.ref, case.process)
    return f"[blue]答复[/] {escape(name)} [dim]{escape(brief(one.fact.answer))}[/]"


def _sent(teller: Teller, case: Any, one: Any) -> str:
    return f"[blue]告知[/] {escape(teller.words.element(one.fact.ref, case.process))}"


def _came(teller: Teller, _case: Any, one: Any) -> str:
    fact = one.fact
    told = teller.words.handed_in(teller.words.form_of(fact.message), fact.payload)
    return f"{teller.who(one)} 送达 [bold]{escape(teller.words.message(fact.message))}[/] {escape(told)}"


def _fired(teller: Teller, case: Any, one: Any) -> str:
    return f"{teller.who(one)} 到期 {escape(teller.words.element(one.fact.ref, case.process))}"


def _ended(teller: Teller, case: Any, _one: Any) -> str:
    return f"[bold]办结[/] {escape(case.title)}：{escape(teller.words.element(teller.ends[case.id], case.process))}"


def rule(fact: DecisionMade) -> str:
    """The annotations of the rules that decided: the plan's own sentences."""
    tables = fact.explanation.get("tables", []) if isinstance(fact.explanation, dict) else []
    chosen = [one for table in tables for one in table["rules"] if one["id"] in table["chosen"]]
    return "；".join(unmarked(one.get("annotation") or one.get("label") or one["id"]) for one in chosen)


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
