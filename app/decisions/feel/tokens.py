"""FEEL text to tokens; names are only cut into words here, since what is a name depends on the scope."""

import re
from dataclasses import dataclass

from app.decisions.mistakes import misread, wrong
from app.errors import ExpressionError

_SPACE = "\\s\u1680\u180e\u200b\ufeff\u0085\u00a0"
_START = "A-Z_a-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
_START += "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe\uff00-\ufffd\U00010000-\U000effff"
_PART = _START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_STRING = r'"(?:[^"\\\n]|\\.)*"'
_TOKEN = re.compile(
    rf"(?P<gap>(?:[{_SPACE}]|//[^\n]*|/\*.*?\*/)+)"
    r"|(?P<num>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<str>{_STRING})"
    rf"|(?P<word>(?![{_SPACE}])[{_START}](?:(?![{_SPACE}])[{_PART}])*)"
    r"|(?P<op>\*\*|\.\.|<=|>=|!=|->|[-+*/=<>()\[\]{},.:?@'])",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
LONGEST = 20_000
FOREIGN = {
    "==": "=",
    "<>": "!=",
    "&&": "and",
    "||": "or",
    "=>": ">=",
    "=<": "<=",
    "!": "not()",
    "%": "modulo()",
    "'": '"',
}
"""What people write who know other languages, and what it is in FEEL."""
_WIDE = {"；": ",", "“": '"', "”": '"', "‘": '"', "’": '"', "、": ",", "。": ".", "【": "[", "】": "]"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (num, str, word, op, end), text, place, and whether space stood before it."""

    kind: str
    text: str
    start: int
    gap: bool = False


def tokens(text: str) -> list[Token]:
    """Cut the text; ExpressionError where a character has no place in FEEL."""
    if len(text) > LONGEST:
        raise wrong("long", most=LONGEST)
    found: list[Token] = []
    at, gap = 0, False
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _strange(text, at)
        if match.lastgroup == "gap":
            gap = True
        else:
            found.append(Token(match.lastgroup, match[0], at, gap))
            gap = False
        at = match.end()
    found.append(Token("end", "", at, gap))
    return found


def _strange(text: str, at: int) -> ExpressionError:
    """What is wrong with a character that begins no token."""
    if text[at] == '"':
        return misread(text, at, "open_text")
    foreign = next((found for found in FOREIGN if text.startswith(found, at)), None)
    if foreign is not None:
        return misread(text, at, "foreign", found=foreign, wanted=FOREIGN[foreign])
    if half_width(text[at]) is not None:
        return misread(text, at, "full_width", found=text[at], wanted=half_width(text[at]))
    return misread(text, at, "character", found=text[at])


def half_width(char: str) -> str | None:
    """What should have been typed for a full-width sign or digit; None for every other character."""
    if "\uff01" <= char <= "\uff5e" and not char.isalpha():
        return _WIDE.get(char) or chr(ord(char) - 0xFEE0)
    return _WIDE.get(char)


def misplaced(word: str) -> int | None:
    """Where a word has a full-width sign that is not one of a pair of brackets, as names may have."""
    opened = 0
    for at, char in enumerate(word):
        opened += (char == "（") - (char == "）")
        if (half_width(char) is not None and char not in "（）") or opened < 0:
            return at
    return word.index("（") if opened else None


def unescape(quoted: str) -> str:
    """The value of a string token."""
    text = _ESCAPE.sub(_escaped, quoted[1:-1])
    if any("\ud800" <= char <= "\udfff" for char in text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _escaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code is None:
        return _ESCAPES.get(found[3], found[0])
    return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else "\ufffd"
