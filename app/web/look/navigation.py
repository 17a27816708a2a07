"""The links on top of every page, by kind of reader; a link to a room that is not open yet is left out."""

from dataclasses import dataclass
from typing import Final

from flask import current_app, request

from app.identity import Kind
from app.web.access.guard import kinds, opens, visitor


@dataclass(frozen=True)
class Link:
    """One entry: the endpoint, its name in Chinese, the endpoints that belong to it, and whose name for it this is."""

    endpoint: str
    name: str
    within: tuple[str, ...] = ()
    called_so_by: Kind | None = None

    @property
    def here(self) -> bool:
        """Whether the reader is on this entry's pages."""
        return request.endpoint in {self.endpoint, *self.within}


OWN: Final = ("portal.one", "portal.received", "portal.correct")
STUDIO: Final = (
    *("studio.draft", "studio.ask", "studio.file", "studio.edit", "studio.attempt"),
    *("studio.release", "studio.release_file"),
)
PEOPLE: Final = tuple(
    f"personnel.{name}" for name in ("new", "add", "account", "grant", "revoke", "close", "reopen", "password")
)
LINKS: Final = (
    Link("portal.start", "首页"),
    Link("guide.items", "办事指南", ("guide.one",)),
    Link("portal.apply", "我要办理", called_so_by=Kind.APPLICANT),
    Link("portal.mine", "我的申请", OWN, Kind.APPLICANT),
    Link("inbox.tasks", "待办任务", ("inbox.task", "inbox.case")),
    Link("inbox.messages", "登记报告", ("inbox.message",)),
    Link("portal.apply", "窗口受理", called_so_by=Kind.CASEWORKER),
    Link("portal.mine", "代办的申请", OWN, Kind.CASEWORKER),
    Link("figures.page", "办件统计"),
    Link("inbox.incidents", "异常事项"),
    Link("inbox.kept", "留存消息"),
    Link("personnel.accounts", "人员账号", PEOPLE),
    Link("audit.cases", "案件核查", ("audit.case", "audit.verify", "audit.replay")),
    Link("studio.releases", "规则发布", STUDIO),
    Link("tour.page", "演示导览"),
)


def links() -> list[Link]:
    """The entries that the reader may open."""
    person = visitor()
    known = [link for link in LINKS if link.endpoint in current_app.view_functions]
    named = [link for link in known if link.called_so_by is None or link.called_so_by in kinds(person)]
    return [link for link in named if opens(link.endpoint, person)]
