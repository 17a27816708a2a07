"""Kills a child process at every write of every command, lets a fresh one go on, and tells what differs.

`python -m tests.cases.killing FOLDER` is the prepared parent: one thread, nothing open, everything imported and read,
so that a child is one fork away. It is a process of its own because a test runner has threads, which fork badly.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, text

from app.cases.personnel import NewAccount
from app.errors import Conflict, InvalidAnswers
from app.events.canonical import encode
from app.events.facts import to_body
from app.store import reads
from app.store.db import db
from tests.cases.product import CITIZEN, COUNTY, DAY, HOUR, MEI, NOW, OPERATOR, UNTIL, Product

Json = dict[str, Any]
TOO_LONG = 30  # seconds: a child that never ends is a finding, not a wait
WRITES = ("BEGIN", "INSERT", "UPDATE", "DELETE")
# What is kept of each table is compared without numbers and ids that chance gives; cases are named by their number.
TABLES = {
    "open_task": "SELECT ref, claimed_by, closed_at, closed_by, closed_how FROM open_task",
    "job": "SELECT kind, ref, due_at, attempts, status FROM job",
    "subscription": "SELECT ref, message, key_index FROM subscription",
    "outbox": "SELECT kind, key, attempts, status FROM outbox",
    "message": "SELECT id, name, received_at, status FROM message",
    "delivery": "SELECT ref, at FROM delivery",
    "register": "SELECT register, key_index, valid_from, valid_to, source, superseded_at FROM register_entry",
    "statutory_clock": "SELECT name, days, used, since, due_at, ended_at, rang_at FROM statutory_clock",
    "person": "SELECT login, active, temporary, password IS NULL FROM person",
    "person_grant": "SELECT login, role, division FROM person JOIN person_grant ON person_grant.person = person.id",
    "command": "SELECT key, at, actor_kind, actor_id FROM command",
    "counter": "SELECT name, value FROM counter",
}


def _open(product: Product) -> None:
    product.open(key="the form was sent")


def _claim(product: Product) -> None:
    product.cases.claim(_task(product, "Check#1"), by=MEI, now=NOW)


def _complete(product: Product) -> None:
    product.cases.complete(_task(product, "Check#1"), {"result": "good"}, by=MEI, now=NOW + HOUR, key="completed")


def _drain(product: Product) -> None:
    product.cases.drain(NOW + 2 * HOUR)


def _receive(product: Product) -> None:
    number = reads.case(_errand()).number
    told = {"actor": CITIZEN, "now": NOW + DAY, "message_id": "objected"}
    product.cases.receive("objection", number, {"text": "不符"}, **told)


def _handle(product: Product) -> None:
    product.cases.complete(_task(product, "Handle#1"), {"result": "bad"}, by=MEI, now=NOW + DAY, key="handled")


def _review(product: Product) -> None:
    product.open("review", now=NOW + DAY, key="a review")


def _wake(product: Product) -> None:
    product.cases.tick(UNTIL + DAY)


def _late(product: Product) -> None:
    product.cases.drain(UNTIL + DAY)


def _once(act: Callable[[], object]) -> None:
    """What is asked of an account again says that it is so already."""
    with suppress(Conflict):
        act()


def _employ(product: Product) -> None:
    asked = NewAccount("new-one", "新人", [("federation", COUNTY)])
    _once(lambda: product.rooms.personnel.add(asked, OPERATOR, NOW))


def _promote(product: Product) -> None:
    personnel, account = product.rooms.personnel, _account(product, "new-one")
    with suppress(InvalidAnswers):
        personnel.grant(account, "operator", "0", OPERATOR, NOW)


def _dismiss(product: Product) -> None:
    """Close the account of who has a task in hand, which goes back."""
    _once(lambda: product.rooms.personnel.close(MEI.id, OPERATOR, NOW + HOUR))


def _take_back(product: Product) -> None:
    _once(lambda: product.rooms.personnel.reopen(MEI.id, OPERATOR, NOW + HOUR))


def _account(product: Product, login: str) -> str:
    account: str = product.rooms.personnel.called(login, OPERATOR).id
    return account


# One case's life. Each act is what is sent again after the kill, under the same key.
ACTS: dict[str, Callable[[Product], None]] = {
    "open": _open,
    "announce": _drain,
    "make an account": _employ,
    "give a role": _promote,
    "claim": _claim,
    "close an account": _dismiss,
    "open it again": _take_back,
    "complete": _complete,
    "ask, answer and send": _drain,
    "receive": _receive,
    "handle": _handle,
    "set a clock": _review,
    "wake": _wake,
    "say farewell": _late,
}


def _errand() -> str:
    return next(case.id for case in reads.cases() if case.process == "errand")


def _task(product: Product, ref: str) -> str:
    return next(task.id for task in reads.tasks_of(_errand()) if task.ref == ref)


@dataclass
class Plug:
    """Counts the moments at which a process may die, and pulls the plug at one of them.

    After one write is before the next: so each write is flanked, and so are BEGIN, COMMIT and what goes outside.
    """

    at: int | None = None
    moments: list[str] = field(default_factory=list)
    _committed: bool = False

    def pass_by(self, moment: str) -> None:
        self.moments.append(moment)
        if len(self.moments) == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def in_wall(self, product: Product) -> Iterator[None]:
        """Watch the database and the wire outside from here on; the process ends before the watching does."""
        event.listen(db.engine, "after_cursor_execute", self._after)
        event.listen(db.engine, "commit", self._commit)
        event.listen(db.engine, "checkin", self._given_back)
        product.outside.heard = self.pass_by
        yield

    def _after(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(WRITES):
            self.pass_by(f"after {_short(statement)}")

    def _commit(self, _connection: Connection) -> None:
        self.pass_by("before COMMIT")
        self._committed = True

    def _given_back(self, *_: Any) -> None:
        """A connection comes back to the pool when its COMMIT is through."""
        if self._committed:
            self._committed = False
            self.pass_by("after COMMIT")


def _short(statement: str) -> str:
    return " ".join(statement.split()[:3])


def picture(product: Product) -> Json:
    """All that an onlooker can see of the end: facts, tables, what arrived outside, and whether all is whole."""
    numbers = {case.id: case.number for case in reads.cases()}

    def plain(value: Any) -> str:
        told = str(value)
        for case_id, number in numbers.items():
            told = told.replace(case_id, number)
        return told

    facts = [
        plain((numbers[case], f.seq, f.at, f.actor, f.command_id, f.fact.kind, encode(to_body(f.fact)).decode()))
        for case in numbers
        for f in product.facts(case)
    ]
    with db.engine.connect() as connection:
        tables = {name: sorted(plain(row) for row in connection.execute(text(q))) for name, q in TABLES.items()}
    arrived = [plain(each) for each in product.outside.arrived()]
    return {"facts": facts, **tables, "arrived": sorted(set(arrived)), "wrong": product.whole()}


def keys_reused(product: Product) -> list[str]:
    """The keys that came to the outside systems with different things."""
    said: dict[str, Any] = {}
    return [key for key, *told in product.outside.arrived() if said.setdefault(key, told) != told]


def forked(work: Callable[[], Any]) -> tuple[int, Any]:
    """Do something in a child; give how it ended and what it came to, if it lived to say so."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        _speak(work, sending)
    os.close(sending)
    with os.fdopen(receiving) as pipe:
        said = pipe.read()
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return ended, json.loads(said) if said else None


