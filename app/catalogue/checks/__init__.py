"""The release checks: one truth for analysts, console and publishing; never a traceback, always a remedy.

Each file is looked at by the room that runs it, and all together by the agreements between them.
"""

from app.catalogue.checks.material import Signature
from app.catalogue.checks.whole import findings, has_errors

__all__ = ["Signature", "findings", "has_errors"]
