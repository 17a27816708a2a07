"""The invented systems' HTTP face: one WSGI app; faults by `POST /_control`, arrivals by `GET /_log`."""

import hashlib
import time
from collections.abc import Mapping
from hmac import compare_digest
from typing import Any
from uuid import uuid4

from flask import Blueprint, Flask, Response, current_app, json, jsonify, request

from app.connectors.operations import OPERATIONS
from app.connectors.simulators import reports
from app.connectors.simulators.answers import answer
from app.connectors.simulators.state import State

Json = dict[str, Any]
LONGEST_WAIT = 120.0
# status: refuse unseen. timeout, delay: wait, then answer. lost: do the work, then answer 503, so that it comes twice.
# garbage, flood: answer something that is no answer.
FAULTS = frozenset({"status", "timeout", "delay", "lost", "duplicate", "garbage", "flood"})
_START_PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>外部系统模拟器</title>
<h1>外部系统模拟器（不是真实系统）</h1>
<p>本页由一个本机小程序提供，用来在演示和测试中扮演各部门的外部系统。这里没有真实数据，也不与任何真实系统相连。</p>
<p lang="en">A simulator of the outside systems, for demos and tests only. Nothing here is real.</p>
<ul><li><code>POST /&lt;system&gt;/&lt;operation&gt;</code> (Idempotency-Key)</li><li><code>GET /_log</code></li>
<li><code>POST /_control</code> {system, operation, fault, status, seconds, count} / {clear: true}</li>
<li><code>POST /_people</code> {id_no, relief, pension_started, employee_pension, pension_matched, verified}</li>
<li><code>GET /_reports</code>, <code>POST /_report</code> {system, message, key, payload, seconds, number}</li></ul>
<p>"""

simulators = Blueprint("simulators", __name__)


def create_app(
    state: State, secrets: Mapping[str, str] | None = None, reporting: reports.Reporting | None = None
) -> Flask:
    """Build the app; with `secrets`, each system wants its own shown; with `reporting`, some report by themselves."""
    app = Flask("simulators")
    app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
    app.extensions.update(state=state, secrets=secrets, reporting=reporting)
    app.register_blueprint(simulators)
    return app


def _state() -> State:
    state: State = current_app.extensions["state"]
    return state


@simulators.get("/")
def start_page() -> str:
    return _START_PAGE + "、".join(f"{system}.{operation}" for system, operation in sorted(OPERATIONS))


@simulators.get("/_log")
def log() -> Response:
    return jsonify(_state().log(request.args.get("system")))


@simulators.post("/_people")
def people() -> Response | tuple[Response, int]:
    person = _body()
    id_no = person.pop("id_no", None)
    if not isinstance(id_no, str) or not id_no:
        return _refusal("id_no_missing")
    return jsonify(_state().put_person(id_no, person))


@simulators.get("/_reports")
def reported() -> Response:
    return jsonify(_state().reports())


@simulators.post("/_report")
def report() -> Response | tuple[Response, int]:
    """Have a system report what no operation led to: a death, a change of somebody's certificate."""
    told = _body()
    if not all(isinstance(told.get(name), str) for name in ("system", "message", "key")):
        return _refusal("field_missing")
    try:
        seconds = float(told.get("seconds", 0))
    except (TypeError, ValueError):
        return _refusal("not_a_number")
    number = str(told.get("number") or uuid4().hex)
    payload = {name: reports.filled(value, {}) for name, value in (told.get("payload") or {}).items()}
    _state().queue_report(number, told["system"], told["message"], told["key"], payload, seconds)
    return jsonify({"number": number})


@simulators.post("/_control")
def control() -> Response | tuple[Response, int]:
    order = _body()
    if order.get("clear"):
        _state().clear_faults()
        return jsonify({"cleared": True})
    if order.get("fault") not in FAULTS | reports.FAULTS:
        return _refusal("unknown_fault")
    try:
        seconds = float(order.get("seconds", 30 if order["fault"] == "timeout" else 0))
        numbers = int(order.get("status", 503)), min(seconds, LONGEST_WAIT), int(order.get("count", 1))
    except (TypeError, ValueError):
        return _refusal("not_a_number")
    _state().order_fault(str(order.get("system", "*")), str(order.get("operation", "*")), order["fault"], *numbers)
    return jsonify({"ordered": order})


@simulators.post("/<system>/<operation>")
def arrive(system: str, operation: str) -> Response | tuple[Response, int]:
    known, payload = OPERATIONS.get((system, operation)), _body()
    key = request.headers.get("Idempotency-Key", "")
    if known is None:
        return _refusal("unknown_operation", 404)
    if not _shown(system):
        return _refusal("wrong_credential", 401)
    if not key:
        return _refusal("idempotency_key_missing")
    if any(payload.get(name) is None for name in known.required()):
        return _refusal("field_missing", 422)
    fault = _state().next_fault(system, operation)
    if fault is None:
        return _work(system, operation, key, payload)
    return _faulty(dict(fault), system, operation, key, payload)


def _shown(system: str) -> bool:
    """Whether the request shows the system's secret, where the systems have any."""
    secrets: Mapping[str, str] | None = current_app.extensions["secrets"]
    given = request.authorization
    token = (given.token or "") if given is not None and given.type == "bearer" else ""
    return secrets is None or compare_digest(secrets.get(system, "").encode(), token.encode())


def _faulty(fault: Json, system: str, operation: str, key: str, payload: Json) -> Response | tuple[Response, int]:
    kind = fault["kind"]
    if kind == "status":
        return _refusal("ordered_fault", fault["status"])
    if kind == "garbage":
        return Response("<html>502 Bad Gateway</html>", content_type="text/html")
    if kind == "flood":
        return Response(b'{"x": "' + b"x" * 4_000_000 + b'"}', content_type="application/json")
    answered = _work(system, operation, key, payload)
    if kind in {"lost", "duplicate"}:
        return _refusal("answer_lost", 503)
    time.sleep(fault["seconds"])
    return answered


def _work(system: str, operation: str, key: str, payload: Json) -> Response | tuple[Response, int]:
    """Do it once; the same key again gets the same answer."""
    state = _state()
    with state.transaction():
        seen = state.arrival(system, operation, key)
        if seen is not None:
            return jsonify(json.loads(seen["answer"])), int(seen["status"])
        status, said = answer(state, system, operation, key, payload)
        state.keep(system, operation, key, payload, (status, said))
        _report_later(system, operation, key, payload)
    return jsonify(said), status


def _report_later(system: str, operation: str, key: str, payload: Json) -> None:
    """Queue what the script lets follow; its number comes of the arrival's key, so that it is one after any restart."""
    reporting: reports.Reporting | None = current_app.extensions["reporting"]
    for message, about, said, seconds in reporting.after(system, operation, payload) if reporting else ():
        number = hashlib.sha256(f"{system}.{operation}:{key}:{message}".encode()).hexdigest()
        _state().queue_report(number, system, message, about, said, seconds)


def _body() -> Json:
    body = request.get_json(force=True, silent=True)
    return body if isinstance(body, dict) else {}


def _refusal(code: str, status: int = 400) -> tuple[Response, int]:
    return jsonify({"code": code, "message": "模拟的拒绝"}), status
