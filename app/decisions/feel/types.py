"""The part of the parser that reads types: `number`, `list<string>`, `function<number> -> string`."""

from app.decisions.feel.ast import TypeNode
from app.decisions.feel.cursor import Cursor

_TWO_PART = ("date and time", "days and time duration", "years and months duration", "day time duration")


class Types(Cursor):
    """Reads a type wherever one may stand."""

    def type(self) -> TypeNode:
        with self.deeper():
            return self._type()

    def _type(self) -> TypeNode:
        if self.ahead().text == "<" and self.sees("list", "range", "context", "function"):
            return self._built(self.take().text)
        return TypeNode(self._type_name())

    def _built(self, word: str) -> TypeNode:
        if word == "context":
            return self._context_type()
        return self._function_type() if word == "function" else TypeNode(word, (self._only(),))

    def _only(self) -> TypeNode:
        self.expect("<")
        inner = self.type()
        self.expect(">")
        return inner

    def _context_type(self) -> TypeNode:
        self.expect("<")
        fields: list[str] = []
        parts: list[TypeNode] = []
        while not self.accept(">"):
            name = self.label(":")
            if name is None:
                raise self.error("entry")
            self.expect(":")
            fields.append(name)
            parts.append(self.type())
            if not self.sees(">"):
                self.expect(",")
        return TypeNode("context", tuple(parts), tuple(fields))

    def _function_type(self) -> TypeNode:
        self.expect("<")
        parts: list[TypeNode] = []
        while not self.accept(">"):
            parts.append(self.type())
            if not self.sees(">"):
                self.expect(",")
        self.expect("->")
        parts.append(self.type())
        return TypeNode("function", tuple(parts))

    def _type_name(self) -> str:
        for name in _TWO_PART:
            words = name.split(" ")
            if [token.text for token in self.stream[self.at : self.at + len(words)]] == words:
                self.at += len(words)
                return name
        name = self.member()
        while self.accept("."):
            name += "." + self.member()
        return name
