"""A table as a CSV file that Excel opens as it is: UTF-8 with its mark in front, and no cell is run as a formula."""

import csv
from io import StringIO
from typing import Final

from app.figures.sheets import Sheet
from app.web.look.language import say

MARK: Final = "\ufeff"
RUN: Final = ("=", "+", "-", "@", "\t", "\r", "\n")  # with these a spreadsheet begins a formula


def written(sheet: Sheet, place: str, when: str) -> bytes:
    """The whole file; each row says of where and when it tells, so that files can be joined."""
    out = StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    percent = {n for row in sheet.rows for n, cell in enumerate(row) if cell.kind == "share"}
    heads = [f"{head}（%）" if n in percent else head for n, head in enumerate(sheet.heads)]
    lines.writerow([say("统计地区"), say("统计期间"), *heads])
    for row in sheet.rows:
        lines.writerow([_plain(value) for value in (place, when, *(cell.value for cell in row))])
    return (MARK + out.getvalue()).encode()


def _plain(value: str | float | None) -> str | float | None:
    """Words that would be run are marked as words."""
    return f"'{value}" if isinstance(value, str) and value.startswith(RUN) else value
