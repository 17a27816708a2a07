"""`case`, `task` and `message`: the main job at the terminal, by the same use cases as the pages."""

from typing import Any
from uuid import uuid4

import click

from app.cli.console import as_option, json_of, json_option, local, opened, person, read_text, say
from app.errors import Refused
from app.events.actor import Actor
from app.events.canonical import refuse_reserved

key_option = click.option("--key", help="Idempotency key; the same key does the same thing once.")
data_option = click.option("--data", "given", default="{}", help="JSON, or @FILE, or - for standard input.")


def _given(text: str) -> dict[str, Any]:
    found = json_of(read_text(text.removeprefix("@")) if text == "-" or text.startswith("@") else text, "--data")
    if not isinstance(found, dict):
        raise Refused("A JSON object is needed.")
    refuse_reserved(found)
    return found


@click.group()
def case() -> None:
    """Open a case and look at it."""


@case.command("open")
@click.argument("process")
@click.option("--division", required=True, help="Code of the division where the case is at home.")
@data_option
@as_option
@key_option
@json_option
@click.pass_context
def open_case(
    ctx: click.Context, process: str, division: str, given: str, login: str, key: str | None, as_json: bool
) -> None:
    """Open a case of PROCESS."""
    with opened(ctx) as rooms:
        by, now = person(rooms, login), rooms.now()
        made = rooms.cases.open(process, _given(given), by=by, now=now, key=key or str(uuid4()), division=division)
        rooms.cases.drain(now)
        say(as_json, {"case": made}, [made])


@case.command()
@click.argument("case_id")
@as_option
@json_option
@click.pass_context
def show(ctx: click.Context, case_id: str, login: str, as_json: bool) -> None:
    """Show where a case stands."""
    with opened(ctx) as rooms:
        page = rooms.queries.case(case_id, person(rooms, login), rooms.now())
        line = page.line
        lines = [
            f"{line.number} {line.title}",
            *(f"  {step.state:8} {step.name} {step.by}" for step in page.steps),
            *(f"  待办  {task.name}（{task.role} {task.division}） {task.id}" for task in page.tasks),
            *(f"  决定  {made.name}：{made.reason}" for made in page.decisions),
        ]
        say(as_json, page, lines)


@case.command()
@click.argument("case_id")
@as_option
@json_option
@click.pass_context
def tasks(ctx: click.Context, case_id: str, login: str, as_json: bool) -> None:
    """List the open tasks of a case."""
    with opened(ctx) as rooms:
        found = rooms.queries.case(case_id, person(rooms, login), rooms.now()).tasks
        say(as_json, {"tasks": found}, [f"{one.id}  {one.name}  {one.role} {one.division}" for one in found])


@case.command()
@click.argument("case_id")
@as_option
@json_option
@click.pass_context
def facts(ctx: click.Context, case_id: str, login: str, as_json: bool) -> None:
    """List every fact of a case, in order."""
    with opened(ctx) as rooms:
        found = rooms.queries.facts(case_id, person(rooms, login), rooms.now())
        lines = [f"{one.seq:4} {local(one.at)} {one.kind:18} {one.actor} {one.sentence}" for one in found]
        say(as_json, {"facts": found}, lines)


@click.group()
def task() -> None:
    """Claim and complete tasks."""


@task.command()
@click.argument("task_id")
@as_option
@json_option
@click.pass_context
def claim(ctx: click.Context, task_id: str, login: str, as_json: bool) -> None:
    """Take a task upon yourself."""
    with opened(ctx) as rooms:
        rooms.cases.claim(task_id, by=person(rooms, login), now=rooms.now())
        say(as_json, {"task": task_id}, ["已认领"])


@task.command()
@click.argument("task_id")
@data_option
@as_option
@key_option
@json_option
@click.pass_context
def complete(ctx: click.Context, task_id: str, given: str, login: str, key: str | None, as_json: bool) -> None:
    """Hand in a task's form."""
    with opened(ctx) as rooms:
        now = rooms.now()
        done = rooms.cases.complete(task_id, _given(given), by=person(rooms, login), now=now, key=key or str(uuid4()))
        rooms.cases.drain(now)
        say(as_json, {"case": done}, [f"已办结，案件 {done}"])


@click.group()
def message() -> None:
    """Send messages to the cases that wait for them."""


@message.command()
@click.argument("name")
@click.option("--key", required=True, help="Whom or what it is about, as the diagrams correlate it.")
@data_option
@as_option
@click.option("--id", "message_id", help="The sender's id of the message; the same id arrives once.")
@json_option
@click.pass_context
def send(
    ctx: click.Context, name: str, key: str, given: str, login: str, message_id: str | None, as_json: bool
) -> None:
    """Send message NAME; it goes to every case that waits for it, or is kept."""
    with opened(ctx) as rooms:
        by, now = person(rooms, login), rooms.now()
        got = rooms.cases.receive(
            name, key, _given(given), actor=Actor("person", by.id), now=now, message_id=message_id or str(uuid4())
        )
        rooms.cases.drain(now)
        say(as_json, {"cases": got}, got or ["目前没有案件在等这条消息，已留存。"])
