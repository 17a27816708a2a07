"""New names for things: time-ordered UUIDs (version 7), so that tables grow at their end; any room above may call."""

from uuid_utils import uuid7


def new_id() -> str:
    return str(uuid7())
