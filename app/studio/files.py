"""One file of a draft: its changes, its editor, saving, uploading, downloading; and the whole draft as a package."""

from functools import partial
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.catalogue.folder import LARGEST_FILE
from app.errors import Problem, Refused, said
from app.identity import Kind
from app.studio import ports, shown
from app.studio.compared import compared
from app.studio.naming import kind_of, title
from app.studio.views import DRAFT, door
from app.web import desk
from app.web.access.guard import may, me
from app.web.headers import loosen
from app.web.look.language import say
from app.web.uploads import plain_name

FOLDERS = {".bpmn": "bpmn", ".dmn": "dmn", ".json": "forms"}


@door.get(f"{DRAFT}/files/<path:path>")
@may(Kind.ANALYST)
def file(number: int, path: str) -> str:
    """Show one file: what is different, what is wrong, and what can be done with it."""
    found = ports.drafts().draft(number, me())
    change = shown.of_file(found, path)
    mark = found.contents[path][0] if path in found.contents else ""
    if not mark and change is None:
        found.file(path)
    compare = partial(compared, before=found.base.files, after=found.files)
    return _page("studio/file.html", found, path, change=change, mark=mark, compare=compare)


@door.get(f"{DRAFT}/edit/<path:path>")
@may(Kind.ANALYST)
def edit(number: int, path: str) -> str:
    """Open a file in its editor; the editors draw with inline styles, so this page alone allows them."""
    found = ports.drafts().draft(number, me())
    mark, _ = found.file(path)
    if kind_of(path) == "other":
        raise Refused("这种文件没有可视编辑器，请下载修改后上传。")
    loosen("style-src", "'self' 'unsafe-inline'")
    return _page("studio/editor.html", found, path, mark=mark)


@door.get(f"{DRAFT}/content/<path:path>")
@may(Kind.ANALYST)
def content(number: int, path: str) -> Response:
    """Give a file as it is; a browser never opens it as a page."""
    mark, whole = ports.drafts().draft(number, me()).file(path)
    answer = make_response(whole)
    answer.mimetype = "application/octet-stream"
    answer.headers["X-Seen"] = mark
    answer.headers["Cache-Control"] = "no-store"
    answer.headers.set("Content-Disposition", "attachment", filename=path.rpartition("/")[2])
    return answer


@door.post(f"{DRAFT}/save/<path:path>")
@may(Kind.ANALYST)
def save(number: int, path: str) -> Response:
    """Save what an editor sends; it answers in JSON, since the editor stays open whatever comes of it."""
    drafts = ports.drafts()
    try:
        seen = request.headers.get("X-Seen", "")
        mark = drafts.save(number, path, _sent(), seen=seen, by=me(), now=desk.now())
    except Problem as problem:
        if problem.status >= 500:
            raise
        return make_response(jsonify(problem=say(problem.detail or problem.zh)), problem.status)
    findings = shown.said(drafts.findings(drafts.draft(number, me())), path)
    return make_response(jsonify(mark=mark, findings=findings))


@door.post(f"{DRAFT}/replace/<path:path>")
@may(Kind.ANALYST)
def replace(number: int, path: str) -> Response:
    """Put an uploaded file in the place of one whose mark was seen."""
    sent = _uploaded()
    if sent.filename and sent.filename.rpartition(".")[2] != path.rpartition(".")[2]:
        raise Refused(said("上传的文件类型与 {path} 不同，请检查是否选错文件。", path=path))
    ports.drafts().save(number, path, _read(sent), seen=request.form.get("seen", ""), by=me(), now=desk.now())
    flash(say("已上传。请查看检查结果。"))
    return redirect(url_for("studio.file", number=number, path=path))


@door.post(f"{DRAFT}/remove/<path:path>")
@may(Kind.ANALYST)
def remove(number: int, path: str) -> Response:
    ports.drafts().remove(number, path, seen=request.form.get("seen", ""), by=me(), now=desk.now())
    flash(say("已从草案中删除。"))
    return redirect(url_for("studio.draft", number=number))


@door.post(f"{DRAFT}/upload")
@may(Kind.ANALYST)
def upload(number: int) -> Response:
    """Add a new file, in the folder of its kind or under the path that was typed."""
    sent = _uploaded()
    name = plain_name(sent.filename or "")
    ending = f".{name.rpartition('.')[2]}"
    path = request.form.get("path", "").strip() or f"{FOLDERS.get(ending, 'forms')}/{name}"
    if path in ports.drafts().draft(number, me()).files:
        raise Refused(said("草案里已经有 {path}。要替换它，请在它的页面上传。", path=path))
    ports.drafts().save(number, path, _read(sent), seen="", by=me(), now=desk.now())
    flash(say("已上传。请查看检查结果。"))
    return redirect(url_for("studio.file", number=number, path=path))


@door.get(f"{DRAFT}/package")
@may(Kind.ANALYST)
def package(number: int) -> Response:
    """Give all files of a draft as one package, in the folders from which `yijianshi publish` reads them."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as packed:
        for path, each in ports.drafts().draft(number, me()).files.items():
            packed.writestr(path, each)
    answer = make_response(whole.getvalue())
    answer.mimetype = "application/zip"
    answer.headers.set("Content-Disposition", "attachment", filename=f"draft-{number}.zip")
    return answer


def _page(template: str, found: Any, path: str, **more: Any) -> str:
    told = shown.said(ports.drafts().findings(found), path)
    known = {"draft": found, "info": found.info, "path": path, "kind": kind_of(path), "shown": shown}
    content = found.files.get(path, found.base.files.get(path))
    return render_template(template, findings=told, title=title(path, content), **known, **more)


def _uploaded() -> FileStorage:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Refused("请先选择要上传的文件。")
    return sent


def _read(sent: FileStorage) -> bytes:
    """Read no more than tells that it is too large; the use case refuses it then."""
    return sent.stream.read(LARGEST_FILE + 1)


def _sent() -> bytes:
    return request.stream.read(LARGEST_FILE + 1)
