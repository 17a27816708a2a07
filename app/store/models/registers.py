"""Tables of registers and papers; only the store's own modules and migrations read them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Instant, Tables
from app.store.models.cases import ID


class RegisterRow(Tables):
    """One entry of a register; a later entry under the same key supersedes it, nothing is ever deleted."""

    __tablename__ = "register_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(64))  # keyed index
    key_index: Mapped[str] = mapped_column(String(64))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    body: Mapped[bytes] = mapped_column(LargeBinary)  # sealed: key and entry
    case_no: Mapped[int | None] = mapped_column(ForeignKey("case_.no"), index=True)
    source: Mapped[str] = mapped_column(String(300))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    superseded_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        UniqueConstraint("register", "source"),
        Index("ix_register_entry_find", "register", "subject"),
    )


class PaperRow(Tables):
    """An uploaded paper: where its encrypted file lies, and under which key."""

    __tablename__ = "paper"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    owner: Mapped[str] = mapped_column(ID, index=True)
    case_no: Mapped[int | None] = mapped_column(ForeignKey("case_.no"), index=True)
    slot: Mapped[str] = mapped_column(String(80))
    name: Mapped[bytes] = mapped_column(LargeBinary)  # sealed: people write names into file names
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    content: Mapped[str] = mapped_column(String(64))  # keyed index of owner and content
    file: Mapped[str] = mapped_column(String(80), unique=True)
    data_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    stored_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_paper_same", "owner", "slot", "content"),)
