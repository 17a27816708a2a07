"""A changed table is set beside the old one cell by cell, a changed diagram with a sign at what became different."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from lxml import etree

from app.catalogue.drafting import changes
from app.studio.compared import compared
from app.web.drawing import picture, read

ROOT = Path(__file__).resolve().parents[3]
TABLE, DIAGRAM = "dmn/care_subsidy.dmn", "bpmn/care_subsidy.bpmn"
CELL = '<inputEntry id="CARE_FULL_in_4">\n          <text>true</text>'


@pytest.fixture(autouse=True)
def page():
    app = Flask("words")
    app.extensions["settings"] = SimpleNamespace(lang="zh")
    with app.test_request_context():
        yield


def seen(path, edit):
    before = {path: (ROOT / path).read_bytes()}
    after = {path: edit((ROOT / path).read_text("utf-8")).encode()}
    (change,) = changes(before, after)
    return compared(change, before, after)


def changed_rows(grid):
    return [(row.number, row.how, [(cell.old, cell.new) for cell in row.cells if cell.changed]) for row in grid.rows]


def test_a_changed_cell_stands_old_beside_new():
    (grid,) = seen(TABLE, lambda text: text.replace(CELL, CELL.replace("true", "-"))).grids
    assert changed_rows(grid)[0] == (1, "changed", [("true", "-")])
    assert [how for _, how, _ in changed_rows(grid)[1:]] == [""] * 4


def test_a_rule_that_went_and_one_that_came_are_marked_as_such():
    (grid,) = seen(TABLE, lambda text: text.replace('<rule id="CARE_HALF">', '<rule id="CARE_OTHER">')).grids
    told = [(number, how) for number, how, _ in changed_rows(grid) if how]
    assert told == [(2, "added"), (2, "removed")]


def test_a_column_that_went_is_named_and_rules_keep_the_other_cells():
    (grid,) = seen(TABLE, lambda text: text.replace('<output id="Output_1"', '<output id="Output_x"')).grids
    assert {how for _, how in grid.columns} == {"", "added", "removed"}


def test_words_that_no_table_holds_make_no_grid():
    assert seen(TABLE, lambda text: text.replace("重度残疾人护理补贴", "护理补贴")).grids == []


def test_old_and_new_diagram_bear_the_sign_of_what_became_of_each_element():
    text = (ROOT / DIAGRAM).read_text("utf-8")
    name = next(box for box in read(text.encode()).boxes if box.kind == "userTask")
    sheets = seen(DIAGRAM, lambda text: text.replace(f'name="{name.name}"', 'name="换了名字"')).sheets
    assert [sheet.title for sheet in sheets] == ["原来", "现在"]
    for sheet in sheets:
        (node,) = etree.fromstring(sheet.svg.encode()).xpath("//*[contains(@class, ' changed')]")
        assert node.get("id").endswith(name.id)
        assert node.xpath("*[@class='turned']")
    assert "换了名字" in sheets[1].svg


def test_each_sign_has_a_shape_of_its_own_at_shapes_and_flows():
    plan = read((ROOT / DIAGRAM).read_bytes())
    shapes = set()
    for how in ("added", "changed", "removed"):
        svg = etree.fromstring(picture(plan, changed={plan.flow_nodes[0].id: how, plan.arrows[0].id: how}).encode())
        signs = svg.xpath("//*[@class='turned']/*[local-name()='path']/@d")
        assert len(signs) == 2
        shapes.add("".join(letter for letter in signs[0] if letter.isalpha()))
    assert len(shapes) == 3


def test_what_cannot_be_drawn_has_no_picture():
    assert seen(DIAGRAM, lambda text: text.replace('isExecutable="true"', 'isExecutable="false"')).sheets == []
