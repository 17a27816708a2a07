"""The applicant's door: what this is, one form, one's own applications, corrections."""

from app.portal.views import door

__all__ = ["door"]
