"""The Merkle root over the heads of streams; a leaf never passes for a node."""

from collections.abc import Sequence

from app.events.canonical import encode
from app.events.chain import GENESIS, digest

Head = tuple[str, int, str]  # stream, seq, hash


def root(heads: Sequence[Head], before: str, algorithm: str) -> str:
    """Give the root over heads in order of their streams' names, with the anchor before it."""
    level = [digest(encode(["leaf", *head]), algorithm) for head in sorted(heads)]
    while len(level) > 1:
        pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
        level = [digest(encode(["node", *pair]), algorithm) if len(pair) > 1 else pair[0] for pair in pairs]
    return digest(encode(["anchor", before, *(level or [GENESIS])]), algorithm)
