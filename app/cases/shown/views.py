"""What the doors are given to show: plain views of cases, tasks, papers and people, for doors and tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class PaperFile:
    """A paper handed in: what it is called and where it belongs, never its content."""

    id: str
    name: str
    media_type: str
    size: int
    slot: str = ""
    case_id: str | None = None


@dataclass(frozen=True)
class TaskLine:
    """One open (or just finished) task in a list; `about` is the masked name of the person concerned."""

    id: str
    name: str
    case_id: str
    case_number: str
    role: str
    division: str
    opened_at: datetime
    about: str = ""
    due_at: datetime | None = None
    days_left: int | None = None  # working days to the end of the statutory time; below 0, days since it was over
    items: Sequence[str] = ()  # what the case was asked for; the title of its process where nothing was
    claimed_by: str | None = None  # person id
    claimed_name: str = ""
    claimed_at: datetime | None = None


@dataclass(frozen=True)
class Given:
    """What one person once handed in by one form."""

    form_id: str
    release: int
    values: Mapping[str, Any]  # wire JSON
    title: str = ""
    by_name: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Ground:
    """A rule that decided: its place in its table, counted from 1, and what the law says there."""

    number: int
    words: str


@dataclass(frozen=True)
class DecisionLine:
    """A decision that was made: the outcome and, in words, the rule that decided it."""

    at: datetime
    decision: str
    name: str
    outcome: Any  # wire JSON
    reason: str = ""  # one Chinese paragraph (Explanation.as_text)
    rules: Sequence[str] = ()  # by their ids, for programs
    grounds: Sequence[Ground] = ()  # the same, for people


@dataclass(frozen=True)
class StepLine:
    """One step of the way, in words; state is done, now or stopped."""

    name: str
    state: str
    at: datetime | None = None
    by: str = ""  # the office or person, in words
    note: str = ""


@dataclass(frozen=True)
class Result:
    """What came of one thing that was asked for; good is None while it is undecided."""

    name: str
    outcome: str
    reason: str = ""
    good: bool | None = None


@dataclass(frozen=True)
class CaseLine:
    """One case in a list."""

    id: str
    number: str
    title: str
    division: str
    opened_at: datetime
    ended_at: datetime | None = None
    outcome: str | None = None
    process: str = ""
    waiting_for: str = ""  # in words; "" when nobody is waited for
    my_tasks: int = 0  # tasks that wait for the reader
    holds: bool = False  # whether something came of it whose changes its holder must report
    items: tuple[str, ...] = ()  # what was asked for


@dataclass(frozen=True)
class Opening:
    """A case to open about a case of one's own: its form, whom it is about, the choices, FEEL for what isn't asked."""

    form: str
    opens: str  # a process
    person: Mapping[str, Any]  # wire JSON
    division: str
    choices: Mapping[str, Sequence[str]]
    preset: Mapping[str, str]
    once: str | None = None  # the key of the only case of this kind that may be opened


@dataclass(frozen=True)
class Reported:
    """A case that somebody's report or rating opens: its process, the data handed in, the office that looks into it."""

    process: str
    data: Mapping[str, Any]
    division: str


@dataclass(frozen=True)
class EarlierCase:
    """A case of one's own whose answers may be used again; `about` is the masked name of the person it is about."""

    id: str
    number: str
    about: str
    opened_at: datetime


@dataclass(frozen=True)
class ClockLine:
    """A statutory clock: its working days, those used and left; state is running, stopped, late or ended."""

    name: str
    days: int
    used: int
    left: int
    state: str
    due_at: datetime | None = None


@dataclass(frozen=True)
class LetterLine:
    """A letter of a case that can be read: its key in the address, its title, what it is about, its day."""

    key: str
    title: str
    about: str
    on: date
    title_en: str = ""


@dataclass(frozen=True)
class CasePage:
    """All that a reader with the right to this case is shown."""

    line: CaseLine
    release: int
    steps: Sequence[StepLine] = ()
    results: Sequence[Result] = ()
    given: Sequence[Given] = ()
    papers: Sequence[PaperFile] = ()
    decisions: Sequence[DecisionLine] = ()
    tasks: Sequence[TaskLine] = ()  # open tasks of the case
    clocks: Sequence[ClockLine] = ()
    letters: Sequence[LetterLine] = ()
    to_report: Opening | None = None  # only for who filed the case
    to_rate: Opening | None = None  # the same, until it is rated
    rating: str | None = None  # the case that rates this one; only for who filed it
    followed: Sequence[Result] = ()  # what became of the cases that it opened; only for who filed it
    advised: Sequence[str] = ()  # codes of what may still be asked for; only for who filed it


@dataclass(frozen=True)
class TaskPage:
    """A task with the case around it, and what the reader may do with it."""

    line: TaskLine
    form_id: str
    release: int
    case: CasePage
    context: Mapping[str, Any] = field(default_factory=dict)  # the case's variables (wire) for the form's FEEL
    values: Mapping[str, Any] = field(default_factory=dict)  # what the form begins with (a correction: what was given)
    may_claim: bool = False
    may_release: bool = False
    may_complete: bool = False


@dataclass(frozen=True)
class Incident:
    """A step that failed too often and waits for a person."""

    id: str
    case_id: str
    case_number: str
    division: str
    step: str  # the element's name in words
    reason: str
    raised_at: datetime
    tries: int = 0


@dataclass(frozen=True)
class KeptLine:
    """A message that no case has had: whose word it is, whom it is about, and why nobody has it."""

    id: str
    title: str
    about: str
    sender: str
    received_at: datetime
    kept_until: datetime | None
    why: str


@dataclass(frozen=True)
class MessageKind:
    """A message that the reader's role may record: its name and title as the diagrams in force have them."""

    name: str
    title: str
    form_id: str  # the form of the payload: forms/<message name>.json


@dataclass(frozen=True)
class FactLine:
    """One fact of a case, in order."""

    seq: int
    at: datetime
    kind: str
    sentence: str
    actor: str
    body: Mapping[str, Any]
    name: str = ""  # of the person, for those who may know it
    role: str = ""
    division: str = ""


@dataclass(frozen=True)
class DueLine:
    """Something that falls due in a case: the element's name in words; "" where a statutory clock runs out."""

    what: str
    case_number: str


@dataclass(frozen=True)
class DemoAccount:
    """An account offered on the login page in demo mode."""

    login: str
    password: str
    name: str
    role: str
    division: str
    hint: str = ""
    department: str = ""


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; more tells whether another follows (counting a million rows would cost too much)."""

    items: Sequence[T]
    page: int = 1
    more: bool = False
