"""The parser's place in the tokens, and the names it knows there."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from app.decisions.feel import names
from app.decisions.feel.ast import Node
from app.decisions.feel.tokens import Token, tokens
from app.decisions.mistakes import Part, choice, misread, wrong
from app.errors import ExpressionError

DEEPEST = 40


class Entries(list[str]):
    """The keys of a context so far, and those whose value is another than the name had before."""

    def __init__(self) -> None:
        self.renewed: set[str] = set()


class Cursor:
    """Reads tokens one by one; knows the scope's names and those bound by the text itself."""

    def __init__(self, text: str, scope: frozenset[str], members: frozenset[str]) -> None:
        self.text = text
        self.stream = tokens(text)
        self.at = 0
        self.depth = 0
        self.asked = 0
        self.filters = 0
        self.scope = names.known(scope)
        self.members = names.known(members | scope)
        self.bound: list[Collection[str]] = []
        self.free: set[str] = set()
        self.soft: set[str] = set()
        self.calls: set[str] = set()
        self.given: set[tuple[str, int | tuple[str, ...]]] = set()
        self.reread: set[str] = set()
        self.names = scope | members

    def expression(self) -> Node:
        raise NotImplementedError

    @property
    def token(self) -> Token:
        return self.stream[self.at]

    def ahead(self, count: int = 1) -> Token:
        return self.stream[min(self.at + count, len(self.stream) - 1)]

    def sees(self, *texts: str) -> bool:
        """Whether one of these operators or keywords is next."""
        return self.token.kind in {"op", "word"} and self.token.text in texts

    def take(self) -> Token:
        token = self.token
        self.at = min(self.at + 1, len(self.stream) - 1)
        return token

    def accept(self, *texts: str) -> bool:
        if self.sees(*texts):
            self.take()
            return True
        return False

    def expect(self, *texts: str) -> Token:
        if not self.sees(*texts):
            raise self.missing(*texts)
        return self.take()

    def error(self, code: str, **parts: Part) -> ExpressionError:
        """A mistake here; whatever was wanted, at the end it is missing."""
        if self.token.kind == "end" and code in {"value", "name", "entry", "iterator"}:
            code = "end"
        return misread(self.text, self.token.start, code, found=self.token.text, **parts)

    def missing(self, *texts: str) -> ExpressionError:
        code = "unclosed" if self.token.kind == "end" else "missing"
        return self.error(code, wanted=choice(texts))

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Count nesting, so that a hostile text ends in an error and not in a full stack."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise wrong("deep")
        yield
        self.depth -= 1

    @contextmanager
    def binding(self, *bound: str) -> Iterator[list[str]]:
        """Names that the text binds for a while; more may be added to the list that is given."""
        more = list(bound)
        self.bound.append(more)
        yield more
        self.bound.pop()

    @contextmanager
    def entries(self) -> Iterator[Entries]:
        """The keys of a context, bound as they are read."""
        keys = Entries()
        self.bound.append(keys)
        yield keys
        self.bound.pop()

    def is_bound(self, name: str) -> bool:
        return any(name in each for each in self.bound)

    def read(self, name: str) -> None:
        """Keep where a name was found: outside the text, or in an entry of a context before this one."""
        where = next((each for each in reversed(self.bound) if name in each), None)
        if where is None:
            (self.soft if self.filters else self.free).add(name)
        elif isinstance(where, Entries) and name in where.renewed:
            self.reread.add(name)

    def variable(self) -> str:
        """The name that begins here, by the scope's names and the text's own."""
        mine = frozenset(name for each in self.bound for name in each if names.special(name))
        local = names.longest(names.known(mine), self.stream, self.at) if mine else None
        index = self.members if self.filters else self.scope
        found = local or names.longest(index, self.stream, self.at)
        if found is None:
            if self.token.kind != "word":
                raise self.error("name")
            found = self._unknown(self.at)
        name, self.at = found
        return name

    def _unknown(self, at: int) -> tuple[str, int]:
        """A known single word stands alone before a keyword-like word only if nothing else would parse."""
        return names.side_by_side(self.stream, at)

    def member(self) -> str:
        """The name after a dot."""
        found = names.longest(self.members, self.stream, self.at)
        if found is None:
            if self.token.kind != "word":
                raise self.error("name")
            found = names.side_by_side(self.stream, self.at)
        name, self.at = found
        return name

    def label(self, *ends: str) -> str | None:
        """A name up to one of these marks, whatever words it holds; None when what follows is no name."""
        at = self.at
        while self.stream[at].text not in ends:
            token = self.stream[at]
            if token.kind in {"end", "str"} or (token.kind == "op" and token.text not in names.SYMBOLS):
                return None
            at += 1
        if at == self.at or self.stream[self.at].kind != "word":
            return None
        name = names.join(self.stream[self.at : at])
        self.at = at
        return name
