"""What every command shares: the product opened for one command, who acts, and output as text or JSON."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from json import JSONDecodeError
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app.calendar import SHANGHAI
from app.cli.rooms import Rooms
from app.decisions.wire import to_wire
from app.errors import NotFound, Problem, Refused
from app.events.canonical import decode, encode
from app.identity import Person
from app.settings import Settings

Start = Callable[[Settings], Flask]
json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
as_option = click.option("--as", "login", required=True, help="Login of the person who acts.")


class Commands(click.Group):
    """A group of commands that tells a refusal in one line and ends with 1, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (Problem, OSError, SQLAlchemyError) as failed:
            click.echo(_told(failed), err=True)
            ctx.exit(1)


def _told(failed: Exception) -> str:
    """What a person at the terminal can mend; of the database, what it says without its statement and values."""
    if isinstance(failed, Problem):
        return f"{failed.zh} {failed}"
    if isinstance(failed, OSError):
        return f"文件或网络操作失败。 A file or the network failed: {failed}"
    why = str(getattr(failed, "orig", None) or failed).split("\n")[0]
    return f"数据库无法使用。 The database can't be used: look at DATABASE_URL and run `yijianshi migrate`. {why}"


@contextmanager
def opened(ctx: click.Context, settings: Settings | None = None) -> Iterator[Rooms]:
    """Open the product for one command; the factory hands itself in as the context's object."""
    start: Start = ctx.find_root().obj
    app = start(settings or Settings.from_env(os.environ))
    with app.app_context():
        yield Rooms(app)


def person(rooms: Rooms, login: str) -> Person:
    """Who acts: at the console the shell is the trust, and the facts name the person."""
    found: Person | None = rooms.people.named(login)
    if found is None:
        raise NotFound(f"login {login}")
    return found


def say(as_json: bool, data: Any, lines: Iterable[str]) -> None:
    """Print data as one line of JSON for programs, or lines of text for people."""
    click.echo(encode(wire(data)).decode() if as_json else "\n".join(lines))


def wire(value: Any) -> Any:
    """Turn views and facts into wire JSON; a type that is no data is written as its text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: wire(inner) for name, inner in asdict(value).items()}
    if isinstance(value, dict):
        return {str(name): wire(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [wire(inner) for inner in value]
    if isinstance(value, datetime | date):
        return to_wire(value)
    return str(value) if isinstance(value, Path) else value


def local(instant: datetime) -> str:
    """An instant as people here read it."""
    return instant.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def read_text(source: str) -> str:
    """The content of a file, or of standard input for a dash."""
    try:
        return sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
    except UnicodeDecodeError as other:
        raise Refused(f"{source} is not text in UTF-8: save it in that encoding.") from other


def json_of(text: str, what: str) -> Any:
    """Read JSON that somebody wrote; what is wrong is told with its place."""
    try:
        return decode(text)
    except JSONDecodeError as broken:
        raise Refused(f"{what} is no JSON: {broken.msg}, line {broken.lineno}, column {broken.colno}.") from broken
    except ValueError as wrong:
        raise Refused(f"{what}: {wrong}.") from wrong
