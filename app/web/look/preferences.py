"""The switches that stay: language, large text, high contrast, each in a cookie; the page's door is in web.pages."""

from typing import Final
from urllib.parse import urlsplit

from flask import Response, redirect, request
from werkzeug.wrappers import Response as Answer

CHOICES: Final = {"lang": ("zh", "en"), "size": ("normal", "large"), "contrast": ("normal", "high")}
YEAR: Final = 365 * 24 * 3600


def chosen(name: str) -> str:
    """What somebody chose, or the first choice."""
    value = request.cookies.get(name, "")
    return value if value in CHOICES[name] else CHOICES[name][0]


def keep() -> Answer | Response:
    """Keep the choices in the request and go back to where it came from."""
    answer = redirect(inside(request.values.get("back")))
    for name, values in CHOICES.items():
        if request.values.get(name) in values:
            answer.set_cookie(
                name, request.values[name], max_age=YEAR, samesite="Lax", secure=request.is_secure, path="/"
            )
    return answer


def inside(target: str | None) -> str:
    """A path of this site, or the start page: nobody is sent elsewhere by a link somebody else wrote."""
    if not target or not target.startswith("/") or "\\" in target or any(ord(c) < 33 for c in target):
        return "/"
    parts = urlsplit(target)
    return "/" if parts.netloc or target.startswith("//") else target
