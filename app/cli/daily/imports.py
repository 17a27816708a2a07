"""`import`: certificates and rights that exist already, taken over as cases with their source and date."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import click

from app.calendar import legal_day
from app.cli.console import as_option, json_option, opened, person, read_text, say
from app.cli.rooms import Rooms
from app.decisions import evaluate
from app.decisions.wire import from_wire, to_wire
from app.errors import Problem, Refused
from app.events.canonical import decode
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
        now = self.rooms.now()
        release = self.rooms.catalogue.in_force(legal_day(now))
        kinds = release.reference(KINDS)
        if row.get("kind") not in kinds:
            raise Refused(f"kind is {row.get('kind')!r}: use one of {', '.join(sorted(kinds))}.")
        kind = kinds[row["kind"]]
        scope = {"row": from_wire(dict(row)), "source": self.source}

        def reckon(name: str) -> Any:
            return to_wire(evaluate(kind[name], scope, now=now, functions=release.functions))

        key = f"import:{self.source}:{row['kind']}:{reckon('key')}"
        case: str = self.rooms.cases.open(
            kind["process"], reckon("data"), by=self.by, now=now, key=key, division=reckon("division")
        )
        return case


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", help="Where the rows come from; part of their identity (default: the file's name).")
@as_option
@json_option
@click.pass_context
def import_rows(ctx: click.Context, file: Path, source: str | None, login: str, as_json: bool) -> None:
    """Take over the rows of a CSV or JSON-lines FILE; what was taken before is skipped, so it can be run again."""
    taken, refused = [], []
    with opened(ctx) as rooms:
        importer = Importer(rooms, person(rooms, login), source or file.name)
        for number, row in enumerate(rows(file), start=1):
            try:
                taken.append(importer.take(row))
            except Problem as problem:
                refused.append({"row": number, "why": str(problem)})
        rooms.cases.drain(rooms.now())
    lines = [f"第 {one['row']} 行未接收：{one['why']}" for one in refused]
    say(as_json, {"cases": taken, "refused": refused}, [*lines, f"共接收 {len(taken)} 行，拒收 {len(refused)} 行。"])
    ctx.exit(1 if refused else 0)


def rows(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file: CSV with a head line, or one JSON object a line."""
    text = read_text(str(file))
    if file.suffix.lower() == ".csv":
        yield from ({k: v or None for k, v in row.items()} for row in csv.DictReader(StringIO(text.lstrip("\ufeff"))))
        return
    for line in text.splitlines():
        if line.strip():
            yield decode(line)
