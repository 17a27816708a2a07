"""A published release: its files to look at or to keep, its diagrams drawn, and what it changed; nobody changes it."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath

from flask import make_response, render_template
from werkzeug.wrappers import Response

from app.catalogue import Release
from app.catalogue.drafting import FileChange, changes
from app.errors import NotFound
from app.identity import Kind
from app.studio import ports, shown
from app.studio.compared import Compared, compared, tables
from app.studio.naming import kind_of, title
from app.studio.views import door
from app.web import desk
from app.web.access.guard import may
from app.web.drawing import picture, read
from app.web.look.language import lang

RELEASE = "/releases/<int:number>"


@door.get(RELEASE)
@may(Kind.ANALYST)
def release(number: int) -> str:
    """Show a release: what became different by it, element by element, and every file that it holds."""
    found = _release(number)
    different = _changes(found)
    known = {
        "lines": shown.release_lines(found.files, different),
        "changes": different,
        "shown": shown,
        "compare": _comparing(found),
    }
    return render_template("studio/release.html", release=found, running=desk.in_force().number, **known)


@door.get(f"{RELEASE}/files/<path:path>")
@may(Kind.ANALYST)
def release_file(number: int, path: str) -> str:
    """Show one file of a release: a diagram drawn, a table ruled, any other as it is written."""
    found = _release(number)
    content, kind = _file(found, path), kind_of(path)
    known = {
        "title": title(path, content),
        "kind": kind,
        "svg": _drawn(found, content) if kind == "bpmn" else "",
        "grids": tables(content) if kind == "dmn" else [],
        "change": next((one for one in _changes(found) if one.path == path), None),
        "text": content.decode("utf-8", "replace"),
    }
    return render_template(
        "studio/release_file.html", release=found, path=path, shown=shown, compare=_comparing(found), **known
    )


@door.get(f"{RELEASE}/content/<path:path>")
@may(Kind.ANALYST)
def release_content(number: int, path: str) -> Response:
    """Give a file of a release to be kept; a browser never opens it as a page."""
    answer = make_response(_file(_release(number), path))
    answer.mimetype = "application/octet-stream"
    answer.headers.set("Content-Disposition", "attachment", filename=PurePosixPath(path).name)
    return answer


def _release(number: int) -> Release:
    if number not in {one.number for one in ports.releases().history()}:
        raise NotFound(f"no release {number}")
    return ports.releases().release(number)


def _file(found: Release, path: str) -> bytes:
    if path not in found.files:
        raise NotFound(f"release {found.number} holds no {path}")
    return found.files[path]


def _changes(found: Release) -> list[FileChange]:
    """What is different from the release before; the first one has none."""
    return changes(_before(found), found.files) if found.number > 1 else []


def _comparing(found: Release) -> Callable[[FileChange], Compared]:
    return partial(compared, before=_before(found), after=found.files)


def _before(found: Release) -> Mapping[str, bytes]:
    return ports.releases().release(found.number - 1).files if found.number > 1 else {}


def _drawn(found: Release, content: bytes) -> str:
    return picture(read(content), words=found.english.whole if lang() == "en" else None)
