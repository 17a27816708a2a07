"""The two forms of the front door, login and registration; they are the product's own, not the law's."""

import json
from typing import Any, Final

from app.forms import Form


def _field(key: str, label: str, label_en: str, least: int, **properties: str) -> dict[str, Any]:
    rules = {"required": True, "minLength": least, "maxLength": 100}
    more = {"label_en": label_en} | properties
    hint = more.pop("hint", "")
    return {"type": "textfield", "key": key, "label": label, "description": hint, "validate": rules, "properties": more}


def _form(name: str, *fields: dict[str, Any]) -> Form:
    spec = {"type": "default", "id": name, "components": list(fields)}
    return Form.load(json.dumps(spec).encode(), f"{name}.json")


HIDDEN: Final = {"secret": "true"}
PASSWORD: Final = {**HIDDEN, "required_message": "请填写密码"}
LOGIN_FORM: Final = _form(
    "login",
    _field("login", "账号", "Account", 1, autocomplete="username"),
    _field("password", "密码", "Password", 1, autocomplete="current-password", **PASSWORD),
)
REGISTER_FORM: Final = _form(
    "register",
    _field(
        "login",
        "账号",
        "Account",
        4,
        autocomplete="username",
        hint="至少 4 个字，可用手机号码。",
        description_en="At least 4 characters; a mobile number will do.",
    ),
    _field("name", "姓名", "Name", 1, autocomplete="name"),
    _field(
        "password",
        "密码",
        "Password",
        10,
        autocomplete="new-password",
        hint="至少 10 个字。可以用几个词连成一句容易记住的话。",
        description_en="At least 10 characters. A few words that you remember are best.",
        **PASSWORD,
    ),
    _field(
        "again",
        "再次输入密码",
        "Password again",
        1,
        autocomplete="new-password",
        valid_if="= again = password",
        message="两次输入的密码不一致",
        message_en="The two passwords differ",
        **HIDDEN,
    ),
)
