"""The figures as tables in the reader's language: the page draws them, a spreadsheet takes them, both show the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from app.calendar import legal_day
from app.cases.figures import Came, Place, Process, Report, Thing
from app.figures import stretch
from app.figures.asking import named
from app.identity import prefix
from app.web.law import law_of
from app.web.look.language import law, say
from app.web.look.showing import role

NONE: Final = "—"


@dataclass(frozen=True)
class Cell:
    """What stands in one place: words or a number, with a bar of some length (0 to 1), or with a link."""

    value: str | int | float | None
    bar: float | None = None
    kind: str = "count"  # count, share (in percent), late (a number that should be nought)
    division: str = ""  # the division that it leads to

    @property
    def shown(self) -> str:
        if self.value is None:
            return NONE
        return f"{self.value}%" if self.kind == "share" else str(self.value)


@dataclass(frozen=True)
class Sheet:
    """One table: its name in addresses, its heading, what each column holds, and the rows; `words` columns lead."""

    key: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    words: int = 1
    now: bool = False  # tells of this moment, not of the period


@dataclass(frozen=True)
class Block:
    """The rows of one thing asked for, with what is said of it as a whole."""

    title: str
    said: str
    rows: Sequence[Sequence[Cell]]


def sheets(report: Report, places: Sequence[Place]) -> dict[str, Sheet]:
    """All tables by their names; one that there is nothing for has no rows."""
    every = [
        _processes(report),
        _parts(report),
        _parts_of_processes(report),
        _results(report),
        _tasks(report),
        _below(report, places),
    ]
    return {sheet.key: sheet for sheet in every}


def totals(report: Report) -> list[tuple[str, int, str]]:
    """The four numbers on top, each with its name and its kind."""
    found = report.processes
    return [
        (say("受理数"), sum(one.opened for one in found), "count"),
        (say("办结数"), sum(one.ended for one in found), "count"),
        (say("在办数"), sum(one.standing for one in found), "count"),
        (say("现在超期的任务"), sum(one.late for one in found), "late"),
    ]


def blocks(results: Sheet, report: Report) -> list[Block]:
    """What came of each thing asked for, apart."""
    of_thing = [list(group) for _, group in groupby(results.rows, lambda row: (row[0].value, row[1].value))]
    things = zip(report.things, of_thing, strict=True)
    return [Block(str(group[0][1].value), _said(thing), [row[2:] for row in group]) for thing, group in things]


def _processes(report: Report) -> Sheet:
    most = max((one.opened for one in report.processes), default=0)
    heads = [say("流程"), say("受理数"), say("办结数"), say("在办数"), say("现在超期的任务")]
    heads += [say("一半在几天内办结"), say("九成在几天内办结")]
    rows = [
        [
            Cell(_title(one)),
            Cell(one.opened, _share(one.opened, most)),
            Cell(one.ended),
            Cell(one.standing),
            Cell(one.late, kind="late"),
            Cell(one.half),
            Cell(one.most),
        ]
        for one in report.processes
    ]
    return Sheet("processes", say("各类案件"), heads, rows)


def _parts(report: Report) -> Sheet:
    found = [
        (stretch.part(one), *_both(process.parts[n] for process in report.processes))
        for n, one in enumerate(report.slices)
    ]
    most = max((max(opened, ended) for _, opened, ended in found), default=0)
    rows = [
        [Cell(name), Cell(opened, _share(opened, most)), Cell(ended, _share(ended, most))]
        for name, opened, ended in found
    ]
    heads = [say("时间"), say("受理数"), say("办结数")]
    return Sheet("parts", say("先后变化"), heads, rows if most else ())


def _both(parts: Iterable[tuple[int, int]]) -> tuple[int, int]:
    listed = list(parts)
    return sum(opened for opened, _ in listed), sum(ended for _, ended in listed)


def _parts_of_processes(report: Report) -> Sheet:
    heads = [say("流程"), say("时间"), say("受理数"), say("办结数")]
    rows = [
        [Cell(_title(one)), Cell(stretch.part(part)), Cell(opened), Cell(ended)]
        for one in report.processes
        for part, (opened, ended) in zip(report.slices, one.parts, strict=True)
        if one.opened or one.ended
    ]
    return Sheet("processes-parts", say("各类案件的先后变化"), heads, rows, words=2)


def _results(report: Report) -> Sheet:
    rows = [
        [
            Cell(law_of(thing.release).title(thing.process)),
            Cell(law_of(thing.release).say(thing.item)),
            Cell(_outcome(thing, came)),
            Cell(came.count),
            Cell(*_percent(came.count, thing.decided), kind="share") if came.outcome else Cell(None, kind="share"),
        ]
        for thing in report.things
        for came in thing.came
    ]
    heads = [say("流程"), say("事项"), say("结果"), say("件数"), say("占有结果的")]
    return Sheet("results", say("事项办理结果"), heads, rows, words=3)


def _tasks(report: Report) -> Sheet:
    most, today = max((one.count for one in report.waiting), default=0), legal_day(report.now)
    rows = [
        [
            Cell(role(one.role)),
            Cell(law(one.name)),
            Cell(one.count, _share(one.count, most)),
            Cell(one.late, kind="late"),
            Cell((today - legal_day(one.oldest)).days),
        ]
        for one in report.waiting
    ]
    heads = [say("岗位"), say("任务"), say("待办"), say("其中超期"), say("最久的等了几天")]
    return Sheet("tasks", say("现在待办的任务"), heads, rows, words=2, now=True)


def _below(report: Report, places: Sequence[Place]) -> Sheet:
    known = {prefix(place.code): place for place in places}
    most = max((one.opened for one in report.below), default=0)
    rows = [
        [
            Cell(named(known[one.digits]), division=known[one.digits].code) if one.digits else Cell(say("本级")),
            Cell(one.opened, _share(one.opened, most)),
            Cell(one.ended),
            Cell(one.standing),
            Cell(one.late, kind="late"),
            Cell(*_percent(one.granted, one.decided), kind="share"),
            *([Cell(one.half)] if report.process else []),
        ]
        for one in report.below
    ]
    heads = [say("地区"), say("受理数"), say("办结数"), say("在办数"), say("现在超期的任务"), say("办成率")]
    heads += [say("一半在几天内办结")] if report.process else []
    return Sheet("divisions", say("下级地区比较"), heads, rows)


def _title(one: Process) -> str:
    return law_of(one.release).title(one.process)


def _outcome(thing: Thing, came: Came) -> str:
    """An outcome in the words of the law under which it came; without one, how the case ended."""
    found = law_of(came.release)
    if not came.outcome:
        return say("没有结果：{end}", end=found.outcome(thing.process, came.end) or say("已办结"))
    words = found.release.reference("services")[thing.process]["words"]
    return found.say(str(words.get(came.outcome, came.outcome)))


def _said(thing: Thing) -> str:
    if thing.granted is None:
        return say("有结果的{n}件。", n=thing.decided)
    share = _percent(thing.granted, thing.decided)[0]
    if share is None:
        return say("还没有一件有结果。")
    return say("有结果的{n}件，办成{granted}件，办成率{share}%。", n=thing.decided, granted=thing.granted, share=share)


def _percent(count: int, whole: int) -> tuple[float | None, float | None]:
    """The share in percent, to one decimal, and as the length of a bar."""
    return (round(100 * count / whole, 1), count / whole) if whole else (None, None)


def _share(count: int, most: int) -> float:
    return count / most if most else 0
