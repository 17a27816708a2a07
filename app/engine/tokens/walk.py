"""One command's walk through the diagrams: what moved, what happened, and FEEL as it is seen on the way."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from app.decisions import evaluate
from app.decisions.wire import from_wire, to_wire
from app.engine.diagram.model import Assignment, TimerText
from app.engine.host import Host
from app.engine.steps import Moment
from app.engine.tokens.variables import Cells, Names, placed
from app.errors import EngineError, ExpressionError
from app.events.facts import Fact

LEGAL = ZoneInfo("Asia/Shanghai")
MOST_MOVES = 20_000


class Walk:
    """Handed to every element that a token touches during one command; thrown away after it."""

    def __init__(self, host: Host, moment: Moment, cells: Cells) -> None:
        self.host = host
        self.moment = moment
        self.cells = cells
        self.path: list[list[str]] = []
        self.facts: list[Fact] = []
        self.ready: list[Any] = []

    def note(self, verb: str, ref: str) -> None:
        """Add a move; a loop that never waits must not run for ever."""
        if len(self.path) >= MOST_MOVES:
            raise EngineError(f"{ref}: the case moved {MOST_MOVES} times without coming to a wait; a loop never ends")
        self.path.append([verb, ref])

    def run(self) -> None:
        """Run every token that can run, one branch to its end before the next."""
        stack: list[Any] = []
        while self.ready or stack:
            stack.extend(reversed(self.ready))
            self.ready.clear()
            token = stack.pop()
            if token.runnable:
                token.run()

    def feel(self, text: str, names: Mapping[str, int], where: str) -> Any:
        """Evaluate FEEL over the visible variables."""
        try:
            scope = self.cells.feel(names)
            if self.moment.due is not None:
                scope["due"] = self.moment.due.astimezone(LEGAL)
            return evaluate(text, scope, now=self.moment.now, functions=self.host.functions)
        except ExpressionError as error:
            raise EngineError(f"{where}: {text}: {error.detail}") from error

    def value(self, text: str, names: Mapping[str, int], where: str) -> Any:
        """A mapping's source: FEEL behind an equals sign, else the text itself; as wire JSON."""
        if not text.lstrip().startswith("="):
            return text
        try:
            return to_wire(self.feel(text, names, where))
        except ExpressionError as error:
            raise EngineError(f"{where}: {text}: {error.detail}") from error

    def assign(self, mappings: tuple[Assignment, ...], visible: Names, local: Names, target: Names, where: str) -> None:
        """Carry out mappings in their order; each sees what those before it wrote."""
        for mapping in mappings:
            wire = self.value(mapping.source, {**visible, **target, **local}, where)
            name, *keys = mapping.target
            old = self.cells.values.get(target.get(name, 0)) if keys else None
            target[name] = self.cells.put(placed(old, tuple(keys), wire, f"{where}: {'.'.join(mapping.target)}"))

    def due(self, timer: TimerText, names: Mapping[str, int], where: str) -> datetime:
        """When a timer that is set now will be due, in UTC; at once if its time is past, and never before now."""
        return max(self._reckoned(timer, names, where), self.moment.now.astimezone(UTC))

    def _reckoned(self, timer: TimerText, names: Mapping[str, int], where: str) -> datetime:
        fixed = {"timeDuration": "$duration", "timeDate": "$datetime"}[timer.kind]
        text = timer.text.lstrip()
        value = self.feel(text, names, where) if text.startswith("=") else _fixed(fixed, text, where)
        if isinstance(value, datetime):
            return _instant(value)
        if isinstance(value, date):
            return _instant(datetime.combine(value, time()))
        if _is_duration(value):
            return self._after(value, where)
        raise EngineError(f"{where}: the timer {timer.text} gave {value!r}, which is no date, time or duration")

    def _after(self, duration: Any, where: str) -> datetime:
        """Add a duration to the command's legal time; FEEL clamps months at the month's end."""
        scope = {"start": self.moment.now.astimezone(LEGAL), "wait": duration}
        reached = evaluate("start + wait", scope, now=self.moment.now)
        if not isinstance(reached, datetime):
            raise EngineError(f"{where}: {duration} can't be waited for")
        return _instant(reached)


def _fixed(tag: str, text: str, where: str) -> Any:
    tag = "$date" if tag == "$datetime" and "T" not in text else tag
    try:
        return from_wire({tag: text})
    except (ExpressionError, ValueError) as error:
        raise EngineError(f"{where}: {text} is no {tag[1:]}") from error


def _is_duration(value: Any) -> bool:
    try:
        wire = to_wire(value)
    except ExpressionError:
        return False
    return isinstance(wire, dict) and set(wire) == {"$duration"} and not isinstance(value, dict)


def _instant(moment: datetime) -> datetime:
    """A time without an offset is Shanghai's."""
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=LEGAL)
    return aware.astimezone(UTC)
