"""What was typed into a form that could not be taken: carried to where it goes on, behind a login or a problem."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flask import current_app, render_template, request

from app.web.look.preferences import inside

MARK: Final = "typed:"
LEFT_OUT: Final = ("csrf-token", "do", "show-", "password", "again", MARK)


@dataclass(frozen=True)
class Typed:
    """Where a form belongs, what was typed into it, and whether files were chosen, which no page can carry."""

    path: str
    entries: tuple[tuple[str, str], ...]
    files: bool = False


def typed() -> Typed | None:
    """What this request hands in, if it is a form of a page that can be opened again."""
    if request.method != "POST" or request.blueprint == "web" or not _has_a_page():
        return None
    found = _entries(name for name in request.form if not name.startswith(LEFT_OUT))
    files = any(file.filename for file in request.files.values())
    return Typed(request.path, found, files) if any(value for _, value in found) else None


def carried() -> Typed | None:
    """What a login form carries along from the form that it stands in the way of."""
    found = _entries(name for name in request.form if name.startswith(MARK))
    entries = tuple((name.removeprefix(MARK), value) for name, value in found)
    path = inside(request.args.get("next"))
    return Typed(path, entries, "files-lost" in request.form) if entries else None


def onward(kept: Typed, status: int) -> tuple[str, int]:
    """A page from which what was typed goes back into its form; it is shown there again and not handed in."""
    return render_template("web/onward.html", typed=kept), status


def _entries(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name in names for value in request.form.getlist(name))


def _has_a_page() -> bool:
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and "GET" in adapter.allowed_methods(request.path)
