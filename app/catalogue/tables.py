"""Which tables a decision table is loaded with: only a table that imports needs the others of its release."""

import re
from collections.abc import Mapping

_IMPORTS = re.compile(rb"<(?:[\w.-]+:)?import\s")


def others_for(content: bytes, tables: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The tables to import from; none for a table by itself: its hash then stays when others change."""
    return tables if _IMPORTS.search(content) else {}
