"""The facts of a case as sentences: what happened, where in the diagram, by whom, and what was handed in with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.audit.scene import KINDS
from app.audit.telling.words import SENTENCES, WHOLE
from app.cases.shown.views import FactLine
from app.identity import Kind
from app.web import desk
from app.web.law import BARE, Asked, Law, asked, decided, law_of, trouble
from app.web.look.language import lang, say
from app.web.look.masking import hidden, hide
from app.web.look.showing import division, instant, role

LEADS: Final = frozenset(
    {
        *("CaseOpened", "TaskClaimed", "TaskReleased", "TaskCompleted", "MessageReceived", "TimerFired"),
        *("AnswerReceived", "PaperStored", "IncidentRaised", "IncidentResolved"),
    }
)
SHORT: Final = 60
Answers = tuple[str, list[tuple[str, list[tuple[str, str]]]]]


@dataclass(frozen=True)
class Told:
    """One fact in words."""

    seq: int
    at: datetime
    sentence: str
    what: str  # about what, alone
    who: str
    leads: bool
    rows: Sequence[tuple[str, str]]  # more about it, label by label
    way: Sequence[str]  # the elements that were passed
    tables: Sequence[Asked]


class Story:
    """Tells the facts of one case."""

    def __init__(self, process: str, law: Law, facts: Sequence[FactLine]) -> None:
        self.process, self.law = process, law
        self.opened = {fact.body["task"]: fact.body for fact in facts if fact.kind == "TaskOpened"}
        self.clocks = {fact.body["clock"]: fact.body["ref"] for fact in facts if fact.kind == "ClockStarted"}

    def tell(self, fact: FactLine) -> Told:
        """Tell one fact in full."""
        what = self.about(fact)
        decided = law_of(int(fact.body["release"])) if fact.kind == "DecisionMade" else self.law
        return Told(
            seq=fact.seq,
            at=fact.at,
            sentence=self.sentence(fact, what),
            what=what,
            who=" ".join(part for part in (fact.name, *office(fact)) if part),
            leads=fact.kind in LEADS,
            rows=self.rows(fact),
            way=self.way(fact.body) if fact.kind == "TokensMoved" else (),
            tables=asked(fact.body.get("explanation"), decided),
        )

    def about(self, fact: FactLine) -> str:
        """What a fact is about, by the names of the diagrams, tables and forms."""
        how = ABOUT.get(fact.kind)
        return how(self, fact.body) if how else self.place(fact.body.get("ref") or fact.body.get("task") or "")

    def sentence(self, fact: FactLine, what: str) -> str:
        """One plain sentence that says what happened and about what."""
        if not what or fact.kind not in WHOLE:
            return say(SENTENCES[fact.kind]) + say("。")
        to = self.office(fact.body) if fact.kind == "TaskOpened" else ""
        told = {"to": say("给{office}", office=to) if to else "", "days": fact.body.get("days", "")}
        return say(WHOLE[fact.kind], what=what.rstrip("。."), **told)

    @staticmethod
    def office(body: Mapping[str, Any]) -> str:
        """Whom a task was laid before."""
        return f"{division(body['division'])} {role(body['role'])}".strip()

    def answers(self, fact: FactLine) -> list[Answers]:
        """What was handed in with a fact, told by its form, without what names anybody."""
        if fact.kind == "CaseOpened":
            filled = {name: said for name, said in fact.body["data"].items() if isinstance(said, Mapping)}
        elif fact.kind == "TaskCompleted":
            filled = {str(self.opened.get(fact.body["task"], {}).get("form")): fact.body["answers"]}
        else:
            return []
        forms = {name: desk.form_of(self.law.release, name) for name in filled if name in self.law.release.forms}
        return [(form.title_in(lang()), form.sections(filled[name], lang(), hide)) for name, form in forms.items()]

    def place(self, ref: str) -> str:
        """Name an element, behind the name of the called process that it belongs to."""
        process, name = self.where(ref)
        title = "" if process == self.process else self.law.title(process) + say("：")
        return title + name if name else ""

    def where(self, ref: str) -> tuple[str, str]:
        """The process that an element belongs to, and the element's name."""
        *way, last = ref.split("/")
        process = self.process
        for step in way:
            process = self.law.plan(process).calls.get(step.partition("#")[0], process)
        box = self.law.plan(process).named.get(last.partition("#")[0])
        if box is None:
            return process, ""
        return process, self.law.say(box.name) if box.name else say(KINDS.get(box.kind, "环节"))

    def way(self, body: Mapping[str, Any]) -> list[str]:
        """The elements that were entered, in order; gateways without a name say nothing to people."""
        return [self.place(ref) for verb, ref in body["path"] if verb == "enter" and self._said(ref)]

    def _said(self, ref: str) -> bool:
        return self.where(ref)[1] not in {"", *(say(name) for kind, name in KINDS.items() if kind.endswith("Gateway"))}

    def rows(self, fact: FactLine) -> list[tuple[str, str]]:
        """What else the fact holds that is neither personal nor a code."""
        body, found = fact.body, []
        task = self.opened.get(str(body.get("task", "")), {})
        if task.get("role"):
            found.append((say("岗位"), f"{division(task.get('division'))} {role(task['role'])}".strip()))
        if fact.kind == "DecisionMade":
            found += [(say("结论"), words) for words in [self._outcome(body)] if words]
            found.append((say("规则版本"), say("第{n}版", n=body["release"])))
        if fact.kind == "CaseOpened":
            found += [(say("受理编号"), str(body["number"])), (say("规则版本"), say("第{n}版", n=body["release"]))]
        if isinstance(body.get("inputs"), Mapping) and "register" in body["inputs"]:
            found.append((say("登记册"), self.law.register(str(body["inputs"]["register"]))))
        if fact.kind == "LookTaken":
            found.append((say("查到"), say("{n}条登记", n=len(_entries(body.get("found"))))))
        return found

    def _outcome(self, body: Mapping[str, Any]) -> str:
        outcome = body["outcome"]
        if isinstance(outcome, Mapping) and outcome.get("reason"):
            return hidden(self.law.say(str(outcome["reason"])))
        return hidden(decided(str(body["decision"]), outcome, int(body["release"])))

    def decision(self, body: Mapping[str, Any]) -> str:
        explanation = body.get("explanation")
        name = explanation.get("name") if isinstance(explanation, dict) else None
        short = self._outcome(body)
        told = self.law.say(str(name or self.law.called(body["decision"])))
        return told + (say("：") + short if short and len(short) <= SHORT else "")


