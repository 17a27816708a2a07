"""A long record cut into stretches that can be folded; views.py asks for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.audit.telling.story import Told

WHOLE: Final = 60  # facts that are read at one go
STRETCH: Final = 30


@dataclass(frozen=True)
class Stretch:
    """Facts that follow each other, whole commands; the one looked at is among them, or not."""

    facts: Sequence[Told]
    here: bool

    @property
    def first(self) -> Told:
        return self.facts[0]

    @property
    def last(self) -> Told:
        return self.facts[-1]


def stretches(told: Sequence[Told], at: int) -> list[Stretch]:
    """Cut before a command, once a stretch is long enough; a short record stays in one piece."""
    cuts = [0]
    for place, fact in enumerate(told if len(told) > WHOLE else ()):
        if fact.leads and place - cuts[-1] >= STRETCH:
            cuts.append(place)
    pieces = [told[start:end] for start, end in zip(cuts, [*cuts[1:], len(told)], strict=True)]
    return [Stretch(piece, any(fact.seq == at for fact in piece)) for piece in pieces]
