"""Looking up people and their grants; identity calls it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import ColumnElement, func, or_, select

from app.store.db import reading
from app.store.divisions import prefix
from app.store.keyring import Keyring
from app.store.models import GrantRow, PersonRow
from app.store.rows import GrantRecord, PersonRecord
from app.store.writes.ground import Found


@dataclass(frozen=True)
class Wanted:
    """Which accounts a list shows: who holds a role but `leaving_out`, or whose login this is, whatever they hold."""

    leaving_out: str
    role: str = ""
    division: str = ""  # a city with its counties, a province with its cities
    login: str = ""


def by_id(person_id: str, *, keyring: Keyring) -> PersonRecord | None:
    return _first(_people(PersonRow.id == person_id, keyring))


def by_login(login: str, *, keyring: Keyring) -> PersonRecord | None:
    return _first(_people(PersonRow.login == login, keyring))


def by_subject(subject: str, *, keyring: Keyring) -> PersonRecord | None:
    """Find a person by identity number, which the table doesn't hold: its keyed index does."""
    return _first(_people(PersonRow.subject == keyring.index(subject), keyring))


def names(ids: Collection[str], *, keyring: Keyring) -> dict[str, str]:
    """Give the names of several people at once; who is unknown is left out."""
    query = select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(ids))
    with reading() as connection:
        rows = connection.execute(query).all()
    return {row.id: keyring.open_value("person", row.id, row.name) for row in rows}


def with_role(role: str, *, keyring: Keyring) -> list[PersonRecord]:
    """List the people who hold a role somewhere, by login."""
    holding = select(GrantRow.person).where(GrantRow.role == role)
    return _people(PersonRow.id.in_(holding), keyring)


def accounts(wanted: Wanted, *, limit: int, offset: int, keyring: Keyring) -> list[PersonRecord]:
    """List accounts by login, open and closed ones; only those of the page are read with their names and roles."""
    if wanted.login:
        return [] if offset else _people(PersonRow.login == wanted.login, keyring)
    holding = select(GrantRow.person).where(or_(GrantRow.role < wanted.leaving_out, GrantRow.role > wanted.leaving_out))
    if wanted.role:
        holding = holding.where(GrantRow.role == wanted.role)
    if wanted.division:
        start = prefix(wanted.division)
        holding = holding.where(func.substr(GrantRow.division, 1, len(start)) == start)
    page = select(PersonRow.id).where(PersonRow.id.in_(holding)).order_by(PersonRow.login)
    with reading() as connection:
        ids = connection.scalars(page.limit(limit).offset(offset)).all()
    return _people(PersonRow.id.in_(ids), keyring) if ids else []


def _people(condition: ColumnElement[bool], keyring: Keyring) -> list[PersonRecord]:
    columns = (*PersonRow.__table__.c, GrantRow.role, GrantRow.division, GrantRow.department)
    query = select(*columns).outerjoin(GrantRow, GrantRow.person == PersonRow.id).where(condition)
    with reading() as connection:
        rows = connection.execute(query.order_by(PersonRow.login, GrantRow.role, GrantRow.division)).all()
    return [_person(list(group), keyring) for _, group in groupby(rows, key=lambda row: row.id)]


def _person(rows: list[Found], keyring: Keyring) -> PersonRecord:
    row = rows[0]
    grants = tuple(GrantRecord(each.role, each.division, each.department) for each in rows if each.role is not None)
    name = keyring.open_value("person", row.id, row.name)
    return PersonRecord(row.id, row.login, name, row.password, row.active, grants, row.temporary)


def _first(people: Iterable[PersonRecord]) -> PersonRecord | None:
    return next(iter(people), None)
