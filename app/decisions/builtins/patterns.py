r"""Regular expressions of XPath, as FEEL has them, read by their own grammar and written for Python's `regex`.

What Python would read otherwise, or more of, is no pattern here: `\b`, possessive and fuzzy repetition, look-around.
"""

from functools import lru_cache
from typing import Any

import regex

_FLAGS = frozenset("smixq")
_SPACES = "\t\n\r "
_DEEPEST = 50
_MOST = 9_999
_LETTERS = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_BEGINS = f":_{_LETTERS}"
_GOES_ON = f"{_BEGINS}\\-.0-9\u00b7\u0300-\u036f\u203f\u2040"
_CLASSES = {"d": r"\p{Nd}", "s": r" \t\n\r", "i": _BEGINS, "c": _GOES_ON, "W": r"\p{P}\p{Z}\p{C}"}
_OPPOSITE = {"D": "d", "S": "s", "I": "i", "C": "c", "w": "W"}
_SINGLE = {"n": r"\n", "r": r"\r", "t": r"\t"} | {sign: f"\\{sign}" for sign in "\\|.?*+(){}-[]^$"}
_PROPERTY = regex.compile(
    r"\{(?:(?P<is>Is)(?P<block>[A-Za-z0-9-]+)"
    r"|(?P<category>L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?))\}"
)
_QUANTITY = regex.compile(r"\{([0-9]+)(?:(,)([0-9]+)?)?\}")


@lru_cache(maxsize=512)
def pattern(text: str, flags: str) -> Any:
    """A compiled pattern; ValueError, which means null, when there is no such pattern or flag."""
    if not set(flags) <= _FLAGS:
        raise ValueError(flags)
    source = regex.escape(text) if "q" in flags else _Reader(_spaceless(text) if "x" in flags else text, flags).whole()
    try:
        return regex.compile(source, regex.IGNORECASE if "i" in flags else 0)
    except (regex.error, OverflowError) as wrong:
        raise ValueError(text) from wrong


def _spaceless(text: str) -> str:
    """The pattern without white space, except where that stands in brackets."""
    kept, depth, escaped = "", 0, False
    for char in text:
        if char in _SPACES and not depth:
            continue
        if not escaped:
            depth += (char == "[") - (char == "]")
        escaped = char == "\\" and not escaped
        kept += char
    return kept


