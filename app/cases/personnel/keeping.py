"""Accounts as an operator keeps them: made with their roles, given others, closed and opened again, let in anew."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from app.cases.accounts import APPLICANT, record
from app.cases.personnel.giving_back import give_back
from app.cases.personnel.offices import Offices, wrong
from app.cases.service import actor
from app.cases.shown.inbox import masked
from app.cases.shown.views import Page
from app.catalogue import Release
from app.errors import Conflict, NotAllowed, NotFound, said
from app.events.actor import Actor
from app.identity import Act, Grant, Kind, Person, passwords, policy
from app.store import people
from app.store.divisions import EVERYWHERE
from app.store.ids import new_id
from app.store.keyring import Keyring
from app.store.people import Wanted
from app.store.rows import GrantRecord, NewPerson, PersonRecord
from app.store.unit import Work, unit

PER_PAGE: Final = 20
LOGIN, NAME = (4, 80), (1, 100)  # the fewest and the most characters
# Whoever has the shell of the installation: nobody else can make the first operator's account.
CONSOLE: Final = Person("console", "console", "控制台", (Grant(Kind.OPERATOR, EVERYWHERE),))


class LoginTaken(Conflict):
    """Somebody has an account with this login."""

    zh = "这个账号已被使用，请换一个。"


class Releases(Protocol):
    """Where the lists of roles and divisions come from: the catalogue."""

    def in_force_at(self, now: datetime) -> Release: ...


@dataclass(frozen=True)
class Account:
    """An account as it is shown to who keeps it; `temporary` says that its password was given and not yet changed."""

    id: str
    login: str
    name: str = field(repr=False)
    active: bool
    temporary: bool
    roles: tuple[Grant, ...]


@dataclass(frozen=True)
class NewAccount:
    """What somebody's account begins with; each role is a code and a division."""

    login: str
    name: str = field(repr=False)
    roles: Sequence[tuple[str, str]]


