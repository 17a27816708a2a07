"""What goes outward after the commit: a word to an outside system, a new case, a message to other cases."""

from app.cases.delegates import Call, Json


def tell(call: Call) -> Json:
    """Tell an outside system something, by the outbox."""
    return _queue(call, "tell")


def open_case(call: Call) -> Json:
    """Open a case of its own, by the outbox."""
    return _queue(call, "open")


def send(call: Call) -> Json:
    """Send a message to every case that waits for it or will, by the outbox."""
    return _queue(call, "send")


def _queue(call: Call, kind: str) -> Json:
    call.work.queue(call.case, kind, call.key, call.inputs)
    return {}
