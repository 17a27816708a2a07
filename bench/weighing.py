"""What the tables of cases weigh on disk, with their indexes; the measurements that keep cases call it."""

import sqlite3
from pathlib import Path

# Every table that grows with the cases.
OF_CASES = (
    *("case_", "case_item", "case_state", "command", "delivery", "fact", "job", "message", "open_task", "outbox"),
    *("paper", "register_entry", "statutory_clock", "stream", "subscription"),
)
LISTED = 16


def weighed(database: Path) -> None:
    """What the tables of cases weigh, with their indexes, as SQLite lays them out: bytes in use, without free space."""
    with sqlite3.connect(database) as connection:
        cases = connection.execute("SELECT count(*) FROM case_").fetchone()[0]
        ended = connection.execute("SELECT count(*) FROM case_ WHERE ended_at IS NOT NULL").fetchone()[0]
        marks = ", ".join("?" * len(OF_CASES))
        parts = connection.execute(
            "SELECT s.tbl_name, s.name, s.type, sum(d.pgsize - d.unused), sum(d.pgsize)"
            f" FROM sqlite_schema s JOIN dbstat d ON d.name = s.name WHERE s.tbl_name IN ({marks})"
            " GROUP BY s.name ORDER BY 4 DESC",
            OF_CASES,
        ).fetchall()
    used, pages = (sum(part[column] for part in parts) / 1024 / cases for column in (3, 4))
    indexes = sum(part[3] for part in parts if part[2] == "index") / 1024 / cases
    print(f"kept for {cases} cases ({ended} ended): {used:.1f} KB a case, {indexes:.1f} KB of it indexes")
    print(f"    in pages of SQLite, which few cases leave half empty: {pages:.1f} KB a case")
    for _, name, kind, size, _ in parts[:LISTED]:
        print(f"    {kind} {name}: {size / 1024 / cases:.2f} KB a case")
