"""One item of the guide, put together from the diagrams, tables and forms of a release; the guide only."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from app.errors import NotFound
from app.forms.parts import Part, walk
from app.guide.diagrams import QUOTE, Diagrams, Step, parsed
from app.web.ports import Release

GUIDE: Final = "guide"
ITEM: Final = "item"  # the input by which a table that serves several items tells them apart
SENTENCE: Final = 10  # shorter citations are names, or pieces of sentences that stand here whole
Decide = Callable[[str, dict[str, Any]], Any]


@dataclass(frozen=True)
class Table:
    """A decision that says of its outcome why: its name, and what each of its rules says, with the words cited."""

    name: str
    rules: Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True)
class Situation:
    """What papers are asked for in one situation, with who must hand them in told by its name."""

    name: str
    papers: Sequence[str]


@dataclass(frozen=True)
class Timed:
    """A step with its limit in working days, None where none is set; `reference` where no rule fixes it."""

    step: Step
    limit: str
    days: int | None
    reference: bool


@dataclass(frozen=True)
class Chapter:
    """All that the guide says of one item."""

    code: str
    process: str
    basis: Sequence[Mapping[str, Any]]
    quotes: Sequence[str]
    tables: Sequence[Table]
    ways: Sequence[str]
    papers: Sequence[Situation]
    slots: Mapping[str, Part]  # where the form takes a paper in, by the paper's name
    steps: Sequence[Timed]
    contacts: Sequence[Mapping[str, Any]]


def described(release: Release) -> set[str]:
    """Give the items of which the release says enough for a chapter: how to read it, and a process of their own."""
    if f"forms/reference/{GUIDE}.json" not in release.files:
        return set()
    diagrams, master = Diagrams(release.files), release.reference(GUIDE)["process"]
    return {item["code"] for item in release.reference("items") if diagrams.called_for(master, item["code"])}


def chapter(release: Release, code: str, decide: Decide) -> Chapter:
    """Write the chapter of an item that is described; NotFound for any other."""
    told = release.reference(GUIDE)
    diagrams = Diagrams(release.files)
    process = diagrams.called_for(told["process"], code)
    if process is None:
        raise NotFound(f"The release calls no process for {code!r}.")
    found = diagrams[process]
    asked = (_table(release.files, decision, code) for decision in found.decisions)
    tables = [table for table in asked if table is not None]
    cited = dict.fromkeys(
        (*found.quotes, *(quote for table in tables for _, quotes in table.rules for quote in quotes))
    )
    steps = [_timed(step, told["limits"], release, decide) for step in diagrams.steps(process, told["followed"])]
    slots = walk(release.form(told["form"]).parts) if "form" in told else ()
    return Chapter(
        code=code,
        process=process,
        basis=[each for each in told["basis"] if code in each["items"]],
        quotes=[
            quote for quote in cited if len(quote) >= SENTENCE and not any(quote in q for q in cited if q != quote)
        ],
        tables=tables,
        ways=told.get("ways", ()),
        papers=list(_papers(told["papers"], code, decide)),
        slots={part.label(): part for part in slots if part.type == "filepicker"},
        steps=_once(steps),
        contacts=[each for each in told["contacts"] if code in each["items"]],
    )


def _papers(told: Mapping[str, Any], code: str, decide: Decide) -> Iterator[Situation]:
    """The papers of the first situation are asked of everybody; of the others, what they add."""
    always: list[str] = []
    for situation in told["situations"]:
        asked = list(decide(told["decision"], {**situation["inputs"], told["asked_as"]: [code]}) or [])
        new = [paper for paper in asked if paper not in always]
        if new:
            yield Situation(situation["name"], new)
        always = always or asked


def _timed(step: Step, told: Mapping[str, Any], release: Release, decide: Decide) -> Timed:
    """A limit counts where the table names it; its rule for everything else says nothing of this step."""
    limit, decision = step.limit or told["of"].get(step.element, ""), told["decision"]
    if not limit or f'"{limit}"'.encode() not in release.files[f"dmn/{decision}.dmn"]:
        return Timed(step, "", None, reference=False)
    found = decide(decision, {"step": limit}) or {}
    days = found.get("working_days")
    return Timed(step, limit, None if days is None else int(days), reference=found.get("reference") is True)


def _once(steps: Sequence[Timed]) -> list[Timed]:
    """Tell a limit with the people's step that it is for, not beside it, and a part that comes again once."""
    of_people = {timed.limit for timed in steps if timed.step.of_people}
    told: dict[tuple[str, str], Timed] = {}
    for timed in steps:
        if timed.step.of_people or timed.limit not in of_people:
            told.setdefault((timed.step.name, timed.step.lane), timed)
    return list(told.values())


def _table(files: Mapping[str, bytes], decision: str, code: str) -> Table | None:
    """The sentences of a table's column `reason`, without rules for other items; None where there is no such column."""
    content = files.get(f"dmn/{decision}.dmn")
    root = None if content is None else parsed(content)
    made = None if root is None else next((d for d in root.iter("{*}decision") if d.get("id") == decision), None)
    columns = [] if made is None else [each.get("name") for each in made.iterfind("{*}decisionTable/{*}output")]
    if made is None or "reason" not in columns:
        return None
    place = columns.index("reason")
    asks = [each.findtext("{*}inputExpression/{*}text") for each in made.iterfind("{*}decisionTable/{*}input")]
    about = asks.index(ITEM) if ITEM in asks else None
    rules = [(_said(rule, place), _cited(rule)) for rule in made.iter("{*}rule") if _concerns(rule, about, code)]
    return Table(made.get("name", decision), [rule for rule in rules if rule[0]])


def _concerns(rule: etree._Element, about: int | None, code: str) -> bool:
    """Whether a rule may hold for an item; a cell that names none holds for each."""
    cell = "" if about is None else rule.findall("{*}inputEntry")[about].findtext("{*}text") or ""
    return '"' not in cell or f'"{code}"' in cell


def _said(rule: etree._Element, place: int) -> str:
    text = rule.findall("{*}outputEntry")[place].findtext("{*}text") or ""
    return text.strip().strip('"') if text.strip().startswith('"') else ""


def _cited(rule: etree._Element) -> list[str]:
    return QUOTE.findall(rule.findtext("{*}description") or "")
