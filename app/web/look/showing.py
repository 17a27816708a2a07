"""Dates, offices and people in words, for all templates; only set_up registers them."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from flask import Flask, g
from flask_wtf.csrf import generate_csrf

from app.calendar import SHANGHAI
from app.identity import Person
from app.web import desk
from app.web.access.guard import kinds, visitor
from app.web.look.given import slots
from app.web.look.language import LANGUAGES, lang, law, say
from app.web.look.navigation import links
from app.web.look.preferences import chosen

DATE: Final = re.compile(r"(?<![\d-])((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?![\d-])")


def day(value: datetime | date | None) -> str:
    """A day as people read it, in Beijing time."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(SHANGHAI).date()
    return f"{value.year}年{value.month}月{value.day}日" if lang() == "zh" else value.isoformat()


def dated(text: str) -> str:
    """A text of the law with the days and months in it as people read them."""
    return with_days(text) if lang() == "zh" else text


def with_days(text: str) -> str:
    """A Chinese text with the days and months in it written as Chinese."""
    return DATE.sub(_written, text)


def _written(found: re.Match[str]) -> str:
    year, month, of_month = found.groups()
    return f"{year}年{int(month)}月" + (f"{int(of_month)}日" if of_month else "")


def instant(value: datetime | None) -> str:
    """A day and a time of day, in Beijing time."""
    return f"{day(value)} {value.astimezone(SHANGHAI):%H:%M}" if value else ""


def division(code: str | None) -> str:
    """An administrative division by its full name, without the province."""
    table = _table("divisions")
    names: list[str] = []
    while code in table and table[code].get("level") != "province":
        names.insert(0, _named(table[code]))
        code = table[code].get("parent")
    if not names and code in table:
        names = [_named(table[code])]
    if names:
        return "".join(names) if lang() == "zh" else ", ".join(reversed(names))
    return code if code and code != "0" else ""


def role(code: str | None) -> str:
    """A role by its name."""
    return _named(_table("roles").get(code, {"name": code or ""}))


def department(code: str | None) -> str:
    """A department by its name."""
    return _named(_table("departments").get(code, {"name": code or ""}))


def tries(code: str | None) -> str:
    """What somebody in a role can try, as the law's list of roles says it."""
    entry = _table("roles").get(code, {})
    hint: str = entry.get("hint_en" if lang() == "en" else "hint", "")
    return hint


def who(person: Person) -> str:
    """Somebody's offices in words: role and division of each."""
    offices = [" ".join(part for part in (division(g.division), role(g.role)) if part) for g in person.roles]
    return ("；" if lang() == "zh" else "; ").join(offices)


def item(name: str) -> str:
    """A thing that can be asked for, by its name in the list of them."""
    return next((_named(entry) for entry in _table("items").values() if entry["name"] == name), name)


def time_left(days: int | None) -> str:
    """What is left of the statutory time, in words: working days, or days since it was over."""
    if days is None:
        return ""
    if days < 0:
        return say("已超期{n}天", n=-days)
    return say("还剩{n}个工作日", n=days) if days else say("今天到期")


def set_up(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=day,
        instant=instant,
        dated=dated,
        division=division,
        role=role,
        department=department,
        tries=tries,
        who=who,
        size=_size,
        item=item,
        time_left=time_left,
        law=law,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.tests["endpoint"] = lambda name: name in app.view_functions
    app.context_processor(_words)


def _words() -> dict[str, Any]:
    person = visitor()
    return {
        "_": say,
        "lang": lang(),
        "languages": LANGUAGES,
        "setting": chosen,
        "links": links,
        "slots": slots,
        "person": person,
        "kinds": kinds(person),
        "demo": desk.settings().demo,
        "business_time": desk.now,
        "csrf": generate_csrf,
    }


def _table(name: str) -> dict[Any, Any]:
    """A reference list by code, read once a request."""
    tables: dict[str, dict[Any, Any]] = g.setdefault("tables", {})
    if name not in tables:
        tables[name] = {entry["code"]: entry for entry in desk.in_force().reference(name)}
    return tables[name]


def _named(entry: Mapping[str, str]) -> str:
    return entry.get("name_en") or entry["name"] if lang() == "en" else entry["name"]


def _size(size: int) -> str:
    return f"{size / 1048576:.1f} MB" if size >= 1048576 else f"{max(1, size // 1024)} KB"
