"""Whatever a problem says to people is said in English, too; a sentence with gaps is kept whole for that."""

import ast
import json
import re

import pytest

from app.errors import Problem, said

CHINESE = re.compile(r"[\u3400-\u9fff]")
# The console speaks Chinese only; the simulators speak to programs.
ELSEWHERE = ("app/cli/", "app/connectors/simulators/")


@pytest.fixture(scope="module")
def english(root):
    return json.loads((root / "app/web/look/english.json").read_text("utf-8"))


def kinds(root=Problem):
    return {root.__name__}.union(*(kinds(each) for each in root.__subclasses__()))


def sentences(source, raised):
    """Give what is said where a problem is made or a sentence put together, with the names that stand for sentences."""
    tree = ast.parse(source)
    named = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in raised and node.args:
            first = node.args[0]
            yield named.get(first.id, first) if isinstance(first, ast.Name) else first
        if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "zh" for target in node.targets):
            yield node.value


def test_every_problem_is_told_in_english(root, english):
    raised, unsaid = kinds() | {"said"}, []
    for path in sorted((root / "app").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        for part in [] if name.startswith(ELSEWHERE) else sentences(path.read_text("utf-8"), raised):
            if isinstance(part, ast.Constant) and CHINESE.search(str(part.value)) and part.value not in english:
                unsaid.append(f"{name}: {part.value}")
            if isinstance(part, ast.JoinedStr | ast.BinOp) and CHINESE.search(ast.unparse(part)):
                unsaid.append(f"{name}:{part.lineno}: put it together with `said`")
    assert unsaid == []


def test_a_sentence_remembers_what_it_was_made_of():
    made = said("{who}已领取{n}项。", who="李慧", n=2)
    assert (made, made.whole, made.values) == ("李慧已领取2项。", "{who}已领取{n}项。", {"who": "李慧", "n": 2})
