"""One item of the guide as a leaflet to print: the chapter of the page, as a template can set it; the guide only."""

from datetime import date
from typing import Any, Final

from app.guide.chapter import Chapter

TEMPLATE: Final = "guide"


def leaflet(found: Chapter, name: str, release: int, on: date) -> dict[str, Any]:
    """Tell a chapter as the template of the release reads it."""
    return {
        "title": f"{name}办事指南",
        "number": f"{name}　规则第{release}版",
        "release": release,
        "on": on.isoformat(),
        "conditions": [{"name": table.name, "says": [said for said, _ in table.rules]} for table in found.tables],
        "quotes": list(found.quotes),
        "ways": list(found.ways),
        "papers": [
            {"name": each.name, "papers": [{"name": paper, "says": _said(found, paper)} for paper in each.papers]}
            for each in found.papers
        ],
        "steps": [
            {"name": each.step.name, "lane": each.step.lane, "days": each.days, "reference": each.reference}
            for each in found.steps
        ],
        "basis": [{part: str(each.get(part, "")) for part in ("name", "number", "says")} for each in found.basis],
        "contacts": [{part: str(each.get(part, "")) for part in ("office", "phone")} for each in found.contacts],
    }


def _said(found: Chapter, paper: str) -> str:
    return found.slots[paper].hint() if paper in found.slots else ""
