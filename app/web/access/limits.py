"""How often one address may try: login, registration and public forms; doors use the decorators."""

from typing import Final

from flask import request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter: Final = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window", headers_enabled=True)
LOGIN: Final = "20 per minute; 200 per hour"
REGISTER: Final = "20 per hour"
FILE: Final = "60 per hour"
LOOK: Final = "600 per hour"  # a form that only grows with the choices is sent many times before it is handed in


def handing_in() -> str:
    """Count a form that is handed in apart from one that is only looked at again."""
    return FILE if request.form.get("do") == "submit" else LOOK
