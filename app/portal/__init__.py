"""The applicant's door: what this is, one form, one's own applications, corrections, changes to report."""

from app.portal import reports
from app.portal.views import door

__all__ = ["door", "reports"]
