"""The list of what outside systems report, held to the operations, the diagrams and the forms that it names."""

import json
import re
from pathlib import Path

import pytest

from app.connectors import OPERATIONS
from app.connectors.simulators.reports import TODAY, Reporting

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = json.loads((ROOT / "forms" / "reference" / "outside.json").read_text(encoding="utf-8"))["systems"]
DIAGRAMS = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bpmn").glob("*.bpmn"))
REPORTS = [(system, message, told) for system, reports in SCRIPT.items() for message, told in reports.items()]
SENT = {"number": "N1", "name": "示例", "address": "示例地址1号"}


@pytest.mark.parametrize(("system", "message", "told"), REPORTS)
def test_what_a_system_reports_is_waited_for_and_follows_what_it_does(system, message, told):
    assert system in {name for name, _ in OPERATIONS}
    assert message in re.findall(r'<bpmn:message [^>]*name="(\w+)"', DIAGRAMS)
    if "after" in told:
        values = [told["key"], *told["payload"].values()]
        named = {value[1:] for value in values if isinstance(value, str) and value.startswith("=")} - {"today"}
        assert named <= OPERATIONS[system, told["after"]].required()


def test_a_script_fills_in_what_was_sent_and_leaves_the_day_for_later():
    reporting = Reporting("http://127.0.0.1:9", {}, SCRIPT)
    assert list(reporting.after("logistics", "ship", SENT)) == [("delivered", "N1", {"on": TODAY}, 5.0)]
    assert list(reporting.after("sms", "send", SENT)) == []


def test_a_days_name_that_somebody_sent_is_no_day_of_the_script():
    script = {
        "logistics": {"delivered": {"after": "ship", "key": "=number", "payload": {"by": "=name", "how": "mail"}}}
    }
    [(_, _, payload, seconds)] = Reporting("", {}, script).after("logistics", "ship", SENT | {"name": "=today"})
    assert (payload, seconds) == ({"by": "=today", "how": "mail"}, 0.0)
