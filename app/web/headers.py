"""Security headers of every answer; only set_up calls it."""

from typing import Final

from flask import Flask, Response, g

POLICY: Final = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "style-src": "'self'",
    "script-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def loosen(directive: str, value: str) -> None:
    """Loosen one directive for this answer only: the editors of diagrams need inline styles."""
    g.loosened = g.get("loosened", {}) | {directive: value}


def set_up(app: Flask) -> None:
    app.after_request(_add)


def _add(response: Response) -> Response:
    policy = POLICY | g.get("loosened", {})
    response.headers.setdefault("Content-Security-Policy", "; ".join(f"{k} {v}" for k, v in policy.items()))
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if response.mimetype in {"text/html", "application/json", "application/problem+json"}:
        response.headers.setdefault("Cache-Control", "no-store")  # pages hold personal data
    return response
