"""A model's own types, from its item definitions."""

from collections.abc import Callable

from app.decisions.dmn import xml
from app.decisions.dmn.feel import Reach, Texts
from app.decisions.dmn.xml import Element
from app.decisions.feel.run import Closure, Run, Scope
from app.decisions.values.kinds import Value
from app.decisions.values.types import ANY, ContextType, FunctionType, ListType, Named, Restricted, Type


def component_names(root: Element) -> set[str]:
    """Every name that a member of a typed context may have."""
    found = {xml.name(each) for each in root.iter() if xml.kind(each) in {"itemComponent", "column", "output"}}
    return found | {xml.name(each) for each in root.iter() if xml.kind(each) == "variable"}


def defined(element: Element, texts: Texts) -> Type:
    """The type of an item definition or one of its components."""
    name = xml.name(element)
    whole = _plain(element, texts)
    whole = _restricted(whole, xml.kid(element, "allowedValues"), name, texts)
    if element.get("isCollection") == "true":
        whole = ListType(whole)
    return _restricted(whole, xml.kid(element, "typeConstraint"), name, texts)


def endless(of: Type) -> bool:
    """Whether a type is said to be itself, with no list or context between: no value could ever be tried on it."""
    seen: list[Type] = []
    while isinstance(of, (Named, Restricted)) and not any(of is each for each in seen):
        seen.append(of)
        of = of.table[of.name] if isinstance(of, Named) else of.of
    return isinstance(of, (Named, Restricted))


def _plain(element: Element, texts: Texts) -> Type:
    components = list(xml.kids(element, "itemComponent"))
    if components:
        return ContextType(tuple((xml.name(each), defined(each, texts)) for each in components))
    function = xml.kid(element, "functionItem")
    if function is not None:
        return _function(function, texts)
    reference = xml.kid(element, "typeRef")
    written = None if reference is None else (reference.text or "").strip()
    return texts.type(written, xml.name(element)) if written else ANY


def _function(element: Element, texts: Texts) -> Type:
    parameters = tuple(texts.type(xml.type_name(each), None) for each in xml.kids(element, "parameters"))
    output = element.get("outputTypeRef")
    return FunctionType(parameters, texts.type(output, None))


def _restricted(of: Type, constraint: Element | None, name: str, texts: Texts) -> Type:
    if constraint is None:
        return of
    cell = texts.cell(xml.text(constraint), Reach(frozenset(("?",))), name)
    return of if cell is None else Restricted(of, _allowed(cell), name)


def _allowed(cell: Closure) -> Callable[[Value], bool]:
    def allowed(value: Value) -> bool:
        return cell(Scope(Run(), {"?": value})) is True

    return allowed
