"""`decide`: one decision of a DMN file by hand, with the reasons, and without a database."""

from datetime import UTC, datetime
from pathlib import Path

import click

from app.calendar import SHANGHAI, Calendar, functions
from app.cli.console import json_option, read_text, say
from app.decisions import from_wire, load, to_wire
from app.errors import Refused
from app.events.canonical import decode


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("decision")
@click.option("--input", "given", required=True, help="The inputs as JSON, or - for standard input.")
@click.option("--explain", is_flag=True, help="Say of every rule which cells held and which did not.")
@click.option("--at", type=click.DateTime(), help="Time that now() and today() give, in Beijing.")
@json_option
def decide(file: Path, decision: str, given: str, explain: bool, at: datetime | None, as_json: bool) -> None:
    """Decide one DECISION of a DMN FILE."""
    inputs = decode(read_text("-") if given == "-" else given)
    if not isinstance(inputs, dict):
        raise Refused("--input must be a JSON object.")
    # Tables that include others find them beside the file.
    beside = {other.name: other.read_bytes() for other in file.parent.glob("*.dmn") if other != file}
    now = at.replace(tzinfo=SHANGHAI) if at else datetime.now(UTC)
    explanation = load(file.read_bytes(), beside).decide(
        decision, from_wire(inputs), now=now, functions=functions(Calendar({}))
    )
    outcome = to_wire(explanation.outcome)
    data = {"outcome": outcome, "matched": explanation.matched}
    if explain:
        data["explanation"] = explanation.as_data()
    say(as_json or not explain, data if as_json else outcome, [explanation.as_text("zh")])
