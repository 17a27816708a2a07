"""Times and scripts written as text in diagrams: whether they can be read before a case depends on them."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from app.catalogue.checks.material import Material
from app.catalogue.checks.texts import finding
from app.decisions import evaluate
from app.decisions.expressions import check_expression
from app.errors import ExpressionError, Finding

_READ = {"timeDuration": "duration(text)", "timeDate": "date and time(text)"}


def timers(material: Material) -> Iterator[Finding]:
    """A time that is no FEEL is an ISO 8601 duration, or a date and time."""
    for diagram, element in material.elements("intermediateCatchEvent", "boundaryEvent"):
        timer = element.timer
        if timer is not None and not timer.text.lstrip().startswith("=") and not _readable(timer.kind, timer.text):
            yield finding("timer", diagram.file, element.id, text=timer.text)


def _readable(kind: str, text: str) -> bool:
    try:
        return evaluate(_READ[kind], {"text": text}) is not None
    except ExpressionError:
        return False


def scripts(material: Material, functions: Collection[str]) -> Iterator[Finding]:
    """A script for worked cases is FEEL that can be read; it is never run by a case."""
    for diagram in material.diagrams.values():
        for element in diagram.elements.values():
            for found in check_expression(element.properties.get("scripted", "null"), functions):
                told = finding("script", diagram.file, element.id, detail=found.what, detail_zh=found.what_zh)
                yield replace(told, remedy=found.remedy, remedy_zh=found.remedy_zh)
