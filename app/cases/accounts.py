"""People who can log in: looked up, registered, and in demo mode made from the release's list; doors call it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.calendar import legal_day
from app.cases.service import actor
from app.cases.shown.views import DemoAccount
from app.cases.times import system_now
from app.catalogue import Release
from app.connectors import System, who_shows
from app.errors import Conflict, FieldError, InvalidAnswers, said
from app.events.actor import Actor
from app.events.facts import AccountChanged
from app.identity import Grant, Kind, Person, accounts, passwords
from app.store import people
from app.store.divisions import EVERYWHERE
from app.store.ids import new_id
from app.store.keyring import Keyring
from app.store.rows import Command, GrantRecord, NewPerson
from app.store.unit import Work, unit

DEMO = "demo-people"
APPLICANT = GrantRecord("applicant", EVERYWHERE)


class People:
    """Accounts; `release` gives the release in force, whose list names the demo people."""

    def __init__(
        self,
        keyring: Keyring,
        release: Callable[[], Release],
        *,
        demo: bool,
        systems: Mapping[str, System] | None = None,
    ) -> None:
        """Take the outside systems, too: each is known by the token that it shows, and has no account."""
        self._keyring, self._release, self._demo, self._systems = keyring, release, demo, systems or {}

    def login(self, login: str, password: str) -> Person | None:
        """Give the person whose password this is; an unknown login takes as long as a wrong password."""
        return accounts.login(login.strip(), password, keyring=self._keyring)

    def system(self, token: str) -> Person | None:
        """Give the outside system that shows this token; it may report, and nothing else."""
        name = who_shows(token, self._systems)
        if name is None:
            return None
        return Person(f"{Kind.OUTSIDE}:{name}", name, name, (Grant(Kind.OUTSIDE, EVERYWHERE, name),))

    def person(self, person_id: str) -> Person | None:
        """Give an active person by id."""
        return accounts.person(person_id, keyring=self._keyring)

    def named(self, login: str) -> Person | None:
        """Give an active person by login, for the console."""
        return accounts.named(login, keyring=self._keyring)

    def register(self, login: str, name: str, password: str, now: datetime, *, shown: bool = False) -> Person:
        """Make an applicant's account; a login that is taken is a Conflict; `shown` as when passwords are hashed."""
        hashed = passwords.hashed(password, shown=shown)
        new = NewPerson(new_id(), login.strip(), name.strip(), hashed, (APPLICANT,))
        with unit(now, keyring=self._keyring) as work:
            work.add_person(new)
        grant = Grant(APPLICANT.role, APPLICANT.division)
        return Person(new.id, new.login, new.name, (grant,), stamp=passwords.stamp(new.password))

    def change_password(self, person: Person, old: str, new: str, now: datetime) -> Person:
        """Keep another password of somebody who knows the one they have; gives them with their new stamp."""
        kept = people.by_id(person.id, keyring=self._keyring)
        if kept is None or not passwords.matches(kept.password, old):
            raise _refused("password_old", said("现在的密码不正确，请重新输入。"))
        if not passwords.CHOSEN <= len(new) <= passwords.LONGEST:
            words = said("密码为{least}至{most}个字。", least=passwords.CHOSEN, most=passwords.LONGEST)
            raise _refused("password", words)
        if new == old:
            raise _refused("password", said("新密码不能与现在的密码相同。"))
        hashed = passwords.hashed(new)
        with unit(now, keyring=self._keyring) as work:
            held = work.grants_of(person.id)
            work.set_password(person.id, hashed, temporary=False, instead_of=kept.password)
            record(work, person.id, "own_password", held, actor(person, None))
        return replace(person, temporary=False, stamp=passwords.stamp(hashed))

    def demo_accounts(self) -> Sequence[DemoAccount]:
        """List the accounts that the login page offers in demo mode."""
        if not self._demo:
            return []
        listed = self._release().reference(DEMO)
        return [_demo_account(one, listed) for one in listed["people"]]

    def seed(self, now: datetime) -> int:
        """Make the demo people that are not there yet."""
        listed = self._release().reference(DEMO)
        hashed = passwords.hashed(str(listed["password"]), shown=True)
        made = 0
        for one in listed["people"]:
            grants = tuple(GrantRecord(g["role"], g["division"], g.get("department", "")) for g in one["roles"])
            made += self._add(NewPerson(new_id(), one["login"], one["name"], hashed, grants), now)
        return made

    def scripted(self, role: str, division: str | None) -> Person | None:
        """Give somebody who may complete a task of this role and division."""
        holders = accounts.with_role(role, division, keyring=self._keyring)
        if holders:  # who holds the very division comes before who covers it
            return min(holders, key=lambda one: all(grant.division != division for grant in one.roles))
        return self._play(role, division) if self._demo else None

    def _play(self, role: str, division: str | None) -> Person | None:
        """Make somebody who plays a role in a division that the demo list leaves out; nobody can log in as them."""
        login, place = f"scripted_{role}_{division or EVERYWHERE}", division or EVERYWHERE
        new = NewPerson(new_id(), login, f"示例 {role} {place}", None, (GrantRecord(role, place),))
        with unit(system_now(), keyring=self._keyring) as work:
            work.add_person(new)
        return self.named(login)

    def name_of(self, person_id: str | None) -> str:
        """Give the name of a person, or nothing."""
        record = people.by_id(person_id, keyring=self._keyring) if person_id else None
        return record.name if record else ""

    def names_of(self, person_ids: Collection[str]) -> dict[str, str]:
        """Give the names of several people, looked up at once."""
        return people.names(person_ids, keyring=self._keyring) if person_ids else {}

    def _add(self, new: NewPerson, now: datetime) -> int:
        if people.by_login(new.login, keyring=self._keyring) is not None:
            return 0
        try:
            with unit(now, keyring=self._keyring) as work:
                work.add_person(new)
        except Conflict:  # another process seeds at the same time
            return 0
        return 1


def record(work: Work, account: str, change: str, grants: Iterable[GrantRecord], by: Actor) -> None:
    """Record what was changed about an account, in the transaction that changes it; the account is named by its id."""
    fact = AccountChanged(account, change, [f"{grant.role}@{grant.division}" for grant in grants])
    stream = work.stream(f"people:{legal_day(work.now).isoformat()}")
    work.append(stream, Command(f"{stream.name}:{stream.seq + 1}", by, work.now), [fact])


def _refused(key: str, message: str) -> InvalidAnswers:
    return InvalidAnswers([FieldError(key, "", message)])


def _demo_account(one: dict[str, Any], listed: dict[str, Any]) -> DemoAccount:
    first = one["roles"][0]
    return DemoAccount(
        login=one["login"],
        password=str(listed["password"]),
        name=one["name"],
        role=first["role"],
        division=first["division"],
        hint=str(one.get("hint", "")),
        department=first.get("department", ""),
    )
