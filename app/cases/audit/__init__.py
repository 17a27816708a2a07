"""What auditors ask of cases: to read them, to find them, and to have them proved; doors and console call it."""

from app.cases.audit.eventlog import EventLogs
from app.cases.audit.finding import Asked, Finding, Found
from app.cases.audit.proof import Audit
from app.cases.audit.readings import History, Readings

__all__ = ["Asked", "Audit", "EventLogs", "Finding", "Found", "History", "Readings"]
