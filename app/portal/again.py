"""An earlier application's answers, filled into a new one at the applicant's word; only portal uses it."""

from dataclasses import dataclass
from typing import Any

from flask import request

from app.forms import Form
from app.web import desk
from app.web.access.guard import me
from app.web.access.signs import is_id


@dataclass(frozen=True)
class Used:
    """What the page shows: the answers, the case that some of them come from, and the fields it has filled so far."""

    raw: dict[str, Any]
    case_id: str = ""
    keys: tuple[str, ...] = ()


def filled(form: Form, raw: dict[str, Any], around: dict[str, Any]) -> Used:
    """Fill fields that the page shows for the first time; what was typed or cleared since stays as it is."""
    case_id = request.form.get("use") or request.form.get("used", "")
    if not is_id(case_id):
        return Used(raw)
    before = set() if request.form.get("use") else set(request.form.get("used-for", "").split())
    typed = {key for key, value in raw.items() if any(value)}
    found = desk.earlier().values(case_id, form, me(), desk.now(), but=before | typed)
    both = raw | found
    shown = form.asks(both, **around)
    return Used(both, case_id, tuple(sorted(before | (found.keys() & shown))))
