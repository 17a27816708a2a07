"""Authenticated encryption: what is sealed for a purpose at a place opens nowhere else; store and keyring call it."""

from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from zstandard import ZstdCompressor, ZstdDecompressor

from app.errors import NotFound, Problem
from app.events import canonical

NONCE, TAG = 12, 16
SQUEEZE_FROM = 160
LARGEST = 256 * 1024 * 1024
_PLAIN, _SQUEEZED = b"\x00", b"\x01"


class Unreadable(Problem):
    """A sealed value could not be opened: it was changed, moved, or sealed with another key."""

    zh = "加密内容无法读取。"


class Erased(NotFound):
    """The personal data of this case was erased."""

    status = 410
    zh = "该件的个人信息已依法删除。"


class _Aead(Protocol):
    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...
    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...


class _SM4GCM:
    """SM4 in GCM mode with the shape of AESGCM."""

    def __init__(self, key: bytes) -> None:
        self._algorithm = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        working = Cipher(self._algorithm, modes.GCM(nonce)).encryptor()
        working.authenticate_additional_data(associated_data or b"")
        return working.update(data) + working.finalize() + working.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        working = Cipher(self._algorithm, modes.GCM(nonce, data[-TAG:])).decryptor()
        working.authenticate_additional_data(associated_data or b"")
        return working.update(data[:-TAG]) + working.finalize()


# The first byte of what is sealed names its cipher, so a changed setting still reads what was written before.
_MARKS = {"aes-256-gcm": b"\x01", "sm4-gcm": b"\x02"}
_NAMES = {mark: name for name, mark in _MARKS.items()}


def derive(key: bytes, purpose: str, length: int = 32) -> bytes:
    """Derive a key for one purpose (HKDF, expand step: the key given is already uniform)."""
    return HKDFExpand(SHA256(), length, purpose.encode()).derive(key)


@dataclass(frozen=True)
class Sealer:
    """Seals and opens under one data key, with a derived key for each purpose."""

    key: bytes = field(repr=False)
    cipher: str = "aes-256-gcm"
    _made: dict[tuple[str, str], _Aead] = field(default_factory=dict, repr=False, compare=False)

    def seal(self, purpose: str, place: str, content: bytes) -> bytes:
        """Encrypt; `place` is bound in, so that a row copied to another place no longer opens."""
        nonce = token_bytes(NONCE)
        return _MARKS[self.cipher] + nonce + self._aead(self.cipher, purpose).encrypt(nonce, content, place.encode())

    def open(self, purpose: str, place: str, sealed: bytes) -> bytes:
        cipher, nonce = _NAMES.get(sealed[:1]), sealed[1 : 1 + NONCE]
        if cipher is None or len(sealed) < 1 + NONCE + TAG:
            raise Unreadable(place)
        try:
            return self._aead(cipher, purpose).decrypt(nonce, sealed[1 + NONCE :], place.encode())
        except InvalidTag as broken:
            raise Unreadable(place) from broken

    def seal_value(self, purpose: str, place: str, wire: Any) -> bytes:
        """Seal a wire value, compressed when that is shorter."""
        return self.seal(purpose, place, squeeze(canonical.encode(wire)))

    def open_value(self, purpose: str, place: str, sealed: bytes) -> Any:
        return canonical.decode(stretch(self.open(purpose, place, sealed)))

    def derived(self, purpose: str) -> bytes:
        return derive(self.key, purpose)

    def _aead(self, cipher: str, purpose: str) -> _Aead:
        if (cipher, purpose) not in self._made:
            made = _SM4GCM(derive(self.key, purpose, 16)) if cipher == "sm4-gcm" else AESGCM(derive(self.key, purpose))
            self._made[cipher, purpose] = made
        return self._made[cipher, purpose]


def squeeze(content: bytes) -> bytes:
    if len(content) < SQUEEZE_FROM:
        return _PLAIN + content
    squeezed = ZstdCompressor(level=3).compress(content)
    return _SQUEEZED + squeezed if len(squeezed) < len(content) else _PLAIN + content


def stretch(content: bytes) -> bytes:
    if content[:1] == _SQUEEZED:
        return ZstdDecompressor().decompress(content[1:], max_output_size=LARGEST)
    return content[1:]
