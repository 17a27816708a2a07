"""Every row of the CSV files beside this file is one case of a decision: inputs, what comes out, which rules it met."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, parse

import pytest

from app.calendar import Calendar, functions
from app.decisions import Explanation, Model, evaluate, load
from app.decisions.analysis import table_findings
from app.decisions.model import findings

HERE = Path(__file__).parent
DMN = HERE.parents[1] / "dmn"
FILES = sorted(DMN.glob("*.dmn"))
DMN_13 = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
FUNCTIONS = functions(Calendar({}))
NOT_INPUTS = {"rule", "why"}

Row = dict[str, str]


@cache
def model(decision: str) -> Model:
    return load((DMN / f"{decision}.dmn").read_bytes())


def rows(decision: str) -> list[Row]:
    with (HERE / f"{decision}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def value(text: str) -> Any:
    """A cell as FEEL, with the calendar's functions: an age can be written as two dates."""
    return evaluate(text, {}, functions=FUNCTIONS)


def written(path: Path) -> list[Element]:
    """The rules of the file's table, in their order; none where the decision is an expression."""
    return list(parse(path).iter(f"{DMN_13}rule"))


def decided(decision: str, row: Row) -> Explanation:
    given = {name: value(text) for name, text in row.items() if not name.startswith(">") and name not in NOT_INPUTS}
    return model(decision).decide(decision, given)


def cases() -> list[Any]:
    found = ((path.stem, number, row) for path in FILES for number, row in enumerate(rows(path.stem), start=2))
    return [pytest.param(decision, row, id=f"{decision}-line-{number}") for decision, number, row in found]


@pytest.mark.parametrize(("decision", "row"), cases())
def test_a_decision_gives_what_its_row_says(decision: str, row: Row) -> None:
    why = decided(decision, row)
    for name, text in row.items():
        if name == ">":
            assert why.outcome == value(text), row
        elif name.startswith("> "):
            assert why.outcome[name[2:]] == value(text), row


@pytest.mark.parametrize(("decision", "row"), [case for case in cases() if "rule" in case.values[1]])
def test_a_decision_rests_on_the_rules_that_its_row_names(decision: str, row: Row) -> None:
    assert list(decided(decision, row).matched) == row["rule"].split()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_rule_is_met_by_some_row(path: Path) -> None:
    met = {rule for row in rows(path.stem) for rule in row.get("rule", "").split()}
    assert met == {rule.get("id") for rule in written(path)}


def seen(decision: str) -> dict[tuple[str, int], set[str]]:
    """For each rule and column, what became of the cell over all rows: T held, F did not, N could not be told."""
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    traces = (trace for row in rows(decision) for trace in decided(decision, row).tables)
    for rule in (rule for trace in traces for rule in trace.rules):
        for column, verdict in enumerate(rule.cells, start=1):
            found[rule.id, column].add(verdict)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_cell_holds_in_some_row_and_fails_in_another(path: Path, met: list[str]) -> None:
    cells = {at: verdicts for at, verdicts in seen(path.stem).items() if "-" not in verdicts}
    missed = {at: verdicts for at, verdicts in cells.items() if "T" not in verdicts or not verdicts & {"F", "N"}}
    rules = {rule.get("id") for rule in written(path)}
    used = {rule for row in rows(path.stem) for rule in decided(path.stem, row).matched}
    cases = len(rows(path.stem))
    met.append(
        f"{path.name}: {cases} rows, {len(used & rules)} of {len(rules)} rules met,"
        f" {len(cells) - len(missed)} of {len(cells)} cells both held and failed"
    )
    met.extend(f"    {rule}, column {column}: only {''.join(sorted(missed[rule, column]))}" for rule, column in missed)
    assert missed == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_table_is_well_formed_and_named_as_its_file(path: Path) -> None:
    assert [found for found in findings(path.read_bytes(), path.name) if found.severity == "error"] == []
    assert path.stem in model(path.stem).decisions


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_table_is_verified_without_an_error_or_a_warning(path: Path) -> None:
    found = table_findings(path.read_bytes(), path.name, functions=FUNCTIONS)
    assert [each for each in found if each.severity != "note"] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_rule_says_which_sentence_it_rests_on(path: Path) -> None:
    assert [rule.get("id") for rule in written(path) if not rule.findtext(f"{DMN_13}description")] == []


def mixtures(decision: str) -> Iterator[Row]:
    """Every combination of the values that the decision's rows name, unknown ones left out."""
    names = [name for name in rows(decision)[0] if not name.startswith(">") and name not in NOT_INPUTS]
    seen = [sorted({row[name] for row in rows(decision)} - {"null"}) for name in names]
    return (dict(zip(names, mixture, strict=True)) for mixture in product(*seen))


def answers_once(path: Path) -> bool:
    table = parse(path).find(f".//{DMN_13}decisionTable")
    return table is not None and table.get("hitPolicy") != "COLLECT"


@pytest.mark.parametrize("path", [path for path in FILES if answers_once(path)], ids=lambda path: path.stem)
def test_a_table_answers_every_mixture_of_known_values(path: Path) -> None:
    """No gap gives null, and an overlap of a UNIQUE table is an error."""
    assert [mixture for mixture in mixtures(path.stem) if decided(path.stem, mixture).outcome is None] == []


def test_every_decision_has_its_cases_and_no_file_is_left_over() -> None:
    assert {path.stem for path in FILES} == {path.stem for path in HERE.glob("*.csv")}
