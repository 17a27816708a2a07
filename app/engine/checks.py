"""Everything in diagrams that the engine would not run, or would run otherwise than drawn; `catalogue` calls it."""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from pathlib import PurePosixPath

from app.decisions.expressions import check_expression, free_names
from app.engine.branches import conflicts, islands
from app.engine.diagram import xml
from app.engine.diagram.model import ACTIVITIES, CHOOSING, Diagram, Element
from app.engine.diagram.reader import Reading, read
from app.engine.diagram.rules import structure
from app.engine.diagram.texts import ERROR, finding
from app.engine.diagram.whitelist import strangers
from app.engine.soundness import unsound
from app.errors import ExpressionError, Finding

PROPERTIES = frozenset({"division", "step", "scripted", "outcome"})
CLOCKED = ACTIVITIES | {"startEvent", "endEvent", "intermediateCatchEvent", "boundaryEvent"}
BINDINGS = frozenset({"deployment", "latest"})
_BOUND = {"calledDecision", "formDefinition", "calledElement"}
_NAME = re.compile(r"[^\W\d]\w*")
_ROLE = re.compile(r"[A-Za-z][\w-]*")
_MAPPED = {"both": ACTIVITIES - {"subProcess"}, "output": {"intermediateCatchEvent", "boundaryEvent"}}


def findings(files: Mapping[str, bytes], functions: Collection[str] = ()) -> list[Finding]:
    """Look at every diagram among the files; `functions` are the names that FEEL may call besides its own."""
    reading = read(files)
    found = [*reading.findings, *structure(reading)]
    for file, root in reading.roots.items():
        found.extend((*strangers(root, file), *_extensions(root, file)))
    whole = not any(each.severity == ERROR for each in found)
    for diagram in reading.diagrams.values():
        found.extend(_diagram(diagram, reading, functions))
        found.extend(unsound(diagram) if whole else ())  # what is not joined can't be played
    return list(dict.fromkeys(found))


def _diagram(diagram: Diagram, reading: Reading, functions: Collection[str]) -> Iterator[Finding]:
    if diagram.key == diagram.process and PurePosixPath(diagram.file).name != f"{diagram.key}.bpmn":
        yield finding("file_name", diagram.file, diagram.key, id=diagram.key)
    yield from islands(diagram)
    yield from conflicts(diagram, reading.diagrams)
    names = _variables(diagram, functions)
    for element in diagram.elements.values():
        yield from _mappings(diagram, element)
        yield from _people(diagram, element)
        for text in _expressions(element):
            for found in check_expression(text, functions, names):
                told = finding(
                    "expression", diagram.file, element.id, text=text, detail=found.what, detail_zh=found.what_zh
                )
                yield replace(told, remedy=found.remedy, remedy_zh=found.remedy_zh)


def _mappings(diagram: Diagram, element: Element) -> Iterator[Finding]:
    if element.inputs and element.kind not in _MAPPED["both"]:
        yield finding("attribute", diagram.file, element.id, attribute="zeebe:input", kind=element.kind)
    if element.outputs and element.kind not in _MAPPED["both"] | _MAPPED["output"]:
        yield finding("attribute", diagram.file, element.id, attribute="zeebe:output", kind=element.kind)
    for assignment in (*element.inputs, *element.outputs):
        if not all(_NAME.fullmatch(name) for name in assignment.target):
            yield finding("target", diagram.file, element.id, target=".".join(assignment.target))
    if element.result is not None and not _NAME.fullmatch(element.result):
        yield finding("target", diagram.file, element.id, target=element.result)


def _people(diagram: Diagram, element: Element) -> Iterator[Finding]:
    """A user task needs a form and one role."""
    for name in element.properties:
        if name not in PROPERTIES and not (name == "clock" and element.kind in CLOCKED):
            yield finding("property", diagram.file, element.id, name=name, kind=element.kind)
    if element.kind != "userTask":
        return
    if element.form is None:
        yield finding("missing", diagram.file, element.id, kind=element.kind, what="zeebe:formDefinition formId")
    if element.role is None or not _ROLE.fullmatch(element.role):
        yield finding("role", diagram.file, element.id, role=element.role)
    if element.form is not None and not element.outputs:
        yield finding("writes_nothing", diagram.file, element.id, kind=element.kind)


def _variables(diagram: Diagram, functions: Collection[str]) -> set[str]:
    """What a diagram's expressions can read: what its mappings and decisions set, and what any of them asks for."""
    elements = diagram.elements.values()
    found = {each.target[0] for element in elements for each in (*element.inputs, *element.outputs)}
    found |= {element.result for element in elements if element.result is not None}
    for text in chain.from_iterable(map(_expressions, elements)):
        with suppress(ExpressionError):  # told where the expression is checked
            found |= free_names(text, functions)
    return found


def _expressions(element: Element) -> Iterator[str]:
    """Everything about an element that is FEEL; a text without an equals sign is a plain text where both may stand."""
    if element.kind in CHOOSING:
        yield from (flow.condition for flow in element.outgoing if flow.condition is not None)
    if element.message is not None:
        yield element.message.key
    yield from (element.properties[name] for name in ("division", "clock") if name in element.properties)
    sources = [assignment.source for assignment in (*element.inputs, *element.outputs)]
    if element.timer is not None:
        sources.append(element.timer.text)
    yield from (source for source in sources if source.lstrip().startswith("="))


def _extensions(root: xml.Node, file: str) -> Iterator[Finding]:
    """Bindings are written, and calls hand over nothing by themselves."""
    for extension in root.iter(f"{{{xml.ZEEBE}}}*"):
        tag, owner = xml.local(extension), _owner(extension)
        binding = extension.get("bindingType")
        if tag in _BOUND and binding not in BINDINGS:
            yield finding("binding", file, owner, kind=tag, binding=binding)
        if tag == "calledElement":
            if binding == "latest":
                yield finding("binding", file, owner, kind="callActivity", binding=binding)
            for attribute in ("propagateAllChildVariables", "propagateAllParentVariables"):
                if extension.get(attribute) != "false":
                    yield finding("propagation", file, owner, attribute=attribute)


def _owner(node: xml.Node) -> str | None:
    """The id of the element that an extension belongs to."""
    return next((each.get("id") for each in node.iterancestors() if each.get("id")), None)
