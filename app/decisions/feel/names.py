"""Which runs of tokens are names: the longest known name first, else words that stand side by side."""

import re
from collections.abc import Iterable
from functools import lru_cache

from app.decisions.feel.tokens import Token, tokens
from app.errors import ExpressionError

STOPS = frozenset(("and", "or", "then", "else", "return", "in", "satisfies", "between", "instance"))
"""Words that end a name unless a known name holds them."""

_PLAIN = re.compile(r"[^\W\d]\w*(?: \w+)*")
SYMBOLS = frozenset(".-/'+*")

Known = dict[str, tuple[tuple[tuple[str, ...], str], ...]]


def normal(name: str) -> str:
    """A name with its white space as single spaces."""
    return " ".join(name.split())


@lru_cache(maxsize=4096)
def special(name: str) -> bool:
    """Whether the lexer can't find this name by itself: it holds an operator, a keyword or a leading digit."""
    if _PLAIN.fullmatch(name) is None:
        return True
    words = name.split(" ")
    return len(words) > 1 and (not STOPS.isdisjoint(words) or words[0] in _OPENERS)


_OPENERS = frozenset(("for", "if", "some", "every", "not", "function", "true", "false", "null"))


@lru_cache(maxsize=1024)
def known(names: frozenset[str]) -> Known:
    """An index of names by their first word, longest first."""
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name in names:
        cut = cut_name(name)
        if len(cut) > 1:
            index.setdefault(cut[0], []).append((cut, name))
    return {first: tuple(sorted(found, key=lambda each: -len(each[0]))) for first, found in index.items()}


@lru_cache(maxsize=4096)
def cut_name(name: str) -> tuple[str, ...]:
    """A name's tokens; none when it can't be written in FEEL."""
    try:
        return tuple(token.text for token in tokens(name)[:-1])
    except ExpressionError:
        return ()


def longest(index: Known, stream: list[Token], at: int) -> tuple[str, int] | None:
    """The longest known name that begins here, and where it ends."""
    for cut, name in index.get(stream[at].text, ()):
        end = at + len(cut)
        if tuple(token.text for token in stream[at:end]) == cut:
            return name, end
    return None


def side_by_side(stream: list[Token], at: int) -> tuple[str, int]:
    """A word and the words and whole numbers after it, which FEEL has no other reading for."""
    end = at + 1
    while _continues(stream[end]) or (stream[end].text == "between" and _calls(stream, end + 1)):
        end += 1
    return " ".join(token.text for token in stream[at:end]), end


def _continues(token: Token) -> bool:
    if token.kind == "word":
        return token.text not in STOPS
    return token.kind == "num" and token.text.isdigit()


def _calls(stream: list[Token], at: int) -> bool:
    """Whether several arguments follow: no operand of `x between(1) and 2` looks so, `days between(a, b)` does."""
    if stream[at].text != "(" or stream[at].gap:
        return False
    depth = 0
    for token in stream[at:]:
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        if depth == 0:
            return False
        if depth == 1 and token.text == ",":
            return True
    return False


_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")


def join(stream: Iterable[Token]) -> str:
    """Tokens as the name they were written as."""
    return "".join((" " if token.gap and i else "") + token.text for i, token in enumerate(stream))
