"""How often one address may try: login, registration and public forms; doors use the decorators."""

from typing import Final

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter: Final = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window", headers_enabled=True)
LOGIN: Final = "20 per minute; 200 per hour"
REGISTER: Final = "20 per hour"
FILE: Final = "60 per hour"
