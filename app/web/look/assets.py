"""Stylesheets and scripts are fetched once: their addresses name their content, so that browsers may keep them.

A page asks for three or four of them, and to be told that each is still the same took as long as the page.
"""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, current_app, request

YEAR: Final = 365 * 24 * 3600
FOUND: Final = frozenset({200, 304})
STATIC: Final = "static"


def set_up(app: Flask) -> None:
    app.url_defaults(_name_the_content)
    app.after_request(_let_be_kept)


def _name_the_content(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == STATIC and "filename" in values:
        values.setdefault("v", _mark(values["filename"]))


def _let_be_kept(response: Response) -> Response:
    """Only under the address that names what is sent: any other may mean something else tomorrow."""
    if request.endpoint == STATIC and response.status_code in FOUND:
        named = request.args.get("v")
        if named and named == _mark((request.view_args or {})["filename"]):
            response.cache_control.no_cache = None
            response.cache_control.public = True
            response.cache_control.max_age = YEAR
            response.cache_control.immutable = True
    return response


def _mark(name: str) -> str | None:
    """Name the content of a file as it is now; None where there is none."""
    path = Path(current_app.static_folder or "") / name
    if not path.is_file():
        return None
    told = path.stat()
    return _digest(path, told.st_mtime_ns, told.st_size)


@lru_cache(maxsize=256)
def _digest(path: Path, _changed: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
