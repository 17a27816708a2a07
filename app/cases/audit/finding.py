"""Finding cases: by number, person, division, what was asked for, what came of it and when; auditors call it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from unicodedata import normalize

from app.calendar import SHANGHAI
from app.cases.audit.access import divisions_of, record_readings
from app.cases.running.commands import Commands
from app.cases.shown.labels import labels
from app.cases.shown.pages import case_line
from app.cases.shown.views import CaseLine, Page
from app.identity import Person
from app.store.rows import CaseSummary
from app.store.search import Wanted, items_of, search

PER_PAGE = 20
FIRST, LAST = date(2, 1, 1), date(9998, 12, 31)  # within them, a day and its zone can be reckoned with
NOBODY = ""  # the case of a search that found none: that somebody looked is recorded all the same


@dataclass(frozen=True)
class Asked:
    """A search as a page asks it; "" and None leave a question open."""

    number: str = ""
    person: str = ""  # what `mark_of` gave for an identity number
    division: str = ""
    process: str = ""
    item: str = ""
    outcome: str = ""
    ended: bool | None = None
    since: date | None = None
    until: date | None = None  # included


@dataclass(frozen=True)
class Found:
    """A case that was found, with what was asked for in it and what came of each."""

    line: CaseLine
    release: int
    items: Sequence[tuple[str, str]]  # name, outcome in words


class Finding:
    """The auditors' search: each finds only cases of the divisions that they audit."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands

    def mark_of(self, id_no: str) -> str:
        """Give the mark that stands for an identity number in addresses: nobody can read the number from it."""
        return self._commands.keyring.index(normalize("NFKC", id_no).strip().upper())

    def search(self, asked: Asked, by: Person, now: datetime, page: int = 1) -> Page[Found]:
        """Give one page of what was found, newest first; a search for a person is recorded as a reading."""
        found = search(wanted(asked, divisions_of(by)), limit=PER_PAGE + 1, offset=(page - 1) * PER_PAGE)
        shown = found[:PER_PAGE]
        if asked.person:
            ids = [case.id for case in shown] or [NOBODY]
            record_readings(self._commands.keyring, by, ids, "found by identity number", now)
        items = items_of(case.no for case in shown)
        return Page([self._found(case, items.get(case.no, ())) for case in shown], page, len(found) > PER_PAGE)

    def _found(self, case: CaseSummary, items: Sequence[tuple[str, str | None]]) -> Found:
        words = labels(self._commands.releases.release(case.release))
        service = words.services.get(case.process)
        said = service["words"] if isinstance(service, dict) else {}
        told = [(name, str(said.get(outcome, outcome)) if outcome else "") for name, outcome in items]
        return Found(case_line(case, words), case.release, told)


def wanted(asked: Asked, within: Sequence[str]) -> Wanted:
    """Give the search as the store knows it, among the cases of some divisions."""
    return Wanted(
        within=within,
        number=asked.number,
        subject=asked.person,
        division=asked.division,
        process=asked.process,
        item=asked.item,
        outcome=asked.outcome,
        ended=asked.ended,
        since=_morning(asked.since),
        until=_morning(asked.until, after=1),
    )


def _morning(day: date | None, *, after: int = 0) -> datetime | None:
    """The beginning of a day, or of the one so many days after; none where no store can hold that moment."""
    if day is None or not FIRST <= day <= LAST:
        return None
    return datetime.combine(day + timedelta(days=after), time(), SHANGHAI)
