"""Diagrams drawn on the server from their own coordinates, as they stand or stood; doors and the docs use it."""

from app.web.drawing.picture import picture
from app.web.drawing.plan import Arrow, Box, NotDrawable, Plan, read
from app.web.drawing.trail import Level, Mark, Trail, trail

__all__ = ["Arrow", "Box", "Level", "Mark", "NotDrawable", "Plan", "Trail", "picture", "read", "trail"]
