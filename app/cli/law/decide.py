"""`decide`: one decision of a DMN file by hand, with the reasons, or its tables verified; without a database."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from app.calendar import SHANGHAI, Calendar, functions
from app.catalogue import read_folder
from app.catalogue.words import LIST, read_words
from app.cli.console import json_of, json_option, read_text, say
from app.cli.law.releases import errors, told
from app.decisions import load
from app.decisions.analysis import table_findings, why_not
from app.decisions.model import findings
from app.decisions.wire import from_wire, to_wire
from app.decisions.words import Words, unchanged
from app.errors import Refused


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("decision", required=False)
@click.option("--input", "given", help="The inputs as JSON, or - for standard input.")
@click.option("--explain", is_flag=True, help="Say of every rule which cells held and which did not.")
@click.option("--verify", is_flag=True, help="Look for gaps, overlaps and dead rules instead; exit 1 if there are any.")
@click.option("--at", type=click.DateTime(), help="Time that now() and today() give, in Beijing.")
@click.option("--want", help="An outcome wished for, or parts of it, as JSON: what would have to be otherwise.")
@json_option
def decide(
    file: Path,
    decision: str | None,
    given: str | None,
    explain: bool,
    verify: bool,
    want: str | None,
    at: datetime | None,
    as_json: bool,
) -> None:
    """Decide one DECISION of a DMN FILE, or verify its tables."""
    # Tables that include others find them beside the file.
    beside = {other.name: other.read_bytes() for other in file.parent.glob("*.dmn") if other != file}
    hosts = functions(Calendar({}))
    if verify:
        click.get_current_context().exit(_verified(file, beside, hosts, as_json))
    if decision is None or given is None:
        raise Refused("Name a DECISION and its --input, or ask to --verify.")
    model, inputs = load(file.read_bytes(), beside), from_wire(_object(given))
    now = at.replace(tzinfo=SHANGHAI) if at else datetime.now(UTC)
    explanation = model.decide(decision, inputs, now=now, functions=hosts)
    data = {"outcome": to_wire(explanation.outcome), "matched": explanation.matched}
    lines, words = list[str](), _words(file)
    if explain:
        data["explanation"] = explanation.as_data()
        lines.append(explanation.as_text(words))
    if want is not None:
        other = why_not(model, decision, inputs, from_wire(json_of(want, "--want")), now=now, functions=hosts)
        data["why_not"] = other and other.as_data()
        lines.append(other.as_text(words) if other else "没有找到能得到该结果的更改。")
    say(as_json or not lines, data if as_json else data["outcome"], lines)


def _words(file: Path) -> Words:
    """The words of the law that a table belongs to, where it lies in a folder of one."""
    law = file.resolve().parent.parent
    if file.resolve().parent.name != "dmn" or not (law / LIST).is_file():
        return Words()
    return read_words(read_folder(law), "zh", unchanged)


def _object(given: str) -> dict[str, Any]:
    inputs = json_of(read_text("-") if given == "-" else given, "--input")
    if not isinstance(inputs, dict):
        raise Refused("--input must be a JSON object.")
    return inputs


def _verified(file: Path, beside: Mapping[str, bytes], hosts: Mapping[str, Callable[..., Any]], as_json: bool) -> int:
    """Print what is wrong with a file and its tables; 1 where anything is an error."""
    content = file.read_bytes()
    found = findings(content, file.name, beside, functions=hosts.keys())
    found += table_findings(content, file.name, beside, functions=hosts.keys())
    say(as_json, {"findings": found}, told(found))
    return 1 if errors(found) else 0
