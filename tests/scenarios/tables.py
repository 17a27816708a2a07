"""Reads the scenario tables: markdown in, scenarios with their rows out; only the tests beside it call this."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

FOLDER = Path(__file__).parent
PEOPLE = FOLDER / "people.md"
NO_STORIES = {"README.md", PEOPLE.name}
Line = tuple[int, str]
COLUMNS = ["when", "who", "does", "with", "then"]
BEGINS = re.compile(r'Begins as "(?P<title>[^"]+)"(?:, with `(?P<given>.+)`)?\.')


@dataclass(frozen=True)
class Row:
    """One line: when who does what, with which answers (those of a later cell stand), and what is then so."""

    when: str
    who: str
    does: str
    given: tuple[str, ...]
    then: str
    place: str

    @property
    def verb(self) -> str:
        return self.does.partition(" ")[0]

    @property
    def what(self) -> str:
        return self.does.partition(" ")[2].strip()

    @property
    def expected(self) -> list[str]:
        return [each.strip() for each in self.then.split(";") if each.strip()]


@dataclass(frozen=True)
class Scenario:
    """A titled table; it may begin as another one does, with other answers in the application."""

    title: str
    rows: tuple[Row, ...]


def scenarios() -> dict[str, Scenario]:
    """Every scenario of the folder by title, with the rows that it begins with."""
    written: dict[str, tuple[Path, list[Line]]] = {}
    for path in sorted(path for path in FOLDER.glob("*.md") if path.name not in NO_STORIES):
        for title, lines in _sections(path):
            if title in written:
                raise ValueError(f"{path.name}: two scenarios are called {title!r}")
            written[title] = path, lines
    return {title: Scenario(title, tuple(_whole(title, written))) for title in written}


def people() -> dict[str, str]:
    """What each person of the tables fills in, by name."""
    cells = (_cells(line) for line in PEOPLE.read_text(encoding="utf-8").splitlines() if line.startswith("|"))
    return {name: given.strip("`") for name, given in list(cells)[2:]}


def _whole(title: str, written: dict[str, tuple[Path, list[Line]]]) -> Iterator[Row]:
    """The rows of another scenario that it begins with, the application answered otherwise, and its own."""
    path, lines = written[title]
    if begun := BEGINS.search("\n".join(line for _, line in lines)):
        for row in _whole(begun["title"], written):
            otherwise = row.does == "submits application" and begun["given"]
            yield replace(row, given=(*row.given, begun["given"])) if otherwise else row
    yield from _rows(lines, path.name)


def _sections(path: Path) -> Iterator[tuple[str, list[Line]]]:
    title, lines = "", []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("## "):
            if title:
                yield title, lines
            title, lines = line[3:].strip(), []
        else:
            lines.append((number, line))
    if title:
        yield title, lines


def _rows(lines: list[Line], file: str) -> Iterator[Row]:
    tables = [(number, _cells(line)) for number, line in lines if line.startswith("|")]
    if tables and tables[0][1] != COLUMNS:
        raise ValueError(f"{file}:{tables[0][0]}: the columns are {', '.join(COLUMNS)}")
    for number, (when, who, does, given, then) in tables[2:]:
        yield Row(when, who, does, (given.strip("`"),), then, f"{file}:{number}")


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
