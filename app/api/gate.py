"""What is looked at before any view of the API runs: unknown routes, guessed passwords, forged requests."""

from typing import Final
from urllib.parse import urlsplit

from flask import Flask, current_app, request, session
from flask_limiter.util import get_remote_address
from limits import parse_many
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app.api import problems
from app.api.door import door
from app.errors import NotAllowed
from app.web.access.guard import rule_of, visitor
from app.web.access.limits import LOGIN, limiter
from app.web.setup import csrf

GUESSES: Final = tuple(parse_many(LOGIN))
SIGNED_IN: Final = "_user_id"  # where flask-login keeps whose session it is
LARGEST_BODY: Final = 1024 * 1024
CHALLENGE: Final = {"WWW-Authenticate": 'Basic realm="yijianshi", charset="UTF-8"'}


def set_up(app: Flask) -> None:
    # Before the guard, which asks who knocks and so checks the password: guesses beyond the limit never get that far.
    app.before_request_funcs.setdefault(None, []).insert(0, _knock)
    csrf.exempt(door)  # a program with a password has no token; `_not_forged` asks for one where a session is used


def _knock() -> Response | None:
    if not request.path.startswith("/api/"):
        return None
    if request.mimetype != "multipart/form-data":
        request.max_content_length = LARGEST_BODY
    if request.routing_exception is not None:
        return problems.of_http(request.routing_exception)
    if _guessing() and not _guesses_left():
        return problems.of_http(TooManyRequests())
    if rule_of(request.endpoint or "") is None or visitor() is not None:
        return None
    if _guessing():
        _count_guess()
    answer = problems.refusal(401, "unauthorized", problems.WORDS[401])
    answer.headers.update(CHALLENGE)
    return answer


def _guessing() -> bool:
    return limiter.enabled and request.authorization is not None and SIGNED_IN not in session


def _guesses_left() -> bool:
    return all(limiter.limiter.test(limit, "basic", get_remote_address()) for limit in GUESSES)


def _count_guess() -> None:
    for limit in GUESSES:
        limiter.limiter.hit(limit, "basic", get_remote_address())


@door.before_request  # type: ignore[untyped-decorator]  # flask-smorest ships no types
def _not_forged() -> None:
    """A session needs its token; a browser that remembers a password must not be led here by another site's page."""
    if SIGNED_IN in session:
        if current_app.config["WTF_CSRF_ENABLED"]:
            csrf.protect()
    elif (origin := request.headers.get("Origin")) and urlsplit(origin).netloc != request.host:
        raise NotAllowed("the request comes from another site's page")
