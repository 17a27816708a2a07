"""`import`: certificates and rights that exist already, taken over as cases with their source and date."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import click

from app.calendar import legal_day
from app.cli.console import as_option, json_of, json_option, opened, person, read_text, say
from app.cli.rooms import Rooms
from app.decisions import evaluate
from app.decisions.wire import from_wire, to_wire
from app.errors import Problem, Refused
from app.identity import Person

KINDS = "imports"


@dataclass(frozen=True)
class Importer:
    """Opens one case a row, as the release's reference file `imports.json` says for the row's kind."""

    rooms: Rooms
    by: Person
    source: str

    def take(self, row: Mapping[str, Any]) -> str:
        """Open the row's case; the same row of the same source is taken once."""
        now, release = self._now_and_release()
        kind = self._kind(row)
        given = from_wire(dict(row))
        if "read" in kind:
            given = evaluate(kind["read"], {"row": given}, now=now, functions=release.functions)

        def reckon(feel: str) -> Any:
            return evaluate(feel, {"row": given, "source": self.source}, now=now, functions=release.functions)

        if wrong := [need["why"] for need in kind.get("needs", ()) if reckon(need["holds"]) is not True]:
            raise Refused("；".join(wrong))
        key = f"import:{self.source}:{row['kind']}:{reckon(kind['key'])}"
        data, division = to_wire(reckon(kind["data"])), reckon(kind["division"])
        case: str = self.rooms.cases.open(kind["process"], data, by=self.by, now=now, key=key, division=division)
        return case

    def note(self, row: Mapping[str, Any], case: str) -> str | None:
        """Say what somebody should know of how the row's case ended, in the words of `imports.json`."""
        said: str | None = self._kind(row).get("noted", {}).get(self.rooms.cases.outcome(case))
        return said

    def _kind(self, row: Mapping[str, Any]) -> dict[str, Any]:
        kinds = self._now_and_release()[1].reference(KINDS)
        if row.get("kind") not in kinds:
            raise Refused(f"kind 是 {row.get('kind')!r}，应为 {'、'.join(sorted(kinds))} 之一")
        found: dict[str, Any] = kinds[row["kind"]]
        return found

    def _now_and_release(self) -> tuple[datetime, Any]:
        now = self.rooms.now()
        return now, self.rooms.catalogue.in_force(legal_day(now))


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", help="Where the rows come from; part of their identity (default: the file's name).")
@as_option
@json_option
@click.pass_context
def import_rows(ctx: click.Context, file: Path, source: str | None, login: str, as_json: bool) -> None:
    """Take over the rows of a CSV or JSON-lines FILE; what was taken before is skipped, so it can be run again.

    A row that can't be taken is told by its line and how to mend it, and the others are taken: mend these and run it
    again. The command ends with 1 while there is such a row. Broken off at any moment it goes on where it stood.
    """
    taken, refused, noted = [], [], []
    with opened(ctx) as rooms:
        importer = Importer(rooms, person(rooms, login), source or file.name)
        for line, row in numbered(file):
            try:
                taken.append(importer.take(sound(row)))
            except Problem as problem:
                refused.append({"line": line, "why": problem.detail or problem.zh})
                continue
            if said := importer.note(sound(row), taken[-1]):
                noted.append({"line": line, "case": taken[-1], "what": said})
        rooms.cases.drain(rooms.now())
    told = [f"第 {one['line']} 行未接收：{one['why']}" for one in refused]
    told += [f"第 {one['line']} 行：{one['what']}（案件 {one['case']}）" for one in noted]
    last = f"共接收 {len(taken)} 行，拒收 {len(refused)} 行。"
    say(as_json, {"cases": taken, "refused": refused, "noted": noted}, [*told, last])
    ctx.exit(1 if refused else 0)


def rows(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file that is read as a whole or not at all."""
    for line, row in numbered(file):
        if isinstance(row, Problem):
            raise Refused(f"{file}, line {line}: {row.detail}")
        yield row


def sound(row: dict[str, Any] | Problem) -> dict[str, Any]:
    if isinstance(row, Problem):
        raise row
    return row


def numbered(file: Path) -> Iterator[tuple[int, dict[str, Any] | Problem]]:
    """The rows of a file by their line, or why a line is none: CSV with a head line, or one JSON object a line."""
    text = read_text(str(file)).lstrip("\ufeff")
    if file.suffix.lower() == ".csv":
        table = csv.DictReader(StringIO(text))
        for row in table:
            yield table.line_num, _cells(row)
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield number, _object(line)


def _cells(row: dict[str, Any]) -> dict[str, Any] | Problem:
    if None in row:
        return Refused("比表头多出一列或几列：含逗号的内容应加双引号")
    return {name: value or None for name, value in row.items()}


def _object(line: str) -> dict[str, Any] | Problem:
    try:
        found = json_of(line, "这一行")
    except Problem as problem:
        return problem
    return found if isinstance(found, dict) else Refused("这一行应为一个 JSON 对象")
