"""Who may open which route: every view says so, and one that doesn't is closed to all; doors use it."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Flask, Response, current_app, redirect, request, url_for
from flask_login import current_user, login_url
from werkzeug.wrappers import Response as Answer

from app.errors import NotAllowed, PasswordNotOwn
from app.identity import Kind, Person

View = TypeVar("View", bound=Callable[..., Any])
RULE: Final = "may_be_opened_by"
ONLY: Final = "and_only_if"
# What somebody whose password was given by another gets to before they chose their own.
STAYS_OPEN: Final = frozenset({"static", "web.account", "web.change_password", "web.logout", "web.keep_preferences"})


def kinds(person: Person | None) -> frozenset[Kind]:
    """Which kinds of people somebody is; nobody is none."""
    return person.kinds if person else frozenset()


def may(*allowed: Kind, only: Callable[[Person], bool] | None = None) -> Callable[[View], View]:
    """Open a view to people of these kinds who are logged in; with `only`, to those among them whom it lets in."""

    def mark(view: View) -> View:
        setattr(view, RULE, frozenset(allowed))
        setattr(view, ONLY, only)
        return view

    return mark


def everyone(view: View) -> View:
    """Open a view to all, logged in or not."""
    setattr(view, RULE, None)
    return view


def signed_in(view: View) -> View:
    """Open a view to everybody who is logged in; a program of another office only reports."""
    return may(*(set(Kind) - {Kind.OUTSIDE}))(view)


def visitor() -> Person | None:
    """Who is logged in, if anybody."""
    return current_user.person if current_user.is_authenticated else None


def me() -> Person:
    """Who is logged in; only for views that are not open to everyone."""
    person = visitor()
    if person is None:
        raise NotAllowed("nobody is logged in")
    return person


def rule_of(endpoint: str) -> frozenset[Kind] | None:
    """The rule of a route; a route without one is open to nobody."""
    view = current_app.view_functions[endpoint]
    found: frozenset[Kind] | None = getattr(view, RULE, frozenset())
    return found


def opens(endpoint: str, person: Person | None) -> bool:
    """Say whether a route is open to somebody; nobody is None."""
    allowed = rule_of(endpoint)
    if allowed is None:
        return True
    only: Callable[[Person], bool] | None = getattr(current_app.view_functions[endpoint], ONLY, None)
    return person is not None and bool(allowed & kinds(person)) and (only is None or only(person))


def set_up(app: Flask, ask_to_log_in: Callable[[], Answer | Response | None]) -> None:
    """Check every request; `ask_to_log_in` may answer somebody whose session ended in the midst of a form."""
    for endpoint in {"static"} & set(app.view_functions):
        everyone(app.view_functions[endpoint])
    app.before_request(lambda: _check(ask_to_log_in))


def _check(ask_to_log_in: Callable[[], Answer | Response | None]) -> Answer | Response | None:
    if request.endpoint is None:
        return None
    person = visitor()
    if person is not None and person.temporary and request.endpoint not in STAYS_OPEN:
        return _choose_a_password()
    if opens(request.endpoint, person):
        return None
    if person is None:
        return ask_to_log_in() or _knock()
    raise NotAllowed("this page is for other roles")


def _choose_a_password() -> Answer:
    """Nobody works with a password that somebody else knows."""
    if request.path.startswith("/api/"):
        raise PasswordNotOwn
    return redirect(url_for("web.account"))


def _knock() -> Answer:
    if request.path.startswith("/api/"):
        refusal = current_app.response_class(
            '{"title": "请先登录。", "status": 401}', 401, mimetype="application/problem+json"
        )
        refusal.headers["WWW-Authenticate"] = 'Basic realm="yijianshi", charset="UTF-8"'
        return refusal
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(login_url(url_for("web.login"), back))
