"""Papers that people hand in: size, kind and content are looked at before anything is stored; doors use it."""

from pathlib import PurePath
from typing import Final

from werkzeug.datastructures import FileStorage

from app.errors import Refused, TooLarge, said
from app.forms import Slot
from app.web import desk
from app.web.access.pixels import points

MARKS: Final = (
    (b"%PDF-", "application/pdf", (".pdf",)),
    (b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    (b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
)
NAME: Final = 100
MOST_POINTS: Final = 120_000_000  # more than any camera or scanner gives, and still little enough to be looked at


def read(file: FileStorage, slot: Slot) -> tuple[bytes, str, str]:
    """Give content, name and media type of a file that may be stored; refuse any other by its name."""
    name = plain_name(file.filename or "")
    limit = slot.max_mb * 1048576 if slot.max_mb else desk.settings().upload_limit
    content = file.stream.read(limit + 1)
    if len(content) > limit:
        raise TooLarge(said("“{name}”超过 {mb} MB，请压缩后重新上传。", name=name, mb=limit // 1048576))
    if not content:
        raise Refused(said("“{name}”是空文件，请重新选择。", name=name))
    return content, name, _media_type(content, name, slot)


def plain_name(given: str) -> str:
    """The last part of a file's name, without anything that could be a path or a control sign."""
    name = PurePath(given.replace("\\", "/")).name
    return "".join(c for c in name if c.isprintable())[-NAME:] or "file"


def _media_type(content: bytes, name: str, slot: Slot) -> str:
    ending = PurePath(name).suffix.lower()
    wanted = [a.strip().lower() for a in slot.accept.split(",") if a.strip()]
    for mark, media_type, endings in MARKS:
        if content.startswith(mark):
            if ending not in endings:
                raise Refused(said("“{name}”的内容与扩展名不符，请上传原始文件。", name=name))
            if wanted and not _accepted(wanted, media_type, endings):
                kinds = "/".join(a.lstrip(".").upper() for a in wanted)
                raise Refused(said("“{name}”的格式不符合要求，请上传 {kinds} 格式的文件。", name=name, kinds=kinds))
            if points(content) > MOST_POINTS:
                raise Refused(said("“{name}”的画面尺寸过大，请缩小后重新上传。", name=name))
            return media_type
    raise Refused(said("“{name}”不是 PDF、JPG 或 PNG 文件，请转换后重新上传。", name=name))


def _accepted(wanted: list[str], media_type: str, endings: tuple[str, ...]) -> bool:
    family = media_type.split("/", maxsplit=1)[0] + "/*"
    return any(a in {media_type, family, *endings} for a in wanted)
