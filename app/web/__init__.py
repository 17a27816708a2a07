"""What the doors share: login, guards, errors, the look of pages, forms handed in; every door may import it."""

from app.web.setup import set_up

__all__ = ["set_up"]
