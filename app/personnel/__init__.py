"""The door for who keeps accounts: the list, a new one, roles, closing and opening again, a password to begin with."""

from app.personnel.views import door

__all__ = ["door"]
