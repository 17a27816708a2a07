"""Joins what all doors share to the application; the factory calls it once, before the doors."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from app.web import errors, headers, pages
from app.web.access import guard, log, session, signs
from app.web.access.limits import limiter
from app.web.look import assets, preferences, showing

csrf = CSRFProtect()
WHOLE_FORM = 80 * 1024 * 1024  # all papers of one form together


def set_up(app: Flask) -> None:
    """The access log, sessions, guards, CSRF, limits, headers, errors, the look and the login pages."""
    app.config.setdefault("WTF_CSRF_FIELD_NAME", "csrf-token")
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)  # as long as the session: slow readers aren't punished
    if app.config.get("MAX_CONTENT_LENGTH") is None:
        app.config["MAX_CONTENT_LENGTH"] = WHOLE_FORM
    log.set_up(app)
    errors.set_up(app)
    headers.set_up(app)
    assets.set_up(app)
    session.set_up(app)
    guard.set_up(app, pages.ask_to_log_in)
    csrf.init_app(app)
    signs.set_up(app)
    limiter.init_app(app)
    preferences.set_up(app)
    showing.set_up(app)
    app.register_blueprint(pages.door)
