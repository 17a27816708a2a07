"""People and the roles they hold; unit.py calls it."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError

from app.errors import Conflict
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
            "created_at": self.now,
        }
        try:
            self.run(insert(PersonRow).values(**row))
        except IntegrityError as taken:
            raise Conflict("This login or identity number already has an account.") from taken
        self.set_grants(new.id, new.grants)
        return new.id

    def set_grants(self, person_id: str, grants: Iterable[GrantRecord]) -> None:
        """Give a person exactly these roles."""
        self.run(delete(GrantRow).where(GrantRow.person == person_id))
        rows = [{"person": person_id, **vars(grant)} for grant in grants]
        if rows:
            self.run(insert(GrantRow), rows)

    def set_password(self, person_id: str, password: str) -> None:
        """Keep a password's argon2 hash (never the password itself)."""
        self.run(update(PersonRow).where(PersonRow.id == person_id).values(password=password))

    def set_active(self, person_id: str, active: bool) -> None:
        self.run(update(PersonRow).where(PersonRow.id == person_id).values(active=active))
