"""Keys: who may read the key file, what a seal binds, how a master is changed, what an index tells."""

from datetime import UTC, datetime
from decimal import Decimal
from stat import S_IMODE

import pytest

from app.errors import Refused
from app.store.keyring import WRAP, Keyring
from app.store.keys.file import KeyFile
from app.store.sealing import Sealer, Unreadable

KEY = bytes(range(32))


@pytest.fixture
def ring(tmp_path) -> Keyring:
    return Keyring.load(tmp_path / "keys.json")


def test_the_key_file_is_private_and_one_that_others_can_read_is_refused(ring, tmp_path):
    path = tmp_path / "keys.json"
    assert not path.exists()  # whoever restores a backup brings its keys
    ring.index("用到了")
    assert S_IMODE(path.stat().st_mode) == 0o600
    assert Keyring.load(path).index("140105") == ring.index("140105")
    path.chmod(0o644)
    with pytest.raises(Refused):
        Keyring.load(path)


@pytest.mark.parametrize("cipher", ["aes-256-gcm", "sm4-gcm"])
def test_what_is_sealed_opens_only_for_its_purpose_at_its_place_and_unchanged(cipher):
    sealer = Sealer(KEY, cipher)
    sealed = sealer.seal_value("facts", "case 1", {"rate": Decimal("0.5"), "note": "残疾" * 200})
    assert sealer.open_value("facts", "case 1", sealed) == {"rate": Decimal("0.5"), "note": "残疾" * 200}
    assert len(sealed) < 400
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for purpose, place, content in [
        ("state", "case 1", sealed),
        ("facts", "case 2", sealed),
        ("facts", "case 1", changed),
    ]:
        with pytest.raises(Unreadable):
            sealer.open(purpose, place, content)
    with pytest.raises(Unreadable):
        sealer.open("facts", "case 1", b"")


def test_a_data_key_wrapped_by_an_old_master_still_opens_after_the_master_changed(ring):
    wrapped, sealer = ring.new_key("case 1")
    stranger = Keyring(KeyFile(ring.file.path), ring.cipher)
    ring.file.replace(ring.file.keys().with_new(datetime(2026, 9, 1, tzinfo=UTC)))
    assert stranger.unwrap(wrapped, "case 1").key == sealer.key
    again = ring.seal(WRAP, "case 1", sealer.key)
    assert (again[1:3], stranger.unwrap(again, "case 1").key) == (b"k2", sealer.key)
    ring.file.path.write_bytes(ring.file.keys().without_old(datetime(2026, 9, 2, tzinfo=UTC)).encoded())
    with pytest.raises(Unreadable):
        Keyring.load(ring.file.path).unwrap(wrapped, "case 1")


def test_an_index_meets_for_equal_values_and_tells_purposes_apart(ring):
    assert ring.index("140105") == ring.index("140105")
    assert ring.index("140105") != ring.index("140105", "message:change_reported")


def test_keys_are_not_printed(ring):
    ring.seal("a", "b", b"c")
    assert "masters" not in repr(ring) + repr(ring.file.keys())
    assert "key" not in repr(Sealer(KEY))