def office(fact: FactLine) -> tuple[str, ...]:
    """Whose office acted, or what acted by itself."""
    if not fact.role:
        return (say(fact.actor),)
    return ("" if fact.role == Kind.APPLICANT else division(fact.division), role(fact.role))


def _entries(found: Any) -> Sequence[Any]:
    listed = found.get("entries", ()) if isinstance(found, Mapping) else found
    return listed if isinstance(listed, list) else ()


def _moved(story: Story, body: Mapping[str, Any]) -> str:
    way = story.way(body)
    return way[0] if len(way) == 1 else f"{way[0]} → {way[-1]}" if way else ""


def _due(story: Story, body: Mapping[str, Any]) -> str:
    due = body["due"]
    at = datetime.fromisoformat(due["$datetime"]) if isinstance(due, dict) and "$datetime" in due else None
    return f"{story.place(body['ref'])} {instant(at)}".strip()


def _clock(story: Story, body: Mapping[str, Any]) -> str:
    """A clock by its own name, or, where that is a code, by the element that started it."""
    name = str(body["clock"])
    return story.place(story.clocks.get(name, "")) if BARE.fullmatch(name) else story.law.say(name)


ABOUT: Final[Mapping[str, Callable[[Story, Mapping[str, Any]], str]]] = {
    "CaseOpened": lambda story, body: f"{story.law.title(body['process'])} {body['number']}",
    "TokensMoved": _moved,
    **dict.fromkeys(("ClockStarted", "ClockStopped", "ClockEnded", "ClockRanOut"), _clock),
    "TimerSet": _due,
    "TimerFired": _due,
    "DecisionMade": lambda story, body: story.decision(body),
    "CaseEnded": lambda story, body: story.law.outcome(story.process, body["outcome"]),
    "StateReached": lambda _story, _body: "",
    "PaperStored": lambda story, body: story.law.say(story.law.slots.get(body["slot"], "")),
    "IncidentRaised": lambda story, body: " ".join((story.place(body["ref"]), trouble(body["reason"]))).strip(),
}
