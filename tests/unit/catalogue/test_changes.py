"""The difference of two sets of files is told by element, whatever an editor did to spaces and order of attributes."""

import json

import pytest

from app.catalogue.drafting.changes import changes

DIAGRAM, TABLE, FORM = "bpmn/care_subsidy.bpmn", "dmn/care_subsidy.dmn", "forms/review_care.json"


@pytest.fixture
def told(seed):
    """What is told when texts of one file are replaced."""

    def tell(file, *replacements):
        content = seed[file].decode()
        for old, new in replacements:
            assert old in content
            content = content.replace(old, new, 1)
        return changes({file: seed[file]}, {file: content.encode()})

    return tell


def test_equal_files_are_not_listed(seed):
    assert changes(seed, dict(seed)) == []


def test_added_and_removed_files_are_listed(seed):
    found = changes({"a.bpmn": b"1"}, {"b.bpmn": b"1"})
    assert [(one.path, one.how) for one in found] == [("a.bpmn", "removed"), ("b.bpmn", "added")]


def test_a_cell_is_told_with_its_column_and_what_stood_there(told):
    (file,) = told(TABLE, ("<text>overall_level</text>", "<text>overall_level + 1</text>"))
    (change,) = file.changes
    assert (change.how, change.id, change.name) == ("changed", "Column_2", "总残疾等级")
    assert ("inputExpression/text/=", "overall_level", "overall_level + 1") in change.details


def test_a_rule_is_told_cell_by_cell(seed, told):
    content = seed[TABLE].decode()
    start = content.index("<outputEntry")
    old = content[start : content.index("</outputEntry>", start)]
    (file,) = told(TABLE, (old, old.replace("<text>", "<text>0 + ")))
    (change,) = file.changes
    assert (change.how, change.kind, change.name) == ("changed", "rule", "1")
    ((column, before, after),) = change.details
    assert column
    assert after == f"0 + {before}"


def test_a_renamed_task_and_nothing_else_is_told(seed, told):
    content = seed[DIAGRAM].decode()
    start = content.index("<bpmn:userTask") if "<bpmn:userTask" in content else content.index("<userTask")
    element = content[start : content.index(">", start)]
    name = element.split('name="')[1].split('"')[0]
    (file,) = told(DIAGRAM, (element, element.replace(f'name="{name}"', 'name="另一个名称"')))
    (change,) = file.changes
    assert (change.kind, change.name, change.details) == ("userTask", "另一个名称", (("name", name, "另一个名称"),))


def test_a_moved_shape_is_a_change_of_the_drawing_only(seed, told):
    content = seed[DIAGRAM].decode()
    bounds = content[content.index('x="', content.index("Bounds ")) :].split('"')[1]
    (file,) = told(DIAGRAM, (f'Bounds x="{bounds}"', 'Bounds x="1"'))
    assert [change.kind for change in file.changes] == ["layout"]


@pytest.mark.parametrize("file", [DIAGRAM, TABLE])
def test_another_way_of_writing_the_same_is_silent(told, file):
    (change,) = told(file, ("?>\n", "?>\n\n<!-- written by another program -->\n"))
    assert change.silent
    assert not change.changes


def test_a_field_is_told_by_its_key(seed):
    spec = json.loads(seed[FORM])
    field = next(each for each in spec["components"] if each.get("label") and each.get("key"))
    before, field["label"] = field["label"], "另一个问题"
    (file,) = changes({FORM: seed[FORM]}, {FORM: json.dumps(spec).encode()})
    (change,) = file.changes
    assert (change.id, change.name, change.details) == (field["key"], "另一个问题", (("label", before, "另一个问题"),))


def test_fields_in_another_order_are_a_change(seed):
    spec = json.loads(seed[FORM])
    spec["components"].reverse()
    (file,) = changes({FORM: seed[FORM]}, {FORM: json.dumps(spec).encode()})
    assert [change.id for change in file.changes] == ["form"]


@pytest.mark.parametrize("content", [b"", b"<broken", b"{"])
@pytest.mark.parametrize("file", [DIAGRAM, TABLE, FORM])
def test_what_cannot_be_read_is_told_so(seed, file, content):
    (change,) = changes({file: seed[file]}, {file: content})
    assert change.broken
