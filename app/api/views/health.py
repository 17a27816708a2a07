"""Whether the product is well: `/health` for whoever watches, `/metrics` for Prometheus."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, cast

from flask import Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from app.api.door import documents, get, public, watch
from app.api.problems import MIMETYPE
from app.api.schemas import ProblemSchema
from app.api.shown import HealthSchema
from app.calendar import legal_day
from app.errors import NotAllowed, NotFound
from app.events.canonical import encode
from app.identity import Kind
from app.settings import PRODUCT
from app.web import desk
from app.web.access.guard import everyone, kinds, visitor

GAUGES: Final = {
    "open_cases": "Cases that have not ended.",
    "open_tasks": "Tasks that wait for a person.",
    "kept_messages": "Messages that no case has had.",
    "incidents": "Jobs and outgoing things whose tries are spent.",
    "due_jobs": "Timers that are due and have not fired.",
}
FORWARDED: Final = ("X-Forwarded-For", "X-Real-IP", "Forwarded")
LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
Counts = Callable[[datetime], Mapping[str, int]]


@get("/health", watch)
@everyone
@public
@documents(200, HealthSchema)
@documents(503, HealthSchema)
def health() -> Response:
    """Tell whether the database answers and a release is in force"""
    told = {"product": PRODUCT, "status": "ok"} | _state()
    well = told["database"] and told["release"] is not None
    shown = encode(HealthSchema().dump(told | {"status": "ok" if well else "failing"}))
    return current_app.response_class(shown, 200 if well else 503, mimetype="application/json")


@get("/metrics", watch)
@everyone
@public
@documents(200, {"type": "string"}, "text/plain")
@documents(403, ProblemSchema, MIMETYPE)
def metrics() -> Response:
    """Count what an operator watches, in Prometheus' text; for operators and for this machine itself"""
    if not _from_here() and Kind.OPERATOR not in kinds(visitor()):
        raise NotAllowed("metrics are for operators")
    registry = CollectorRegistry()
    counts = cast("Counts", current_app.extensions.get("counts", _nothing))(desk.now())
    for name in counts.keys() & GAUGES.keys():
        Gauge(f"yijianshi_{name}", GAUGES[name], registry=registry).set(counts[name])
    Gauge("yijianshi_release", "The release in force.", registry=registry).set(_state()["release"] or 0)
    return current_app.response_class(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _state() -> dict[str, Any]:
    try:
        today = legal_day(desk.now())
        return {"database": True, "today": today, "release": desk.in_force().number}
    except NotFound:
        return {"database": True, "today": today, "release": None}
    except SQLAlchemyError:  # the one place that asks whether there is a database at all
        return {"database": False, "release": None}


def _nothing(_now: datetime) -> Mapping[str, int]:
    """Count nothing where the factory hands in no counts: a gauge that isn't there is not a zero."""
    return {}


def _from_here() -> bool:
    """Whether this machine asks, and not a proxy on it for somebody else."""
    return request.remote_addr in LOOPBACK and not any(name in request.headers for name in FORWARDED)
