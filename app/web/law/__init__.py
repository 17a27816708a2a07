"""A release as people read it: its names, its codes in words, and its decision tables with what met each condition."""

from app.web.law.called import BARE
from app.web.law.names import Law, decided, law_of, trouble
from app.web.law.tables import Asked, asked

__all__ = ["BARE", "Asked", "Law", "asked", "decided", "law_of", "trouble"]
