"""A real simulator in a thread, the real client, and a way to order faults."""

import httpx
import pytest

from app.connectors import Outside
from app.connectors.simulators.serving import running


@pytest.fixture
def simulator(tmp_path):
    with running(tmp_path / "outside.sqlite") as address:
        yield address


@pytest.fixture
def outside(simulator):
    with Outside(simulator, connect_timeout=1.0, read_timeout=2.0) as client:
        yield client


@pytest.fixture
def order(simulator):
    def post(path, **body):
        answer = httpx.post(f"{simulator}/{path}", json=body, trust_env=False)
        answer.raise_for_status()
        return answer.json()

    return post


@pytest.fixture
def arrivals(simulator):
    return lambda system: httpx.get(f"{simulator}/_log", params={"system": system}, trust_env=False).json()
