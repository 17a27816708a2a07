"""Who may knock at the API: passwords, sessions with their token, and the table of routes and kinds of people."""

import re
from base64 import b64encode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.web.access.guard import RULE
from tests.doors.api.conftest import APPLICANT, PASSWORD, Ask, Json

CASE = "/api/cases/00000000-0000-4000-8000-000000000000"


def test_nobody_is_asked_for_a_password(ask: Ask) -> None:
    answer = ask(None, "GET", "/api/cases")
    assert (answer.status_code, answer.json["code"]) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    ("who", "method", "path"),
    [
        ("federation_xd", "POST", "/api/cases"),
        (APPLICANT, "GET", "/api/tasks"),
        (APPLICANT, "GET", f"{CASE}/facts"),
        (APPLICANT, "POST", "/api/messages"),
        ("auditor", "POST", "/api/messages"),
        ("operator", "GET", CASE),
    ],
)
def test_a_route_is_closed_to_other_kinds_of_people(ask: Ask, who: str, method: str, path: str) -> None:
    answer = ask(who, method, path, {})
    assert (answer.status_code, answer.json["code"]) == (403, "not_allowed")


def test_every_route_of_this_door_says_who_may_open_it(app: Flask) -> None:
    ours = [name for name in app.view_functions if name.partition(".")[0] in {"api", "watch", "api-docs"}]
    assert len(ours) >= 12
    assert [name for name in ours if not hasattr(app.view_functions[name], RULE)] == []


def test_another_countys_task_and_case_are_refused(ask: Ask) -> None:
    for line in ask("auditor", "GET", "/api/cases").json["items"]:
        assert ask("federation_ca", "GET", f"/api/cases/{line['id']}").status_code == 403


def test_guessing_passwords_ends_in_too_many_requests(client: FlaskClient) -> None:
    wrong = {"auth": ("auditor", "a guess"), "environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    seen = [client.get("/api/cases", **wrong).status_code for _ in range(21)]
    assert seen == [401] * 20 + [429]
    right = {"auth": ("auditor", PASSWORD), "environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    assert client.get("/api/cases", **right).json["code"] == "too_many_requests"
    assert client.get("/api/cases", auth=("auditor", PASSWORD)).status_code == 200


def test_a_session_needs_its_token_to_change_something(client: FlaskClient) -> None:
    token = _log_in(client)
    assert client.get("/api/tasks").status_code == 200
    body: Json = {"message": "no_such_message", "key": "1"}
    forged = client.post("/api/messages", json=body)
    assert (forged.status_code, forged.json["code"]) == (400, "bad_request")
    both = b64encode(f"federation_xd:{PASSWORD}".encode()).decode()
    assert client.post("/api/messages", json=body, headers={"Authorization": f"Basic {both}"}).status_code == 400
    assert client.post("/api/messages", json=body, headers={"X-CSRFToken": token}).status_code == 422


def test_a_password_that_a_browser_remembers_is_no_use_to_another_site(ask: Ask) -> None:
    answer = ask("federation_xd", "POST", "/api/messages", {}, headers={"Origin": "https://elsewhere.example"})
    assert (answer.status_code, answer.json["code"]) == (403, "not_allowed")
    assert ask("federation_xd", "POST", "/api/messages", {}, headers={"Origin": "http://localhost"}).status_code == 422


def test_metrics_are_for_operators_and_for_this_machine(client: FlaskClient) -> None:
    here = client.get("/metrics")
    assert here.status_code == 200
    assert "yijianshi_open_cases" in here.text
    assert "yijianshi_release 1.0" in here.text
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 403
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 403
    _log_in(client, "operator")
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 200


def test_health_tells_of_database_and_release(client: FlaskClient) -> None:
    assert client.get("/health").json == {
        "status": "ok",
        "product": "0.1.0",
        "database": True,
        "release": 1,
        "today": "2026-08-17",
    }


def _log_in(client: FlaskClient, who: str = "federation_xd") -> str:
    page = client.get("/login").text
    found = re.search(r'name="csrf-token"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="csrf-token"', page)
    assert found
    token = found[1] or found[2]
    sent = {"login": who, "password": PASSWORD, "csrf-token": token}
    assert client.post("/login", data=sent).status_code == 302
    with client.session_transaction() as session:
        assert session["_user_id"]
    page = client.get("/openapi-is-not-here").text
    found = re.search(r'name="csrf-token"[^>]*(?:value|content)="([^"]+)"', page)
    assert found, "a page of a session carries its token"
    return found[1]
