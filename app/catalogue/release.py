"""One release: its files, and what they become when they are needed: machine, models, forms, reference lists."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from app.calendar import Calendar, functions
from app.catalogue.english import English, read_english
from app.catalogue.tables import model_of
from app.catalogue.words import read_words
from app.decisions import Model
from app.decisions.words import Words
from app.engine.machine import Machine
from app.errors import NotFound
from app.events.canonical import decode
from app.forms import Form

_SCHEDULES = "forms/reference/workdays-"


@dataclass(frozen=True, eq=False)
class Release:
    """A numbered, immutable set of files; what is made of them is kept as long as the release is."""

    number: int
    hash: str
    files: Mapping[str, bytes]
    effective_on: date
    author: str = ""
    approver: str | None = None
    note: str = ""
    # Two threads that ask at once may both make a part: the parts are equal, and the later one is kept.
    _models: dict[str, Model] = field(default_factory=dict, init=False, repr=False)
    _forms: dict[str, Form] = field(default_factory=dict, init=False, repr=False)
    _lists: dict[str, Any] = field(default_factory=dict, init=False, repr=False)
    _words: dict[str, Words] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def machine(self) -> Machine:
        return Machine({name: content for name, content in self.files.items() if name.startswith("bpmn/")})

    def model(self, decision_id: str) -> Model:
        """The decision model of this id: the file of the same name, with the tables that it imports."""
        if decision_id not in self._models:
            file = f"dmn/{decision_id}.dmn"
            self._file(file)
            tables = {name: each for name, each in self.files.items() if name.startswith("dmn/")}
            self._models[decision_id] = model_of(file, tables)
        return self._models[decision_id]

    def form(self, form_id: str) -> Form:
        if form_id not in self._forms:
            file = f"forms/{form_id}.json"
            self._forms[form_id] = Form.load(self._file(file), file, self.reference)
        return self._forms[form_id]

    def reference(self, name: str) -> Any:
        """A reference list (`roles`, `divisions`, ...) as wire JSON; callers don't change it."""
        if name not in self._lists:
            self._lists[name] = decode(self._file(f"forms/reference/{name}.json"))
        return self._lists[name]

    @property
    def forms(self) -> tuple[str, ...]:
        return self._ids("forms", ".json")

    @property
    def decisions(self) -> tuple[str, ...]:
        return self._ids("dmn", ".dmn")

    @cached_property
    def calendar(self) -> Calendar:
        """Working days by the yearly schedules among the reference lists."""
        years = [PurePosixPath(name).stem for name in self.files if name.startswith(_SCHEDULES)]
        return Calendar({int(year.rpartition("-")[2]): self.reference(year) for year in years})

    @cached_property
    def functions(self) -> Mapping[str, Callable[..., Any]]:
        """The functions that FEEL may call besides its own."""
        return functions(self.calendar)

    @cached_property
    def english(self) -> English:
        """What the release's texts say in English."""
        return read_english(self.files)

    def words(self, lang: str, decision: str = "") -> Words:
        """What the release calls the codes of its tables, and the parts of a decision's outcome, in a language."""
        if lang not in self._words:
            self._words[lang] = read_words(self.files, lang, self.english.say)
        words = self._words[lang]
        return words.with_labels(self.model(decision).labels(decision)) if decision in self.decisions else words

    def _file(self, name: str) -> bytes:
        if name not in self.files:
            raise NotFound(f"release {self.number} holds no {name}", release=self.number, file=name)
        return self.files[name]

    def _ids(self, folder: str, ending: str) -> tuple[str, ...]:
        paths = map(PurePosixPath, self.files)
        return tuple(path.stem for path in paths if str(path.parent) == folder and path.suffix == ending)
