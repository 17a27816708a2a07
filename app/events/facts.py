"""Every fact that can be recorded: its docstring is the sentence auditors read; any room above may call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from app.errors import Refused

Wire = Any
Body = dict[str, Wire]


@dataclass(frozen=True)
class Fact:
    """What happened: subject and past tense. Fields are wire JSON; tasks and waits are named by their visit."""

    kind: ClassVar[str] = "Fact"
    version: ClassVar[int] = 1

    def __init_subclass__(cls) -> None:
        """Name the fact by its class, so that records and code can't drift apart."""
        cls.kind = cls.__name__


# What people, clocks and messages did: each is also the recorded command.


@dataclass(frozen=True)
class CaseOpened(Fact):
    """A case was opened on a process of a release, with an acceptance number and the data handed in."""

    process: str
    release: int
    number: str
    division: str | None
    data: dict[str, Wire]


@dataclass(frozen=True)
class TaskClaimed(Fact):
    """A person took a task upon themselves."""

    task: str


@dataclass(frozen=True)
class TaskReleased(Fact):
    """A claimed task was given back for others to take."""

    task: str


@dataclass(frozen=True)
class TaskCompleted(Fact):
    """A person completed a task with these answers."""

    task: str
    answers: dict[str, Wire]


@dataclass(frozen=True)
class MessageReceived(Fact):
    """A message reached the place of the case that waited for it."""

    ref: str
    message: str
    payload: dict[str, Wire]


@dataclass(frozen=True)
class TimerFired(Fact):
    """A time that the case waited for came."""

    ref: str
    due: Wire


@dataclass(frozen=True)
class AnswerReceived(Fact):
    """An outside system answered what the case had asked."""

    ref: str
    answer: dict[str, Wire]


# What followed from them.


@dataclass(frozen=True)
class TokensMoved(Fact):
    """The case moved: elements were entered and left, flows were taken, waits were cancelled, in this order."""

    path: list[list[str]]


@dataclass(frozen=True)
class TaskOpened(Fact):
    """A task was laid before those who hold a role in a division."""

    task: str
    name: str
    form: str | None
    role: str | None
    division: str | None


@dataclass(frozen=True)
class TaskWithdrawn(Fact):
    """A task was withdrawn before anybody completed it."""

    task: str


@dataclass(frozen=True)
class TimerSet(Fact):
    """The case began to wait for a time."""

    ref: str
    due: Wire


@dataclass(frozen=True)
class TimerDropped(Fact):
    """The case no longer waits for a time."""

    ref: str


@dataclass(frozen=True)
class WaitOpened(Fact):
    """The case began to wait for a message with this key."""

    ref: str
    message: str
    key: str


@dataclass(frozen=True)
class WaitClosed(Fact):
    """The case no longer waits for a message."""

    ref: str


@dataclass(frozen=True)
class DecisionMade(Fact):
    """A decision table of a release decided, and this is which rules held and why the others did not."""

    ref: str
    decision: str
    binding: str
    release: int
    model: str
    outcome: Wire
    explanation: Wire


@dataclass(frozen=True)
class LookTaken(Fact):
    """The product's own registers were looked at, and this is what stood there."""

    ref: str
    delegate: str
    inputs: dict[str, Wire]
    found: Wire


@dataclass(frozen=True)
class RecordWritten(Fact):
    """An entry of the product's own registers was written."""

    ref: str
    delegate: str
    inputs: dict[str, Wire]
    result: Wire


@dataclass(frozen=True)
class AskSent(Fact):
    """An outside system was to be asked; the case waits for its answer."""

    ref: str
    delegate: str
    inputs: dict[str, Wire]


@dataclass(frozen=True)
class TellQueued(Fact):
    """An outside system or another case was to be told after this was recorded."""

    ref: str
    delegate: str
    inputs: dict[str, Wire]
    result: Wire


@dataclass(frozen=True)
class StepTaken(Fact):
    """A named step of the plan was taken."""

    ref: str
    step: str


@dataclass(frozen=True)
class ClockStarted(Fact):
    """A statutory clock began to run, or ran on where it had stopped: so many working days, then this message."""

    ref: str
    clock: str
    days: int
    message: str
    key: str


@dataclass(frozen=True)
class ClockStopped(Fact):
    """A statutory clock stopped; what remained of its days stays."""

    ref: str
    clock: str


@dataclass(frozen=True)
class ClockEnded(Fact):
    """A statutory clock ended: what it measured was done."""

    ref: str
    clock: str


@dataclass(frozen=True)
class CaseEnded(Fact):
    """The case came to its end with this outcome."""

    outcome: str


@dataclass(frozen=True)
class StateReached(Fact):
    """The command came to rest in a state with this hash; a replay must arrive at the same."""

    hash: str


