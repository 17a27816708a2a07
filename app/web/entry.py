"""The forms of accounts: login, registration, another password; they are the product's, not the law's; doors use it."""

import json
from typing import Any, Final

from app.forms import Form

MOST, MOST_OF_PASSWORD = 80, 200
HIDDEN: Final = {"secret": "true"}


def text(key: str, label: str, label_en: str, least: int, most: int = MOST, **properties: str) -> dict[str, Any]:
    """A line to fill in; `hint` and its English stand below the label."""
    more = {"label_en": label_en} | properties
    hint = more.pop("hint", "")
    rules = {"required": True, "minLength": least, "maxLength": most}
    return {"type": "textfield", "key": key, "label": label, "description": hint, "validate": rules, "properties": more}


def choice(key: str, label: str, label_en: str, options_from: str, **properties: str) -> dict[str, Any]:
    """A list to choose from; the door says what stands in it."""
    more = {"label_en": label_en, "options_from": options_from} | properties
    hint = more.pop("hint", "")
    rules = {"required": True}
    return {"type": "select", "key": key, "label": label, "description": hint, "validate": rules, "properties": more}


def form(name: str, *fields: dict[str, Any]) -> Form:
    spec = {"type": "default", "id": name, "components": list(fields)}
    return Form.load(json.dumps(spec).encode(), f"{name}.json")


def _secret(key: str, label: str, label_en: str, least: int, **properties: str) -> dict[str, Any]:
    return text(key, label, label_en, least, MOST_OF_PASSWORD, **HIDDEN, **properties)


def _chosen(label: str, label_en: str) -> dict[str, Any]:
    return _secret(
        "password",
        label,
        label_en,
        10,
        autocomplete="new-password",
        hint="至少 10 个字。可以用几个词连成一句容易记住的话。",
        description_en="At least 10 characters. A few words that you remember are best.",
        required_message=f"请填写{label}",
    )


AGAIN: Final = _secret(
    "again",
    "再次输入密码",
    "Password again",
    1,
    autocomplete="new-password",
    valid_if="= again = password",
    message="两次输入的密码不一致",
    message_en="The two passwords differ",
)
LOGIN_FORM: Final = form(
    "login",
    text("login", "账号", "Account", 1, autocomplete="username"),
    _secret("password", "密码", "Password", 1, autocomplete="current-password", required_message="请填写密码"),
)
REGISTER_FORM: Final = form(
    "register",
    text(
        "login",
        "账号",
        "Account",
        4,
        autocomplete="username",
        hint="至少 4 个字，可用手机号码。",
        description_en="At least 4 characters; a mobile number will do.",
    ),
    text("name", "姓名", "Name", 1, 100, autocomplete="name"),
    _chosen("密码", "Password"),
    AGAIN,
)
PASSWORD_FORM: Final = form(
    "account",
    _secret(
        "password_old",
        "现在的密码",
        "Your password now",
        1,
        autocomplete="current-password",
        required_message="请填写现在的密码",
    ),
    _chosen("新密码", "New password"),
    AGAIN,
)
