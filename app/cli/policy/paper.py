"""The papers that rehearsals hand in: an empty page, and one white point where only a picture is taken."""

from base64 import b64decode
from dataclasses import dataclass

TYPE = "application/pdf"
CONTENT = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
PICTURE = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==")


@dataclass(frozen=True)
class Paper:
    """A file as it is handed in."""

    content: bytes
    media_type: str
    suffix: str


def fitting(accept: str) -> Paper:
    """What a place for papers takes, by the kinds of file that it names; one that names none takes a page."""
    if not accept or ".pdf" in accept.lower():
        return Paper(CONTENT, TYPE, "pdf")
    return Paper(PICTURE, "image/png", "png")
