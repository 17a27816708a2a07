"""What the library gets silently wrong and the engine room does without: it never asks the library for it."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ENGINE = sorted((ROOT / "app" / "engine").rglob("*.py"))
# Reset leaves a step after a join open beside the redone branch; migration skips steps; the script engine runs Python
# as the server's user; the serialisers lose dates and stumble over a form's `typename`; DMN knows one hit policy.
NEVER = {
    *("reset_from_task_id", "migrate_workflow", "diff_workflow", "diff_spec", "send_event", "waiting_events"),
    *("PythonScriptEngine", "TaskDataEnvironment", "BpmnWorkflowSerializer", "BpmnTaskIterator"),
    *("DMNEngine", "BpmnDmnParser", "DeepMerge", "eval", "exec"),
}


def names(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name | ast.Attribute | ast.alias):
            yield getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "name", "")


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_wrong_in_the_library_is_not_used(path):
    assert NEVER & set(names(path)) == set()


@pytest.mark.parametrize("zone", ["Europe/Prague", "America/New_York", "UTC"])
def test_a_due_time_is_the_same_wherever_the_machine_stands(zone):
    """The library took the offset of the machine at the time of its import."""
    said = (
        "from pathlib import Path; from datetime import *; from app.engine.machine import Machine;"
        "from app.engine.steps import Moment; from tests.unit.engine.conftest import Stand;"
        "f = Path('tests/unit/engine/diagrams/dated.bpmn');"
        "m = Machine({'bpmn/dated.bpmn': f.read_bytes()});"
        "given = {'on': {'$datetime': '2026-07-15T12:00:00'}}; at = Moment(datetime(2026, 1, 5, tzinfo=UTC));"
        "s = m.open('dated', given, Stand({}), at);"
        "print(s.timers[0].due.isoformat())"
    )
    environment = os.environ | {"TZ": zone}
    told = subprocess.run(
        [sys.executable, "-c", said], check=True, cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert told.stdout.strip() == "2026-07-15T04:00:00+00:00"
