"""Which paths a draft may hold: those that a folder would give to a release; only the use cases on drafts call it."""

from pathlib import PurePosixPath
from unicodedata import normalize

from app.errors import Refused

LONGEST = 200
_ENDINGS = {"bpmn": ".bpmn", "dmn": ".dmn"}


def plain(path: str) -> str:
    """Give a path as a release writes it, or refuse it in words."""
    name = normalize("NFC", path.strip())
    parts = PurePosixPath(name).parts
    if str(PurePosixPath(name)) != name or len(name) > LONGEST or not name.isprintable() or "\\" in name:
        raise Refused("文件名不能使用：请用 bpmn/、dmn/ 或 forms/ 开头的相对路径。")
    if len(parts) < 2 or any(part.startswith(".") for part in parts):
        raise Refused("文件名不能使用：请用 bpmn/、dmn/ 或 forms/ 开头的相对路径。")
    if parts[0] in _ENDINGS and not name.endswith(_ENDINGS[parts[0]]):
        raise Refused(f"{parts[0]}/ 中只能放 {_ENDINGS[parts[0]]} 文件。")
    if parts[0] not in {*_ENDINGS, "forms"}:
        raise Refused("文件名不能使用：请用 bpmn/、dmn/ 或 forms/ 开头的相对路径。")
    return name
