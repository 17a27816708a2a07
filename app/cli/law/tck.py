"""`tck`: the engine for the DMN conformance kit's runner, which asks one JSON line at a time."""

import click

from app.decisions.tck import main


@click.command()
def tck() -> None:
    """Answer the DMN conformance kit: a JSON request a line in, a JSON answer a line out."""
    main()
