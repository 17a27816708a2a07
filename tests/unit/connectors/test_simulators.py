"""The simulator itself: it says what it is, refuses nonsense, and remembers over a restart, also as its own process."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from app.connectors import Outside
from app.connectors.simulators.serving import running

ROOT = Path(__file__).resolve().parents[3]


def test_the_start_page_says_that_nothing_here_is_real(simulator):
    page = httpx.get(simulator, trust_env=False).text
    assert "外部系统模拟器（不是真实系统）" in page
    assert "certificate_system.register_certificate" in page


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("_control", {"fault": "explode"}, 400, "unknown_fault"),
        ("_control", {"fault": "status", "count": "many"}, 400, "not_a_number"),
        ("_people", {"relief": "none"}, 400, "id_no_missing"),
        ("sms/fax", {}, 404, "unknown_operation"),
        ("sms/send", {"phone": "1", "text": "x"}, 400, "idempotency_key_missing"),
    ],
)
def test_nonsense_gets_a_code(simulator, path, body, status, code):
    answer = httpx.post(f"{simulator}/{path}", json=body, trust_env=False)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_missing_field_is_refused_by_the_office(simulator):
    answer = httpx.post(f"{simulator}/sms/send", json={"phone": "1"}, headers={"Idempotency-Key": "k"}, trust_env=False)
    assert answer.status_code == 422


def test_faults_end_when_they_are_cleared(simulator, order, outside):
    order("_control", fault="status", system="sms", operation="send", count=100)
    order("_control", clear=True)
    assert outside.tell("sms", "send", {"phone": "1", "text": "x"}, "k") == {}


def test_what_arrived_outlives_a_restart(tmp_path):
    path = tmp_path / "outside.sqlite"
    with running(path) as address, Outside(address) as client:
        client.tell("sms", "send", {"phone": "1", "text": "您好"}, "k")
    with running(path) as address, Outside(address) as client:
        client.tell("sms", "send", {"phone": "1", "text": "您好"}, "k")
        log = httpx.get(f"{address}/_log", trust_env=False).json()
    assert [(line["payload"]["text"], line["times"]) for line in log] == [("您好", 2)]


def test_it_runs_as_a_process_and_stops_when_told(tmp_path):
    command = [sys.executable, "-m", "app.connectors.simulators", "--state", str(tmp_path / "a" / "s.sqlite")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        said = process.stdout.readline()
        page = httpx.get(said.split(" at ")[1].strip(), trust_env=False)
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    assert page.status_code == 200


def test_they_end_with_a_server_that_was_killed_so_that_the_next_one_can_start(tmp_path):
    state = str(tmp_path / "state.sqlite3")
    child = [sys.executable, "-m", "app.connectors.simulators", "--state", state, "--while-fed"]
    parent = (
        "import subprocess, time\n"
        f"child = subprocess.Popen({child!r}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)\n"
        "print(child.stdout.readline(), flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", parent], cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        port = int(server.stdout.readline().rpartition(":")[2])
        assert taken(port)
        server.kill()
    deadline = time.monotonic() + 10
    while taken(port) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not taken(port)


def taken(port):
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0
