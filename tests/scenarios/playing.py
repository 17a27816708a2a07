"""Plays a scenario's rows through the real use cases: submits, claims, completes, receives, passes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from app.calendar import SHANGHAI, legal_day
from app.cases.shown.reporting import told
from app.cli.daily.imports import Importer
from app.cli.policy import paper
from app.cli.policy.compare import plain
from app.cli.rooms import Rooms
from app.decisions import evaluate
from app.decisions.wire import to_wire
from app.errors import InvalidAnswers, Problem, Refused
from app.events.actor import Actor
from app.identity import Person
from tests.scenarios.installation import Offices
from tests.scenarios.seeing import Onlooker
from tests.scenarios.tables import Row

FIRST_DAY = date(2026, 9, 1)
OFFICE_HOUR = time(10)
REGISTERS = ("certificates", "bars", "entitlements", "payment_orders", "notices", "marks", "ratings")
Json = dict[str, Any]


@dataclass
class Player:
    """One scenario on stage; `ordinary` is what people fill in where a table says nothing."""

    rooms: Rooms
    offices: Offices
    ordinary: dict[str, str]
    seen: Onlooker = field(init=False)
    _day: date = FIRST_DAY
    _first: date | None = None
    _held: str = ""
    _count: int = 0

    def __post_init__(self) -> None:
        self.seen = Onlooker(self.rooms, self.offices)

    def play(self, row: Row) -> None:
        """Let time come to the row's day, do what it says, let everything go out, and hold it to its `then`."""
        self._go_to(row.when)
        self._count += 1
        try:
            VERBS[row.verb](self, row)
        except Problem as problem:
            if not any(said.startswith("refused") for said in row.expected):
                raise AssertionError(f"{row.place}: {_told(problem)}") from problem
            self.seen.refused = type(problem).__name__
        self.rooms.cases.drain(self.rooms.now())
        self.seen.look()
        for said in row.expected:
            so, instead = self.seen.holds(said)
            assert so, f"{row.place}: not so: {said}\ninstead: {instead}"

    def _go_to(self, when: str) -> None:
        if when:
            word, _, number = when.partition(" ")
            day = (self._first or FIRST_DAY) + timedelta(int(number)) if word == "day" else date.fromisoformat(when)
            self._first, self._day = self._first or day, day
        at = datetime.combine(self._day, OFFICE_HOUR, tzinfo=SHANGHAI)
        if at > self.rooms.now():
            self.rooms.cases.advance(at)

    def _submits(self, row: Row) -> None:
        if row.who == "outside":
            how = row.given[0]
            self.offices.be(row.what, how, {} if how in WORDS else self._given(row.given))
        elif row.what == "application":
            self._apply(row)
        elif row.what == "report":
            self._report(row)
        elif row.what == "rating":
            self._rate(row)
        else:
            self._import(row)

    def _apply(self, row: Row) -> None:
        """Hand in the one form, checked as the portal checks it."""
        given = self._given(row.given)
        by, now = self._person("applicant", None), self.rooms.now()
        answers = self._checked("application", self._with_papers("application", given, by))
        self.seen.subject = answers["id_no"]
        self.seen.case = "one_thing"
        self.rooms.cases.open(
            self.seen.case,
            {"application": answers},
            by=by,
            now=now,
            key=f"apply:{given.get('form_number', self._count)}",
            division=answers["residence_county"],
        )

    def _report(self, row: Row) -> None:
        """Tell of a change as people do: on the page of an application of one's own, or recorded by an office."""
        given = self._given(row.given)
        role, _, division = row.who.partition(" ")
        key, by, now = given.pop("key"), self._person(role, division or None), self.rooms.now()
        values, sent = self._checked("change_reported", given), f"report:{self._count}"
        told = self.rooms.cases.report("change_reported", key, values, by=by, now=now, message_id=sent)
        assert told.opened
        self.seen.subject = key

    def _rate(self, row: Row) -> None:
        """Rate the newest application, as the page of a case of one's own lets its applicant do."""
        by, now = self._person("applicant", None), self.rooms.now()
        case = [one for one in self.rooms.queries.cases() if one.process == "one_thing"][-1]
        rates = self.rooms.queries.case(case.id, by, now).to_rate
        if rates is None:
            raise Refused("there is nothing to rate, or it is rated already")
        given = told(rates, self._checked(rates.form, self._given(row.given)))
        self.rooms.cases.open(given.process, given.data, by=by, now=now, key=rates.once, division=given.division)

    def _import(self, row: Row) -> None:
        """Take over a certificate, cancellation or right that exists already."""
        given = self._given(row.given, tagged=False) | {"kind": row.what}
        self.seen.subject = given["id_no"]
        source = given.pop("source", "first")
        Importer(self.rooms, self._person(row.who, given["county"]), source).take(given)

    def _claims(self, row: Row) -> None:
        task = self._task(row.what)
        self._held = task.task
        self.rooms.cases.claim(task.task, by=self._who(row, task), now=self.rooms.now())

    def _completes(self, row: Row) -> None:
        task = self._task(row.what)
        by = self._who(row, task)
        given = self._with_papers(task.form, self._given(row.given), by)
        key = f"complete:{self._count}"
        self.rooms.cases.complete(task.task, given, by=by, now=self.rooms.now(), key=key)

    def _receives(self, row: Row) -> None:
        given = self._given(row.given)
        key, sent = given.pop("key"), f"message:{given.pop('message_number', self._count)}"
        payload = self._checked(row.what, given)
        actor = Actor("message", sent)
        self.rooms.cases.receive(row.what, key, payload, actor=actor, now=self.rooms.now(), message_id=sent)

    def _passes(self, row: Row) -> None:
        """Time has passed already."""

    def _given(self, cells: tuple[str, ...], *, tagged: bool = True) -> Json:
        """The cell's answers, over those of the person named in it, over everybody's; dates as people type them."""
        now = self.rooms.now()
        release = self.rooms.catalogue.in_force(legal_day(now))

        def read(entries: str) -> Json:
            scope = self.seen.registers(*REGISTERS) if self.seen.subject else {}
            found: Json = evaluate(f"{{{entries}}}", scope, now=now, functions=release.functions)
            assert isinstance(found, dict), f"no answers can be read from: {entries}"
            return found

        cell = {key: value for text in cells for key, value in read(text).items()}
        named = cell.pop("person", None)
        bases = [read(self.ordinary["anyone"]), read(self.ordinary[named])] if named else []
        joined = {key: value for each in [*bases, cell] for key, value in each.items()}
        return plain(joined) if tagged else {key: to_wire(value) for key, value in plain(joined).items()}

    def _checked(self, form_id: str, given: Json) -> Json:
        now = self.rooms.now()
        release = self.rooms.catalogue.in_force(legal_day(now))
        functions = self.rooms.cases.functions(release.number, now)
        read = release.form(form_id).validate(given, functions=functions, now=now)
        if read.errors:
            raise InvalidAnswers(read.errors)
        return dict(read.values)

    def _with_papers(self, form_id: str, given: Json, by: Person) -> Json:
        """Store the papers that a table names; null hands in none."""
        form = self.rooms.catalogue.in_force(legal_day(self.rooms.now())).form(form_id)
        slots = {slot.key for slot in form.files()}
        return {key: self._stored(key, value, by) if key in slots else value for key, value in given.items()}

    def _stored(self, slot: str, name: str | None, by: Person) -> list[Json]:
        if name is None:
            return []
        kept = self.rooms.cases.store_paper(
            paper.CONTENT, name=name, slot=slot, media_type=paper.TYPE, by=by, now=self.rooms.now()
        )
        return [{"paper": kept, "name": name, "type": paper.TYPE, "size": len(paper.CONTENT)}]

    def _task(self, name: str) -> Any:
        """The open task of this name; `it` is the one claimed last."""
        tasks = self.rooms.queries.scripts()
        found = [one for one in tasks if (one.task == self._held if name == "it" else one.name == name)]
        assert found, f"no task {name} is open, but {[one.name for one in tasks]}"
        return found[0]

    def _who(self, row: Row, task: Any) -> Person:
        """Somebody of the role in the division named, or in the task's own."""
        role, _, division = row.who.partition(" ")
        return self._person(role, division or (None if role == "applicant" else task.division))

    def _person(self, role: str, division: str | None) -> Person:
        found: Person | None = self.rooms.people.scripted(role, division)
        assert found is not None
        return found


WORDS = {"down", "refusing", "back"}
VERBS: dict[str, Callable[[Player, Row], None]] = {
    "submits": Player._submits,
    "claims": Player._claims,
    "completes": Player._completes,
    "receives": Player._receives,
    "passes": Player._passes,
}


def _told(problem: Problem) -> str:
    fields = "; ".join(f"{one.key}: {one.message}" for one in getattr(problem, "errors", []))
    return f"{type(problem).__name__}: {problem} {fields}"
