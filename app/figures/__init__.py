"""The door for who leads the work or looks after it: how much was opened and ended, how it ended, what waits."""

from app.figures.views import door

__all__ = ["door"]
