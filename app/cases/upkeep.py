"""Looking after an installation: migrations, backup and restore, the master key; the console calls it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from app.settings import Settings
from app.store import schema
from app.store.archive import backup
from app.store.keyring import Keyring
from app.store.keys.rotation import KeyInfo, Rotation, listed


class Upkeep:
    """What an operator does to the whole."""

    def __init__(self, settings: Settings, system_now: Callable[[], datetime], keyring: Keyring) -> None:
        self._settings, self._system_now, self._keyring = settings, system_now, keyring

    def migrate(self) -> None:
        """Bring the tables up to the newest revision; of several processes one does it."""
        with schema.alone():
            schema.upgrade()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Prepare this installation while nobody else does: servers that start together publish one release."""
        with schema.alone():
            yield

    def let_go(self) -> None:
        """Close every connection, so that what is kept in files can be moved."""
        schema.let_go()

    def backup(self, folder: Path) -> list[Path]:
        """Make one consistent archive of database and papers, with copies of keys and outside settings beside it."""
        with self._keyring.file.held(wait=True):  # keys that are rotated meanwhile would not be those of the archive
            return backup.backup(folder, self._settings, self._system_now())

    def restore(self, folder: Path) -> None:
        """Bring an archive back into an empty installation."""
        backup.restore(folder, self._settings)

    def keys(self) -> list[KeyInfo]:
        """List the master keys, without the keys."""
        return listed(self._keyring)

    @contextmanager
    def rotating(self) -> Iterator[Rotation]:
        """Begin to change the master key, or go on with a change that was broken off; one at a time."""
        with self._keyring.file.held(wait=False):
            yield Rotation(self._keyring, self._system_now())
