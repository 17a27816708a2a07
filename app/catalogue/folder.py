"""From a folder to the files of a release; used by the catalogue, the seed and the console."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from unicodedata import normalize

from app.errors import NotFound, Refused, TooLarge

Files = Mapping[str, bytes]
LARGEST_FILE = 4 * 1024 * 1024
MOST_FILES = 2_000
# What of each folder belongs to a release; forms also hold registers, reference lists, documents and translations.
_PARTS: Mapping[str, frozenset[str] | None] = {
    "bpmn": frozenset({".bpmn"}),
    "dmn": frozenset({".dmn"}),
    "forms": None,
}


def read_folder(folder: Path) -> dict[str, bytes]:
    """Every file of `bpmn/`, `dmn/` and `forms/` by its path from the folder; hidden files and links are left out."""
    files: dict[str, bytes] = {}
    for part, endings in _PARTS.items():
        for path in _below(folder / part):
            if endings is None or path.suffix in endings:
                name = normalize("NFC", path.relative_to(folder).as_posix())
                files[name] = _content(path, name)
        if len(files) > MOST_FILES:
            raise TooLarge(f"a release holds at most {MOST_FILES} files")
    if not files:
        raise NotFound(f"{folder} holds no bpmn, dmn or forms")
    return dict(sorted(files.items()))


def _below(folder: Path) -> Iterator[Path]:
    """Files below a folder in a fixed order; a link could lead out of the folder, so none is followed."""
    for here, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(here) / name
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path


def _content(path: Path, name: str) -> bytes:
    if path.stat().st_size > LARGEST_FILE:
        raise TooLarge(f"{name} is larger than {LARGEST_FILE} bytes")
    try:
        return path.read_bytes()
    except OSError as broken:
        raise Refused(f"{name} can't be read: {broken.strerror}") from broken
