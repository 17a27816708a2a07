"""Statutory clocks: working days by the calendar in force, stopped and run on by the diagram, rung when used up."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from app.calendar import Calendar, legal_day, start_of_day
from app.cases.shown.views import ClockLine
from app.events.actor import CLOCK
from app.events.facts import CaseEnded, ClockEnded, ClockRanOut, ClockStarted, ClockStopped, Fact
from app.store.clocks.row import StatutoryClock
from app.store.rows import Case, Command
from app.store.unit import Work

NEXT_DAY = timedelta(days=1)


def keep(work: Work, case: Case, facts: Sequence[Fact], calendar: Callable[[], Calendar], now: datetime) -> None:
    """Write what a command's facts did to the case's clocks, in the command's own transaction."""
    moves = [fact for fact in facts if isinstance(fact, ClockStarted | ClockStopped | ClockEnded)]
    clocks = work.clocks(case) if moves else {}
    for fact in moves:
        after = moved(clocks.get(fact.clock), fact, calendar(), now)
        if after is not None and after != clocks.get(fact.clock):
            clocks[fact.clock] = after
            work.keep_clock(case, after)
    if any(isinstance(fact, CaseEnded) for fact in facts):
        work.end_clocks(case, now)


def moved(clock: StatutoryClock | None, fact: Fact, calendar: Calendar, now: datetime) -> StatutoryClock | None:
    """Start anew, run on, stop or end; what a clock already does, and stopping none, changes nothing."""
    if isinstance(fact, ClockStarted):
        if clock is None or clock.ended_at is not None:
            clock = StatutoryClock(
                fact.clock, fact.days, 0, None, None, None, None, None, message=fact.message, key=fact.key
            )
        if clock.since is not None:
            return clock
        clock = replace(clock, since=legal_day(now), stopped_by=None)
        return replace(clock, due_at=due(clock, calendar))
    if clock is None or clock.ended_at is not None:
        return clock
    stopped = replace(clock, used=used(clock, calendar, now), since=None, due_at=None)
    if isinstance(fact, ClockStopped):
        return replace(stopped, stopped_by=clock.stopped_by or fact.ref)
    return replace(stopped, ended_at=now)


def used(clock: StatutoryClock, calendar: Calendar, now: datetime) -> int:
    """Count the working days used by now: the day on which it began or ran on is not counted."""
    running = calendar.working_days_between(clock.since, legal_day(now)) if clock.since is not None else 0
    return clock.used + max(running, 0)


def due(clock: StatutoryClock, calendar: Calendar) -> datetime | None:
    """Say when the last day is over; a clock that stands or that rang is never due."""
    if clock.since is None or clock.rang_at is not None:
        return None
    last: date = calendar.working_days_after(clock.since, max(clock.days - clock.used, 0))
    return start_of_day(last + NEXT_DAY)


def ring(work: Work, case: Case, name: str, calendar: Calendar, at: datetime) -> bool:
    """Send the message of a clock whose days are used up, once; a calendar that came meanwhile may give it more."""
    clock = work.clocks(case).get(name)
    if clock is None or clock.due_at is None or clock.due_at > at:
        return False
    later = due(clock, calendar)
    if later is not None and later > at:
        work.keep_clock(case, replace(clock, due_at=later))
        return False
    key = f"{case.id}:clock:{name}:{at.isoformat()}"
    work.keep_clock(case, replace(clock, due_at=None, rang_at=at))
    work.queue(case, "send", key, {"message": clock.message, "key": clock.key, "payload": {"clock": name}})
    work.keep(case, Command(key, CLOCK, at), [ClockRanOut(name, clock.days, clock.message)], None, result=case.id)
    return True


def line(clock: StatutoryClock, calendar: Calendar, now: datetime) -> ClockLine:
    """Tell what remains of a clock; nought and less when it is late."""
    state = "ended" if clock.ended_at else "stopped" if clock.since is None else "late" if clock.rang_at else "running"
    spent = used(clock, calendar, now)
    return ClockLine(clock.name, clock.days, spent, clock.days - spent, state, clock.due_at)
