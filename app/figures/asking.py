"""What somebody asked to see: division, period and process, out of the address; what it can't mean is told in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.calendar import legal_day
from app.cases.figures import Period, Place
from app.cases.figures.periods import YEARS_UP_TO
from app.errors import FieldError
from app.figures import stretch
from app.web import desk
from app.web.law import law_of
from app.web.look.language import say

BETWEEN: Final = "between"
LONGEST: Final = 40
Option = tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """The choice as it was made; without a period where it can't be told."""

    division: str
    process: str
    key: str  # a month, quarter or year, or `between`
    since: str = ""
    until: str = ""
    period: Period | None = None
    errors: Sequence[FieldError] = ()

    @property
    def address(self) -> dict[str, str]:
        """The same choice for another address."""
        told = {"division": self.division, "process": self.process, "period": self.key}
        days = {"since": self.since, "until": self.until} if self.key == BETWEEN else {}
        return {name: value for name, value in (told | days).items() if value}

    def at(self, division: str) -> dict[str, str]:
        """The same choice for another division."""
        return self.address | {"division": division}

    @property
    def called(self) -> str:
        """The period in words."""
        if self.period and self.key == BETWEEN:
            return stretch.days(self.period.first, self.period.last)
        return stretch.called(self.key)

    def wrong(self, name: str) -> str:
        """What is said beside a field."""
        return next((error.message for error in self.errors if error.key == name), "")


@dataclass(frozen=True)
class Offer:
    """What may be chosen, each as a value and its name."""

    divisions: Sequence[Option]
    processes: Sequence[Option]
    periods: Sequence[tuple[str, Sequence[Option]]]
    before: Mapping[str, str] = field(default_factory=dict)  # the address of the period before
    after: Mapping[str, str] = field(default_factory=dict)


def asked(args: Mapping[str, str], places: Sequence[Place], today: date) -> Asked:
    """Read the address; days that were typed in are meant, unless another period was chosen instead of them."""
    told = {name: args.get(name, "").strip()[:LONGEST] for name in ("period", "since", "until", "shown", "process")}
    division = args.get("division", "") or places[0].code
    typed = bool(told["since"] or told["until"]) and told["shown"] != BETWEEN
    key = BETWEEN if typed else told["period"] or stretch.month(today)
    since, until = (told["since"], told["until"]) if key == BETWEEN else ("", "")
    period, errors = _period(key, since, until)
    if told["process"] and told["process"] not in dict(_processes()):
        errors.append(FieldError("process", say("案件种类"), say("没有这种案件，请另选一种。")))
    return Asked(division, told["process"], key, since, until, None if errors else period, errors)


def offer(choice: Asked, places: Sequence[Place], today: date) -> Offer:
    before, after = stretch.beside(choice.key, today)
    return Offer(
        divisions=[(place.code, indented(place)) for place in places],
        processes=_processes(),
        periods=stretch.offered(today, choice.key),
        before=choice.address | {"period": before} if before else {},
        after=choice.address | {"period": after} if after else {},
    )


def indented(place: Place) -> str:
    return {"city": "\u3000", "county": "\u3000\u3000"}.get(place.level, "") + named(place)


def named(place: Place) -> str:
    """What a division is called in the list of divisions; everything together has no entry there."""
    if place.level == "all":
        return say("全部地区")
    return law_of(desk.in_force().number).local(place.entry)


def today() -> date:
    return legal_day(desk.now())


def _processes() -> list[Option]:
    law = law_of(desk.in_force().number)
    return [(process, law.title(process)) for process in law.begun]


def _period(key: str, since: str, until: str) -> tuple[Period | None, list[FieldError]]:
    if key != BETWEEN:
        period = stretch.period_of(key)
        error = FieldError("period", say("统计期间"), say("看不懂统计期间“{typed}”，请从列表中选择。", typed=key))
        return period, [] if period else [error]
    read = dict(stretch.since_and_until(since, until))
    errors = list(_unread(read, {"since": since, "until": until}))
    first, last = read["since"], read["until"]
    if first is None or last is None:
        return None, errors
    period = Period(first, last)
    if first > last:
        errors.append(FieldError("until", say("截止日期"), say("截止日期不能早于起始日期。")))
    elif period.too_long:
        words = say("一次最多统计{n}年，请缩短期间。", n=YEARS_UP_TO)
        errors.append(FieldError("until", say("截止日期"), words))
    return period, errors


def _unread(read: Mapping[str, date | None], typed: Mapping[str, str]) -> Iterator[FieldError]:
    for name, label in (("since", say("起始日期")), ("until", say("截止日期"))):
        if read[name] is None and typed[name]:
            yield FieldError(name, label, say("{label}不是可以统计的日期，请按2026-08-17这样填写。", label=label))
        elif read[name] is None:
            yield FieldError(name, label, say("请填写{label}。", label=label))
