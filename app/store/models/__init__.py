"""The tables, by topic; only the store's own modules and migrations read them."""

from app.store.models.cases import CaseItemRow, CaseRow, CaseStateRow, CommandRow, CounterRow, FactRow, StreamRow
from app.store.models.drafts import DraftFileRow, DraftHandRow, DraftRow
from app.store.models.machine import DemoClockRow, LeaseRow
from app.store.models.people import GrantRow, PersonRow
from app.store.models.registers import PaperRow, RegisterRow
from app.store.models.releases import BlobRow, ReleaseFileRow, ReleaseRow
from app.store.models.waiting import (
    ClockRow,
    DeliveryRow,
    JobRow,
    MessageRow,
    OpenTaskRow,
    OutboxRow,
    SubscriptionRow,
)

__all__ = [
    "BlobRow",
    "CaseItemRow",
    "CaseRow",
    "CaseStateRow",
    "ClockRow",
    "CommandRow",
    "CounterRow",
    "DeliveryRow",
    "DemoClockRow",
    "DraftFileRow",
    "DraftHandRow",
    "DraftRow",
    "FactRow",
    "GrantRow",
    "JobRow",
    "LeaseRow",
    "MessageRow",
    "OpenTaskRow",
    "OutboxRow",
    "PaperRow",
    "PersonRow",
    "RegisterRow",
    "ReleaseFileRow",
    "ReleaseRow",
    "StreamRow",
    "SubscriptionRow",
]
