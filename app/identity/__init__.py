"""Who people are, which roles they hold and what each may do; use cases and doors call it."""

from app.identity import accounts, passwords, policy
from app.identity.person import Grant, Kind, Person, kind_of
from app.identity.policy import Act
from app.store.divisions import covers, prefix

__all__ = [
    "Act",
    "Grant",
    "Kind",
    "Person",
    "accounts",
    "covers",
    "kind_of",
    "passwords",
    "policy",
    "prefix",
]
