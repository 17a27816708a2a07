"""Boxed expressions to closures: tables, contexts, invocations, lists, relations, functions, iterations."""

from collections.abc import Callable, Sequence

from app.decisions.dmn import xml
from app.decisions.dmn.feel import Reach, ReadTable, Texts, constant, refusal, refusing
from app.decisions.dmn.tables import TableReader
from app.decisions.dmn.xml import Element
from app.decisions.feel.functions import Lambda, checked
from app.decisions.feel.iterate import compile_for, compile_quantified
from app.decisions.feel.paths import compile_filter
from app.decisions.feel.run import Closure, Scope
from app.decisions.mistakes import mistake
from app.decisions.values.kinds import Value, kind
from app.decisions.values.types import ANY, Type


class Boxes:
    """Compiles the boxed expressions of one model."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts

    def closure(self, element: Element, reach: Reach, name: str) -> Closure:
        """Any expression, checked against its own type if it has one."""
        way = _WAYS[xml.kind(element)]
        made = way(self, element, reach, name)
        of = self.texts.type(xml.type_name(element), element.get("id") or name)
        if of is ANY or xml.kind(element) == "functionDefinition":
            return made
        return lambda scope: checked(made(scope), of, scope.run, name)

    def inner(self, element: Element | None, reach: Reach, name: str) -> Closure:
        """The one expression inside an element."""
        found = None if element is None else expression_in(element)
        if found is None:
            self.texts.report.mistake(name, mistake("no_expression"))
            return refusal(self.texts.report, name)
        return self.closure(found, reach, name)

    def literal(self, element: Element, reach: Reach, name: str) -> Closure:
        at = element.get("id") or name
        language = element.get("expressionLanguage") or ""
        if (language and "FEEL" not in language.upper()) or xml.kid(element, "importedValues") is not None:
            found = mistake("language", name=language) if language else mistake("imported")
            self.texts.report.mistake(at, found)
            return refusal(self.texts.report, at)
        return self.texts.expression(xml.text(element), reach, at)

    def table(self, element: Element, reach: Reach, name: str) -> Closure:
        reader = TableReader(element, self.texts, reach, name)
        made = reader.table()
        self.texts.tables.append(ReadTable(element, made, reach, self.texts))
        return refusing(reader.broken) if reader.broken else made

    def context(self, element: Element, reach: Reach, name: str) -> Closure:
        entries: list[tuple[str, Closure]] = []
        for entry in xml.kids(element, "contextEntry"):
            variable = xml.kid(entry, "variable")
            key = xml.name(variable)
            value = self.inner(entry, reach, name)
            of = self.texts.type(xml.type_name(variable), name)
            entries.append((key, _typed(value, of, key or name)))
            reach = reach.plus(key) if key else reach
        return _context(entries)

    def list(self, element: Element, reach: Reach, name: str) -> Closure:
        items = [self.closure(each, reach, name) for each in expressions_in(element)]
        return lambda scope: [item(scope) for item in items]

    def relation(self, element: Element, reach: Reach, name: str) -> Closure:
        columns = [xml.name(each) for each in xml.kids(element, "column")]
        rows = [
            [
                (column, self.closure(cell, reach, name))
                for column, cell in zip(columns, expressions_in(row), strict=False)
            ]
            for row in xml.kids(element, "row")
        ]
        return lambda scope: [{column: cell(scope) for column, cell in row} for row in rows]

    def invocation(self, element: Element, reach: Reach, name: str) -> Closure:
        callee = self.inner(element, reach, name)
        bindings = [
            (
                xml.name(xml.kid(each, "parameter")),
                self.inner(each, reach, name) if _has_expression(each) else constant(None),
            )
            for each in xml.kids(element, "binding")
        ]
        return _invocation(callee, bindings, name)

    def function(self, element: Element, reach: Reach, name: str) -> Closure:
        if element.get("kind", "FEEL") != "FEEL":
            found = mistake("function_kind", name=element.get("kind"))
            self.texts.report.mistake(element.get("id") or name, found)
            return refusal(self.texts.report, element.get("id") or name)
        params = tuple(
            (xml.name(each), self.texts.type(xml.type_name(each), name))
            for each in xml.kids(element, "formalParameter")
        )
        body = self.inner(element, reach.plus(*(param for param, _ in params)), name)
        result = self.texts.type(xml.type_name(element), name)
        return lambda scope: Lambda(params, body, scope, result, name)

    def conditional(self, element: Element, reach: Reach, name: str) -> Closure:
        condition, then, otherwise = (
            self.inner(xml.kid(element, part), reach, name) for part in ("if", "then", "else")
        )
        return lambda scope: then(scope) if condition(scope) is True else otherwise(scope)

    def filter(self, element: Element, reach: Reach, name: str) -> Closure:
        source = self.inner(xml.kid(element, "in"), reach, name)
        inside = Reach(reach.names | {"item"}, open=True, owner=f"{reach.owner} filter")
        return compile_filter(source, self.inner(xml.kid(element, "match"), inside, name))

    def iteration(self, element: Element, reach: Reach, name: str) -> Closure:
        variable = element.get("iteratorVariable") or ""
        domain = self.inner(xml.kid(element, "in"), reach, name)
        part = xml.kid(element, "return", "satisfies")
        body = self.inner(part, reach.plus(variable, "partial"), name)
        iterators = ((variable, domain, None),)
        if xml.kind(element) == "for":
            return compile_for(iterators, body)
        return compile_quantified(xml.kind(element), iterators, body)


def _typed(value: Closure, of: Type, name: str) -> Closure:
    return value if of is ANY else lambda scope: checked(value(scope), of, scope.run, name)


def _context(entries: Sequence[tuple[str, Closure]]) -> Closure:
    """A boxed context; an entry without a name is its result."""

    def result(scope: Scope) -> Value:
        made: dict[str, Value] = {}
        inner = scope.inner(made)
        for key, value in entries:
            if not key:
                return value(inner)
            made[key] = value(inner)
        return made

    return result


def _invocation(callee: Closure, bindings: Sequence[tuple[str, Closure]], name: str) -> Closure:
    def result(scope: Scope) -> Value:
        function = callee(scope)
        if kind(function) != "function":
            scope.run.note("no function", name)
            return None
        return function.call_named(scope.run, {key: value(scope) for key, value in bindings})

    return result


def _has_expression(element: Element) -> bool:
    return expression_in(element) is not None


def expressions_in(element: Element) -> list[Element]:
    return [child for child in element if xml.kind(child) in _WAYS]


def expression_in(element: Element) -> Element | None:
    return next(iter(expressions_in(element)), None)


_WAYS: dict[str, Callable[[Boxes, Element, Reach, str], Closure]] = {
    "literalExpression": Boxes.literal,
    "decisionTable": Boxes.table,
    "context": Boxes.context,
    "list": Boxes.list,
    "relation": Boxes.relation,
    "invocation": Boxes.invocation,
    "functionDefinition": Boxes.function,
    "conditional": Boxes.conditional,
    "filter": Boxes.filter,
    "for": Boxes.iteration,
    "some": Boxes.iteration,
    "every": Boxes.iteration,
}
