"""The query that finds cases, newest first, and what was asked for in them; rights come in as divisions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, or_, select, true

from app.store.db import reading
from app.store.divisions import EVERYWHERE, PROVINCE_DIGITS, prefix
from app.store.models import CaseItemRow, CaseRow
from app.store.rows import CaseSummary
from app.store.writes.cases import SUMMARY

WHOLE_NUMBER = re.compile(r"\d{8}-\d{1,12}-\d{5,}")


@dataclass(frozen=True)
class Wanted:
    """What is looked for; "" or None leaves a question open. `within` are the divisions that may be looked at."""

    within: Sequence[str]
    number: str = ""
    subject: str = ""  # the keyed index of an identity number
    division: str = ""
    process: str = ""
    item: str = ""
    outcome: str = ""
    ended: bool | None = None
    since: datetime | None = None
    until: datetime | None = None  # not included


def search(wanted: Wanted, *, limit: int, offset: int = 0) -> list[CaseSummary]:
    """List the cases that are as wanted, newest first."""
    query = select(*SUMMARY).where(*_conditions(wanted)).order_by(CaseRow.no.desc()).limit(limit).offset(offset)
    with reading() as connection:
        rows = connection.execute(query).all()
    return [CaseSummary(**{column.key: getattr(row, column.key) for column in SUMMARY}) for row in rows]


def items_of(numbers: Iterable[int]) -> dict[int, list[tuple[str, str | None]]]:
    """Give what each of these cases was asked for, with what came of it."""
    query = select(CaseItemRow.case_no, CaseItemRow.item, CaseItemRow.outcome)
    query = query.where(CaseItemRow.case_no.in_(list(numbers))).order_by(CaseItemRow.case_no, CaseItemRow.item)
    found: dict[int, list[tuple[str, str | None]]] = {}
    with reading() as connection:
        for row in connection.execute(query):
            found.setdefault(row.case_no, []).append((row.item, row.outcome))
    return found


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    yield or_(false(), *map(_inside, wanted.within))
    if wanted.number:
        yield _numbered(wanted.number)
    if wanted.subject:
        yield CaseRow.subject == wanted.subject
    if wanted.division:
        yield _inside(wanted.division)
    if wanted.process:
        yield CaseRow.process == wanted.process
    yield from _timed(wanted)
    yield from _asked(wanted)


def _timed(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.ended is not None:
        yield CaseRow.ended_at.is_not(None) if wanted.ended else CaseRow.ended_at.is_(None)
    if wanted.since is not None:
        yield CaseRow.opened_at >= wanted.since
    if wanted.until is not None:
        yield CaseRow.opened_at < wanted.until


def _numbered(number: str) -> ColumnElement[bool]:
    """A whole number is found by its index; the beginning of one by comparing."""
    whole = WHOLE_NUMBER.fullmatch(number)
    return CaseRow.number == number if whole else CaseRow.number.startswith(number, autoescape=True)


def _asked(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """Item and outcome of one and the same thing asked for; without an item, the outcome of the case will do."""
    if not wanted.item and not wanted.outcome:
        return
    asked = [CaseItemRow.item == wanted.item] if wanted.item else []
    asked += [CaseItemRow.outcome == wanted.outcome] if wanted.outcome else []
    found = CaseRow.no.in_(select(CaseItemRow.case_no).where(*asked))
    yield found if wanted.item else or_(found, CaseRow.outcome == wanted.outcome)


def _inside(division: str) -> ColumnElement[bool]:
    """Say in SQL what `divisions.covers` says, of a case."""
    start = prefix(division)
    if not start:
        return true()
    if not start.isdigit():
        return CaseRow.division == start
    if len(start) == len("140105"):
        return CaseRow.division == start
    after = str(int(start) + 1).zfill(len(start))
    inside = (CaseRow.division >= start) & (CaseRow.division < after)
    nowhere = or_(CaseRow.division.is_(None), CaseRow.division == EVERYWHERE)
    return or_(inside, nowhere) if len(start) <= PROVINCE_DIGITS else inside
