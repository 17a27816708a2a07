"""How each invented system answers: what is on file for the person, else what was declared; all else is accepted."""

from collections.abc import Callable, Mapping
from typing import Any

from app.connectors.simulators.state import State

Json = dict[str, Any]
Answer = tuple[int, Json]
_ACCEPTED: Answer = (200, {"accepted": True})


def answer(state: State, system: str, operation: str, key: str, payload: Json) -> Answer:
    """Status and body for one arrival that has not been seen before."""
    special = _SPECIAL.get((system, operation))
    return special(state, key, payload) if special else _ACCEPTED


def _relief(state: State, _key: str, payload: Json) -> Answer:
    on_file = state.person(payload["id_no"])
    return 200, {"relief": on_file.get("relief", payload.get("declared") or "none")}


def _death(state: State, _key: str, payload: Json) -> Answer:
    return 200, {"died_on": state.person(payload["id_no"]).get("died_on")}


def _pension_status(state: State, _key: str, payload: Json) -> Answer:
    known = {"pension_started": False, "employee_pension": False}
    declared = {name: payload["declared"][name] for name in known if _declares(payload, name)}
    on_file = state.person(payload["id_no"])
    return 200, known | declared | {name: on_file[name] for name in known if name in on_file}


def _declares(payload: Json, name: str) -> bool:
    return isinstance((payload.get("declared") or {}).get(name), bool)


def _compare(state: State, _key: str, payload: Json) -> Answer:
    on_file = state.person(payload["id_no"])
    matched = bool(on_file.get("pension_matched", True))
    return 200, {"matched": matched, "reason": "" if matched else on_file.get("pension_reason", "系统中未比对到该人员")}


def _verify(state: State, _key: str, payload: Json) -> Answer:
    on_file = state.person(payload["id_no"])
    verified = on_file.get("verified", on_file.get("name", payload["name"]) == payload["name"])
    return 200, {"verified": bool(verified)}


def _held(state: State, _key: str, payload: Json) -> Answer:
    kinds: list[str] = payload["kinds"]
    on_file: list[str] = state.person(payload["id_no"]).get("electronic", kinds)
    return 200, {"held": [kind for kind in kinds if kind in on_file]}


def _register(state: State, key: str, payload: Json) -> Answer:
    if not state.register(payload["number"], key):
        return 409, {"code": "already_registered", "message": "该证号已登记"}
    return _ACCEPTED


def _void(state: State, _key: str, payload: Json) -> Answer:
    state.void(payload["number"])
    return _ACCEPTED


_SPECIAL: Mapping[tuple[str, str], Callable[[State, str, Json], Answer]] = {
    ("civil_affairs", "relief_compare"): _relief,
    ("civil_affairs", "death_compare"): _death,
    ("human_resources", "pension_status"): _pension_status,
    ("pension_system", "compare"): _compare,
    ("identity", "verify"): _verify,
    ("e_certificate", "held"): _held,
    ("certificate_system", "register_certificate"): _register,
    ("certificate_system", "void_certificate"): _void,
}
