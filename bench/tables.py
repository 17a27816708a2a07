"""One table of ten rules and three inputs, asked of this engine and of others in the same run; medians are printed."""

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

import zen
from lxml import etree
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.dmn.parser.DMNParser import DMNParser

from app.decisions import load

NAMES = ("age", "kind", "resident")
TYPES = ("number", "string", "boolean")
GIVEN = (55, "b", True)
EXPECTED = 5
ROUNDS, TURNS = 300, 9
MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"
HERE = Path(__file__).resolve().parent


def rows() -> list[tuple[tuple[str, str, str], int]]:
    """Ages in tens, two kinds, and residents only in every other rule."""
    return [((f"[{i * 10}..{i * 10 + 10})", '"a","b"', "-" if i % 2 else "true"), i) for i in range(10)]


def dmn(spelt: Callable[[tuple[str, str, str]], tuple[str, ...]] = tuple) -> bytes:
    """The table as DMN; `spelt` writes a rule's cells in an engine's own manner."""
    model = etree.Element("definitions", name="bench", namespace="urn:bench", id="bench", nsmap={None: MODEL})
    decision = _add(model, "decision", id="d", name="d")
    for name, of in zip(NAMES, TYPES, strict=True):
        data = _add(model, "inputData", id=f"i_{name}", name=name)
        _add(data, "variable", name=name, typeRef=of)
        _add(_add(decision, "informationRequirement"), "requiredInput", href=f"#i_{name}")
    table = _add(decision, "decisionTable", id="t", hitPolicy="UNIQUE")
    for name, of in zip(NAMES, TYPES, strict=True):
        column = _add(table, "input", id=f"c_{name}", label=name)
        _add(_add(column, "inputExpression", typeRef=of), "text").text = name
    _add(table, "output", id="o", name="out", label="out", typeRef="number")
    for cells, outcome in rows():
        rule = _add(table, "rule", id=f"r{outcome}")
        for cell in spelt(cells):
            _add(_add(rule, "inputEntry", id="e"), "text").text = cell
        _add(_add(rule, "outputEntry", id="x"), "text").text = str(outcome)
    return etree.tostring(model)


def _add(parent: Any, tag: str, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{MODEL}}}{tag}", **attributes)


def ours(*, explain: bool) -> Callable[[], Any]:
    model = load(dmn())
    given = dict(zip(NAMES, (Decimal(GIVEN[0]), *GIVEN[1:]), strict=True))
    return lambda: int(model.decide("d", given, explain=explain).outcome)


def spiff() -> Callable[[], Any]:
    """SpiffWorkflow's own tables, whose cells are Python; it stops at the first rule that holds."""

    def spelt(cells: tuple[str, str, str]) -> tuple[str, ...]:
        low, high = cells[0].strip("[)").split("..")
        return f"? >= {low} and ? < {high}", f"? in ({cells[1]})", "" if cells[2] == "-" else "True"

    parser = DMNParser(None, etree.fromstring(dmn(spelt)), {"dmn": MODEL})
    parser.parse()
    engine = DMNEngine(parser.decision.decisionTables[0])
    data = dict(zip(NAMES, GIVEN, strict=True))
    task = SimpleNamespace(data=data, workflow=SimpleNamespace(script_engine=PythonScriptEngine()))
    return lambda: engine.result(task)["out"]


def zens() -> Callable[[], Any]:
    """ZEN's tables are its own JSON; hit policy first, since it has no UNIQUE."""
    columns = [{"id": name, "name": name, "field": name} for name in NAMES]
    rules = [
        {"_id": f"r{outcome}", "out": str(outcome)}
        | {name: "" if cell == "-" else cell for name, cell in zip(NAMES, cells, strict=True)}
        for cells, outcome in rows()
    ]
    outputs = [{"id": "out", "name": "out", "field": "out"}]
    content = {"hitPolicy": "first", "inputs": columns, "outputs": outputs, "rules": rules}
    nodes = [
        {"id": name, "name": name, "type": of, "position": {"x": 0, "y": 0}} | ({"content": inner} if inner else {})
        for name, of, inner in (
            ("in", "inputNode", None),
            ("t", "decisionTableNode", content),
            ("end", "outputNode", None),
        )
    ]
    edges = [
        {"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"}
        for source, target in (("in", "t"), ("t", "end"))
    ]
    compiled = zen.ZenDecisionContent(json.dumps({"nodes": nodes, "edges": edges}))
    decision = zen.ZenEngine().create_decision(compiled)
    given = dict(zip(NAMES, GIVEN, strict=True))
    return lambda: decision.evaluate(given)["result"]["out"]


def feelin() -> float | None:
    """The median of feelin under node; None where there is no node."""
    node = shutil.which("node")
    if node is None:
        return None
    asked = {
        "rows": [{"cells": cells, "outcome": outcome} for cells, outcome in rows()],
        "given": GIVEN,
        "rounds": 20,
        "turns": TURNS,
    }
    done = subprocess.run(
        [node, str(HERE / "feelin.mjs")], input=json.dumps(asked), text=True, capture_output=True, check=True
    )
    answer = json.loads(done.stdout)
    assert answer["outcome"] == [EXPECTED], answer
    return float(answer["microseconds"])


def measured(ask: Callable[[], Any]) -> float:
    """Microseconds an answer takes: the median of several turns; a wrong answer is no measure."""
    assert ask() == EXPECTED, ask()
    turns = []
    for _ in range(TURNS):
        started = time.perf_counter()
        for _ in range(ROUNDS):
            ask()
        turns.append((time.perf_counter() - started) / ROUNDS * 1e6)
    return median(turns)


def main() -> None:
    print("a table of 10 rules and 3 inputs, microseconds an answer (median)")
    figures: list[tuple[str, float | None]] = [
        ("this engine", measured(ours(explain=False))),
        ("this engine, with the whole explanation", measured(ours(explain=True))),
        ("SpiffWorkflow", measured(spiff())),
        ("zen-engine", measured(zens())),
        ("feelin, cell by cell", feelin()),
    ]
    for name, figure in figures:
        print(f"  {name:42s} {'no node here' if figure is None else f'{figure:8.1f}'}")


if __name__ == "__main__":
    main()
