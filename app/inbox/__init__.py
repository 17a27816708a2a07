"""The caseworker's door: tasks by role and county, the case around each, incidents, reports that reach an office."""

from app.inbox import kept, reports
from app.inbox.views import door

__all__ = ["door", "kept", "reports"]
