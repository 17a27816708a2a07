"""`tck`: the engine for the DMN conformance kit's runner, which asks one JSON line at a time."""

import sys

import click

from app.decisions.tck import serve


@click.command()
def tck() -> None:
    """Answer the DMN conformance kit: a JSON request a line in, a JSON answer a line out."""
    for line in serve(sys.stdin):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
