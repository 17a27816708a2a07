"""Signs and numbers that no store can keep or look for are refused before anything is asked of it; doors use it."""

from typing import Any, Final
from uuid import UUID

from flask import Flask, abort, request

NUL: Final = "\x00"
FILLING: Final = "do"  # the button of a form whose fields are checked one by one
IDS: Final = frozenset({"case_id", "task_id", "paper_id", "account_id"})
LARGEST: Final = 2**31 - 1


def set_up(app: Flask) -> None:
    """Check every request but the API's, which reads its own strictly."""
    app.before_request(_check)


def is_id(text: str) -> bool:
    """Whether a text can be the id of something that is kept."""
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _check() -> None:
    if request.path.startswith("/api/"):
        return
    if NUL in request.path or not all(_can_be(name, value) for name, value in (request.view_args or {}).items()):
        abort(404)
    values = [value for _, value in request.args.items(multi=True)]
    if request.method == "POST" and FILLING not in request.form:
        values += [value for _, value in request.form.items(multi=True)]
    if any(NUL in value for value in values):
        abort(400)


def _can_be(name: str, value: Any) -> bool:
    return is_id(value) if name in IDS else not isinstance(value, int) or value <= LARGEST
