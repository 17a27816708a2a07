"""A person and the roles they hold; every room above may use it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID, uuid5

from app.store.divisions import covers

OFFICES = UUID("5c0f3d0e-6f0c-5d3a-9a55-2f1f4a1f7d10")


class Kind(StrEnum):
    """The kinds of people (and programs) the product knows; a role that names none of them is a caseworker's."""

    APPLICANT = "applicant"
    CASEWORKER = "caseworker"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    ANALYST = "analyst"
    OUTSIDE = "outside"  # an outside system that reports by itself; the grant's department is its name


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

    @property
    def office(self) -> str:
        """The id under which a case belongs to everybody who works here, as it belongs to a person under theirs."""
        return str(uuid5(OFFICES, f"{self.role}@{self.division}"))


@dataclass(frozen=True)
class Person:
    """Somebody who is logged in, or acts at the console."""

    id: str
    login: str
    name: str
    roles: tuple[Grant, ...] = ()
    temporary: bool = False  # the password was given by somebody else: another must be chosen first
    stamp: str = field(default="", repr=False, compare=False)  # another with every password, to know a session by

    @property
    def kinds(self) -> frozenset[Kind]:
        return frozenset(kind_of(grant.role) for grant in self.roles)

    @property
    def owners(self) -> frozenset[str]:
        """The ids under which cases are this person's: their own, and those of the offices where they work."""
        return frozenset({self.id, *(grant.office for grant in self.roles if kind_of(grant.role) is Kind.CASEWORKER)})

    def scopes(self, known: Iterable[str] | None = None) -> list[tuple[str, str]]:
        """List role and division of every grant that an inbox shows: caseworkers' roles, among those known."""
        roles = None if known is None else set(known)
        return [
            (grant.role, grant.division)
            for grant in self.roles
            if kind_of(grant.role) is Kind.CASEWORKER and (roles is None or grant.role in roles)
        ]
