"""Master keys at the terminal: listed, changed while the product runs on, and dropped when nothing needs them."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from app.cli import group
from app.cli.rooms import Rooms
from app.cli.scratch import inside
from app.factory import create_app
from app.settings import Settings
from app.store import schema

NAME, NOW = "示例·王海", datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture
def rooms(tmp_path):
    """One installation with a person in it, whose command runs in this process."""
    app = create_app(inside(Settings(), tmp_path, "http://127.0.0.1:9"))
    with app.app_context():
        schema.upgrade()
        rooms = Rooms(app)
        rooms.people.register("hai", NAME, "a long password", NOW)
        yield rooms


@pytest.fixture
def keys(rooms):
    def run(*words):
        answer = CliRunner().invoke(group, ["keys", *words, "--json"], obj=lambda _settings: rooms.app)
        return json.loads(answer.output) if answer.exit_code == 0 else answer.output

    return run


def test_a_key_is_changed_and_the_one_before_dropped_later(rooms, keys, tmp_path):
    assert keys("show") == {"keys": [{"id": "k1", "in_use": True, "made": "", "seals": 1}]}
    assert keys("rotate") == {"current": "k2", "sealed": 1}
    assert [(one["id"], one["in_use"], one["seals"]) for one in keys("show")["keys"]] == [
        ("k1", False, 0),
        ("k2", True, 1),
    ]
    assert "within the last hour" in keys("drop", "k1")
    _an_hour_passes(tmp_path)
    assert keys("drop", "k1") == {"dropped": "k1"}
    assert rooms.people.named("hai").name == NAME


def test_a_key_that_something_needs_is_not_dropped(rooms, keys):
    assert "1 values are sealed with k1" in keys("drop", "k1")
    rooms.upkeep.rotate_keys()  # made, and stopped before anything was sealed anew
    assert "1 values are sealed with k1" in keys("drop", "k1")
    assert keys("rotate") == {"current": "k2", "sealed": 1}  # goes on, and makes no third key
    assert "k9" in keys("drop", "k9")


def test_what_is_printed_holds_no_key(keys, tmp_path):
    keys("rotate")
    kept = json.loads((tmp_path / "keys.json").read_text())
    said = json.dumps(keys("show"))
    assert not [key for key in (*kept["masters"].values(), kept["index"]) if key in said]


def _an_hour_passes(folder):
    file = folder / "keys.json"
    kept = json.loads(file.read_text())
    kept["made"]["k2"] = (datetime.fromisoformat(kept["made"]["k2"]) - timedelta(hours=2)).isoformat()
    file.write_text(json.dumps(kept))
