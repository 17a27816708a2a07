"""The links on top of every page, by kind of reader; a link to a room that is not open yet is left out."""

from dataclasses import dataclass
from typing import Final

from flask import current_app, request

from app.web.access.guard import kinds, rule_of, visitor


@dataclass(frozen=True)
class Link:
    """One entry: the endpoint, its name in Chinese, and the endpoints that belong to it."""

    endpoint: str
    name: str
    within: tuple[str, ...] = ()

    @property
    def here(self) -> bool:
        """Whether the reader is on this entry's pages."""
        return request.endpoint in {self.endpoint, *self.within}


LINKS: Final = (
    Link("portal.start", "首页"),
    Link("portal.apply", "我要办理"),
    Link("portal.mine", "我的申请", ("portal.one", "portal.received", "portal.correct")),
    Link("inbox.tasks", "待办任务", ("inbox.task", "inbox.case")),
    Link("inbox.messages", "登记报告", ("inbox.message",)),
    Link("inbox.incidents", "异常事项"),
    Link("audit.cases", "案件核查", ("audit.case",)),
    Link("studio.releases", "规则发布", ("studio.draft", "studio.ask", "studio.file", "studio.edit")),
    Link("tour.page", "演示导览"),
)


def links() -> list[Link]:
    """The entries that the reader may open."""
    mine = kinds(visitor())
    known = [link for link in LINKS if link.endpoint in current_app.view_functions]
    return [link for link in known if (rule := rule_of(link.endpoint)) is None or rule & mine]
