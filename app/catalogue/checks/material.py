"""What the checks look at together: the files that can be read, the diagrams in them, the delegates that exist."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, Protocol

from app.catalogue.checks.safety import Sifted
from app.decisions import Model
from app.engine.diagram.model import Diagram, Element


class Signature(Protocol):
    """What a diagram may hand to a delegate: inputs that it must map, those that it may, and its kind."""

    @property
    def inputs(self) -> tuple[str, ...]: ...
    @property
    def optional(self) -> tuple[str, ...]: ...
    @property
    def kind(self) -> str: ...


@dataclass(frozen=True)
class Material:
    """All that the agreements between files are read from."""

    sifted: Sifted
    diagrams: Mapping[str, Diagram]
    models: Mapping[str, Model]
    delegates: Mapping[str, Signature]

    def elements(self, *kinds: str) -> Iterator[tuple[Diagram, Element]]:
        for diagram in self.diagrams.values():
            yield from ((diagram, element) for element in diagram.elements.values() if element.kind in kinds)

    def names(self, folder: str, ending: str) -> frozenset[str]:
        """The ids that the files of a folder have by their names."""
        return frozenset(self._named.get((folder, ending), ()))

    @cached_property
    def _named(self) -> Mapping[tuple[str, str], Sequence[str]]:
        found = defaultdict[tuple[str, str], list[str]](list)
        for path in map(PurePosixPath, self.sifted.files):
            found[str(path.parent), path.suffix].append(path.stem)
        return found

    def list_of(self, name: str) -> Any:
        """A reference list's content; none when the file is missing."""
        return self.sifted.json.get(f"forms/reference/{name}.json")

    @cached_property
    def forms(self) -> frozenset[str]:
        return self.names("forms", ".json")

    @cached_property
    def decisions(self) -> frozenset[str]:
        return self.names("dmn", ".dmn")

    @cached_property
    def processes(self) -> frozenset[str]:
        return frozenset(diagram.process for diagram in self.diagrams.values())

    @cached_property
    def messages(self) -> frozenset[str]:
        catching = self.elements("intermediateCatchEvent", "boundaryEvent")
        return frozenset(element.message.name for _, element in catching if element.message)

    @cached_property
    def components(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Every component of every form, groups opened, by the form's id."""
        forms = {name: self.sifted.json.get(f"forms/{name}.json") for name in self.forms}
        return {name: tuple(_walk(form)) for name, form in forms.items()}


def _walk(part: Any) -> Iterator[Mapping[str, Any]]:
    """Components below a form or a group; the JSON's depth has been checked before."""
    inner = part.get("components") if isinstance(part, Mapping) else None
    for each in inner if isinstance(inner, list) else ():
        if isinstance(each, Mapping):
            yield each
            yield from _walk(each)
