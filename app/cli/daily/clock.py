"""`clock`: show the product's time, and in demo mode let time pass, waking what falls due on the way."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import click

from app.calendar import SHANGHAI, legal_day
from app.cli.console import json_option, local, opened, say
from app.cli.rooms import Rooms
from app.errors import Refused

STEP = re.compile(r"(\d{1,4})(wd|d|h|m)", re.ASCII)


@click.group()
def clock() -> None:
    """Show the clock, or let simulated time pass."""


@clock.command()
@json_option
@click.pass_context
def show(ctx: click.Context, as_json: bool) -> None:
    """Show the time, whether it is simulated, and what falls due next."""
    with opened(ctx) as rooms:
        say(as_json, *_shown(rooms))


@clock.command()
@click.argument("by_or_to")
@json_option
@click.pass_context
def advance(ctx: click.Context, by_or_to: str, as_json: bool) -> None:
    """Let time pass: 5wd (working days), 3d, 2h, 30m, or to an ISO date or time."""
    with opened(ctx) as rooms:
        to = moment(rooms, by_or_to)
        if to < rooms.now():
            raise Refused(f"{local(to)} is past: the clock never goes back, it stands at {local(rooms.now())}.")
        rooms.cases.advance(to)
        say(as_json, *_shown(rooms))


def moment(rooms: Rooms, text: str) -> datetime:
    """The instant that a text like `5wd` or `2026-09-01` means, seen from the product's time."""
    now, step = rooms.now(), STEP.fullmatch(text)
    if step is None:
        return _instant(text)
    number, unit = int(step[1]), step[2]
    if unit == "wd":
        later = rooms.catalogue.in_force(legal_day(now)).functions["working days after"]
        day: date = later(legal_day(now), Decimal(number))
        return datetime.combine(day, now.astimezone(SHANGHAI).timetz())
    return now + timedelta(**{{"d": "days", "h": "hours", "m": "minutes"}[unit]: number})


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as broken:
        raise Refused(f"{text!r} is no time: use 5wd, 3d, 2h, 30m, 2026-09-01 or 2026-09-01T09:00.") from broken
    if len(text) == len("2026-09-01"):
        # A day is reached when it begins to be worked on; all that fell due in the night is then done.
        found = datetime.combine(found.date(), time(9))
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def _shown(rooms: Rooms) -> tuple[dict[str, Any], list[str]]:
    due = rooms.clock.next_due()
    simulated = bool(rooms.clock.simulated)
    data = {"now": rooms.now(), "simulated": simulated, "next_due": due}
    kind = "模拟时钟" if simulated else "系统时钟"
    return data, [f"{kind} {local(rooms.now())}，下一个到期：{local(due) if due else '无'}"]
