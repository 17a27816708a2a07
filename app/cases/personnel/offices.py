"""Which roles can be given, and where: as a release's lists say; the keeping of accounts asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.catalogue import Release
from app.errors import FieldError, InvalidAnswers, said
from app.store.divisions import EVERYWHERE
from app.store.rows import GrantRecord

SELF: Final = "person"  # the level of roles that people take by registering; nobody gives them
ROLE, DIVISION = "角色", "地区"
LEVELS: Final = {"province": "省一级", "city": "市一级", "county": "县一级"}


@dataclass(frozen=True)
class Offices:
    """The roles and divisions of a release, as its lists have them."""

    roles: Sequence[Mapping[str, Any]]
    divisions: Sequence[Mapping[str, Any]]

    @classmethod
    def of(cls, release: Release) -> "Offices":
        roles = [role for role in release.reference("roles") if role["level"] != SELF]
        return cls(roles, release.reference("divisions"))

    def grant(self, role: str, division: str) -> GrantRecord:
        """Make a role in a division out of what was chosen; what does not fit together is told at its field."""
        entry = next((one for one in self.roles if one["code"] == role), None)
        if entry is None:
            raise wrong("role", ROLE, said("没有这个角色，请从列表中选择。"))
        level = self.level(division)
        if level is None:
            raise wrong("division", DIVISION, said("没有这个地区，请从列表中选择。"))
        if entry["level"] != level:
            words = "这个角色设在{level}，请选{level}的地区。"
            raise wrong("division", DIVISION, said(words, level=LEVELS.get(entry["level"], entry["level"])))
        return GrantRecord(role, division, str(entry.get("department", "")))

    def level(self, division: str) -> str | None:
        """The level of a division; everywhere counts as the widest that is listed, nowhere is None."""
        key = "parent" if division == EVERYWHERE else "code"
        return next((str(one["level"]) for one in self.divisions if one[key] == division), None)


def wrong(key: str, label: str, message: str) -> InvalidAnswers:
    """One answer that can't be taken."""
    return InvalidAnswers([FieldError(key, label, message)])
