"""A process killed with SIGKILL at any write of any command: a fresh one goes on, and the end is the same."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.cases.killing import ACTS
from tests.cases.product import RELEASE

pytestmark = pytest.mark.xdist_group("killing")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("killing")
    command = [sys.executable, "-m", "tests.cases.killing", str(folder / "product")]
    done = subprocess.run(command, check=False, cwd=RELEASE.parents[2], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("act", ACTS)
def test_killed_at_any_write_nothing_is_lost_and_nothing_done_twice(report, act):
    assert report[act]["wrong"] == []


@pytest.mark.parametrize("act", ACTS)
def test_the_undisturbed_way_is_itself_whole(report, act):
    assert report[act]["end"]["wrong"] == 0


def test_every_transaction_was_cut_at_its_begin_its_writes_and_its_commit(report):
    for act, told in report.items():
        moments = told["moments"]
        assert moments.count("before COMMIT") == moments.count("after COMMIT") >= 1, act
        assert sum(moment.startswith(("after INSERT", "after UPDATE")) for moment in moments) >= 1, act


def test_the_life_that_was_cut_short_had_everything_in_it(report):
    """Each kind of thing that a command can write, and each way in, was there to be killed at."""
    end = report["say farewell"]["end"]
    assert all(end[name] for name in end if name not in {"subscription", "wrong"})
    cut = {moment for told in report.values() for moment in told["moments"]}
    tables = ("case_", "case_state", "stream", "command", "fact", "counter", "open_task", "job", "outbox", "message")
    for table in (*tables, "delivery", "statutory_clock", "subscription", "register_entry", "person"):
        assert cut & {f"after INSERT INTO {table}", f"after UPDATE {table} SET"}, table
    assert {"after sms.send was sent", "after civil_affairs.relief_compare was sent"} <= cut
