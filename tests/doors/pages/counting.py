"""Cases to count, as the store keeps them: of any time, place and outcome, without playing each to its end."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import Flask, current_app

from app.events.actor import SYSTEM
from app.events.facts import CaseOpened, StateReached, TokensMoved
from app.store.clocks.row import StatutoryClock
from app.store.ids import new_id
from app.store.keyring import Keyring
from app.store.rows import Command, NewCase
from app.store.unit import unit


@dataclass(frozen=True)
class Laid:
    """An open task, as a step lays it."""

    name: str
    role: str
    division: str
    ref: str = "T#1"
    process: str = "one_thing"
    element: str = "Check"
    form: str | None = None
    step: str | None = None
    scripted: str | None = None
    limit: datetime | None = None


@dataclass(frozen=True)
class End:
    outcome: str


@dataclass(frozen=True)
class Step:
    """Where a made case stands: before nothing, at one task, or at its end."""

    tasks: tuple[Laid, ...] = ()
    ended: End | None = None
    state: bytes = b"made to be counted"
    timers: tuple[Any, ...] = ()
    waits: tuple[Any, ...] = ()
    asks: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Made:
    """A case as it is to be counted."""

    division: str
    opened_at: datetime
    ended_at: datetime | None = None
    process: str = "one_thing"
    items: dict[str, str | None] = field(default_factory=dict)
    outcome: str = "done"
    task: tuple[str, str] | None = None  # name and role
    due: datetime | None = None


def fill(app: Flask, cases: Iterable[Made]) -> None:
    """Keep the cases in the product's own store."""
    with app.app_context():
        keyring = Keyring.load(current_app.extensions["settings"].keys_file)
        for made in cases:
            _keep(made, keyring)


def _keep(made: Made, keyring: Keyring) -> None:
    case_id = new_id()
    tasks = (Laid(made.task[0], made.task[1], made.division),) if made.task else ()
    with unit(made.opened_at, keyring=keyring) as work:
        case = work.open_case(NewCase(case_id, made.process, 1, made.division, new_id()))
        lead = CaseOpened(made.process, 1, case.number, made.division, {})
        facts = [lead, TokensMoved([["enter", "Start#1"]]), StateReached("00")]
        case = work.keep(case, Command(f"made:{case_id}", SYSTEM, made.opened_at), facts, Step(tasks))
        work.note_items(case.no, made.items)
        if made.due:
            running = StatutoryClock("all", 90, 0, date(2026, 1, 1), None, made.due, None, None, "late", "key")
            work.keep_clock(case, running)
    if made.ended_at:
        with unit(made.ended_at, keyring=keyring) as work:
            end = Command(f"over:{case_id}", SYSTEM, made.ended_at)
            work.keep(work.case(case_id), end, [StateReached("01")], Step(ended=End(made.outcome)))
