"""The HTTP client of the outside systems: bounded in time and size, idempotent by key, silent about people.

Called by the jobs of the rooms above, after a commit, never inside a transaction. Neither logs nor errors hold what was
sent or answered: only the system, the operation, and a status or a code.
"""

import hashlib
import json
import re
import time
from collections.abc import Mapping
from typing import Any, Self

import httpx

from app.connectors.credentials import System
from app.connectors.operations import OPERATIONS, Operation
from app.connectors.packing import pack, unpack
from app.errors import OutsideRefused, OutsideUnavailable

Json = dict[str, Any]
LARGEST_ANSWER = 256 * 1024
# Answers that ask for another try although they begin with a 4: request timeout, too early, too many requests.
_TRY_AGAIN = frozenset({408, 425, 429})
_NOT_KNOWN = frozenset({401, 403})
_REMEDY = "set the secret that this office gave us in the file of outside systems (YIJIANSHI_OUTSIDE_FILE)"
_PLAIN_KEY = re.compile(r"[!-~]{1,200}")
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,40}")


class Outside:
    """All outside systems behind one address, or each behind its own."""

    def __init__(
        self,
        base_url: str,
        *,
        connect_timeout: float = 3.0,
        read_timeout: float = 10.0,
        systems: Mapping[str, System] | None = None,
    ) -> None:
        """Times are seconds; `systems` says what each is shown, and where it lives if not under the base address."""
        self._base_url = base_url.rstrip("/")
        self._systems = systems or {}
        self._longest = connect_timeout + read_timeout
        self._http = httpx.Client(
            timeout=httpx.Timeout(read_timeout, connect=connect_timeout),
            headers={"Accept-Encoding": "identity"},
            follow_redirects=False,
            trust_env=False,
        )

    def ask(self, system: str, operation: str, payload: Json, key: str) -> Json:
        """Ask and return the fields that the table promises."""
        known = _known(system, operation)
        body = self._send(system, operation, pack(known, payload), key)
        try:
            return unpack(known, body)
        except (ValueError, RecursionError):
            raise OutsideUnavailable(f"{system}.{operation}: the answer is not JSON") from None

    def tell(self, system: str, operation: str, payload: Json, key: str) -> Json:
        """Tell, and be content with any good status; the same key told twice counts once over there."""
        self._send(system, operation, pack(_known(system, operation), payload), key)
        return {}

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _send(self, system: str, operation: str, body: bytes, key: str) -> bytes:
        known = self._systems.get(system, System())
        address = known.url.rstrip("/") or f"{self._base_url}/{system}"
        headers = {"Content-Type": "application/json", "Idempotency-Key": _header_key(key)}
        headers |= {"Authorization": f"Bearer {known.secret}"} if known.secret else {}
        try:
            with self._http.stream("POST", f"{address}/{operation}", content=body, headers=headers) as response:
                answer = self._read(response)
        except (httpx.HTTPError, httpx.InvalidURL) as broken:
            # The library's own sentence is left out: it may quote what was sent.
            raise OutsideUnavailable(f"{system}.{operation}: {type(broken).__name__}") from None
        _judge(f"{system}.{operation}", response.status_code, answer)
        return answer

    def _read(self, response: httpx.Response) -> bytes:
        """The body, in bounded time and size: a read timeout alone lets an office drip one byte at a time.

        It is read as it was sent: what an office packs, unasked, would be unpacked before its size is seen.
        """
        started, parts, size = time.monotonic(), [], 0
        for part in response.iter_raw():
            size += len(part)
            if size > LARGEST_ANSWER:
                raise OutsideRefused(f"an answer of more than {LARGEST_ANSWER} bytes")
            if time.monotonic() - started > self._longest:
                raise OutsideUnavailable("the answer came too slowly")
            parts.append(part)
        return b"".join(parts)


def _known(system: str, operation: str) -> Operation:
    known = OPERATIONS.get((system, operation))
    if known is None:
        raise OutsideRefused(f"no operation {system}.{operation}")
    return known


def _header_key(key: str) -> str:
    """Keys may hold Chinese element ids, which a header can't: those are sent as their hash."""
    return key if _PLAIN_KEY.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()


def _judge(call: str, status: int, answer: bytes) -> None:
    if httpx.codes.is_success(status):
        return
    detail = f"{call}: {status} {_code_of(answer)}".rstrip()
    if status in _TRY_AGAIN or httpx.codes.is_server_error(status):
        raise OutsideUnavailable(detail, status=status)
    raise OutsideRefused(f"{detail}: {_REMEDY}" if status in _NOT_KNOWN else detail, status=status)


def _code_of(answer: bytes) -> str:
    """The office's error code where it is one; its sentences may name people and are not repeated."""
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError):
        return ""
    code = said.get("code") if isinstance(said, dict) else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""
