"""Refusals as problem documents: one shape, whatever refused; this door's blueprints and its gate use it."""

import re
from typing import Any, Final

import structlog
from flask import Blueprint, current_app, make_response
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from app.errors import InvalidAnswers, NotFound, Problem
from app.events.canonical import encode
from app.web.access.log import route
from app.web.errors import TITLES

log: Final = structlog.get_logger(__name__)
MIMETYPE: Final = "application/problem+json"
WORDS: Final = TITLES | {404: NotFound.zh, 415: "请以 application/json 格式提交。"}
CAPITAL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
AGAIN_SECONDS: Final = 2


def attach(blueprint: Blueprint) -> None:
    """Let a blueprint answer its refusals this way."""
    blueprint.register_error_handler(Problem, of_problem)
    blueprint.register_error_handler(HTTPException, of_http)


def of_problem(problem: Problem) -> Response:
    """Tell a refusal of the rooms below; of a fault of the product's own, only the log learns the details."""
    status, kind = problem.status, type(problem).__name__
    if status >= 500:
        log.error("problem", kind=kind, route=route(), exc_info=problem)
    detail = problem.detail if status < 500 else ""
    errors = [vars(error) for error in problem.errors] if isinstance(problem, InvalidAnswers) else None
    code = CAPITAL.sub("_", kind).lower()
    answer = refusal(status, code, problem.zh, detail=detail, context=problem.context, errors=errors)
    if status == 503:
        answer.headers["Retry-After"] = str(AGAIN_SECONDS)
    return answer


def of_http(problem: HTTPException) -> Response:
    """Tell a refusal of the web's own kind: wrong method, wrong body, too often."""
    if problem.response is not None or (problem.code or 500) < 400:
        return make_response(problem.get_response())
    status = problem.code or 500
    code = problem.name.lower().replace(" ", "_").replace("'", "")
    messages = getattr(problem, "data", {}).get("messages")
    detail = (problem.description or "") if status < 500 else ""
    answer = refusal(status, code, _words(status), detail=detail, errors=fields(messages) if messages else None)
    for name, value in problem.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            answer.headers[name] = value
    return answer


def refusal(
    status: int,
    code: str,
    message: str,
    *,
    detail: str = "",
    context: dict[str, Any] | None = None,
    errors: list[dict[str, Any]] | None = None,
) -> Response:
    """Make a problem document."""
    told = {"status": status, "code": code, "message": message, "detail": detail}
    told |= {"context": {name: _plain(value) for name, value in (context or {}).items()}}
    told |= {} if errors is None else {"errors": errors}
    return current_app.response_class(encode(told), status, mimetype=MIMETYPE)


def fields(messages: Any, at: str = "") -> list[dict[str, Any]]:
    """Lay marshmallow's nested messages out as one error a field, keyed by the path to it."""
    if isinstance(messages, dict):
        inner = [(name if at == "" or name == "_schema" else f"{at}.{name}", found) for name, found in messages.items()]
        return [error for path, found in inner for error in fields(found, str(path))]
    words = messages if isinstance(messages, list) else [messages]
    key = at.partition(".")[2] or at  # the first step is where it stood: json, query, headers
    return [{"key": key, "label": "", "message": " ".join(str(word) for word in words)}]


def _words(status: int) -> str:
    return WORDS.get(status, WORDS[500] if status >= 500 else WORDS[400])


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
