"""The little Markdown that texts in forms use: headings, lists, paragraphs, bold; the rest is shown as written."""

import re
from itertools import groupby
from typing import Final

from markupsafe import Markup, escape

BOLD: Final = re.compile(r"\*\*([^*]+)\*\*")
HEADING: Final = re.compile(r"#{1,6} +")


def marked_up(text: str) -> Markup:
    """Turn a text into HTML; nothing in it is trusted."""
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n")]
    return Markup("\n").join(_block(block) for block in blocks if block)


def _block(block: str) -> Markup:
    pieces = groupby(block.split("\n"), key=_kind)
    return Markup("\n").join(_piece(kind, list(lines)) for kind, lines in pieces)


def _kind(line: str) -> str:
    if HEADING.match(line):
        return "heading"
    return "item" if line.startswith(("- ", "* ")) else "line"


def _piece(kind: str, lines: list[str]) -> Markup:
    if kind == "heading":
        return Markup("\n").join(Markup("<h3>{}</h3>").format(_bold(HEADING.sub("", line))) for line in lines)
    if kind == "item":
        items = Markup("").join(Markup("<li>{}</li>").format(_bold(line[2:])) for line in lines)
        return Markup('<ul class="plain-list">{}</ul>').format(items)
    return Markup("<p>{}</p>").format(Markup("<br>").join(_bold(line) for line in lines))


def _bold(line: str) -> Markup:
    return Markup(BOLD.sub(r"<strong>\1</strong>", str(escape(line))))  # noqa: S704 - escaped just here
