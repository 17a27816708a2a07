"""办事指南: what each item asks for and how it goes, read from the release in force; everybody's door."""

from app.guide.views import door

__all__ = ["door"]