def _speak(work: Callable[[], Any], sending: int) -> None:
    """Whatever happens, a child ends here and never goes on as a second parent."""
    ended = 1
    signal.alarm(TOO_LONG)
    try:
        with os.fdopen(sending, "w") as pipe:
            json.dump(work(), pipe)
        ended = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(ended)


@dataclass
class Executioner:
    """One act after another: undisturbed once, then killed at each moment and taken up by a fresh process."""

    product: Product
    folder: Path

    def run(self) -> Json:
        return {name: self._act(number, act) for number, (name, act) in enumerate(ACTS.items())}

    def _act(self, number: int, act: Callable[[Product], None]) -> Json:
        before = self.folder / f"before-{number}"
        self.product.keep(before)
        moments, end = self._expect(forked(lambda: self._undisturbed(act)))
        self.product.keep(self.folder / f"after-{number}")
        wrong = []
        for at, moment in enumerate(moments, 1):
            self.product.put_back(before)
            if differing := self._killed(act, at, end):
                wrong.append(f"killed {moment} ({at}): {differing}")
        self.product.put_back(self.folder / f"after-{number}")
        return {"moments": moments, "wrong": wrong, "end": {name: len(told) for name, told in end.items()}}

    def _undisturbed(self, act: Callable[[Product], None]) -> tuple[list[str], Json]:
        plug = Plug()
        with self.product.inside(), plug.in_wall(self.product):
            act(self.product)
            moments = list(plug.moments)
            return moments, picture(self.product)

    def _killed(self, act: Callable[[Product], None], at: int, end: Json) -> str:
        ended, _ = forked(lambda: self._dying(act, at))
        if ended != -signal.SIGKILL:
            return f"the child did not die, but ended with {ended}"
        found, reused = self._expect(forked(lambda: self._again(act)))
        differing = [f"{name}: {found[name]} instead of {end[name]}" for name in end if found[name] != end[name]]
        return "; ".join([*differing, *(f"{key} was used twice" for key in reused)])

    def _dying(self, act: Callable[[Product], None], at: int) -> None:
        with self.product.inside(), Plug(at).in_wall(self.product):
            act(self.product)

    def _again(self, act: Callable[[Product], None]) -> tuple[Json, list[str]]:
        with self.product.inside():
            act(self.product)
            return picture(self.product), keys_reused(self.product)

    @staticmethod
    def _expect(told: tuple[int, Any]) -> Any:
        ended, said = told
        assert ended == 0, f"a child that nobody killed ended with {ended}"
        return said


def main() -> None:
    folder = Path(sys.argv[1])
    product = Product(folder)
    with product.inside():
        assert product.release.machine.processes  # read once, before the first fork
    json.dump(Executioner(product, folder).run(), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
