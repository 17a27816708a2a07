"""The search form of the auditor's list: what it offers, what somebody chose, and the address that says it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from app.cases.audit import Asked
from app.identity import Kind, Person, covers, kind_of
from app.web import desk
from app.web.law import Law, law_of
from app.web.look.language import say

ITEM, PROCESS = "item:", "process:"
KEPT: Final = ("number", "person", "division", "what", "outcome", "since", "until")
LONGEST: Final = 120
Option = tuple[str, str]


@dataclass(frozen=True)
class Offer:
    """What may be chosen, each as a value and its name."""

    divisions: list[Option]
    items: list[Option]
    processes: list[Option]
    outcomes: list[Option]


def chosen(args: MultiDict[str, str]) -> dict[str, str]:
    """What was chosen, without what was left open."""
    return {name: value for name in KEPT if (value := args.get(name, "").strip()[:LONGEST])}


def asked(kept: Mapping[str, str]) -> Asked:
    """The search that was chosen; what can't be read is left open."""
    what, outcome = kept.get("what", ""), kept.get("outcome", "")
    return Asked(
        number=kept.get("number", ""),
        person=kept.get("person", ""),
        division=kept.get("division", ""),
        item=what.removeprefix(ITEM) if what.startswith(ITEM) else "",
        process=what.removeprefix(PROCESS) if what.startswith(PROCESS) else "",
        outcome="" if outcome in {"open", "ended"} else outcome,
        ended={"open": False, "ended": True}.get(outcome),
        since=_day(kept.get("since")),
        until=_day(kept.get("until")),
    )


def offer(reader: Person) -> Offer:
    """What the release in force knows, in the divisions that the reader audits."""
    law = law_of(desk.in_force().number)
    held = [grant.division for grant in reader.roles if kind_of(grant.role) is Kind.AUDITOR]
    places = [place for place in law.release.reference("divisions") if any(covers(h, place["code"]) for h in held)]
    services = [one for one in law.release.reference("services").values() if isinstance(one, dict)]
    names = [result["name"] for one in services for result in one["results"]]
    outcomes = {code: law.say(words) for one in services for code, words in one["words"].items()}
    ends = {code: law.outcome(process, code) for process in law.begun for code in law.plan(process).outcomes}
    return Offer(
        divisions=[(place["code"], _named(place, law)) for place in places],
        items=[(ITEM + name, law.say(name)) for name in names],
        processes=[(PROCESS + process, law.title(process)) for process in law.begun],
        outcomes=[("open", say("办理中")), ("ended", say("已办结")), *(ends | outcomes).items()],
    )


def _named(place: Mapping[str, Any], law: Law) -> str:
    indent = {"province": "", "city": "\u3000"}.get(str(place.get("level")), "\u3000\u3000")
    return indent + law.local(place)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
