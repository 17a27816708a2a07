"""`people`: accounts of those who work with the product, the first operator's before all others."""

from collections.abc import Sequence
from itertools import count
from typing import Any

import click

from app.cases.personnel import CONSOLE, NewAccount
from app.cli.console import json_option, opened, person, say
from app.cli.rooms import Rooms
from app.errors import InvalidAnswers, Refused
from app.identity import Person

as_option = click.option("--as", "acting", help="Login of the operator who does it (default: who has this shell).")


@click.group()
def people() -> None:
    """Make and keep the accounts of staff; ROLE@DIVISION are codes of roles.json and divisions.json, 0 is everywhere.

    A password is invented, printed once and kept only as a hash; whoever logs in with it must choose another first.
    """


@people.command()
@click.argument("login")
@click.option("--name", required=True, help="The person's name.")
@click.option(
    "--role", "roles", required=True, multiple=True, help="ROLE@DIVISION, such as operator@0; may be repeated."
)
@as_option
@json_option
@click.pass_context
def add(ctx: click.Context, login: str, name: str, roles: Sequence[str], acting: str | None, as_json: bool) -> None:
    """Make an account and print the password of its first login.

    For example the first operator of an installation:  yijianshi people add zhao --name 赵静 --role operator@0
    """
    with opened(ctx) as rooms:
        new = NewAccount(login, name, [_office(one) for one in roles])
        account, password = _done(lambda: rooms.personnel.add(new, _by(rooms, acting), rooms.now()))
    said = f"已建立账号 {login}，临时密码（只显示这一次，首次登录须更换）：{password}"
    say(as_json, {"account": account, "login": login, "password": password}, [said])


@people.command("list")
@click.option("--role", default="", help="Only who holds this role.")
@click.option("--division", default="", help="Only who holds a role in this division or below it.")
@json_option
@click.pass_context
def list_accounts(ctx: click.Context, role: str, division: str, as_json: bool) -> None:
    """List the accounts of staff, closed ones too."""
    found: list[Any] = []
    with opened(ctx) as rooms:
        for number in count(1):
            page = rooms.personnel.page(CONSOLE, role, division, page=number)
            found += page.items
            if not page.more:
                break
    say(as_json, {"accounts": found}, [_line(one) for one in found] or ["没有工作人员的账号。"])


@people.command()
@click.argument("login")
@click.argument("office", metavar="ROLE@DIVISION")
@as_option
@json_option
@click.pass_context
def grant(ctx: click.Context, login: str, office: str, acting: str | None, as_json: bool) -> None:
    """Give an account one more role."""
    _change(ctx, "grant", login, acting, as_json, office)


@people.command()
@click.argument("login")
@click.argument("office", metavar="ROLE@DIVISION")
@as_option
@json_option
@click.pass_context
def revoke(ctx: click.Context, login: str, office: str, acting: str | None, as_json: bool) -> None:
    """Take a role of an account away; tasks it had taken in this role go back to the others."""
    _change(ctx, "revoke", login, acting, as_json, office)


@people.command()
@click.argument("login")
@as_option
@json_option
@click.pass_context
def close(ctx: click.Context, login: str, acting: str | None, as_json: bool) -> None:
    """Let an account in no more; it is logged out at once, and the tasks it had taken go back to the others."""
    _change(ctx, "close", login, acting, as_json)


@people.command()
@click.argument("login")
@as_option
@json_option
@click.pass_context
def reopen(ctx: click.Context, login: str, acting: str | None, as_json: bool) -> None:
    """Let a closed account in again."""
    _change(ctx, "reopen", login, acting, as_json)


@people.command()
@click.argument("login")
@as_option
@json_option
@click.pass_context
def password(ctx: click.Context, login: str, acting: str | None, as_json: bool) -> None:
    """Print a new password for the next login of an account; the one it had ends at once."""
    with opened(ctx) as rooms:
        by = _by(rooms, acting)
        account = rooms.personnel.called(login, by).id
        given = rooms.personnel.new_password(account, by, rooms.now())
    said = f"{login} 的临时密码（只显示这一次，登录后须更换）：{given}"
    say(as_json, {"account": account, "login": login, "password": given}, [said])


def _change(ctx: click.Context, what: str, login: str, acting: str | None, as_json: bool, office: str = "") -> None:
    """Change an account by one of the use cases, and show it as it is then."""
    with opened(ctx) as rooms:
        by = _by(rooms, acting)
        account = rooms.personnel.called(login, by).id
        asked = _office(office) if office else ()
        _done(lambda: getattr(rooms.personnel, what)(account, *asked, by, rooms.now()))
        found = rooms.personnel.called(login, by)
    say(as_json, {"account": found}, [_line(found)])


def _by(rooms: Rooms, acting: str | None) -> Person:
    return CONSOLE if acting is None else person(rooms, acting)


def _office(text: str) -> tuple[str, str]:
    role, mark, division = text.partition("@")
    if not (role and mark and division):
        raise Refused(f"{text!r} is no ROLE@DIVISION, such as operator@0.")
    return role, division


def _done(act: Any) -> Any:
    """What can't be taken is told in its own words: there are no fields at the console."""
    try:
        return act()
    except InvalidAnswers as wrong:
        raise Refused(" ".join(str(one.message) for one in wrong.errors)) from wrong


def _line(account: Any) -> str:
    offices = "、".join(f"{grant.role}@{grant.division}" for grant in account.roles) or "没有角色"
    state = "" if account.active else "  已停用"
    return f"{account.login:22} {account.name}  {offices}{state}{'  临时密码' if account.temporary else ''}"
