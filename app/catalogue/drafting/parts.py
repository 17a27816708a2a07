"""The shape in which diagrams, tables and forms are compared: named parts with flat values."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Part:
    """One element: its kind, its name, its values by a path inside it, and how those paths are called."""

    kind: str
    name: str
    values: Mapping[str, str]
    labels: Mapping[str, str] = field(default_factory=dict)


Parts = dict[str, Part]
