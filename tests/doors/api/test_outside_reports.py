"""What outside systems report by themselves: once, over the API, tried again until taken, kept if nobody waits."""

from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from tests.doors.api.conftest import PASSWORD, Json
from tests.doors.api.reporting import Outskirts, outskirts

MESSAGE: Json = {"message": "delivered", "key": "unknown", "payload": {"on": "2026-08-17"}}
DEATH: Json = {"message": "change_reported", "payload": {"kind": "death", "on": "=today", "note": ""}}


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outskirts]:
    with outskirts(tmp_path_factory.mktemp("outskirts")) as made:
        yield made


def test_a_mailed_certificate_is_reported_delivered_by_the_courier(outside: Outskirts) -> None:
    with outside.up():
        case = outside.mail("N1")
        told = outside.report("N1")
    assert (told["status"], told["answer"]["cases"], told["answer"]["duplicate"]) == (201, [case], False)
    [received] = outside.facts(case, "MessageReceived")
    assert received.payload == {"on": {"$date": "2026-08-17"}}
    [ended] = outside.facts(case, "CaseEnded")
    assert ended.outcome == "delivered"


@pytest.mark.parametrize("fault", ["duplicate", "lost"])
def test_a_report_that_comes_twice_is_one_fact_and_is_told_to_be_a_duplicate(outside: Outskirts, fault: str) -> None:
    outside.order("_control", system="logistics", operation="delivered", fault=fault)
    with outside.up():
        case = outside.mail(f"N-{fault}")
        told = outside.report(f"N-{fault}")
    assert (told["status"], told["answer"]["cases"], told["answer"]["duplicate"]) == (201, [case], True)
    assert len(outside.facts(case, "MessageReceived")) == 1


def test_a_report_waits_for_a_product_that_is_down_and_then_comes_once(outside: Outskirts) -> None:
    case = outside.mail("N-down")
    waiting = outside.report("N-down", lambda one: one["tries"] >= 2)
    assert waiting["status"] is None
    assert outside.facts(case, "MessageReceived") == []
    with outside.up():
        assert outside.report("N-down")["tries"] > waiting["tries"]
    assert len(outside.facts(case, "MessageReceived")) == 1


def test_a_courier_can_be_ordered_to_be_late(outside: Outskirts) -> None:
    outside.order("_control", system="logistics", operation="delivered", fault="delay", seconds=0.4)
    with outside.up():
        outside.mail("N-late")
        assert outside.report("N-late")["tries"] == 2


def test_a_report_about_an_unknown_case_is_kept_and_operators_see_it(outside: Outskirts) -> None:
    number = outside.order("_report", system="civil_affairs", key="nobody", **DEATH)["number"]
    with outside.up():
        told = outside.report("nobody")
    assert (told["status"], told["answer"]["cases"]) == (201, [])
    listed = ask(outside, "GET", ("operator", PASSWORD)).json
    assert (listed["page"], listed["more"]) == (1, False)
    [kept] = [one for one in listed["items"] if one["id"].endswith(number)]
    assert (kept["message"], kept["sender"]) == ("change_reported", "outside:civil_affairs")
    assert "nobody" not in str(listed)
    assert "yijianshi_kept_messages" in outside.app.test_client().get("/metrics").text


def test_a_report_that_is_no_good_is_refused_and_stays_to_be_seen(outside: Outskirts) -> None:
    bad = {"system": "logistics", "message": "delivered", "payload": {"on": "2099-01-01"}}
    outside.order("_report", key="future", **bad)
    with outside.up():
        told = outside.report("future")
    assert (told["status"], told["answer"]["code"]) == (422, "invalid_answers")


@pytest.mark.parametrize(
    ("system", "message", "status"),
    [
        ("logistics", "delivered", 201),
        ("logistics", "change_reported", 403),
        ("civil_affairs", "delivered", 403),
        ("sms", "delivered", 403),
        ("nobody", "delivered", 401),
    ],
)
def test_a_system_reports_only_what_the_release_lets_it(
    outside: Outskirts, system: str, message: str, status: int
) -> None:
    token = outside.tokens.get(system, "a token that nobody has")
    answer = ask(outside, "POST", token, MESSAGE | {"message": message})
    assert answer.status_code == status, answer.text
    assert token not in answer.text


@pytest.mark.parametrize(("method", "path"), [("GET", "/api/messages"), ("GET", "/api/cases"), ("GET", "/api/tasks")])
def test_a_system_does_nothing_else_over_the_api(outside: Outskirts, method: str, path: str) -> None:
    assert ask(outside, method, outside.tokens["logistics"], path=path).status_code == 403


def test_a_token_opens_no_page(outside: Outskirts) -> None:
    for path in ("/tasks", "/incidents", "/papers/x"):
        answer = ask(outside, "GET", outside.tokens["logistics"], path=path)
        assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/login")


def ask(
    outside: Outskirts, method: str, who: object, body: Json | None = None, path: str = "/api/messages"
) -> TestResponse:
    shown = {"auth": who} if isinstance(who, tuple) else {"headers": {"Authorization": f"Bearer {who}"}}
    return outside.app.test_client().open(path, method=method, json=body, **shown)
