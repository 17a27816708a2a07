"""Looking after an installation: migrations, backup and restore; the console calls it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.settings import Settings
from app.store import backup, schema


class Upkeep:
    """What an operator does to the whole."""

    def __init__(self, settings: Settings, system_now: Callable[[], datetime]) -> None:
        self._settings, self._system_now = settings, system_now

    def migrate(self) -> None:
        """Bring the tables up to the newest revision."""
        schema.upgrade()

    def backup(self, folder: Path) -> list[Path]:
        """Make one consistent archive of database, papers and keys."""
        return backup.backup(folder, self._settings, self._system_now())

    def restore(self, folder: Path) -> None:
        """Bring an archive back into an empty installation."""
        backup.restore(folder, self._settings)
