"""One worked case played as a real one: its application, its scripted caseworkers, its events, on a simulated clock."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from itertools import chain
from typing import Any, cast

import httpx

from app.calendar import SHANGHAI, legal_day
from app.cli.console import wire
from app.cli.daily.imports import Importer
from app.cli.policy import paper
from app.cli.policy.compare import plain
from app.cli.policy.rules import Rules
from app.cli.policy.seen import look
from app.cli.rooms import Rooms
from app.decisions.wire import from_wire
from app.errors import InvalidAnswers, NotFound
from app.events.actor import Actor
from app.identity import Person

Json = dict[str, Any]
MORNING, FORENOON = time(9), time(10)
MOST_ROUNDS = 200
LOGIN, PASSWORD = "rehearsal", "rehearsal-only"


@dataclass
class Play:
    """Drives one person's cases; `heard` is told after everything that was done.

    `among_others`: other people have cases in the same installation, and these are let alone; and offices take their
    time, one step a working day.
    """

    rooms: Rooms
    rules: Rules
    heard: Callable[[], None] = lambda: None
    among_others: bool = False
    _left_open: set[str] = field(default_factory=set)
    _told: set[int] = field(default_factory=set)
    _applicant: Person | None = None

    def run(self) -> Json:
        """Play to the end, and give what an onlooker then sees."""
        self.begin()
        until([self], at(self.rules.day("played_until"), MORNING))
        return self.seen()

    def begin(self) -> None:
        """Come to where the case begins, with what happened before it, and file what is asked for."""
        self._come_from_before()
        for number, event in enumerate(self.rules.worked["events"]):
            if self.rules.ask(self.rules.texts["happened_before"], {"event": from_wire(event)}):
                self._tell(number)
                self._settle()
        if self.rules.ask(self.rules.texts["applies"]):
            self._apply()

    def seen(self) -> Json:
        texts = self.rules.texts
        return look(self.rooms, self.rules.ask(texts["subject"]), texts["registers"])

    def _come_from_before(self) -> None:
        """What was so before the case: what other offices have on file, certificates and rights held."""
        on_file = wire(self.rules.ask(self.rules.texts["on_file"]))
        _client().post(f"{self.rooms.settings.outside_url}/_people", json=on_file).raise_for_status()
        office = self.rooms.people.scripted(*self.rules.ask(self.rules.texts["imported_by"]))
        importer = Importer(self.rooms, office, str(self.rules.worked["id"]))
        for row in self.rules.ask_wire(self.rules.texts["before"]):
            importer.take(row)
        self._settle()

    def _apply(self) -> None:
        texts, now = self.rules.texts, self.rooms.now()
        self._applicant = self._account(now)
        form = self._form(texts["form"])
        given = {key: plain(self.rules.ask(text)) for key, text in form.scripted.items()}
        data = {form.id: self._checked(form, given, {})}
        self.rooms.cases.open(
            texts["process"],
            data,
            by=self._applicant,
            now=now,
            key=f"rehearsal:{self.rules.worked['id']}",
            division=self.rules.ask(texts["division"]),
        )
        self._settle()

    def _account(self, now: datetime) -> Person:
        """Whose account files: the one that the worked case names, or one made for it."""
        named: str | None = self.rules.worked.get("account")
        if named and (found := self.rooms.people.named(named)):
            return cast("Person", found)
        login = f"{LOGIN}-{self.rules.worked['id']}" if self.among_others else LOGIN
        name = self.rules.ask(self.rules.texts["applicant"])
        return cast("Person", self.rooms.people.register(named or login, name, PASSWORD, now, shown=True))

    def act(self) -> None:
        """Let everybody do what they are ready to do; one step of it at their own pace."""
        while self._one_thing() and not self.among_others:
            self._settle()

    def _one_thing(self) -> bool:
        """Do the next thing that somebody is ready to do; each may change what there is to do."""
        task, news = next(iter(self._ready()), None), next(self._news(), None)
        if task is not None:
            self._answer(task)
        elif news is not None:
            self._tell(news)
        return task is not None or news is not None

    def _ready(self) -> list[Any]:
        today = legal_day(self.rooms.now())
        leaves = self.rules.worked.get("leaves", ())
        mine = [one for one in self._tasks() if one.task not in self._left_open and one.element not in leaves]
        return [one for one in mine if self._held(one) is None or self._held(one) <= today]

    def _tasks(self) -> list[Any]:
        """The open tasks that have a script."""
        subject = self.rules.ask(self.rules.texts["subject"]) if self.among_others else None
        return [one for one in self.rooms.queries.scripts(subject) if one.scripted]

    def _held(self, task: Any) -> Any:
        """The day before which this step's caseworker waits, if the reference file names one."""
        text = self.rules.texts["hold"].get(task.step)
        return self.rules.ask(text) if text else None

    def _answer(self, task: Any) -> None:
        """A caseworker answers as the diagram's script says; an empty script leaves the task open."""
        variables = from_wire(task.variables)
        given = plain(self.rules.ask(task.scripted, variables))
        if given is None:
            self._left_open.add(task.task)
            return
        now = self.rooms.now()
        answers = self._checked(self._form(task.form), given, task.variables) if task.form else given
        by = self._who(task)
        if by is not self._applicant:
            self.rooms.cases.claim(task.task, by=by, now=now)
        self.rooms.cases.complete(task.task, answers, by=by, now=now, key=f"rehearsal:{task.task}")

    def _who(self, task: Any) -> Person:
        if self._applicant and task.role in {grant.role for grant in self._applicant.roles}:
            return self._applicant
        found: Person | None = self.rooms.people.scripted(task.role, task.division)
        if found is None:
            raise NotFound(f"{task.role} {task.division}")
        return found

    def _form(self, name: str) -> Any:
        release = self.rooms.catalogue.in_force(legal_day(self.rooms.now()))
        return release.form(name).bound(release.reference)

    def _checked(self, form: Any, given: Json, variables: Json) -> Json:
        """Hand the answers in by the form, as a person would; papers are stored first."""
        slots = {slot.key: slot.accept for slot in form.files()}
        filled = {
            key: self._papers(key, slots[key]) if key in slots and value else value for key, value in given.items()
        }
        now = self.rooms.now()
        read = form.validate(filled, context=variables, functions=self.rules.functions(now), now=now)
        if read.errors:
            raise InvalidAnswers(read.errors)
        answers: Json = read.values
        return answers

    def _papers(self, slot: str, accept: str) -> list[Json]:
        now, by, made = self.rooms.now(), self._applicant, paper.fitting(accept)
        name = f"{slot}.{made.suffix}"
        kept = self.rooms.cases.store_paper(
            made.content, name=name, slot=slot, media_type=made.media_type, by=by, now=now
        )
        return [{"paper": kept, "name": name, "type": made.media_type, "size": len(made.content)}]

    def _news(self) -> Iterator[int]:
        """Events of the worked case that are due and not yet told."""
        now = self.rooms.now()
        return (number for number, moment in self._events() if moment is not None and moment <= now)

    def _events(self) -> Iterator[tuple[int, datetime | None]]:
        for number, event in enumerate(self.rules.worked["events"]):
            if number not in self._told:
                yield number, self._moment_of(event)

    def _moment_of(self, event: Json) -> datetime | None:
        if "on" in event:
            return at(date.fromisoformat(event["on"]), FORENOON)
        taken = [one["day"] for one in self.seen()["steps"] if one["step"] == event["during"]]
        return at(self.rules.day("during", {"taken": taken[0], "event": from_wire(event)}), FORENOON) if taken else None

    def _tell(self, number: int) -> None:
        event = self.rules.worked["events"][number]
        text = self.rules.texts["events"][event["kind"]]
        scope = {**self.seen(), "event": from_wire(event)}
        sender = f"rehearsal:{self.rules.worked['id']}:{number}"
        self._told.add(number)
        self.rooms.cases.receive(
            text["message"],
            self.rules.ask(text["key"], scope),
            self.rules.ask_wire(text["payload"], scope),
            actor=Actor("message", sender),
            now=self.rooms.now(),
            message_id=sender,
        )

    def moments(self) -> Iterator[datetime]:
        """When somebody acts next."""
        if self.among_others and self._ready():
            yield at(self.rules.day("next_day", {"on": legal_day(self.rooms.now())}), MORNING)
        for task in self._tasks():
            held = self._held(task)
            if held is not None:
                yield at(held, MORNING)
        for _, moment in self._events():
            if moment is not None:
                yield moment

    def _settle(self) -> None:
        self.rooms.cases.drain(self.rooms.now())
        self.heard()


@cache
def _client() -> httpx.Client:
    """One for all plays: to make it takes far longer than to call the simulators."""
    return httpx.Client(timeout=10)


def until(plays: Sequence[Play], end: datetime) -> None:
    """Let everybody act, then let time pass to the next moment at which something is due, and so on to the end."""
    rooms = plays[0].rooms
    for _ in range(MOST_ROUNDS):
        for play in plays:
            play.act()
        awaited = {rooms.clock.next_due(), *chain.from_iterable(play.moments() for play in plays)}
        ahead = [moment for moment in awaited if moment is not None and rooms.now() < moment < end]
        rooms.cases.advance(min(ahead, default=end))
        for play in plays:
            play.heard()
        if not ahead:
            return
    raise NotFound(f"the end of {plays[0].rules.worked['id']} after {MOST_ROUNDS} rounds")


def at(day: date, clock: time) -> datetime:
    """A time of a day in Beijing."""
    return datetime.combine(day, clock, tzinfo=SHANGHAI)
