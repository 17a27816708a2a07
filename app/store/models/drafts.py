"""Tables of drafts, which analysts make releases of; only the store's own modules and migrations read them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Instant, Tables


class DraftRow(Tables):
    """A set of files on its way to a release, and how far it has come."""

    __tablename__ = "draft"
    number: Mapped[int] = mapped_column(primary_key=True)
    base: Mapped[int] = mapped_column(ForeignKey("release.number"))
    title: Mapped[str] = mapped_column(String(120))
    author: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(10))  # open, asked, approved, published, dropped
    made_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    hash: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text)
    effective_on: Mapped[date | None]
    asked_by: Mapped[str | None] = mapped_column(String(80))
    asked_at: Mapped[datetime | None] = mapped_column(Instant)
    approved_by: Mapped[str | None] = mapped_column(String(80))
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    release: Mapped[int | None] = mapped_column(ForeignKey("release.number"))


class DraftFileRow(Tables):
    """Which content a draft has under which path."""

    __tablename__ = "draft_file"
    draft: Mapped[int] = mapped_column(ForeignKey("draft.number"), primary_key=True, autoincrement=False)
    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    blob: Mapped[str] = mapped_column(ForeignKey("blob.hash"))


class DraftHandRow(Tables):
    """Who had a hand in a draft: none of them may approve it."""

    __tablename__ = "draft_hand"
    draft: Mapped[int] = mapped_column(ForeignKey("draft.number"), primary_key=True, autoincrement=False)
    login: Mapped[str] = mapped_column(String(80), primary_key=True)
