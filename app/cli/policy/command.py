"""`policy-check`: worked cases played as real ones in a scratch database, each expectation beside what came out."""

import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from flask import Flask
from httpx import HTTPError
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from app.catalogue import read_folder
from app.cli.console import Start, json_of, json_option, read_text, say
from app.cli.policy.compare import Line, lines
from app.cli.policy.play import MORNING, Play, at
from app.cli.policy.rules import Rules
from app.cli.policy.shape import whole
from app.cli.rooms import Rooms
from app.cli.scratch import inside, prepare
from app.connectors.simulators.serving import running
from app.errors import Problem, Refused
from app.settings import Settings

SCHEMA = "case-acceptance/2"
# What a case that keeps its shape and still makes no sense ends with; the others are played all the same.
UNFORESEEN = (ArithmeticError, LookupError, TypeError, ValueError, HTTPError)
WORDS = {None: "—", True: "是", False: "否"}
Json = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """One person: every expectation with what came out, or why the case could not be played."""

    id: str
    title: str
    lines: Sequence[Line]
    failed: str = ""

    @property
    def holds(self) -> bool:
        return not self.failed and all(line.holds for line in self.lines)


class Scratch:
    """One product for all cases: prepared once with the release to be checked, and put back so before each case."""

    def __init__(self, start: Start, settings: Settings, folder: Path, outside_url: str) -> None:
        """Take an empty folder to work in."""
        self._place, self._kept = folder / "place", folder / "kept"
        self._place.mkdir()
        self._app: Flask = start(inside(settings, self._place, outside_url))

    def ready(self, files: Mapping[str, bytes], first: date) -> None:
        with self._opened() as rooms:
            prepare(rooms, files, at(first, MORNING))
        shutil.copytree(self._place, self._kept)

    @contextmanager
    def fresh(self) -> Iterator[Rooms]:
        shutil.rmtree(self._place)
        shutil.copytree(self._kept, self._place)
        with self._opened() as rooms:
            yield rooms

    @contextmanager
    def _opened(self) -> Iterator[Rooms]:
        with self._app.app_context():
            rooms = Rooms(self._app)
            try:
                yield rooms
            finally:
                rooms.upkeep.let_go()


@click.command("policy-check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--release", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path())
@click.option("--person", "only", multiple=True, help="Only this case of the file; may be given again.")
@json_option
@click.pass_context
def policy_check(ctx: click.Context, file: Path, release: Path, only: tuple[str, ...], as_json: bool) -> None:
    """Play every worked case of FILE on the release in a folder and compare; ends with 1 on a difference."""
    cases = chosen(file, only)
    verdicts: list[Verdict] = []
    with scratch(ctx.find_root().obj, release, cases) as place:
        for worked in cases:
            verdicts.append(checked(place, worked))
            if not as_json:
                shown(verdicts[-1])
    summary = {"cases": verdicts, "holds": sum(v.holds for v in verdicts), "of": len(verdicts)}
    say(as_json, summary, [f"{summary['holds']} / {summary['of']} 个案例全部相符"])
    ctx.exit(0 if all(verdict.holds for verdict in verdicts) else 1)


def chosen(file: Path, only: Sequence[str]) -> list[Json]:
    """The worked cases of a file, or some of them."""
    content = json_of(read_text(str(file)), str(file))
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise Refused(f"{file} is not of the schema {SCHEMA}.")
    if not content.get("cases") or not all(map(_playable, content["cases"])):
        raise Refused(f"{file} must list `cases`, each with `id`, `title` and the day `submitted_on`.")
    found = [one for one in content["cases"] if not only or one["id"] in only]
    missing = set(only) - {one["id"] for one in found}
    if missing:
        raise Refused(f"{file} has no case {', '.join(sorted(missing))}.")
    return found


def _playable(one: Any) -> bool:
    try:
        return bool(one["id"] and one["title"] and date.fromisoformat(one["submitted_on"]))
    except (KeyError, TypeError, ValueError):
        return False


@contextmanager
def scratch(start: Start, release: Path, cases: Sequence[Json]) -> Iterator[Scratch]:
    """A temporary place with simulated outside systems, and the release in force before the first case."""
    # Every request to the simulators would be a line between the answers.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    first = min(date.fromisoformat(one["submitted_on"]) for one in cases) - timedelta(days=1)
    with TemporaryDirectory(prefix="yijianshi-") as name, running(Path(name) / "outside.sqlite3") as outside_url:
        place = Scratch(start, Settings.from_env(os.environ), Path(name), outside_url)
        place.ready(read_folder(release), first)
        yield place


def checked(place: Scratch, worked: Json, heard: Callable[[Rooms], None] = lambda _: None) -> Verdict:
    """Play one case in an installation of its own, compare, and prove its record."""
    try:
        with place.fresh() as rooms:
            rooms.clock.set(at(date.fromisoformat(worked["submitted_on"]), MORNING))
            rules = Rules(rooms, whole(worked, Rules(rooms, worked).texts))
            seen = Play(rooms, rules, lambda: heard(rooms)).run()
            return Verdict(worked["id"], worked["title"], [*lines(rules, seen), proof(rooms)])
    except Problem as problem:
        return Verdict(worked["id"], worked["title"], [], f"{type(problem).__name__}: {problem}")
    except UNFORESEEN as failed:
        logging.getLogger(__name__).exception("worked case %s", worked["id"])
        return Verdict(worked["id"], worked["title"], [], f"It can't be played: {type(failed).__name__}: {failed}")


def proof(rooms: Rooms) -> Line:
    """The record itself: its chain is whole and its replay arrives at the same facts."""
    breaks = [f"{one.stream}#{one.seq} {one.what} {one.detail}" for one in rooms.audit.verify(None)]
    for case in rooms.queries.cases():
        breaks += rooms.audit.replay(case.id).differences
    return Line("chain and replay", "whole", "; ".join(breaks) or "whole", not breaks)


def shown(verdict: Verdict) -> None:
    """Print one person's table."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 140)
    mark = "[green]相符[/]" if verdict.holds else "[red]不符[/]"
    console.print(f"[bold]{verdict.id}[/] {escape(verdict.title)} {mark}")
    table = Table("期望", "应为", "实际", "")
    for line in verdict.lines:
        table.add_row(line.what, told(line.expected), told(line.came), "✓" if line.holds else "[red]✗[/]")
    if verdict.lines:
        console.print(table)
    if verdict.failed:
        console.print(f"[red]{escape(verdict.failed)}[/]")


def told(value: Any) -> str:
    """A value in few characters."""
    if isinstance(value, list):
        return "、".join(map(told, value))
    return WORDS.get(value, "") if value is None or isinstance(value, bool) else str(value)
