"""Accounts: who logs in, and who stands behind an id; use cases and doors call it."""

from app.identity import passwords
from app.identity.person import Grant, Person
from app.store import people
from app.store.keyring import Keyring
from app.store.rows import PersonRecord


def login(name: str, password: str, *, keyring: Keyring) -> Person | None:
    """Give the person whose login and password these are, or None without saying which was wrong."""
    found = people.by_login(name, keyring=keyring)
    right = passwords.matches(found.password if found else None, password)
    return _person(found) if right else None


def person(person_id: str, *, keyring: Keyring) -> Person | None:
    return _person(people.by_id(person_id, keyring=keyring))


def named(name: str, *, keyring: Keyring) -> Person | None:
    return _person(people.by_login(name, keyring=keyring))


def with_role(role: str, division: str | None, *, keyring: Keyring) -> list[Person]:
    """List the active people who may act in a role in a division, by login."""
    found = [_person(record) for record in people.with_role(role, keyring=keyring)]
    return [one for one in found if one is not None and any(grant.covers(role, division) for grant in one.roles)]


def _person(found: PersonRecord | None) -> Person | None:
    if found is None or not found.active:
        return None
    grants = tuple(Grant(grant.role, grant.division, grant.department) for grant in found.grants)
    return Person(found.id, found.login, found.name, grants, found.temporary, passwords.stamp(found.password))
