"""What is asked about an account, with the roles and divisions of the release in force as they are chosen from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.cases.personnel import Offices
from app.forms import Form
from app.web import desk
from app.web.entry import choice, form, text
from app.web.look.language import lang

Entry = Mapping[str, Any]
EVERYWHERE: Final = {"code": "0", "name": "全部地区", "name_en": "All divisions"}
OFFICE: Final = (
    choice("role", "角色", "Role", "roles"),
    choice(
        "division",
        "地区",
        "Area",
        "divisions",
        hint="选角色所在的地区：县级角色选县（市、区），市级选市，省级选省或全部地区。",
        description_en="Where the role is held: a county for a county's role, a city for a city's, else the province.",
    ),
)
NEW_FORM: Final = form(
    "new-account",
    text(
        "login",
        "账号",
        "Account",
        4,
        autocomplete="off",
        hint="至少 4 个字，不含空格和冒号。可用工号。",
        description_en="At least 4 characters, no space or colon. A staff number will do.",
    ),
    text("name", "姓名", "Name", 1, 100, autocomplete="off"),
    *OFFICE,
)
GRANT_FORM: Final = form("grant", *OFFICE)


@dataclass(frozen=True)
class Offer:
    """What can be chosen, under the headings by which it is found."""

    roles: Sequence[Entry]
    divisions: Sequence[Entry]

    def bound(self, asked: Form) -> Form:
        """The form with these lists to choose from."""
        return asked.bound(lambda name: getattr(self, name))

    def groups(self, name: str) -> list[tuple[str, list[tuple[str, str]]]]:
        """The same for a form that only searches: each heading with its values and their names."""
        found: dict[str, list[tuple[str, str]]] = {}
        for one in getattr(self, name):
            found.setdefault(_said(one, "group"), []).append((str(one["code"]), _said(one, "name")))
        return list(found.items())


def offer() -> Offer:
    offices = desk.personnel().offices(desk.now())
    return Offer(list(_roles(offices)), [EVERYWHERE, *_divisions(offices)])


def _roles(offices: Offices) -> Iterator[Entry]:
    """Roles by their departments, as the list has them."""
    names = {one["code"]: one for one in desk.in_force().reference("departments")}
    order = list(dict.fromkeys(role["department"] for role in offices.roles))
    for role in sorted(offices.roles, key=lambda one: order.index(one["department"])):
        yield {**role, **_group(names.get(role["department"], {"name": role["department"]}))}


def _divisions(offices: Offices) -> Iterator[Entry]:
    """A city stands first under its own name, and its counties below it."""
    listed = {one["code"]: one for one in offices.divisions}
    for one in offices.divisions:
        above = listed.get(one["parent"])
        yield {**one, **_group(above if above and above["parent"] in listed else one)}


def _group(entry: Entry) -> dict[str, str]:
    return {"group": str(entry["name"]), "group_en": str(entry.get("name_en", ""))}


def _said(entry: Entry, key: str) -> str:
    english = entry.get(f"{key}_en") if lang() == "en" else None
    return str(english or entry.get(key, ""))
