"""The law's texts in English: a release gives its own, to pages and to the texts of its forms."""

import json
import re
from collections.abc import Mapping
from typing import Final

CATALOGUE: Final = "forms/i18n/en.json"
LISTS: Final = "forms/reference/"
GAP: Final = "{}"
NAMES: Final = ("name", "label", "group")
JOINTS: Final = (("；", "; "), ("、", ", "), (" ", " "))


class English:
    """What texts say in English: whole ones, and sentences with gaps, such as a number or another text."""

    def __init__(self, whole: Mapping[str, str]) -> None:
        """Take texts with their English; a gap is written {} in both."""
        self.whole: Mapping[str, str] = whole
        self._gaps = [(_pattern(text), said) for text, said in whole.items() if GAP in text]

    def say(self, chinese: str) -> str:
        """Say a text as a whole, by its sentence, or joint by joint; what has no English stays Chinese."""
        if chinese in self.whole:
            return self.whole[chinese]
        for pattern, said in self._gaps:
            if found := pattern.fullmatch(chinese):
                return said.format(*map(self.say, found.groups()))
        for joint, written in JOINTS:
            parts = chinese.split(joint)
            said_parts = [self.say(part) for part in parts] if len(parts) > 1 else parts
            if said_parts != parts:
                return written.join(said_parts)
        return chinese


def read_english(files: Mapping[str, bytes]) -> English:
    """Read the catalogue of a release, and the lists that name their entries in both languages."""
    lists = [json.loads(content) for path, content in files.items() if path.startswith(LISTS)]
    entries = [one for each in lists if isinstance(each, list) for one in each if isinstance(one, dict)]
    named = {one[key]: one[f"{key}_en"] for one in entries for key in NAMES if f"{key}_en" in one}
    return English(named | json.loads(files.get(CATALOGUE, b"{}")))


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile("(.+)".join(re.escape(part) for part in text.split(GAP)), re.DOTALL)
