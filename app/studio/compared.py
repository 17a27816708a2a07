"""Two versions of a file beside each other: a diagram with what became of its elements, a table with its cells."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from lxml import etree

from app.catalogue.drafting import FileChange
from app.events.canonical import decode
from app.studio.naming import kind_of
from app.web.drawing import NotDrawable, picture, read
from app.web.look.language import lang, say

Files = Mapping[str, bytes]
ENGLISH: Final = "forms/i18n/en.json"


@dataclass(frozen=True)
class Sheet:
    """One drawing of a pair: the old one or the new one."""

    title: str
    svg: str


@dataclass(frozen=True)
class Cell:
    """One cell: what stood in it and what stands in it."""

    old: str
    new: str

    @property
    def changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True)
class Row:
    """One rule: its number in the newer table (in the older one, where it was removed) and what became of it."""

    number: int
    how: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Grid:
    """One decision table; a column that was added or removed is named with what became of it."""

    name: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Compared:
    """What is seen of a changed file beside the list of its changes; both are empty where nothing can be drawn."""

    sheets: Sequence[Sheet] = ()
    grids: Sequence[Grid] = ()


def compared(change: FileChange, before: Files, after: Files) -> Compared:
    """Set the two versions of a changed diagram or table side by side; one that can't be read has no picture."""
    if change.how != "changed" or change.broken or change.silent:
        return Compared()
    kind = kind_of(change.path)
    if kind == "bpmn":
        return Compared(sheets=_sheets(change, before, after))
    return Compared(grids=_grids(before[change.path], after[change.path])) if kind == "dmn" else Compared()


def tables(content: bytes) -> list[Grid]:
    """Show the tables of a file as they stand, each cell as it is written."""
    return [_grid(table, table) for table in _tables(content).values()]


def _sheets(change: FileChange, before: Files, after: Files) -> list[Sheet]:
    how = {one.id: one.how for one in change.changes}
    try:
        return [
            Sheet(say(title), _drawn(files, change.path, f"{change.path}-{name}", how, say(title)))
            for title, name, files in (("原来", "old", before), ("现在", "new", after))
        ]
    except NotDrawable:
        return []


def _drawn(files: Files, path: str, name: str, how: Mapping[str, str], title: str) -> str:
    english = cast("dict[str, str]", decode(files[ENGLISH])) if lang() == "en" and ENGLISH in files else None
    plan = read(files[path])
    return picture(plan, title=f"{plan.name}{say('：')}{title}", name=name, words=english, changed=how)


def _grids(before: bytes, after: bytes) -> list[Grid]:
    old, new = _tables(before), _tables(after)
    found = [_grid(old.get(key, _Table("", {}, {})), table) for key, table in new.items()]
    return [grid for grid in found if any(row.how for row in grid.rows) or any(how for _, how in grid.columns)]


@dataclass(frozen=True)
class _Table:
    name: str
    columns: Mapping[str, str]
    rules: Mapping[str, Mapping[str, str]]


def _tables(content: bytes) -> dict[str, _Table]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    return {one.get("id", ""): _table(one) for one in etree.fromstring(content, parser).iter("{*}decisionTable")}


def _table(node: Any) -> _Table:
    columns = {one.get("id", ""): _label(one) for one in node.iterchildren("{*}input", "{*}output")}
    rules = {
        rule.get("id", ""): dict(
            zip(columns, map(_text, rule.iterchildren("{*}inputEntry", "{*}outputEntry")), strict=False)
        )
        for rule in node.iterfind("{*}rule")
    }
    return _Table(node.getparent().get("name", ""), columns, rules)


def _label(column: Any) -> str:
    return column.get("label") or column.get("name") or _text(column)


def _text(node: Any) -> str:
    return "".join(node.itertext()).strip()


def _grid(old: _Table, new: _Table) -> Grid:
    columns = {**new.columns, **{key: name for key, name in old.columns.items() if key not in new.columns}}
    named = [(name, _how(key, old.columns, new.columns)) for key, name in columns.items()]
    rules = [*new.rules, *(key for key in old.rules if key not in new.rules)]
    return Grid(new.name, named, [_row(key, list(columns), old, new) for key in rules])


def _row(key: str, columns: Sequence[str], old: _Table, new: _Table) -> Row:
    before, after = old.rules.get(key, {}), new.rules.get(key, {})
    cells = [Cell(before.get(column, ""), after.get(column, "")) for column in columns]
    how = _how(key, old.rules, new.rules) or ("changed" if any(cell.changed for cell in cells) else "")
    return Row(list(new.rules if key in new.rules else old.rules).index(key) + 1, how, cells)


def _how(key: str, old: Collection[str], new: Collection[str]) -> str:
    if key in old:
        return "" if key in new else "removed"
    return "added"
