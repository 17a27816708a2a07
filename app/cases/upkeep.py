"""Looking after an installation: migrations, backup and restore; the console calls it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.errors import Refused
from app.settings import Settings
from app.store import backup, schema
from app.store.keyring import Keyring
from app.store.keys import rotation

SETTLED = timedelta(hours=1)  # by then no command that began before a change of keys is under way


@dataclass(frozen=True)
class MasterKey:
    """A master key as an operator sees it: never the key itself. `made` is empty for the first one."""

    id: str
    made: str
    in_use: bool
    seals: int  # values that only this key opens


class Upkeep:
    """What an operator does to the whole."""

    def __init__(self, settings: Settings, keyring: Keyring, system_now: Callable[[], datetime]) -> None:
        self._settings, self._keyring, self._system_now = settings, keyring, system_now

    def migrate(self) -> None:
        """Bring the tables up to the newest revision."""
        schema.upgrade()

    def backup(self, folder: Path) -> list[Path]:
        """Make one consistent archive of database, papers and keys."""
        return backup.backup(folder, self._settings, self._system_now())

    def restore(self, folder: Path) -> None:
        """Bring an archive back into an empty installation."""
        backup.restore(folder, self._settings)

    def keys(self) -> list[MasterKey]:
        """List the master keys, oldest first."""
        kept, used = self._keyring.file.keys(), rotation.used(self._keyring)
        return [MasterKey(name, kept.made.get(name, ""), name == kept.current, used[name]) for name in kept.masters]

    def rotate_keys(self) -> tuple[str, int, Iterator[int]]:
        """Make a new master key, unless a change is unfinished, and seal everything with it.

        Gives the id of the key in use, how many values wait, and the work: the number sealed anew, commit by commit.
        """
        if not self._waiting():
            self._keyring.file.add(self._system_now())
        return self._keyring.current, self._waiting(), rotation.reseal(self._keyring)

    def drop_key(self, name: str) -> None:
        """Take a master key out of the file for good, once nothing needs it and no command can still be using it."""
        left = rotation.used(self._keyring)[name]
        if left:
            raise Refused(f"{left} values are sealed with {name}: `yijianshi keys rotate` first.")
        made = self._keyring.file.keys().made.get(self._keyring.current)
        if made and self._system_now() - datetime.fromisoformat(made) < SETTLED:
            raise Refused(f"{name} was in use within the last hour: wait, and drop it then.")
        self._keyring.file.drop(name)

    def _waiting(self) -> int:
        used = rotation.used(self._keyring)
        return sum(count for name, count in used.items() if name != self._keyring.current)
