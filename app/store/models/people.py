"""Tables of people and their grants; only the store's own modules and migrations read them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, false
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Instant, Tables
from app.store.models.cases import ID


class PersonRow(Tables):
    """Somebody who can log in; the name is sealed, the identity number only an index."""

    __tablename__ = "person"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[bytes] = mapped_column(LargeBinary)
    password: Mapped[str | None] = mapped_column(String(200))
    subject: Mapped[str | None] = mapped_column(String(64), unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    temporary: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # its owner must choose another password
    created_at: Mapped[datetime] = mapped_column(Instant)


class GrantRow(Tables):
    """A role that a person holds in a division."""

    __tablename__ = "person_grant"
    __table_args__ = (Index("ix_person_grant_role", "role", "division", "person"),)
    person: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(40), primary_key=True)
    division: Mapped[str] = mapped_column(String(20), primary_key=True)
    department: Mapped[str] = mapped_column(String(80), default="")
