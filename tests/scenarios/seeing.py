"""What a row's `then` may say, each as a pattern and a look at what really happened."""

import re
from collections.abc import Callable
from typing import Any

from app.calendar import SHANGHAI
from app.cli.rooms import Rooms
from app.connectors.operations import OPERATIONS
from app.decisions import evaluate
from app.decisions.wire import from_wire
from app.events.facts import CaseEnded, DecisionMade, Fact, StepTaken
from tests.scenarios.diagrams import DIAGRAMS
from tests.scenarios.installation import Offices

Json = dict[str, Any]


class Onlooker:
    """Remembers what was already seen, so that `step`, `decision` and `told` are about the row itself."""

    def __init__(self, rooms: Rooms, offices: Offices) -> None:
        self.rooms, self.offices = rooms, offices
        self.subject = self.case = ""
        self.refused: str | None = None
        self._seen: dict[str, int] = {}
        self._told = 0
        self.news: list[tuple[str, Fact]] = []
        self.heard: list[tuple[str, Json]] = []
        self.ever: list[tuple[str, Fact]] = []

    def look(self) -> None:
        """Take in the facts and calls since the last look."""
        self.news = []
        for case in self.rooms.queries.cases():
            for one in self.rooms.queries.record(case.id, after=self._seen.get(case.id, 0)):
                self.news.append((case.process, one.fact))
                self._seen[case.id] = one.seq
        self.ever += self.news
        self.heard, self._told = self.offices.told[self._told :], len(self.offices.told)

    def holds(self, sentence: str) -> tuple[bool, Any]:
        """Whether a sentence is so, and what there is instead."""
        for pattern, seen in SENTENCES:
            if found := re.fullmatch(pattern, sentence):
                return seen(self, *found.groups())
        raise ValueError(f"`then` can't say {sentence!r}")

    def truth(self, text: str, scope: Json) -> bool:
        now = self.rooms.now()
        functions = self.rooms.catalogue.in_force_at(now).functions
        return evaluate(text, scope, now=now, functions=functions) is True

    def registers(self, *names: str) -> Json:
        return {name: [from_wire(row) for row in self.rooms.queries.register(name, self.subject)] for name in names}

    def tasks(self) -> list[tuple[str, str | None, str | None]]:
        return [(one.name, one.role, one.division) for one in self.rooms.queries.scripts()]


def _open(who: Onlooker, name: str, role: str | None, division: str | None) -> tuple[bool, Any]:
    tasks = who.tasks()
    found = [t for t in tasks if t[0] == name and role in (None, t[1]) and division in (None, t[2])]
    return bool(found), tasks


def _not_open(who: Onlooker, name: str) -> tuple[bool, Any]:
    assert name in DIAGRAMS.tasks, f"no diagram has a task {name}"
    return name not in [task[0] for task in who.tasks()], who.tasks()


def _step(who: Onlooker, step: str) -> tuple[bool, Any]:
    taken = [fact.step for _, fact in who.news if isinstance(fact, StepTaken)]
    return step in taken, taken


def _no_step(who: Onlooker, step: str) -> tuple[bool, Any]:
    assert step in DIAGRAMS.steps, f"no diagram has a step {step}"
    taken = [fact.step for _, fact in who.ever if isinstance(fact, StepTaken)]
    return step not in taken, taken


def _decision(who: Onlooker, text: str) -> tuple[bool, Any]:
    made = {fact.decision: from_wire(fact.outcome) for _, fact in who.news if isinstance(fact, DecisionMade)}
    return who.truth(text, made), made


def _ends(who: Onlooker, process: str, outcome: str) -> tuple[bool, Any]:
    ends = [(name, fact.outcome) for name, fact in who.news if isinstance(fact, CaseEnded)]
    return (who.case if process == "case" else process, outcome) in ends, ends


def _register(who: Onlooker, name: str, text: str) -> tuple[bool, Any]:
    rows = who.registers(name)[name]
    return any(who.truth(text, row) for row in rows), rows


def _no_register(who: Onlooker, name: str) -> tuple[bool, Any]:
    rows = who.registers(name)[name]
    return not rows, rows


def _told(who: Onlooker, name: str, text: str | None) -> tuple[bool, Any]:
    payloads = [from_wire(payload) for told, payload in who.heard if told == name]
    return any(text is None or who.truth(text, payload) for payload in payloads), payloads or who.heard


def _never_told(who: Onlooker, name: str) -> tuple[bool, Any]:
    assert tuple(name.split(".")) in OPERATIONS, f"no office does {name}"
    told = [payload for heard, payload in who.offices.told if heard == name]
    return not told, told


def _refused(who: Onlooker, error: str) -> tuple[bool, Any]:
    said, who.refused = who.refused, None
    return said == error, said


def _incident(who: Onlooker, step: str) -> tuple[bool, Any]:
    operator = who.rooms.people.scripted("operator", None)
    steps = [one.step for one in who.rooms.queries.incidents(operator, who.rooms.now()).items]
    return step in steps, steps


def _due(who: Onlooker, when: str) -> tuple[bool, Any]:
    due = who.rooms.clock.next_due()
    said = due and due.astimezone(SHANGHAI).isoformat(" ")[: len(when)]
    return said == when, said


def _cases(who: Onlooker, number: str, process: str) -> tuple[bool, Any]:
    cases = [case.process for case in who.rooms.queries.cases()]
    return cases.count(process) == int(number), cases


def _all_end(who: Onlooker, number: str, outcome: str) -> tuple[bool, Any]:
    ends = [fact.outcome for _, fact in who.news if isinstance(fact, CaseEnded)]
    return ends == [outcome] * int(number), ends


def _nothing(who: Onlooker) -> tuple[bool, Any]:
    return not who.news, who.news


SENTENCES: list[tuple[str, Callable[..., tuple[bool, Any]]]] = [
    (r'task "([^"]+)" is open(?: for (\w+)(?: (\d+))?)?', _open),
    (r'task "([^"]+)" is not open', _not_open),
    (r"step (\w+)", _step),
    (r"no step (\w+)", _no_step),
    (r"decision (.+)", _decision),
    (r'(\d+) end at "(\w+)"', _all_end),
    (r"(\d+) cases? of (\w+)", _cases),
    (r"nothing happens", _nothing),
    (r'(\w+) ends at "(\w+)"', _ends),
    (r"register (\w+): (.+)", _register),
    (r"no register (\w+)", _no_register),
    (r"told ([\w.]+)(?:: (.+))?", _told),
    (r"never told ([\w.]+)", _never_told),
    (r"refused as (\w+)", _refused),
    (r'incident at "([^"]+)"', _incident),
    (r"next due at (.+)", _due),
]
