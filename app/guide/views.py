"""The guide's pages: the items, and one item with everything that who wants it should know."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, render_template, send_file
from werkzeug.wrappers import Response

from app.calendar import legal_day
from app.documents import printed
from app.guide.chapter import Chapter, chapter, described
from app.guide.leaflet import TEMPLATE, leaflet
from app.web import desk
from app.web.access.guard import everyone
from app.web.drawing import picture, read
from app.web.look.language import lang, law, say
from app.web.ports import Release

door = Blueprint("guide", __name__, template_folder="templates", url_prefix="/guide")


@door.get("/")
@everyone
def items() -> str:
    release = desk.in_force()
    listed, chapters = release.reference("items"), described(release)
    return render_template("guide/items.html", items=listed, chapters=chapters, release=release.number)


@door.get("/<item>")
@everyone
def one(item: str) -> str:
    release, listed, found = _found(item)
    fixed = [timed for timed in found.steps if timed.days is not None]
    return render_template(
        "guide/item.html",
        item=listed,
        found=found,
        drawing=_drawing(found, release),
        day=desk.now(),
        any_reference=any(timed.reference for timed in fixed),
        release=release.number,
    )


@door.get("/<item>/pdf")
@everyone
def printable(item: str) -> Response:
    """Give the chapter as PDF; the same rules give the same bytes all day."""
    release, listed, found = _found(item)
    today = legal_day(desk.now())
    told = leaflet(found, listed["name"], release.number, today)
    made = printed(release.files, TEMPLATE, told, datetime.combine(today, time(), UTC))
    return send_file(BytesIO(made), "application/pdf", as_attachment=True, download_name=f"{told['title']}.pdf")


def _found(item: str) -> tuple[Release, Mapping[str, Any], Chapter]:
    """The release in force, and what it says of an item; an item that is none is not found."""
    release = desk.in_force()
    listed = next((each for each in release.reference("items") if each["code"] == item), None)
    if listed is None or item not in described(release):
        abort(404)
    found = chapter(release, item, desk.cases().functions(release.number, desk.now())["decide"])
    return release, listed, found


def _drawing(found: Chapter, release: Release) -> str:
    plan = read(release.files[f"bpmn/{found.process}.bpmn"])
    title = say("{name}的办理流程图", name=law(plan.name))
    desc = say("流程图中的办理环节和时限在下面的表中逐项列出。")
    return picture(
        plan, title=title, desc=desc, name=found.process, words=release.english.whole if lang() == "en" else None
    )
