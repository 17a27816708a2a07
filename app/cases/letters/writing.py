"""From a letter to its PDF: the case's release prints it, dated by the letter's own day."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from app.cases.letters.due import Letter
from app.catalogue import Release
from app.documents import printed


def written(letter: Letter, release: Release) -> bytes:
    """Print a letter; the same facts and the same release give the same bytes."""
    at = datetime.combine(letter.on, time(), UTC)
    return printed(release.files, letter.template, _plain(letter.data), at)


def _plain(value: Any) -> Any:
    """Days become text that a template can take apart."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value
