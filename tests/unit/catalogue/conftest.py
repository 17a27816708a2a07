"""The seed release as a dictionary of files, delegates by their signatures, and a way to break one file at a time."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from app.catalogue import read_folder
from app.catalogue.checks import findings

ROOT = Path(__file__).resolve().parents[3]
KINDS = {"outside.ask": "ask"}
DELEGATES = {
    name: SimpleNamespace(inputs=tuple(needed.split()), optional=tuple(may.split()), kind=KINDS.get(name, "record"))
    for name, needed, may in (
        ("registers.find", "register subject", "on hold"),
        ("registers.record", "register subject key valid_from entry", "valid_to once"),
        ("registers.end", "register subject key on", "valid_from if_any"),
        ("outside.ask", "system operation payload", ""),
        ("outside.tell", "system operation payload", ""),
        ("cases.open", "process division data", ""),
        ("cases.send", "message key payload", ""),
    )
}


@pytest.fixture(scope="session")
def seed():
    return read_folder(ROOT)


@pytest.fixture(scope="session")
def before(seed):
    """What the seed gives by itself."""
    return set(findings(seed, DELEGATES))


@pytest.fixture
def found(seed, before):
    """What more is found when one text of one file is replaced by another, or a file by other bytes."""

    def check(file, old=None, new=b""):
        content = new if old is None else seed[file].replace(old.encode(), new.encode())
        assert content != seed.get(file), "the change must change something"
        return [each for each in findings({**seed, file: content}, DELEGATES) if each not in before]

    return check
