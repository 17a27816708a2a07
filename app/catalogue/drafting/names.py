"""Which paths a draft may hold: those that a folder would give to a release; only the use cases on drafts call it."""

from pathlib import PurePosixPath
from unicodedata import normalize

from app.errors import Refused, said

LONGEST = 200
_ENDINGS = {"bpmn": (".bpmn",), "dmn": (".dmn",), "forms": (".json", ".typ")}


def plain(path: str) -> str:
    """Give a path as a release writes it, or refuse it in words."""
    name = normalize("NFC", path.strip())
    parts = PurePosixPath(name).parts
    if str(PurePosixPath(name)) != name or len(name) > LONGEST or not name.isprintable() or "\\" in name:
        raise Refused("文件名不能使用：请用 bpmn/、dmn/ 或 forms/ 开头的相对路径。")
    if len(parts) < 2 or any(part.startswith(".") for part in parts):
        raise Refused("文件名不能使用：请用 bpmn/、dmn/ 或 forms/ 开头的相对路径。")
    if parts[0] in _ENDINGS and not name.endswith(_ENDINGS[parts[0]]):
        raise Refused(said("{folder}/ 中只能放 {ending} 文件。", folder=parts[0], ending="、".join(_ENDINGS[parts[0]])))
    if parts[0] not in _ENDINGS:
        raise Refused("文件名不能使用：请用 bpmn/、dmn/ 或 forms/ 开头的相对路径。")
    return name
