"""How large a picture would be once it is unpacked, read from its head alone; uploads ask before anything is kept."""

from typing import Final

PNG_HEAD: Final = b"IHDR"
SEGMENT: Final = 0xFF
# The segments of a JPEG that tell its size: every start of frame, of which C4, C8 and CC are none.
FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
LONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
SCAN: Final = 0xDA


def points(content: bytes) -> int:
    """Count the points of a PNG or JPEG; nought where its head does not tell."""
    if content[12:16] == PNG_HEAD and len(content) >= 24:
        return int.from_bytes(content[16:20]) * int.from_bytes(content[20:24])
    return _of_jpeg(content) if content.startswith(b"\xff\xd8") else 0


def _of_jpeg(content: bytes) -> int:
    at = 2
    while at + 9 <= len(content) and content[at] == SEGMENT:
        kind = content[at + 1]
        if kind in FRAMES:
            return int.from_bytes(content[at + 5 : at + 7]) * int.from_bytes(content[at + 7 : at + 9])
        if kind == SCAN:
            return 0
        if kind == SEGMENT:  # a marker may be filled up
            at += 1
        else:
            at += 2 if kind in LONE else 2 + int.from_bytes(content[at + 2 : at + 4])
    return 0
