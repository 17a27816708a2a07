"""The analysts' door: releases and drafts, the editors of diagrams, tables and forms, and the way to a new release."""

from app.studio import files, past, trying
from app.studio.views import door

__all__ = ["door", "files", "past", "trying"]
