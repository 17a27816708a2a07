"""The views of cases, tasks and facts as JSON; the views name these schemas, marshmallow reads the attributes."""

from typing import Any

from marshmallow import Schema, fields

WIRE = "Wire JSON: see the document's description for numbers, days and times."


def _wire() -> Any:
    return fields.Raw(allow_none=True, metadata={"description": WIRE})


def _maybe() -> Any:
    return fields.String(allow_none=True)


def _time(**more: Any) -> Any:
    return fields.DateTime(format="iso", **more)


class CaseLineSchema(Schema):
    """A case in a list."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    title = fields.String()
    process = fields.String()
    division = fields.String()
    opened_at = _time()
    ended_at = _time(allow_none=True)
    outcome = _maybe()
    waiting_for = fields.String()
    my_tasks = fields.Integer()
    items = fields.List(fields.String())


class CaseListSchema(Schema):
    """One page of cases."""

    items = fields.List(fields.Nested(CaseLineSchema), required=True)
    page = fields.Integer(required=True)
    more = fields.Boolean(required=True)


class TaskLineSchema(Schema):
    """A task in a list; `about` is a masked name."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    case_id = fields.UUID()
    case_number = fields.String()
    role = fields.String()
    division = fields.String()
    opened_at = _time()
    due_at = _time(allow_none=True)
    about = fields.String()
    claimed_by = _maybe()
    claimed_name = fields.String()
    claimed_at = _time(allow_none=True)


class TaskListSchema(Schema):
    """One page of tasks."""

    items = fields.List(fields.Nested(TaskLineSchema), required=True)
    page = fields.Integer(required=True)
    more = fields.Boolean(required=True)


class StepSchema(Schema):
    """A step of the way; state is done, now or stopped."""

    name = fields.String()
    state = fields.String()
    at = _time(allow_none=True)
    by = fields.String()
    note = fields.String()


class ResultSchema(Schema):
    """What came of one thing asked for."""

    name = fields.String()
    outcome = fields.String()
    reason = fields.String()
    good = fields.Boolean(allow_none=True)


class GivenSchema(Schema):
    """What was handed in by one form."""

    form_id = fields.String()
    release = fields.Integer()
    title = fields.String()
    by_name = fields.String()
    at = _time(allow_none=True)
    values = _wire()


class PaperSchema(Schema):
    """A paper, never its content."""

    id = fields.UUID(required=True)
    name = fields.String()
    media_type = fields.String()
    size = fields.Integer()
    slot = fields.String()
    case_id = _maybe()


class DecisionSchema(Schema):
    """A decision that was made, and why."""

    at = _time()
    decision = fields.String()
    name = fields.String()
    outcome = _wire()
    reason = fields.String()
    rules = fields.List(fields.String())


class CaseSchema(Schema):
    """A case, as far as the reader may see it."""

    line = fields.Nested(CaseLineSchema, required=True)
    release = fields.Integer(required=True)
    steps = fields.List(fields.Nested(StepSchema))
    results = fields.List(fields.Nested(ResultSchema))
    given = fields.List(fields.Nested(GivenSchema))
    papers = fields.List(fields.Nested(PaperSchema))
    decisions = fields.List(fields.Nested(DecisionSchema))
    tasks = fields.List(fields.Nested(TaskLineSchema))


class TaskSchema(Schema):
    """A task with its case; `values` is what its form begins with."""

    line = fields.Nested(TaskLineSchema, required=True)
    form_id = fields.String()
    release = fields.Integer()
    values = _wire()
    may_claim = fields.Boolean()
    may_release = fields.Boolean()
    may_complete = fields.Boolean()
    case = fields.Nested(CaseSchema)


class FactSchema(Schema):
    """One fact of a case."""

    seq = fields.Integer(required=True)
    at = _time()
    kind = fields.String(required=True)
    sentence = fields.String()
    actor = fields.String()
    body = _wire()


class FactListSchema(Schema):
    """All facts of a case, in order."""

    items = fields.List(fields.Nested(FactSchema), required=True)


class ReceivedSchema(Schema):
    """The cases that had the message; none: it is kept until one waits for it. A duplicate changed nothing."""

    id = fields.String(required=True)
    cases = fields.List(fields.UUID(), required=True)
    duplicate = fields.Boolean(required=True)


class KeptMessageSchema(Schema):
    """A message that no case has had, without what it says of whom."""

    id = fields.String(required=True)
    message = fields.String(required=True, attribute="name")
    sender = _maybe()
    received_at = _time()


class KeptMessageListSchema(Schema):
    """One page of messages that no case has had, newest first."""

    items = fields.List(fields.Nested(KeptMessageSchema), required=True)
    page = fields.Integer(required=True)
    more = fields.Boolean(required=True)


class SliceSchema(Schema):
    """A part of the period: a week, a month or a year, cut where the period begins or ends within it."""

    of = fields.String()
    first = fields.Date()
    last = fields.Date()


class ProcessFiguresSchema(Schema):
    """Cases of one process; half of those that ended took no more than `half` days, nine in ten no more than `most`."""

    process = fields.String(required=True)
    opened = fields.Integer()
    ended = fields.Integer()
    open = fields.Integer(attribute="standing", metadata={"description": "Now."})
    late = fields.Integer(metadata={"description": "Open tasks whose time is over now."})
    half = fields.Integer(allow_none=True)
    most = fields.Integer(allow_none=True)
    parts = fields.List(
        fields.List(fields.Integer()), metadata={"description": "Opened and ended, a pair a part of the period."}
    )


class CameSchema(Schema):
    """An outcome of a thing asked for; where there is none, how the case ended."""

    outcome = fields.String()
    end = fields.String()
    count = fields.Integer()


class ThingSchema(Schema):
    """What came of one thing asked for, in cases that ended; `granted` where the law says what grants it."""

    process = fields.String()
    item = fields.String(required=True)
    decided = fields.Integer()
    granted = fields.Integer(allow_none=True)
    came = fields.List(fields.Nested(CameSchema))


class WaitingSchema(Schema):
    """Open tasks of one name before one role, now."""

    role = fields.String()
    name = fields.String(required=True)
    count = fields.Integer()
    late = fields.Integer()
    oldest = _time()


class PartSchema(Schema):
    """A division below, by the digits that its codes begin with; without any, the division itself."""

    digits = fields.String(required=True)
    opened = fields.Integer()
    ended = fields.Integer()
    open = fields.Integer(attribute="standing")
    late = fields.Integer()
    decided = fields.Integer()
    granted = fields.Integer()
    half = fields.Integer(allow_none=True)


class FiguresSchema(Schema):
    """Counts of a division and a period; nobody is named."""

    division = fields.String(required=True)
    process = fields.String()
    now = _time()
    slices = fields.List(fields.Nested(SliceSchema))
    processes = fields.List(fields.Nested(ProcessFiguresSchema))
    things = fields.List(fields.Nested(ThingSchema))
    waiting = fields.List(fields.Nested(WaitingSchema))
    below = fields.List(fields.Nested(PartSchema))


class HealthSchema(Schema):
    """Whether the product can work."""

    status = fields.String(required=True)
    product = fields.String(required=True)
    database = fields.Boolean(required=True)
    release = fields.Integer(allow_none=True)
    today = fields.Date(metadata={"description": "The product's legal day; demo mode simulates its time."})
