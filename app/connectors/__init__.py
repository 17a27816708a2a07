"""The outside systems, each behind a typed table of operations; called only after a commit, by the rooms above."""

from app.connectors.client import Outside
from app.connectors.credentials import System, load, who_shows
from app.connectors.operations import OPERATIONS, Operation

__all__ = ["OPERATIONS", "Operation", "Outside", "System", "load", "who_shows"]
