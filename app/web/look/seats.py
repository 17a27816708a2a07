"""The accounts of demo mode, grouped by what their people do, with one of each group to begin with."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from app.cases.shown.views import DemoAccount
from app.identity import Kind, kind_of
from app.web import desk

# In the order in which a case meets them.
NAMES: Final = {
    Kind.APPLICANT: "申请人",
    Kind.CASEWORKER: "经办人",
    Kind.AUDITOR: "审计员",
    Kind.ANALYST: "流程分析员",
    Kind.OPERATOR: "运维人员",
}
HINTS: Final = {
    Kind.APPLICANT: "填一张表申请，看办到哪一步，补正或撤回。",
    Kind.CASEWORKER: "在待办任务中领取、审核、办结，看期限还剩几天。",
    Kind.AUDITOR: "查一个案件的每一步依据，核对事实链，重新回放。",
    Kind.ANALYST: "改一条规则，看检查结果，请人批准后发布。",
    Kind.OPERATOR: "查看外部系统没有答复的步骤，再试一次。",
}


@dataclass(frozen=True)
class Group:
    """People of one kind: the first stands for them, the others by department."""

    kind: Kind
    name: str
    hint: str
    first: DemoAccount
    others: Sequence[tuple[str, Sequence[DemoAccount]]]

    @property
    def more(self) -> int:
        """How many there are besides the first."""
        return sum(len(accounts) for _, accounts in self.others)


def groups() -> list[Group]:
    """Group the demo accounts; [] outside demo mode."""
    accounts = desk.people().demo_accounts()
    return [_group(kind, found) for kind in NAMES if (found := [a for a in accounts if kind_of(a.role) is kind])]


def _group(kind: Kind, accounts: Sequence[DemoAccount]) -> Group:
    first, *rest = accounts
    order = {each.department: place for place, each in reversed(list(enumerate(accounts)))}
    listed = sorted(rest, key=lambda each: order[each.department])
    others = [(name, list(found)) for name, found in groupby(listed, key=lambda each: each.department)]
    return Group(kind, NAMES[kind], HINTS[kind], first, others)
