"""People and the roles they hold; unit.py calls it."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.errors import Conflict, NotFound
from app.store.models import GrantRow, PersonRow
from app.store.rows import GrantRecord, NewPerson
from app.store.writes.ground import Ground


class People(Ground):
    """Who can log in."""

    def add_person(self, new: NewPerson) -> str:
        row = {
            "id": new.id,
            "login": new.login,
            "name": self.keyring.seal_value("person", new.id, new.name),
            "password": new.password,
            "subject": self.keyring.index(new.subject) if new.subject else None,
            "active": True,
            "temporary": new.temporary,
            "created_at": self.now,
        }
        try:
            self.run(insert(PersonRow).values(**row))
        except IntegrityError as taken:
            raise Conflict("This login or identity number already has an account.") from taken
        self.set_grants(new.id, new.grants)
        return new.id

    def grants_of(self, person_id: str) -> list[GrantRecord]:
        """List somebody's roles; until the unit ends nobody else changes them."""
        held = select(PersonRow.id).where(PersonRow.id == person_id).with_for_update()
        if self.run(held).first() is None:
            raise NotFound(f"account {person_id}")
        found = select(GrantRow.role, GrantRow.division, GrantRow.department).where(GrantRow.person == person_id)
        rows = self.run(found.order_by(GrantRow.role, GrantRow.division)).all()
        return [GrantRecord(row.role, row.division, row.department) for row in rows]

    def set_grants(self, person_id: str, grants: Iterable[GrantRecord]) -> None:
        """Give a person exactly these roles."""
        self.run(delete(GrantRow).where(GrantRow.person == person_id))
        rows = [{"person": person_id, **vars(grant)} for grant in grants]
        if rows:
            self.run(insert(GrantRow), rows)

    def set_password(self, person_id: str, password: str, *, temporary: bool, instead_of: str | None = None) -> None:
        """Keep a password's argon2 hash (never the password itself), if need be only in place of the one named."""
        found = update(PersonRow).where(PersonRow.id == person_id)
        if instead_of is not None:
            found = found.where(PersonRow.password == instead_of)
        if self.run(found.values(password=password, temporary=temporary)).rowcount != 1:
            raise Conflict("The password was changed meanwhile.")

    def set_active(self, person_id: str, active: bool) -> None:
        """Close an account or open it again; one that is so already is a Conflict."""
        found = update(PersonRow).where(PersonRow.id == person_id, PersonRow.active.is_not(active))
        if self.run(found.values(active=active)).rowcount != 1:
            raise Conflict("This account is so already.")
