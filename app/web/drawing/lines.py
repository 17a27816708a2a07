"""Breaking a name into the lines that its place has room for: Chinese between any two characters; this room only."""

from collections.abc import Iterator
from unicodedata import east_asian_width

NOT_FIRST = frozenset("，。、；：？！）》」』”’％,.;:?!)]}%／/")  # what may not begin a line
NOT_LAST = frozenset("（《「『“‘([{")
WIDE, NARROW = 1.0, 0.58


def width(text: str) -> float:
    """How wide a text is, in ems."""
    return sum(WIDE if east_asian_width(letter) in "WFA" else NARROW for letter in text)


def wrapped(text: str, ems: float, most: int = 9) -> list[str]:
    """Break a text into lines of at most so many ems; what finds no room ends in an ellipsis."""
    lines = [line for part in text.split("\n") for line in _balanced(part.strip(), ems)]
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]


def _balanced(text: str, ems: float) -> list[str]:
    """Break into lines of much the same width, so that no character stands alone on the last."""
    lines = list(_broken(text, ems))
    narrower = (step / 2 for step in range(2, int(ems * 2)))
    return next((found for each in narrower if len(found := list(_broken(text, each))) == len(lines)), lines)


def _broken(text: str, ems: float) -> Iterator[str]:
    line = ""
    for piece in _pieces(text):
        if line and width(line + piece.rstrip()) > ems and not _clings(line, piece):
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    if line.strip():
        yield line.rstrip()


def _clings(line: str, piece: str) -> bool:
    return piece[0] in NOT_FIRST or line[-1] in NOT_LAST


def _pieces(text: str) -> Iterator[str]:
    """Single wide characters, and narrow words as wholes with the blank behind them."""
    word = ""
    for letter in text:
        if east_asian_width(letter) in "WFA" or letter == " ":
            if letter == " ":
                yield word + letter
            else:
                if word:
                    yield word
                yield letter
            word = ""
        else:
            word += letter
    if word:
        yield word
