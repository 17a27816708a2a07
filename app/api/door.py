"""The blueprints of this door and its decorators, typed: route, what is asked, what is answered; the views use them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

from flask import current_app
from flask_smorest import Blueprint  # type: ignore[import-untyped]  # ships no types; this file gives it ours
from marshmallow import Schema
from werkzeug.wrappers import Response

from app.api import problems
from app.api.schemas import ProblemSchema
from app.api.wire import WireParser
from app.events.canonical import encode

View = TypeVar("View", bound=Callable[..., Any])
REFUSALS: Final = (401, 403, 404, 429, 503)


class Door(Blueprint):  # type: ignore[misc]  # see above
    """A blueprint whose JSON numbers are Decimals."""

    ARGUMENTS_PARSER = WireParser()


door: Final = Door("api", __name__, url_prefix="/api", description="Cases, tasks and messages.")
watch: Final = Door("watch", __name__, url_prefix="", description="Whether the product is well.")
problems.attach(door)
problems.attach(watch)


def get(path: str, at: Any = door) -> Callable[[View], View]:
    """Open a route for reading."""
    return _route(at, "GET", path)


def post(path: str) -> Callable[[View], View]:
    """Open a route that changes something."""
    return _route(door, "POST", path)


def asks(schema: type[Schema], location: str = "json") -> Callable[[View], View]:
    """Read and check the body, the query or the headers, and hand it to the view as a dict."""
    made: Callable[[View], View] = door.arguments(schema, location=location)
    return made


def answers(
    schema: type[Schema], status: int = 200, *, refusals: tuple[int, ...] = REFUSALS, description: str = ""
) -> Callable[[View], View]:
    """Answer in canonical JSON, Decimals as numbers, and document the answer and the refusals."""
    made = schema()

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(*args: Any, **kwargs: Any) -> Response:
            shown = encode(made.dump(view(*args, **kwargs)))
            return current_app.response_class(shown, status, mimetype="application/json")

        told: View = _refusing(refusals)(door.response(status, schema, description=description or None)(answer))
        return told

    return decorate


def documents(status: int, schema: Any, content_type: str = "application/json") -> Callable[[View], View]:
    """Document an answer that the view makes itself; a schema, or OpenAPI's own words for one."""
    made: Callable[[View], View] = door.alt_response(status, schema=schema, content_type=content_type)
    return made


def public(view: View) -> View:
    """Document that nobody needs to log in for this."""
    made: View = door.doc(security=[])(view)
    return made


def _refusing(statuses: tuple[int, ...]) -> Callable[[Any], Any]:
    def decorate(view: Any) -> Any:
        for status in statuses:
            view = door.alt_response(status, schema=ProblemSchema, content_type=problems.MIMETYPE)(view)
        return view

    return decorate


def _route(at: Any, method: str, path: str) -> Callable[[View], View]:
    made: Callable[[View], View] = at.route(path, methods=[method])
    return made
