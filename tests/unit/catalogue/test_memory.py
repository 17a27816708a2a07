"""What a check found is given again for equal files, and never for others."""

from collections import Counter
from types import SimpleNamespace

import pytest

from app.catalogue import Release, tables
from app.catalogue.checks import findings, whole
from app.catalogue.memory import Memory, marks
from app.catalogue.tables import model_of
from app.errors import ModelError
from tests.unit.catalogue.conftest import DELEGATES
from tests.unit.decisions.models import given, literal, model

FEW = ("bpmn/living_subsidy", "dmn/living_subsidy", "dmn/labour_age", "forms/relief_check.json", "forms/pickup.json")
KINDS = "dmn/kinds.dmn"
GRADES = (
    '<itemDefinition name="grade"><typeRef>number</typeRef>'
    "<allowedValues><text>[1..{}]</text></allowedValues></itemDefinition>"
)
IMPORT = '<import name="kinds" namespace="urn:kinds" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'


@pytest.fixture(scope="module")
def few(seed):
    """A small part of the release: what it lacks is found, too, and it is quick to look at anew."""
    return {
        name: content
        for name, content in seed.items()
        if name.startswith((*FEW, "forms/reference/", "forms/registers/", "forms/documents/"))
    }


def anew(files, delegates=DELEGATES):
    """What is found by somebody who remembers nothing."""
    kept = (whole._whole, whole._parts, tables._models)
    for memory in kept:
        memory._kept.clear()
    return findings(files, delegates)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("bpmn/living_subsidy.bpmn", b'"payment_orders"', b'"wages"'),
        ("bpmn/living_subsidy.bpmn", b'formId="relief_check"', b'formId="gone"'),
        ("dmn/labour_age.dmn", b"&lt; 16", b"&lt; 15"),
        ("dmn/living_subsidy.dmn", b"LIV_DIBAO", b"LIV_OTHER"),
        ("dmn/living_subsidy.dmn", b"</decision>", b""),
        ("forms/relief_check.json", b'"components"', b'"parts"'),
        ("forms/reference/roles.json", b'"civil_affairs"', b'"nobody"'),
        ("forms/reference/words.json", b'"fields"', b'"columns"'),
        ("forms/registers/payment_orders.json", b'"properties"', b'"parts"'),
        ("forms/documents/letter.typ", b"#let", b"#lt"),
    ],
)
def test_after_a_change_of_any_file_what_is_found_is_what_is_found_anew(few, file, old, new):
    changed = {**few, file: few[file].replace(old, new)}
    before, after = anew(few), anew(changed)
    assert set(before) != set(after)
    anew({})
    assert [findings(each, DELEGATES) for each in (few, changed, few)] == [before, after, before]


@pytest.mark.parametrize("file", ["bpmn/living_subsidy.bpmn", "dmn/labour_age.dmn", "forms/relief_check.json"])
def test_after_a_file_is_taken_out_or_named_otherwise_nothing_is_said_of_it_any_more(few, file):
    findings(few, DELEGATES)
    without = {name: content for name, content in few.items() if name != file}
    renamed = {**without, file.replace("/", "/new_"): few[file]}
    for changed in (without, renamed):
        found = findings(changed, DELEGATES)
        assert found == anew(changed)
        assert not [each for each in found if each.file == file]


def test_what_a_delegate_takes_counts_and_the_order_of_the_files_does_not(few):
    before = findings(few, DELEGATES)
    changed = {**DELEGATES, "registers.record": SimpleNamespace(inputs=("why",), optional=(), kind="record")}
    found = findings(few, changed)
    assert "why" in " ".join(each.what for each in set(found) - set(before))
    assert found == anew(few, changed)
    assert findings(dict(reversed(few.items())), DELEGATES) == before


def test_nobody_can_change_what_is_remembered(few):
    before = findings(few, DELEGATES)
    kept = list(before)
    before.clear()
    assert findings(few, DELEGATES) == kept


def test_a_table_that_imports_is_looked_at_anew_when_the_other_changes():
    importing = model(IMPORT, given("g", "kinds.grade"), literal("d", "g", "i_g"))
    answers = []
    for most in (4, 5, 4):
        imported = model(GRADES.format(most)).replace(b"urn:test", b"urn:kinds")
        files = {"dmn/d.dmn": importing, KINDS: imported}
        answers.append(model_of("dmn/d.dmn", files).decide("d", {"g": 5}).outcome)
    assert answers == [None, 5, None]
    with pytest.raises(ModelError):
        model_of("dmn/d.dmn", {"dmn/d.dmn": importing})


def test_equal_tables_of_two_releases_are_compiled_once_and_a_changed_one_anew(seed):
    changed = {**seed, "dmn/labour_age.dmn": seed["dmn/labour_age.dmn"].replace(b"&lt; 16", b"&lt; 15")}
    first, second, third = (Release(no, "", files, None) for no, files in enumerate((seed, dict(seed), changed)))
    assert first.model("labour_age") is second.model("labour_age") is not third.model("labour_age")
    assert first.model("pension") is third.model("pension")


def test_the_oldest_answer_gives_way_and_a_failure_is_not_an_answer():
    memory, drawn = Memory(2), Counter()

    def draw(name):
        drawn[name] += 1
        return name.upper()

    for name in "abacabc":
        assert memory.once(name, lambda name=name: draw(name)) == name.upper()
    assert drawn == {"a": 2, "b": 2, "c": 2}
    with pytest.raises(ZeroDivisionError):
        memory.once("d", lambda: 1 / 0)
    assert memory.once("d", lambda: 1) == 1


def test_marks_tell_apart_what_a_joined_text_would_not():
    assert marks({"a": b"bc"}) != marks({"ab": b"c"})
    assert marks({"a": b"b", "c": b"d"}) == marks({"c": b"d", "a": b"b"})
