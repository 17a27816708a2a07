"""Pages about one case for a reader: its steps, results, papers and decisions in words; queries calls it."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.cases.shown.found_by import read
from app.cases.shown.labels import Labels, labels
from app.cases.shown.reporting import to_rate, to_report
from app.cases.shown.views import (
    CaseLine,
    CasePage,
    DecisionLine,
    FactLine,
    Given,
    Ground,
    PaperFile,
    Result,
    StepLine,
    TaskLine,
)
from app.catalogue import Release
from app.decisions.wire import from_wire
from app.decisions.words import unmarked
from app.engine.steps import View
from app.events.facts import CaseOpened, DecisionMade, StepTaken, TaskCompleted, TaskOpened, TaskWithdrawn
from app.store.rows import Case, CaseSummary, OpenTask, Record

Json = dict[str, Any]


def case_line(case: CaseSummary, words: Labels, tasks: Sequence[OpenTask] = (), mine: int = 0) -> CaseLine:
    """Tell of a case in one line; who is waited for is told from its open tasks."""
    waiting = sorted({words.office(task.role, task.division) for task in tasks})
    return CaseLine(
        id=case.id,
        number=case.number,
        title=words.title(case.process),
        division=case.division or "",
        opened_at=case.opened_at,
        ended_at=case.ended_at,
        outcome=case.outcome,
        process=case.process,
        waiting_for="、".join(waiting),
        my_tasks=mine,
    )


def case_page(
    case: Case, release: Release, records: Sequence[Record], open_tasks: Sequence[TaskLine], papers: Sequence[PaperFile]
) -> CasePage:
    """Put together all that may be shown of a case."""
    words = labels(release)
    variables = root(release, case.state)
    line = case_line(case, words)
    return CasePage(
        line=line,
        release=case.release,
        steps=steps(records, words, case.process),
        results=list(results(case.process, variables, words)),
        given=list(given(records, release)),
        papers=papers,
        decisions=[decision_line(record, words) for record in records if isinstance(record.fact, DecisionMade)],
        tasks=list(open_tasks),
        to_report=to_report(release, case.process, variables),
        to_rate=to_rate(release, case, variables),
    )


def root(release: Release, state: bytes | None) -> Json:
    """Give a case's own variables, out of its state."""
    return {} if state is None else release.machine.look(state).scopes.get("", {})


def view(release: Release, case: Case) -> View:
    """Look at where a case stands."""
    assert case.state is not None
    return release.machine.look(case.state)


def steps(records: Sequence[Record], words: Labels, process: str) -> list[StepLine]:
    """Tell the way of a case as its tasks and named steps, each once, in order of their times, what waits last."""
    return sorted(_steps(records, words, process), key=lambda step: (step.state == "now", step.at))


def _steps(records: Sequence[Record], words: Labels, process: str) -> Iterator[StepLine]:
    closed = {r.fact.task: (r, "done") for r in records if isinstance(r.fact, TaskCompleted)}
    closed |= {r.fact.task: (r, "stopped") for r in records if isinstance(r.fact, TaskWithdrawn)}
    told: set[str] = set()
    for record in records:
        fact = record.fact
        if isinstance(fact, CaseOpened):
            opened = (words.services.get(process) or {}).get("opened", "提交申请")
            yield StepLine(opened, "done", record.at)
        elif isinstance(fact, TaskOpened):
            told |= {fact.task, fact.name}
            end, state = closed.get(fact.task, (None, "now"))
            office = words.office(fact.role, fact.division)
            yield StepLine(fact.name, state, end.at if end else record.at, office)
        elif isinstance(fact, StepTaken) and told.isdisjoint({fact.ref, name := words.element(fact.ref, process)}):
            told.add(fact.ref)
            yield StepLine(name, "done", record.at)


def results(process: str, variables: Json, words: Labels) -> Iterator[Result]:
    """Tell what came of each thing asked for, as the release's list of services reads it."""
    service = words.services.get(process)
    if service is None:
        return
    scope = {name: from_wire(value) for name, value in variables.items()}
    unfinished = str(read(service["unfinished"], scope) or "")
    for one in service["results"]:
        if read(one["asked"], scope) is not True:
            continue
        outcome = read(one["outcome"], scope)
        said = str(service["words"].get(outcome, outcome)) if outcome is not None else unfinished
        reason = read(one["reason"], scope)
        good = read(one["good"], scope) if outcome is not None else None
        yield Result(one["name"], said, _words(reason), good if isinstance(good, bool) else None)


def given(records: Sequence[Record], release: Release) -> Iterator[Given]:
    """Give what people handed in when the case was opened, by the form of the same name."""
    for record in records:
        if isinstance(record.fact, CaseOpened):
            for name, values in record.fact.data.items():
                if name in release.forms and isinstance(values, dict):
                    yield Given(name, release.number, values, release.form(name).title, "", record.at)


def decision_line(record: Record, words: Labels) -> DecisionLine:
    """Tell a decision: its outcome, the rules that held and the reason that they give."""
    fact = record.fact
    assert isinstance(fact, DecisionMade)
    explanation = fact.explanation if isinstance(fact.explanation, dict) else {}
    rules = [str(rule) for rule in explanation.get("matched", [])]
    name = words.decisions.get(fact.decision, fact.decision)
    grounds = [ground for table in explanation.get("tables", []) for ground in _grounds(table)]
    return DecisionLine(record.at, fact.decision, name, fact.outcome, _reason(fact.outcome), rules, grounds)


def _grounds(table: Json) -> Iterator[Ground]:
    """Give the rules that a table chose, as the table numbers them and says why they are law."""
    chosen = set(table.get("chosen", []))
    for number, rule in enumerate(table.get("rules", []), 1):
        if rule.get("id") in chosen:
            yield Ground(number, unmarked(str(rule.get("annotation") or rule.get("label") or "")))


def fact_line(record: Record, words: Labels, name: str = "") -> FactLine:
    """Tell one fact: the sentence is its kind's docstring, the actor an office or what acted by itself."""
    who = record.actor
    actor = (
        words.office(who.role, who.division) if who.role else {"clock": "时钟", "message": "消息"}.get(who.kind, "系统")
    )
    body = dict(vars(record.fact))
    sentence = (type(record.fact).__doc__ or "").strip()
    return FactLine(
        record.seq, record.at, record.fact.kind, sentence, actor, body, name, who.role or "", who.division or ""
    )


def _reason(outcome: Any) -> str:
    return _words(outcome.get("reason")) if isinstance(outcome, dict) else ""


def _words(reason: Any) -> str:
    """A reason is a sentence, or a context of a code and a sentence."""
    if isinstance(reason, dict):
        return str(reason.get("text") or reason.get("sentence") or "")
    return str(reason) if reason else ""
