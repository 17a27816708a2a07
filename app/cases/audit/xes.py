"""Event logs written as XES (IEEE 1849-2016), case by case, so that a log may be larger than the memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Final

from lxml import etree

from app.calendar import SHANGHAI

NAMESPACE: Final = "http://www.xes-standard.org/"
EXTENSIONS: Final = (
    ("Concept", "concept", f"{NAMESPACE}concept.xesext"),
    ("Lifecycle", "lifecycle", f"{NAMESPACE}lifecycle.xesext"),
    ("Organizational", "org", f"{NAMESPACE}org.xesext"),
    ("Time", "time", f"{NAMESPACE}time.xesext"),
)
CLASSIFIERS: Final = (("Activity", "concept:name"), ("Activity and transition", "concept:name lifecycle:transition"))


@dataclass(frozen=True)
class Event:
    """One step: its name, what befell it in the standard's lifecycle, when, and by whom without a name."""

    name: str
    transition: str
    at: datetime
    instance: str
    resource: str
    role: str | None = None
    group: str | None = None
    decision: str | None = None


@dataclass(frozen=True)
class Trace:
    """One case: its number, the process it runs, what else is known of it, and its events in order."""

    number: str
    process: str
    about: Mapping[str, Any]
    events: Sequence[Event]


def write(out: BinaryIO, traces: Iterable[Trace]) -> None:
    """Write a whole log, all in its default namespace; each case is made only when it is written."""
    with etree.xmlfile(out, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("log", {"xes.version": "1849-2016", "xes.features": ""}, nsmap={None: NAMESPACE}):
            for name, prefix, uri in EXTENSIONS:
                xml.write(etree.Element("extension", name=name, prefix=prefix, uri=uri))
            for name, keys in CLASSIFIERS:
                xml.write(etree.Element("classifier", name=name, keys=keys))
            for trace in traces:
                xml.write(_trace(trace), pretty_print=True)


def _trace(trace: Trace) -> etree._Element:
    made = etree.Element("trace")
    _say(made, {"concept:name": trace.number, "process": trace.process, **trace.about})
    for event in trace.events:
        told = etree.SubElement(made, "event")
        _say(
            told,
            {
                "concept:name": event.name,
                "concept:instance": event.instance,
                "lifecycle:transition": event.transition,
                "time:timestamp": event.at,
                "org:resource": event.resource,
                "org:role": event.role,
                "org:group": event.group,
                "decision": event.decision,
            },
        )
    return made


def _say(above: etree._Element, told: Mapping[str, Any]) -> None:
    for key, value in told.items():
        if value is None:
            continue
        kind = "date" if isinstance(value, datetime) else "int" if isinstance(value, int) else "string"
        said = (
            value.astimezone(SHANGHAI).isoformat(timespec="milliseconds") if isinstance(value, datetime) else str(value)
        )
        etree.SubElement(above, kind, key=key, value=said)
