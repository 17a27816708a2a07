"""app/ knows no law: no item, department, benefit or category of any plan is named in Python, connectors apart."""

import ast
import re

import pytest

from app.catalogue import read_folder

# Connectors name outside systems, which are departments; their simulators speak of people's status on file.
MAY_NAME_OFFICES = "app/connectors/"
LAW = re.compile(
    r"cert_(new|renew|transfer|reissue|cancel|change)|living_subsidy|care_subsidy|employment_assistance|"
    r"pension_proxy|\bdibao|残联|民政|人社|低保|残疾|补贴|养老|智力|精神|hukou"
)


@pytest.fixture(scope="module")
def files(root):
    return read_folder(root)


def test_no_word_of_the_law_stands_in_python(sources):
    """Texts and names, not comments: a comment may say by example what a text can't."""
    found = {
        f"{source.name}:{node.lineno}: {word}"
        for source in sources
        if not source.name.startswith(MAY_NAME_OFFICES)
        for node in ast.walk(source.tree)
        for word in _words(node)
        if LAW.search(word)
    }
    assert sorted(found) == []


def test_no_code_names_an_element_of_a_diagram(sources, files):
    """Elements are found by asking the machine; ids with a capital inside are element ids."""
    diagrams = [content.decode() for name, content in files.items() if name.startswith("bpmn/")]
    ids = {name for text in diagrams for name in re.findall(r'\bid="([A-Z][a-z]+[A-Z]\w+)"', text)}
    named = {
        f"{source.name}: {node.value}"
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and node.value in ids
    }
    assert sorted(named) == []


def _words(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    names = [getattr(node, field, None) for field in ("id", "attr", "name", "arg")]
    return [name for name in names if isinstance(name, str)]