class _Reader:
    """Reads a pattern character by character and spells it anew."""

    def __init__(self, text: str, flags: str) -> None:
        self.text = text
        self.at = 0
        self.flags = flags
        self.opened = 0
        self.closed: set[int] = set()

    def whole(self) -> str:
        spelt = self._branches(0)
        if self.at < len(self.text):
            raise self._wrong()
        return spelt

    def _wrong(self) -> ValueError:
        return ValueError(f"no pattern at {self.at}: {self.text}")

    def _next(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self) -> str:
        char = self._next()
        if not char:
            raise self._wrong()
        self.at += 1
        return char

    def _accept(self, sign: str) -> bool:
        found = self.text.startswith(sign, self.at)
        self.at += len(sign) * found
        return found

    def _branches(self, depth: int) -> str:
        if depth > _DEEPEST:
            raise self._wrong()
        spelt = ""
        while self._next() not in {"", ")"}:
            spelt += self._take() if self._next() == "|" else self._atom(depth) + self._repeated()
        return spelt

    def _repeated(self) -> str:
        sign = self._next()
        if sign == "{":
            spelt = self._quantity()
        elif sign and sign in "?*+":
            spelt = self._take()
        else:
            return ""
        return spelt + ("?" if self._accept("?") else "")

    def _quantity(self) -> str:
        found = _QUANTITY.match(self.text, self.at)
        if found is None or max(int(number) for number in found.group(1, 3) if number) > _MOST:
            raise self._wrong()
        if found[3] and int(found[3]) < int(found[1]):
            raise self._wrong()
        self.at = found.end()
        return str(found[0])

    def _atom(self, depth: int) -> str:
        sign = self._take()
        if sign == "(":
            return self._group(depth)
        if sign == "[":
            return self._set(depth)
        if sign == "\\":
            return self._reference() if self._next().isdigit() else _any_of(*self._escape())
        if sign in "?*+{}])":
            raise self._wrong()
        return self._sign(sign)

    def _sign(self, sign: str) -> str:
        if sign == ".":
            return "(?s:.)" if "s" in self.flags else r"[^\n\r]"
        if sign == "^":
            return r"(?:\A|(?<=\n)(?!\Z))" if "m" in self.flags else r"(?:\A)"
        if sign == "$":
            return r"(?:(?=\n)|\Z)" if "m" in self.flags else r"(?:\Z)"
        return str(regex.escape(sign, literal_spaces=True))

    def _group(self, depth: int) -> str:
        catches = not self._accept("?:")
        self.opened += catches
        number = self.opened
        inner = self._branches(depth + 1)
        if not self._accept(")"):
            raise self._wrong()
        if catches:
            self.closed.add(number)
        return f"({inner})" if catches else f"(?:{inner})"

    def _reference(self) -> str:
        """As many digits as make the number of a group; one that caught nothing is the empty text."""
        number = int(self._take())
        while self._next().isdigit() and number * 10 + int(self._next()) <= self.opened:
            number = number * 10 + int(self._take())
        if number not in self.closed:
            raise self._wrong()
        return f"(?({number})\\{number}|)"

    def _escape(self) -> tuple[str, list[str]]:
        """What a backslash begins: characters for a set, or ways to match one character that a set can't hold."""
        char = self._take()
        if char in _SINGLE:
            return _SINGLE[char], []
        if char in _CLASSES:
            return "", [self._exactly(f"[{_CLASSES[char]}]")]
        if char in _OPPOSITE:
            return "", [self._exactly(f"[^{_CLASSES[_OPPOSITE[char]]}]")]
        found = _PROPERTY.match(self.text, self.at) if char in {"p", "P"} else None
        if found is None:
            raise self._wrong()
        self.at = found.end()
        of = f"Block={found['block']}" if found["is"] else found["category"]
        return "", [self._exactly(f"\\{char}{{{of}}}")]

    def _exactly(self, spelt: str) -> str:
        """`i` is about letters that are written out: it leaves classes of characters alone."""
        return f"(?-i:{spelt})" if "i" in self.flags else spelt

    def _set(self, depth: int) -> str:
        """What stands in brackets, less what may be subtracted."""
        if depth > _DEEPEST:
            raise self._wrong()
        negated = self._accept("^")
        plain = ""
        ways: list[str] = []
        while not self._accept("]"):
            if (plain or ways) and self._accept("-["):
                rest = self._set(depth + 1)
                if not self._accept("]"):
                    raise self._wrong()
                return f"(?:(?!{rest}){_one(plain, ways, negated=negated)})"
            some, more = self._member()
            plain, ways = plain + some, ways + more
        if not (plain or ways):
            raise self._wrong()
        return _one(plain, ways, negated=negated)

    def _member(self) -> tuple[str, list[str]]:
        """One character, a range of them, or a class."""
        start, ways = self._character()
        following = self.text[self.at + 1 : self.at + 2]
        if self._next() != "-" or following in {"]", "["} or ways or start == r"\-":
            return start, ways
        self.at += 1
        end, ways = self._character()
        if ways:
            raise self._wrong()
        return f"{start}-{end}", []

    def _character(self) -> tuple[str, list[str]]:
        char = self._take()
        if char == "\\":
            return self._escape()
        if char == "[":
            raise self._wrong()
        return f"\\{char}" if char in "-^&~|" else char, []


def _any_of(plain: str, ways: list[str]) -> str:
    return ways[0] if ways else plain


def _one(plain: str, ways: list[str], *, negated: bool) -> str:
    """One character of a set that is written out, or matched in one of some ways; or any other one."""
    if not ways:
        return f"[{'^' * negated}{plain}]"
    either = "|".join(([f"[{plain}]"] if plain else []) + ways)
    return f"(?:(?!{either})(?s:.))" if negated else f"(?:{either})"
