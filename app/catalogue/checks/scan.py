"""What a FEEL source says without being run: its literal text, or the keys of its literal context."""

import re

_TEXT = re.compile(r'=\s*"((?:[^"\\]|\\.)*)"\s*')
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\](),:]|[^"{}\[\](),:]+')
_OPENING, _CLOSING = frozenset("{[("), frozenset("}])")


def literal_text(source: str) -> str | None:
    """The text of a source that is one text and nothing else."""
    found = _TEXT.fullmatch(source.strip())
    return found[1] if found else None


def context_keys(source: str) -> tuple[str, ...] | None:
    """The keys of a source that is one literal context and nothing else; none when it is anything else."""
    tokens = [token for token in (part.strip() for part in _TOKEN.findall(source.strip().removeprefix("="))) if token]
    if not tokens or tokens[0] != "{":
        return None
    keys, depth = [], 0
    for place, token in enumerate(tokens):
        if token in _OPENING:
            depth += 1
        elif token in _CLOSING:
            depth -= 1
            if depth == 0 and place != len(tokens) - 1:
                return None
        elif depth == 1 and tokens[place - 1] in {"{", ","} and tokens[place + 1 : place + 2] == [":"]:
            keys.append(token.strip('"'))
    return tuple(keys) if depth == 0 else None
