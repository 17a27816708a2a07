"""Tables of releases; only the store's own modules and migrations read them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Instant, Tables


class BlobRow(Tables):
    """The content of a file, by its hash, compressed; equal files of many releases are kept once."""

    __tablename__ = "blob"
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ReleaseRow(Tables):
    """A numbered set of diagrams, tables and forms; never changed once published."""

    __tablename__ = "release"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(64))
    author: Mapped[str] = mapped_column(String(80))
    approver: Mapped[str | None] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text)
    effective_on: Mapped[date] = mapped_column(index=True)
    published_at: Mapped[datetime] = mapped_column(Instant)


class ReleaseFileRow(Tables):
    """Which content a release has under which path."""

    __tablename__ = "release_file"
    release: Mapped[int] = mapped_column(ForeignKey("release.number"), primary_key=True, autoincrement=False)
    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    blob: Mapped[str] = mapped_column(ForeignKey("blob.hash"))
