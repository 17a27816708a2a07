"""The session of somebody who logged in, or the credentials of a program; only set_up calls it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from flask import Flask, Request, request, session
from flask_login import LoginManager, UserMixin, login_user, logout_user

from app.identity import Person
from app.web import desk

BY: Final = "/"
LASTS: Final = timedelta(hours=8)  # long enough for a long form filled in slowly


@dataclass(frozen=True)
class Visitor(UserMixin):  # type: ignore[misc]  # flask-login has no types
    """What flask-login keeps: the person, and by which password they came in."""

    person: Person

    def get_id(self) -> str:
        return f"{self.person.id}{BY}{self.person.stamp}"


def enter(person: Person) -> None:
    """Begin a session of one's own that expires; nothing of an earlier one is taken over."""
    session.clear()
    session.permanent = True
    login_user(Visitor(person))


def leave() -> None:
    logout_user()
    session.clear()


def set_up(app: Flask) -> None:
    app.config.update(SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_NAME="yijianshi")
    app.permanent_session_lifetime = LASTS
    manager = LoginManager()
    manager.session_protection = "basic"
    manager.user_loader(_by_session)
    manager.request_loader(_by_credentials)
    manager.init_app(app)


def _by_session(kept: str) -> Visitor | None:
    """Find who it is; with another password since, or a closed account, the session has ended."""
    person_id, _, stamp = kept.rpartition(BY)
    person = desk.people().person(person_id)
    return Visitor(person) if person and person.stamp == stamp else None


def _by_credentials(asked: Request) -> Visitor | None:
    """Programs come to the API with a name and a password, outside systems with their token; pages take neither."""
    given = asked.authorization
    person = None
    if request.path.startswith("/api/") and given is not None:
        if given.type == "bearer":
            person = desk.people().system(given.token or "")
        elif given.type == "basic":
            person = desk.people().login(given.username or "", given.password or "")
    return Visitor(person) if person else None
