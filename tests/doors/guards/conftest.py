"""A product of its own with one of everything that a route can name, and a browser for each kind of visitor."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import Select, insert, select

from app.events.actor import SYSTEM, Actor
from app.events.facts import IncidentRaised
from app.store.db import Tables, db, reading
from app.store.keyring import Keyring
from app.store.models import CaseRow, OpenTaskRow, OutboxRow, PaperRow
from app.store.rows import Command
from app.store.unit import unit
from tests.doors.pages.conftest import APPLICATION, JPEG, PAPERS, Reader, another, app, reader, settle
from tests.doors.pages.holding import ANOTHER_HOLDER, granted

__all__ = ["another", "app", "reader", "settle"]  # fixtures of the pages, used here as they are
FILES = ("release_file", "blob", "draft_file")  # large, and told by their hashes elsewhere


@dataclass(frozen=True)
class World:
    """What a route's arguments stand for, and what is kept."""

    app: Flask
    names: dict[str, str]

    def kept(self) -> dict[str, list[Any]]:
        """Every row of every table: two looks are the same when nothing was changed or recorded."""
        tables = [table for name, table in Tables.metadata.tables.items() if name not in FILES]
        with self.app.app_context(), reading() as connection:
            return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in tables}

    def still(self) -> "World":
        """The same with one draft for all routes: nothing is begun while it is looked at."""
        return replace(self, names=self.names | {"number": self.draft()})

    def draft(self) -> str:
        """Begin a draft, so that one route's doings don't stand in another's way."""
        with self.app.app_context():
            rooms = self.app.extensions
            analyst = rooms["people"].login("analyst", "yijianshi-demo")
            return str(rooms["drafts"].begin("看守", analyst, rooms["now"]()))

    def path(self, rule: str) -> str:
        """A route's address with real names in place of its arguments."""
        names = self.names | {}
        if "/drafts/<" in rule and "number" not in names:
            names["number"] = self.draft()
        if "/releases/<" in rule:
            names["number"] = "1"
        if rule.startswith("/applications/<case_id>/tasks"):
            names |= {"case_id": names["own_case"], "task_id": names["own_task"]}
        if rule in {"/applications/<case_id>/report", "/applications/<case_id>/rate"}:
            names |= {"case_id": names["held_case"]}
        return "/".join(_named(part, names) for part in rule.split("/"))


def _named(part: str, names: dict[str, str]) -> str:
    if not part.startswith("<"):
        return part
    name, _, ending = part.removeprefix("<").partition(">")
    return names[name.rpartition(":")[2]] + ending


@pytest.fixture(scope="module")
def world(app: Flask) -> World:
    return peopled(app)


def peopled(app: Flask) -> World:
    """Hand in three applications, one of them incomplete, one granted, and name what came of them."""
    owner = Reader(app, "10.9.9.9").login("applicant1")
    case = owner.apply()
    owner.open("/apply")
    photos = {slot: (JPEG, f"{slot}.jpg") for slot in PAPERS if slot != "paper_hukou"}
    owner.send("/apply", APPLICATION | {"do": "submit", "submit_incomplete": "on", "items": ["cert_new"]}, photos)
    own_case = owner.path.split("/")[2]
    with app.app_context():
        now = app.extensions["now"]()
        app.extensions["cases"].drain(now)
        told = {"actor": Actor("message", "guards"), "now": now, "message_id": "guards:kept"}
        app.extensions["cases"].receive("change_reported", "140105195001011234", {"kind": "other"}, **told)
        names = {"case_id": case, "own_case": own_case, "held_case": granted(app, owner, ANOTHER_HOLDER)} | _things(
            case, own_case, now
        )
    return World(app, names)


def _things(case: str, own_case: str, now: datetime) -> dict[str, str]:
    """The task, the paper and the incident of one case, and the task that its applicant has in another."""
    with db.engine.begin() as connection:
        number = connection.scalar(select(CaseRow.no).where(CaseRow.id == case))
        own = connection.scalar(select(CaseRow.no).where(CaseRow.id == own_case))
        failed = {
            "kind": "tell",
            "key": "guards:1",
            "body": b"",
            "created_at": now,
            "attempts": 9,
            "status": "incident",
        }
        [incident] = connection.execute(insert(OutboxRow).values(case_no=number, **failed)).inserted_primary_key
    _raise(case, incident, now)
    with db.engine.connect() as connection:
        return {
            "task_id": connection.scalar(_open(number).where(OpenTaskRow.role == "federation")),
            "own_task": connection.scalar(_open(own).where(OpenTaskRow.role == "applicant")),
            "paper_id": connection.scalar(select(PaperRow.id).where(PaperRow.case_no == number)),
            "account_id": current_app.extensions["people"].named("hospital_lz").id,
            "incident_id": f"outbox:{incident}",
            "message_id": "guards:kept",
            "item": "cert_new",
            "key": "acceptance-1",
            "name": "objection_raised",
            "path": "dmn/care_subsidy.dmn",
            "filename": "dist/site.css",
            "sheet": "processes",
        }


def _raise(case_id: str, incident: int, now: datetime) -> None:
    """The fact that tells of the incident: one that the record knows nothing of is a fault."""
    keyring = Keyring.load(current_app.extensions["settings"].keys_file)
    with unit(now, keyring=keyring) as work:
        command = Command(f"incident:outbox:{incident}:9:guards", SYSTEM, now)
        work.keep(work.case(case_id), command, [IncidentRaised("guards:1", "OutsideUnavailable")])


def _open(number: int) -> Select[tuple[str]]:
    return select(OpenTaskRow.id).where(OpenTaskRow.case_no == number, OpenTaskRow.closed_at.is_(None))
