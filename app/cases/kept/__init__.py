"""Messages that no case has had, for the doors of who looks after the product."""

from app.cases.kept.settling import Kept

__all__ = ["Kept"]
