"""A backup brought into an empty folder is the same product: verified, replayed, with its papers and its secrets."""

import json
from contextlib import contextmanager

import pytest

from app.cli.rooms import Rooms
from app.cli.scratch import inside
from app.factory import create_app
from app.settings import Settings
from app.store.db import db
from tests.cases.console import NOBODY, Console
from tests.cases.product import NOW
from tests.cases.test_importing import certificate

PAPER = b"%PDF-1.4 a page"


@pytest.fixture
def lived(console, tmp_path):
    """A product with cases and a paper, and its backup."""
    (tmp_path / "stock.jsonl").write_text(certificate(1))
    assert console("import", tmp_path / "stock.jsonl", "--as", "federation_xd")[0] == 0
    with opened(console) as rooms:
        by = rooms.people.named("federation_xd")
        console.paper = rooms.cases.store_paper(
            PAPER, "页.pdf", slot="photo", media_type="application/pdf", by=by, now=NOW
        )
    code, told = console("backup", tmp_path / "kept")
    assert (code, [name.split(".", 1)[1] for name in told["written"]]) == (0, ["tar", "keys.json", "outside.json"])
    return console


@contextmanager
def opened(console):
    """The rooms of a console's product."""
    app = create_app(inside(Settings(), console.folder, NOBODY))
    with app.app_context():
        yield Rooms(app)
        db.engine.dispose()


def files(console):
    names = ("keys.json", "outside.json")
    return [(console.folder / name).read_bytes() for name in names]


def test_a_backup_is_brought_into_an_empty_folder_and_all_of_it_is_proven(lived, tmp_path):
    other = Console(tmp_path / "other")
    other.folder.mkdir()
    assert other("restore", tmp_path / "kept")[0] == 0
    assert files(other) == files(lived)
    assert {path.stat().st_mode & 0o077 for path in other.folder.glob("*.json")} == {0}
    assert other("audit", "verify") == (0, {"breaks": []})
    code, told = other("audit", "replay", "--all")
    assert (code, len(told["replays"]), [one["differences"] for one in told["replays"]]) == (0, 2, [[], []])
    with opened(other) as rooms:
        assert rooms.queries.read_paper(lived.paper, rooms.people.named("federation_xd"), NOW) == PAPER
        assert rooms.catalogue.in_force_at(NOW).number == 1
    assert other("restore", tmp_path / "kept")[0] == 1
    assert "already holds" in other.said


def test_other_keys_than_those_of_the_archive_are_refused_before_anything_is_written(lived, tmp_path, whole):
    other = Console(tmp_path / "other")
    other.folder.mkdir()
    assert other("migrate")[0] == 0
    assert not (other.folder / "keys.json").exists()  # new ones are made when they are first used
    strange = json.loads((whole / "keys.json").read_bytes())
    strange["masters"]["k1"] = strange["index"]
    (other.folder / "keys.json").write_text(json.dumps(strange))
    (other.folder / "keys.json").chmod(0o600)
    assert other("restore", tmp_path / "kept")[0] == 1
    assert "does not hold the keys" in other.said
    (other.folder / "keys.json").unlink()
    assert other("restore", tmp_path / "kept")[0] == 0
    assert other("audit", "replay", "--all")[0] == 0


def test_an_archive_without_its_keys_or_cut_off_is_refused_with_nothing_written(lived, tmp_path):
    other = Console(tmp_path / "other")
    other.folder.mkdir()
    (keys,) = (tmp_path / "kept").glob("*.keys.json")
    content = keys.read_bytes()
    keys.unlink()
    assert other("restore", tmp_path / "kept")[0] == 1
    assert "the keys are kept apart" in other.said
    keys.write_bytes(content)
    keys.chmod(0o600)
    (archive,) = (tmp_path / "kept").glob("*.tar")
    archive.write_bytes(archive.read_bytes()[:100_000])
    assert other("restore", tmp_path / "kept")[0] == 1
    assert "damaged" in other.said
    assert not [name for name in ("keys.json", "outside.json", "papers") if (other.folder / name).exists()]
