"""The door through which time knocks: wakes what is due and sends what is ready, inside the web server's process."""

from app.clock.scheduler import Clockwork

__all__ = ["Clockwork"]
