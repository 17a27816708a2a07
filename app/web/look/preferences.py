"""The switches that stay: language, large text, high contrast, each in a cookie; the page's door is in web.pages.

On a page with a form that is being filled in, a switch sends the form along with it: what was typed comes back in the
new look. Such a switch is named with a hyphen, which no field of a form can have.
"""

from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, g, redirect, request
from werkzeug.wrappers import Response as Answer

CHOICES: Final = {"lang": ("zh", "en"), "size": ("normal", "large"), "contrast": ("normal", "high")}
CARRIED: Final = "show-"
YEAR: Final = 365 * 24 * 3600


def chosen(name: str) -> str:
    """What somebody chose, or the first choice."""
    return chosen_if_any(name) or CHOICES[name][0]


def chosen_if_any(name: str) -> str | None:
    """What somebody chose, by this very request or by an earlier one."""
    value = g.get("switched", {}).get(name) or request.cookies.get(name, "")
    return value if value in CHOICES[name] else None


def keep() -> Answer | Response:
    """Keep the choices in the request and go back to where it came from."""
    answer = redirect(inside(request.values.get("back")))
    _remember(answer, {name: request.values[name] for name in CHOICES if name in request.values})
    return answer


def inside(target: str | None) -> str:
    """A path of this site, or the start page: nobody is sent elsewhere by a link somebody else wrote."""
    if not target or not target.startswith("/") or "\\" in target or any(ord(c) < 33 for c in target):
        return "/"
    parts = urlsplit(target)
    return "/" if parts.netloc or target.startswith("//") else target


def set_up(app: Flask) -> None:
    """Heed the switches that come along with a form; after the tokens were checked."""
    app.before_request(_switch)
    app.after_request(_stay)


def _switch() -> None:
    if request.method == "POST" and not request.path.startswith("/api/"):
        sent = {name: request.form.get(CARRIED + name) for name in CHOICES}
        g.switched = {name: value for name, value in sent.items() if value in CHOICES[name]}


def _stay(answer: Response) -> Response:
    _remember(answer, g.get("switched", {}))
    return answer


def _remember(answer: Answer, choices: dict[str, str]) -> None:
    for name, value in choices.items():
        if value in CHOICES[name]:
            answer.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=request.is_secure, path="/")
