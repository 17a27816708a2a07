"""Joins the JSON API to the application: its routes, its OpenAPI document, its gate; the factory calls it last."""

from typing import Any, Final

from flask import Flask, Response
from flask_smorest import Api  # type: ignore[import-untyped]  # ships no types

from app.api import gate
from app.api.door import door, watch
from app.api.schemas import ProblemSchema
from app.api.views import OPENED
from app.settings import PRODUCT
from app.web.access.guard import everyone

ABOUT: Final = """一件事：案件、任务、消息。Cases, tasks and messages as JSON.

**Who.** A local account by HTTP Basic, or the session of somebody logged in in a browser; a session sends the page's
token in `X-CSRFToken` with every request that changes something. What one may see and do is what the pages allow.
An outside system shows its token as a Bearer and may report messages, nothing else.

**Values.** Numbers are decimals of up to 40 digits, never rounded to binary. In answers, days and times are tagged:
`{"$date": "2026-09-01"}`, `{"$time": "10:00:00"}`, `{"$datetime": "2026-09-01T10:00:00+08:00"}`,
`{"$duration": "P1D"}`. In what is handed in to a form, a day is the text `2026-09-01` or the tag; no other name may
begin with `$`.

**Twice.** The same `Idempotency-Key` from the same person gives the same result once only.

**Refusals** are `application/problem+json`: `status`, `code`, `message` (Chinese, for people), `detail`, `context`
(what changed, by whom), and `errors`, one a field, when answers are missing or wrong.
"""
SCHEMES: Final[dict[str, dict[str, str]]] = {
    "basic": {"type": "http", "scheme": "basic"},
    "token": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": "yijianshi"},
}


class Documented(Api):  # type: ignore[misc]  # see above
    """The OpenAPI document; refusals stay with this door's own blueprints and with the pages' handler."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """Leave the application's handlers alone: they draw pages for people."""

    @everyone
    def _openapi_json(self) -> Response:
        answer: Response = super()._openapi_json()
        return answer


def set_up(app: Flask) -> None:
    """Open the API, after the other doors."""
    app.config.update(
        API_TITLE="一件事 JSON API",
        API_VERSION=PRODUCT,
        OPENAPI_VERSION="3.0.3",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
    )
    documented = Documented(app, spec_kwargs=_spec())
    for name, scheme in SCHEMES.items():
        documented.spec.components.security_scheme(name, scheme)
    assert OPENED  # importing the views opened their routes
    gate.set_up(app)
    for blueprint in (door, watch):
        documented.register_blueprint(blueprint)


def _spec() -> dict[str, Any]:
    return {"info": {"description": ABOUT}, "security": [{name: []} for name in SCHEMES]}
