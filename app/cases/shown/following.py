"""What became of the cases that a case opened (a card, a service, a benefit) or that rate it, told on its own page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.cases.shown.found_by import read, service_of
from app.cases.shown.labels import labels
from app.cases.shown.pages import root, steps
from app.cases.shown.views import CasePage, Result
from app.catalogue import Release
from app.decisions.wire import from_wire
from app.events.facts import CaseOpened
from app.store import reads
from app.store.keyring import Keyring
from app.store.records import facts_of
from app.store.rows import Case, CaseSummary, Record

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Followed:
    """A case that another opened: where it stands, and what was recorded since."""

    case: Case
    release: Release
    records: Sequence[Record]


def told(page: CasePage, case: Case, release: Release, of: Callable[[int], Release], keyring: Keyring) -> CasePage:
    """Add to a page what became of the cases that this one opened, what may still be asked for, and its rating.

    `of` gives a release by its number: an opened case stays on the one that was in force when it was opened.
    """
    service = service_of(release, case.process)
    if service is None or "follows" not in service:
        return page
    rating = reads.opened_with(page.to_rate.once) if page.to_rate and page.to_rate.once else []
    opened = [each for each in [*reads.opened_by(case.no), *rating] if each.process in service["follows"]]
    found = [_followed(each, of, keyring) for each in opened]
    way = [step for one in found for step in _way(one)]
    advised = read(service["advised"], _scope(root(release, case.state)))
    return replace(
        page,
        steps=sorted([*page.steps, *way], key=lambda step: (step.state == "now", step.at)),
        followed=[_result(one, service["follows"][one.case.process], service["words"]) for one in found],
        advised=advised if isinstance(advised, list) else [],
        to_rate=None if rating else page.to_rate,
        rating=rating[0].id if rating else None,
    )


def _followed(opened: CaseSummary, of: Callable[[int], Release], keyring: Keyring) -> Followed:
    whole = reads.case_with_state(opened.id, keyring=keyring)
    return Followed(whole, of(opened.release), facts_of(opened.id, keyring=keyring))


def _way(one: Followed) -> list[Any]:
    """The steps of a case that was opened; that it was is no step of who applied."""
    taken = [record for record in one.records if not isinstance(record.fact, CaseOpened)]
    return steps(taken, labels(one.release), one.case.process)


def _result(one: Followed, said: Json, words: Json) -> Result:
    places = labels(one.release).divisions
    functions = {**one.release.functions, "place name": lambda code: places.get(str(code), str(code))}
    scope = {**_scope(root(one.release, one.case.state)), "ended": one.case.outcome}
    name, outcome, reason, good = (read(said[key], scope, functions) for key in ("name", "outcome", "reason", "good"))
    return Result(
        str(name), str(words.get(outcome, outcome)), str(reason or ""), good if isinstance(good, bool) else None
    )


def _scope(variables: Json) -> dict[str, Any]:
    return {name: from_wire(value) for name, value in variables.items()}
