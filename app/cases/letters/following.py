"""The letters of the cases that a case opened (a benefit that stops): who filed the case reads them beside its own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from app.cases.letters.due import Letter, letters
from app.catalogue import Release
from app.store import reads
from app.store.keyring import Keyring
from app.store.records import facts_of
from app.store.rows import Case, Record

Printable = tuple[Letter, Release]
Releases = Callable[[int], Release]


def readable(case: Case, records: Sequence[Record], of: Releases, keyring: Keyring, *, own: bool) -> list[Printable]:
    """The letters of a case, each with the release that prints it; to who filed it, those of what came of it too."""
    release = of(case.release)
    found = [(letter, release) for letter in letters(case, release, records)]
    return [*found, *_followed(case, of, keyring)] if own else found


def _followed(case: Case, of: Releases, keyring: Keyring) -> Iterator[Printable]:
    """The letters of each opened case, their keys led by its number."""
    for opened in reads.opened_by(case.no):
        whole, release = reads.case_with_state(opened.id, keyring=keyring), of(opened.release)
        for letter in letters(whole, release, facts_of(opened.id, keyring=keyring)):
            yield replace(letter, key=f"{opened.number}-{letter.key}"), release
