"""Hiding what points to a person from readers who need not know: auditors see that it was said, not whom it names."""

import re
from typing import Final

# Identity numbers, certificate numbers, bank cards, telephones: long runs of digits, with what hangs on them.
NUMBER: Final = re.compile(r"(?<![0-9A-Za-z])(\d{3})\d{5,}([\dXx]{2}[A-Z]?\d?)(?![0-9A-Za-z])")
STARS: Final = "******"
ADDRESS: Final = 6


def hidden(text: str) -> str:
    """Hide the middle of every long number in a text; an acceptance number, in groups, stays."""
    return NUMBER.sub(rf"\1{STARS}\2", text)


def hide(kind: str, words: str) -> str:
    """Hide an answer as its form says what it is: a name, an address; anything else loses its long numbers."""
    if kind == "name":
        return f"{words[:1]}＊＊" if words else ""
    if kind == "address":
        return f"{words[:ADDRESS]}＊＊＊" if len(words) > ADDRESS else words
    return hidden(words)
