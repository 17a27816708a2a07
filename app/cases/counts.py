"""What an operator watches, as numbers; the API's metrics show them."""

from datetime import datetime

from app.store import reads

MOST = 1000  # past that the exact number changes nothing for who looks


def counts(now: datetime) -> dict[str, int]:
    """Count open cases, open tasks, messages that no case has had, incidents and timers that are due."""
    return {
        **reads.counts(),
        "kept_messages": len(reads.kept(limit=MOST)),
        "incidents": len(reads.incidents(limit=MOST)),
        "due_jobs": len(reads.due_timers(now, limit=MOST)),
    }
