"""A person and the roles they hold; every room above may use it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.store.divisions import covers


class Kind(StrEnum):
    """The kinds of people the product knows; a role that names none of them is a caseworker's."""

    APPLICANT = "applicant"
    CASEWORKER = "caseworker"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    ANALYST = "analyst"


def kind_of(role: str) -> Kind:
    return Kind(role) if role in set(Kind) else Kind.CASEWORKER


@dataclass(frozen=True)
class Grant:
    """A role held in a division (a city's covers its counties, `0` covers everything)."""

    role: str
    division: str
    department: str = ""

    def covers(self, role: str | None, division: str | None) -> bool:
        return self.role == role and covers(self.division, division)


@dataclass(frozen=True)
class Person:
    """Somebody who is logged in, or acts at the console."""

    id: str
    login: str
    name: str
    roles: tuple[Grant, ...] = ()

    @property
    def kinds(self) -> frozenset[Kind]:
        return frozenset(kind_of(grant.role) for grant in self.roles)

    def scopes(self, known: Iterable[str] | None = None) -> list[tuple[str, str]]:
        """List role and division of every grant that an inbox shows: caseworkers' roles, among those known."""
        roles = None if known is None else set(known)
        return [
            (grant.role, grant.division)
            for grant in self.roles
            if kind_of(grant.role) is Kind.CASEWORKER and (roles is None or grant.role in roles)
        ]
