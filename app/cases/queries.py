"""What may be read, by whom: lists, pages and papers; the reading of a person's papers is itself recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from app.calendar import legal_day
from app.cases.accounts import People
from app.cases.audit.access import audits, divisions_of, record_reading
from app.cases.delegates.registers import row
from app.cases.letters import line, readable, written
from app.cases.running.commands import Commands
from app.cases.running.papers import PaperStore
from app.cases.service import closed, may_file
from app.cases.shown.following import told
from app.cases.shown.inbox import Choice, Inbox, counts, left, task_line
from app.cases.shown.labels import labels
from app.cases.shown.pages import case_line, case_page, fact_line, view
from app.cases.shown.reporting import CameOf, applied_for, holds
from app.cases.shown.views import (
    CaseLine,
    CasePage,
    FactLine,
    Incident,
    MessageKind,
    Page,
    PaperFile,
    TaskLine,
    TaskPage,
)
from app.errors import NotAllowed, NotFound, Problem
from app.identity import Act, Kind, Person, covers, kind_of, policy
from app.store import papers as paper_rows
from app.store import reads, rows
from app.store.clocks.dues import OWNER
from app.store.inboxes import Wish
from app.store.records import facts_of
from app.store.rows import Case, ListedTask, OpenTask, Record
from app.store.search import Wanted, items_of, search

PER_PAGE = 20


@dataclass(frozen=True)
class Script:
    """An open task as a scripted person sees it."""

    task: str
    case_id: str
    process: str
    element: str
    ref: str
    name: str
    form: str | None
    role: str | None
    division: str | None
    step: str | None
    scripted: str | None
    variables: Mapping[str, Any]


class Queries:
    """Reading, with the rights of the reader."""

    def __init__(self, commands: Commands, people: People, papers: PaperStore) -> None:
        self._commands, self._people, self._papers = commands, people, papers
        self._keyring = commands.keyring

    def inbox(self, by: Person, now: datetime, choice: Choice, page: int = 1) -> Inbox:
        """Give one page of the open tasks that the reader's roles cover, as chosen, and counts beside the choices."""
        scopes = [(g.role, g.division) for g in by.roles if g.role != OWNER and choice.role in {"", g.role}]
        if choice.division:
            scopes = [(held, choice.division) for held, place in scopes if covers(place, choice.division)]
        wish = Wish(by.id, now, choice.state, choice.step, choice.item, choice.late, choice.sort)
        skipped = (page - 1) * PER_PAGE
        found = reads.inbox(scopes, wish, keyring=self._keyring, limit=PER_PAGE + 1, offset=skipped)
        lines = self._lines(found[:PER_PAGE], now)
        return Inbox(lines, page, len(found) > PER_PAGE, counts(reads.tallies(scopes, wish), choice))

    def task(self, task_id: str, by: Person, now: datetime) -> TaskPage:
        """Give one task with the case around it."""
        task = reads.task(task_id)
        case = reads.case_with_state(task.case_id, keyring=self._keyring)
        own = task.role == OWNER and case.applicant in by.owners
        if task.role == OWNER and not own:
            raise NotAllowed("Only who applied may see this.")
        if not own:
            policy.require(by, Act.READ_TASK, task)
        if task.closed_at is not None:
            raise closed(task, self._people.name_of)
        page = self._page(case, by, now)
        self._record_reading(by, case, f"task {task.ref}", now)
        seen = self._seen(case, task)
        free, held = task.claimed_by is None, task.claimed_by == by.id
        return TaskPage(
            line=self._lines([ListedTask(task, case, case.state)], now)[0],
            form_id=task.form or "",
            release=case.release,
            case=page,
            context=seen,
            values=seen,
            may_claim=free and not own,
            may_release=held and not own,
            may_complete=own or free or held,
        )

    def case(self, case_id: str, by: Person, now: datetime) -> CasePage:
        """Give a case to its applicant, to those who have or had a task in it, and to auditors."""
        case = self._readable(case_id, by)
        if case.applicant != by.id:
            self._record_reading(by, case, "case", now)
        return self._page(case, by, now)

    def mine(self, by: Person, now: datetime, page: int = 1) -> Page[CaseLine]:
        """List the cases that the reader, or an office of theirs, opened; newest first."""
        del now
        found = reads.cases_of(by.owners, limit=PER_PAGE + 1, offset=(page - 1) * PER_PAGE)
        came_of = items_of({case.no for case in found})
        tasks = reads.open_tasks([case.id for case in found])
        lines = [self._case_line(c, tasks.get(c.id, ()), came_of.get(c.no, ())) for c in found[:PER_PAGE]]
        return Page(lines, page, len(found) > PER_PAGE)

    def may_file(self, process_id: str, by: Person, now: datetime) -> bool:
        """Say whether somebody may open cases of this kind: for themselves, or at an office that files for others."""
        if Kind.CASEWORKER not in by.kinds:  # asked for every page's links, so nothing is looked up
            return True
        return may_file(by, process_id, self._commands.releases.in_force_at(now))

    def services(self, now: datetime) -> dict[str, str]:
        """Name what can be applied for, by process, as the diagrams in force do; a report is no application."""
        words = labels(self._commands.releases.in_force_at(now))
        return {process: words.title(process) for process in applied_for(words.services)}

    def paper(self, paper_id: str, by: Person) -> PaperFile:
        """Describe a paper to its owner or to who may read its case."""
        found = self._papers.paper(paper_id)
        if found.owner != by.id:
            if found.case_id is None:
                raise NotAllowed("This paper belongs to nobody's case yet.")
            self._readable(found.case_id, by)
        return PaperFile(found.id, found.name, found.media_type, found.size, found.slot, found.case_id)

    def read_paper(self, paper_id: str, by: Person, now: datetime) -> bytes:
        """Give a paper's content, and record who read it."""
        self.paper(paper_id, by)
        found = self._papers.paper(paper_id)
        if found.owner != by.id and found.case_id is not None:
            self._record_reading(by, reads.case(found.case_id), f"paper {found.slot}", now)
        return self._papers.content(found)

    def letter(self, case_id: str, key: str, by: Person, now: datetime) -> tuple[str, bytes]:
        """Print a letter of a case, and record who read it and which bytes they were."""
        case = self._readable(case_id, by)
        of, own = self._commands.releases.release, case.applicant in by.owners
        due = readable(case, self.record(case_id), of, self._keyring, own=own)
        found = next((each for each in due if each[0].key == key), None)
        if found is None:
            raise NotFound(f"the case has no letter {key}")
        made = written(*found)
        self._record_reading(by, case, f"letter {key} sha256 {sha256(made).hexdigest()}", now)
        return found[0].title, made

    def incidents(self, by: Person, now: datetime, page: int = 1) -> Page[Incident]:
        """List what could not be done, in the divisions where the reader works."""
        found = reads.incidents(limit=PER_PAGE + 1, offset=(page - 1) * PER_PAGE)
        seen = [one for one in found if self._works_in(by, one.division)]
        words = labels(self._commands.releases.in_force_at(now))
        lines = [
            Incident(
                id=f"{one.origin}:{one.id}",
                case_id=one.case_id,
                case_number=one.number,
                division=one.division or "",
                step=words.element(one.ref.partition(":")[2] or one.ref, one.process),
                reason=one.reason or "",
                raised_at=raised_at(one),
                tries=one.attempts,
            )
            for one in seen[:PER_PAGE]
        ]
        return Page(lines, page, len(found) > PER_PAGE)

    def messages(self, by: Person, now: datetime) -> list[MessageKind]:
        """List the messages that an office may record: those with a form; the others pass between clocks and cases."""
        if all(grant.role == OWNER for grant in by.roles):
            return []
        words = labels(release := self._commands.releases.in_force(legal_day(now)))
        own = {one.get("withdrawal") for one in words.services.values() if isinstance(one, dict)}  # for who filed it
        return [MessageKind(n, title, n) for n, title in words.messages.items() if n in release.forms and n not in own]

    def facts(self, case_id: str, by: Person, now: datetime) -> list[FactLine]:
        """List the facts of a case, in order."""
        case = self._readable(case_id, by)
        self._record_reading(by, case, "facts", now)
        words = labels(self._commands.releases.release(case.release))
        return [fact_line(record, words) for record in self.record(case_id)]

    def record(self, case_id: str, after: int = 0) -> list[Record]:
        """Give the raw facts of a case, all or those after one; for replay and the auditor at the console."""
        return facts_of(case_id, keyring=self._keyring, after=after)

    def cases(self) -> list[CaseLine]:
        """List all cases, oldest first; for the console."""
        return [self._case_line(case, ()) for case in reads.cases(limit=100_000)]

    def cases_on(self, page: int, by: Person) -> Page[CaseLine]:
        """Give one page of the cases that somebody audits, newest first."""
        found = search(Wanted(divisions_of(by)), limit=PER_PAGE + 1, offset=(page - 1) * PER_PAGE)
        return Page([self._case_line(case, ()) for case in found[:PER_PAGE]], page, len(found) > PER_PAGE)

    def register(self, register: str, subject: str) -> list[dict[str, Any]]:
        """Give what stands in a register about a person, newest first, ended entries too; for the console."""
        found = reads.entries(register, subject, keyring=self._keyring)
        return [row(entry) for entry in sorted(found, key=lambda entry: (entry.valid_from, entry.id), reverse=True)]

    def scripts(self, subject: str | None = None) -> list[Script]:
        """List every open task, of one person or of all, with what a condition at it would see; for rehearsals."""
        found: list[Script] = []
        of_one = reads.cases_of_subject(subject, keyring=self._keyring) if subject else None
        for summary in reads.cases(limit=100_000, open_only=True) if of_one is None else of_one:
            if tasks := reads.tasks_of(summary.id, open_only=True):
                case = reads.case_with_state(summary.id, keyring=self._keyring)
                found += [self._script(case, task) for task in tasks]
        return found

    def _script(self, case: Case, task: OpenTask) -> Script:
        told = (task.process, task.element, task.ref, task.name, task.form, task.role, task.division, task.step)
        return Script(task.id, case.id, *told, task.scripted, self._seen(case, task))

    def _seen(self, case: Case, task: OpenTask) -> dict[str, Any]:
        looked = view(self._commands.releases.release(case.release), case)
        return next((each.variables for each in looked.elements if each.ref == task.ref), {})

    def _page(self, case: Case, by: Person, now: datetime) -> CasePage:
        of, tasks = self._commands.releases.release, reads.tasks_of(case.id, open_only=True)
        release, own = of(case.release), case.applicant in by.owners
        shown = [task for task in tasks if task.role == OWNER or not own]
        lines = self._lines([ListedTask(task, case, case.state) for task in shown], now)
        papers = [
            PaperFile(p.id, p.name, p.media_type, p.size, p.slot, p.case_id)
            for p in paper_rows.papers_of(case.id, self._keyring)
        ]
        records = self.record(case.id)
        page = case_page(case, release, records, lines, papers)
        due = [line(letter) for letter, _ in readable(case, records, of, self._keyring, own=own)]
        page = replace(page, clocks=self._commands.clock_lines(case, now), letters=due)
        page = told(page, case, release, of, self._keyring) if own else page
        return page if case.applicant == by.id else replace(page, to_report=None, to_rate=None)

    def _lines(self, listed: Sequence[ListedTask], now: datetime) -> list[TaskLine]:
        """Tell of tasks in one line each; names and items of all are looked up at once."""
        names = self._people.names_of([one.task.claimed_by for one in listed if one.task.claimed_by])
        items = items_of({one.case.no for one in listed})
        releases = self._commands.releases
        calendar = releases.in_force_at(now).calendar
        return [
            task_line(
                one,
                releases.release(one.case.release),
                names,
                [name for name, _ in items.get(one.case.no, ())],
                left(one.task.due_at, calendar, now),
            )
            for one in listed
        ]

    def _case_line(self, case: Any, tasks: Sequence[OpenTask], came_of: CameOf = ()) -> CaseLine:
        mine, release = sum(task.role == OWNER for task in tasks), self._commands.releases.release(case.release)
        line = case_line(case, labels(release), tasks, mine)
        asked = tuple(name for name, _ in came_of)
        return replace(line, items=asked, holds=holds(release, case.process, came_of))

    def _readable(self, case_id: str, by: Person) -> Case:
        case = reads.case_with_state(case_id, keyring=self._keyring)
        scopes = [(grant.role, grant.division) for grant in by.roles if grant.role != OWNER]
        if case.applicant in by.owners or audits(by, case.division) or (scopes and reads.worked_on(case_id, scopes)):
            return case
        if {kind_of(grant.role) for grant in by.roles} <= {Kind.APPLICANT}:
            raise NotFound("There is no such case of yours.")
        raise NotAllowed("Nobody with your roles has a task in this case.")

    def _works_in(self, by: Person, division: str | None) -> bool:
        return any(
            kind_of(g.role) is Kind.OPERATOR or (g.role != OWNER and covers(g.division, division)) for g in by.roles
        )

    def _record_reading(self, by: Person, case: Any, what: str, now: datetime) -> None:
        record_reading(self._keyring, by, case.id, what, now)


def raised_at(one: rows.Incident) -> datetime:
    """Say when an incident was raised; one that the record knows nothing of is a fault, and told as one."""
    if one.raised_at is None:
        raise Problem(f"incident {one.origin}:{one.id}: no fact says when it was raised")
    return one.raised_at
