"""The door for programs: the JSON API, its OpenAPI document, health and metrics; the factory opens it."""

from app.api.setup import set_up

__all__ = ["set_up"]
