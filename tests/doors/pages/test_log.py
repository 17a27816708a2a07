"""The log: one JSON object a line, enough to follow a request, and nothing that anybody typed."""

import json
import logging
import uuid

import pytest

from app import logs
from app.events.actor import CLOCK
from app.events.facts import StateReached
from app.store.rows import Command
from app.store.unit import unit
from tests.doors.pages.conftest import APPLICATION
from tests.doors.pages.test_auditing import keyring_of

TYPED = [*(str(APPLICATION[name]) for name in ("name", "id_no", "phone", "hukou_address")), "140105199001012118"]


@pytest.fixture
def lines(app, capsys):
    """What stands in the log since the last look."""
    logs.set_up("json")
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_request_and_its_command_can_be_followed_and_nothing_typed_is_told(applicant, another, settle, lines):
    case = applicant.apply()
    settle()
    applicant.open(f"/cases/{case}")
    another("auditor").open(f"/audit/cases/{case}")
    told = lines()
    assert not [word for word in TYPED if word in json.dumps(told, ensure_ascii=False)]
    [filed] = [one for one in told if one["event"] == "request" and one["route"] == "/apply" and one["command_id"]]
    command = next(one for one in told if one["event"] == "command" and one["command_id"] == filed["command_id"])
    assert (filed["method"], filed["status"], command["kind"], command["outcome"]) == (
        "POST",
        302,
        "CaseOpened",
        "done",
    )
    assert command["request_id"] == filed["request_id"]
    assert command["stream"] == f"case:{case}"
    assert filed["ms"] >= command["ms"] > 0 < command["statements"] < 100
    assert uuid.UUID(filed["account"])
    assert all(case not in one["route"] for one in told if one["event"] == "request")


def test_an_error_is_told_with_its_lines_and_without_its_message(app, lines):
    try:
        int(APPLICATION["name"])
    except ValueError:
        app.logger.exception("broken for %s", APPLICATION["phone"])
    [told] = lines()
    assert (told["event"], told["error"], told["level"]) == ("broken for %s", "ValueError", "error")
    assert "test_log.py" in told["stack"][1]


def test_a_command_that_is_taken_back_says_why(app, lines):
    keyring = keyring_of(app)
    with app.app_context(), pytest.raises(ZeroDivisionError):
        broken(app, keyring)
    [told] = lines()
    assert (told["outcome"], told["command_id"]) == ("ZeroDivisionError", "log-test")


def broken(app, keyring):
    now = app.extensions["now"]()
    with unit(now, keyring=keyring) as work:
        work.append(work.stream("log-test"), Command("log-test", CLOCK, now), [StateReached("00")])
        raise ZeroDivisionError


def test_text_is_for_people_at_a_terminal(app, capsys):
    logs.set_up("text")
    logging.getLogger("elsewhere").warning("look at this")
    logs.set_up("json")
    assert "look at this" in capsys.readouterr().err
