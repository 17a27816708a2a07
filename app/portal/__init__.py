"""The applicant's door: what this is, one form, one's own applications, corrections, changes to report, ratings."""

from app.portal import ratings, reports
from app.portal.views import door

__all__ = ["door", "ratings", "reports"]
