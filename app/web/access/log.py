"""One line in the log for each request: which route, who, how it ended and how long it took; only set_up calls it."""

from secrets import token_hex
from time import perf_counter
from typing import Final

import structlog
from flask import Flask, Response, g, request, request_started

from app.logs import last_command

log: Final = structlog.get_logger(__name__)
QUIET: Final = "static"


def set_up(app: Flask) -> None:
    request_started.connect(_begin, app)  # before all else: others may answer a request before it gets to a view
    app.after_request(_told)


def route() -> str:
    """The route as it is written in the code: the path itself names people's cases."""
    return str(request.url_rule) if request.url_rule else "(none)"


def _begin(_app: Flask) -> None:
    g.began = perf_counter()
    last_command.set(None)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=token_hex(8))


def _told(response: Response) -> Response:
    number = structlog.contextvars.get_contextvars().get("request_id", "")
    response.headers["X-Request-Id"] = str(number)
    if request.endpoint != QUIET:
        person = getattr(g.get("_login_user"), "person", None)  # who was asked for already, without a look of its own
        log.info(
            "request",
            method=request.method,
            route=route(),
            status=response.status_code,
            ms=round(1000 * (perf_counter() - g.began), 1),
            account=person.id if person else None,
            command_id=last_command.get(),
        )
    structlog.contextvars.clear_contextvars()
    return response
