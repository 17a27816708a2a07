"""Which letters a case's facts call for; the release says it in FEEL, so that no letter is named here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from lxml import etree

from app.calendar import legal_day
from app.cases.shown.found_by import read
from app.cases.shown.labels import Labels, labels
from app.cases.shown.pages import results, root
from app.cases.shown.views import LetterLine
from app.catalogue import Release
from app.decisions.wire import from_wire
from app.decisions.words import unmarked
from app.errors import NotFound
from app.events.facts import DecisionMade, RecordWritten, TaskCompleted, TellQueued
from app.store.rows import Case, Record

LIST: Final = "documents"
Json = dict[str, Any]
_TOLD: Final = (DecisionMade, RecordWritten, TaskCompleted, TellQueued)
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True)
class Letter:
    """One letter of a case: its key in the address, its title, its day, and all that is printed in it."""

    key: str
    title: str
    about: str
    on: date
    template: str
    data: Json
    title_en: str = ""


def line(letter: Letter) -> LetterLine:
    """Tell of a letter without what stands in it."""
    return LetterLine(letter.key, letter.title, letter.about, letter.on, letter.title_en)


def letters(case: Case, release: Release, records: Sequence[Record]) -> list[Letter]:
    """Every letter that this case's facts call for by now, oldest first."""
    try:
        told = release.reference(LIST)
    except NotFound:  # a release without letters writes none
        return []
    of_case = [each for each in told["documents"] if each["process"] == case.process]
    if not of_case:
        return []
    scope, functions = _scope(case, release, records), _functions(release, records)
    common = read(told["common"][case.process], scope, functions)
    found = [letter for each in of_case for letter in _letters(each, common, scope, functions)]
    return sorted(found, key=lambda letter: letter.on)


def _letters(told: Json, common: Any, scope: Json, functions: Json) -> Iterator[Letter]:
    each = read(told["each"], scope, functions)
    for place, one in enumerate(each if isinstance(each, list) else (), start=1):
        if isinstance(one, dict) and isinstance(one.get("on"), date):
            data = {"title": told["name"], **(common if isinstance(common, dict) else {}), **one}
            about = str(data.get("item") or "")
            yield Letter(
                f"{told['code']}-{place}",
                told["name"],
                about,
                one["on"],
                told["template"],
                data,
                told.get("name_en", ""),
            )


def _scope(case: Case, release: Release, records: Sequence[Record]) -> Json:
    words, variables = labels(release), root(release, case.state)
    return {
        **{name: from_wire(value) for name, value in variables.items()},
        "case": _case(case, words),
        "facts": [_fact(record, release) for record in records if isinstance(record.fact, _TOLD)],
        "results": [dict(vars(each)) for each in results(case.process, variables, words)],
        "places": dict(words.divisions),
        "all_items": release.reference("items"),
    }


def _case(case: Case, words: Labels) -> Json:
    return {
        "number": case.number,
        "opened_on": legal_day(case.opened_at),
        "office": words.divisions.get(case.division or "", ""),
    }


def _fact(record: Record, release: Release) -> Json:
    """A fact as the release's expressions see it; of a decision, the rules that held with the words they cite."""
    fact = record.fact
    told = {name: from_wire(value) for name, value in vars(fact).items() if name != "explanation"}
    if isinstance(fact, DecisionMade):
        matched = fact.explanation.get("matched", []) if isinstance(fact.explanation, Mapping) else []
        cited = _cited(release.files.get(f"dmn/{fact.decision}.dmn", b""))
        told["rules"] = [{"code": str(rule), "said": cited.get(str(rule), str(rule))} for rule in matched]
    return {**told, "kind": fact.kind, "on": legal_day(record.at)}


def _cited(table: bytes) -> dict[str, str]:
    if not table:
        return {}
    rules = etree.fromstring(table, _PARSER).iter("{*}rule")
    return {rule.get("id", ""): unmarked((rule.findtext("{*}description") or "").strip()) for rule in rules}


def _functions(release: Release, records: Sequence[Record]) -> dict[str, Callable[..., Any]]:
    """The calendar's functions, the release's tables and lists; the last fact's time is the only time there is."""
    at = records[-1].at

    def decide(decision: str, context: Json) -> Any:
        return release.model(decision).decide(decision, context, now=at, functions=release.functions).outcome

    return {**release.functions, "decide": decide, "reference": release.reference}