# What happened beside the cases' own course.


@dataclass(frozen=True)
class PaperStored(Fact):
    """A paper was handed in and stored."""

    paper: str
    slot: str
    media_type: str
    size: int


@dataclass(frozen=True)
class ClockRanOut(Fact):
    """The days of a statutory clock were used up, and the message that it names was sent."""

    clock: str
    days: int
    message: str


@dataclass(frozen=True)
class IncidentRaised(Fact):
    """Something could not be done after all tries, and a person must look at it."""

    ref: str
    reason: str


@dataclass(frozen=True)
class IncidentResolved(Fact):
    """What could not be done was taken up again."""

    ref: str


@dataclass(frozen=True)
class MessageTriedAgain(Fact):
    """Somebody had a kept message handed once more to the cases that wait for it."""

    message: str
    cases: list[str]


@dataclass(frozen=True)
class MessageSettled(Fact):
    """Somebody settled a kept message: no case will have it any more, for this reason."""

    message: str
    reason: str


@dataclass(frozen=True)
class MessagesExpired(Fact):
    """Messages that no case had within their time are no longer kept for later ones."""

    count: int


@dataclass(frozen=True)
class AnchorSet(Fact):
    """The heads of all streams that grew were bound into one root, with the anchor of the day before."""

    day: str
    root: str
    before: str
    algorithm: str
    heads: list[list[Wire]]


@dataclass(frozen=True)
class ReadingRecorded(Fact):
    """A person read sensitive data of a case."""

    person: str
    case: str
    what: str


@dataclass(frozen=True)
class ReleasePublished(Fact):
    """A release of diagrams, tables and forms was published."""

    number: int
    hash: str
    note: str


@dataclass(frozen=True)
class DraftSubmitted(Fact):
    """Approval was asked for a draft: these files, to be in force from this day."""

    draft: int
    base: int
    hash: str
    note: str
    effective_on: str


@dataclass(frozen=True)
class DraftWithdrawn(Fact):
    """A draft that waited for approval or publishing was taken back to be changed."""

    draft: int
    hash: str


@dataclass(frozen=True)
class DraftApproved(Fact):
    """A second person approved the files of a draft."""

    draft: int
    hash: str


@dataclass(frozen=True)
class AccountChanged(Fact):
    """An account was made, given other roles, closed, opened again or given a password; then it had these roles."""

    account: str
    change: str
    roles: list[str]


LEADS: tuple[type[Fact], ...] = (
    CaseOpened,
    TaskClaimed,
    TaskReleased,
    TaskCompleted,
    MessageReceived,
    TimerFired,
    AnswerReceived,
)
CONSEQUENCES: tuple[type[Fact], ...] = (
    TokensMoved,
    TaskOpened,
    TaskWithdrawn,
    TimerSet,
    TimerDropped,
    WaitOpened,
    WaitClosed,
    DecisionMade,
    LookTaken,
    RecordWritten,
    AskSent,
    TellQueued,
    StepTaken,
    ClockStarted,
    ClockStopped,
    ClockEnded,
    CaseEnded,
    StateReached,
)
OTHERS: tuple[type[Fact], ...] = (
    PaperStored,
    MessageTriedAgain,
    MessageSettled,
    MessagesExpired,
    AnchorSet,
    ClockRanOut,
    IncidentRaised,
    IncidentResolved,
    ReadingRecorded,
    ReleasePublished,
    DraftSubmitted,
    DraftWithdrawn,
    DraftApproved,
    AccountChanged,
)
KINDS: dict[str, type[Fact]] = {fact.kind: fact for fact in (*LEADS, *CONSEQUENCES, *OTHERS)}

# (kind, version found) -> the body one version later; old records are read, never rewritten.
UPCASTERS: dict[tuple[str, int], Callable[[Body], Body]] = {}


def to_body(fact: Fact) -> Body:
    """Take a fact's fields as they are recorded; nested values are not copied."""
    return dict(vars(fact))


def from_record(
    kind: str,
    version: int,
    body: Mapping[str, Wire],
    upcasters: Mapping[tuple[str, int], Callable[[Body], Body]] | None = None,
) -> Fact:
    """Read a recorded fact back, lifting old versions step by step."""
    if kind not in KINDS:
        raise Refused(f"No fact is called {kind!r}: the record is newer than this product, or broken.")
    known, lifted, found = KINDS[kind], dict(body), version
    while found < known.version:
        lifted = (UPCASTERS if upcasters is None else upcasters)[kind, found](lifted)
        found += 1
    names = {field.name for field in fields(known)}
    if found != known.version or set(lifted) != names:
        raise Refused(f"{kind} version {version} can't be read as version {known.version}.")
    return known(**lifted)