class Personnel:
    """Nobody learns a password here but who is told to hand it over: it is kept as a hash, and given back once."""

    def __init__(self, keyring: Keyring, releases: Releases) -> None:
        self._keyring, self._releases = keyring, releases

    def offices(self, now: datetime) -> Offices:
        """Tell which roles can be given today, and where."""
        return Offices.of(self._releases.in_force_at(now))

    def page(self, by: Person, role: str = "", division: str = "", login: str = "", page: int = 1) -> Page[Account]:
        """List accounts with a role that somebody gave; by its whole login any account is found."""
        policy.require(by, Act.KEEP_PEOPLE)
        wanted = Wanted(APPLICANT.role, role, division, login.strip())
        found = people.accounts(wanted, limit=PER_PAGE + 1, offset=(page - 1) * PER_PAGE, keyring=self._keyring)
        return Page([_account(one) for one in found[:PER_PAGE]], page, len(found) > PER_PAGE)

    def one(self, account_id: str, by: Person) -> Account:
        """Give an account, closed ones too."""
        policy.require(by, Act.KEEP_PEOPLE)
        found = people.by_id(account_id, keyring=self._keyring)
        if found is None:
            raise NotFound(f"account {account_id}")
        return _account(found)

    def called(self, login: str, by: Person) -> Account:
        """Give the account with a login, closed ones too."""
        found = self.page(by, login=login).items
        if not login.strip() or not found:
            raise NotFound(f"login {login}")
        return found[0]

    def add(self, new: NewAccount, by: Person, now: datetime) -> tuple[str, str]:
        """Make an account; gives its id, and the password that is good for the first login."""
        policy.require(by, Act.KEEP_PEOPLE)
        login, name, offices = new.login.strip(), new.name.strip(), self.offices(now)
        _check_names(login, name)
        grants = tuple(dict.fromkeys(offices.grant(*role) for role in new.roles))
        if not grants:
            raise wrong("role", "角色", said("请选择角色。"))
        account, password = new_id(), passwords.invented()
        person = NewPerson(account, login, name, passwords.hashed(password), grants, temporary=True)
        with unit(now, keyring=self._keyring) as work:
            try:
                work.add_person(person)
            except Conflict as taken:
                raise LoginTaken from taken
            _record(work, account, "made", grants, by)
        return account, password

    def grant(self, account_id: str, role: str, division: str, by: Person, now: datetime) -> None:
        """Give an account one more role in a division."""
        _another(account_id, by)
        added = self.offices(now).grant(role, division)
        with unit(now, keyring=self._keyring) as work:
            held = work.grants_of(account_id)
            if any((one.role, one.division) == (role, division) for one in held):
                raise wrong("role", "角色", said("这个账号在该地区已经有这个角色。"))
            _set(work, account_id, [*held, added], by)

    def revoke(self, account_id: str, role: str, division: str, by: Person, now: datetime) -> None:
        """Take a role in a division away; without any role an account can do nothing."""
        _another(account_id, by)
        with unit(now, keyring=self._keyring) as work:
            held = work.grants_of(account_id)
            left = [one for one in held if (one.role, one.division) != (role, division)]
            if left == held:
                raise Conflict(f"{role}@{division} is no role of account {account_id}")
            _set(work, account_id, left, by)
            give_back(work, account_id, left, _actor(by))

    def close(self, account_id: str, by: Person, now: datetime) -> None:
        """Let nobody in by this account any more; who is in is out at once, and what they had taken goes back."""
        self._open_or_close(account_id, False, by, now)

    def reopen(self, account_id: str, by: Person, now: datetime) -> None:
        """Let somebody in again, by the password and with the roles they had."""
        self._open_or_close(account_id, True, by, now)

    def new_password(self, account_id: str, by: Person, now: datetime) -> str:
        """Give a password that is good for the next login, in place of one that was lost."""
        _another(account_id, by)
        password = passwords.invented()
        hashed = passwords.hashed(password)
        with unit(now, keyring=self._keyring) as work:
            held = work.grants_of(account_id)
            work.set_password(account_id, hashed, temporary=True)
            _record(work, account_id, "password", held, by)
        return password

    def _open_or_close(self, account_id: str, active: bool, by: Person, now: datetime) -> None:
        _another(account_id, by)
        with unit(now, keyring=self._keyring) as work:
            held = work.grants_of(account_id)
            work.set_active(account_id, active)
            if not active:
                give_back(work, account_id, (), _actor(by))
            _record(work, account_id, "reopened" if active else "closed", held, by)


def _another(account_id: str, by: Person) -> None:
    """Only who keeps accounts, and nobody their own: who could would never be out of a role again."""
    policy.require(by, Act.KEEP_PEOPLE)
    if account_id == by.id:
        raise NotAllowed(said("自己的账号要由另一位运维人员变更。自己的密码请在“账号与密码”中修改。"))


def _check_names(login: str, name: str) -> None:
    if not LOGIN[0] <= len(login) <= LOGIN[1] or not login.isprintable() or any(one in login for one in " :"):
        raise wrong("login", "账号", said("账号为{least}至{most}个字，不含空格和冒号。", least=LOGIN[0], most=LOGIN[1]))
    if not NAME[0] <= len(name) <= NAME[1] or not name.isprintable():
        raise wrong("name", "姓名", said("请填写姓名，不超过{most}个字。", most=NAME[1]))


def _set(work: Work, account: str, grants: Sequence[GrantRecord], by: Person) -> None:
    work.set_grants(account, grants)
    _record(work, account, "roles", grants, by)


def _record(work: Work, account: str, change: str, grants: Iterable[GrantRecord], by: Person) -> None:
    record(work, account, change, grants, _actor(by))


def _actor(by: Person) -> Actor:
    return Actor("system", CONSOLE.id) if by is CONSOLE else actor(by, None)


def _account(found: PersonRecord) -> Account:
    """Show an account; of who only applies, no more of the name than other lists show."""
    grants = tuple(Grant(grant.role, grant.division, grant.department) for grant in found.grants)
    applies = {grant.role for grant in grants} == {APPLICANT.role}
    name = masked(found.name) if applies else found.name
    return Account(found.id, found.login, name, found.active, found.temporary, grants)
