"""Files, changes and findings of a draft as the studio's pages show them; its views call it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from app.catalogue.drafting import Draft, FileChange
from app.errors import Finding
from app.studio.naming import kind_of, title
from app.web.look.language import lang

KINDS: Final = {"bpmn": "流程图", "dmn": "决策表", "form": "表单", "other": "其他文件"}
STATES: Final = {
    "open": "修改中",
    "asked": "等待批准",
    "approved": "已批准，待发布",
    "published": "已发布",
    "dropped": "已放弃",
}
HOW: Final = {"added": "新增", "removed": "删除", "changed": "修改"}
# What the kinds of parts in a diagram, table or form are called; any other is called by its own name.
PARTS: Final = {
    "layout": "图形位置",
    "rule": "规则",
    "order": "规则次序",
    "input": "条件列",
    "output": "结论列",
    "decision": "决策",
    "inputData": "输入数据",
    "form": "表单本身",
    "entry": "条目",
    "process": "流程",
    "definitions": "文件本身",
    "userTask": "人工任务",
    "serviceTask": "服务任务",
    "businessRuleTask": "决策任务",
    "callActivity": "调用流程",
    "subProcess": "子流程",
    "sequenceFlow": "顺序流",
    "exclusiveGateway": "排他网关",
    "parallelGateway": "并行网关",
    "inclusiveGateway": "包容网关",
    "eventBasedGateway": "事件网关",
    "startEvent": "开始事件",
    "endEvent": "结束事件",
    "boundaryEvent": "边界事件",
    "intermediateCatchEvent": "等待事件",
    "intermediateThrowEvent": "抛出事件",
    "participant": "泳池",
    "lane": "泳道",
    "message": "消息",
    "error": "错误",
    "textfield": "文本框",
    "textarea": "多行文本框",
    "number": "数字",
    "select": "下拉选择",
    "radio": "单选",
    "checkbox": "勾选",
    "checklist": "多选",
    "datetime": "日期时间",
    "filepicker": "文件",
    "group": "分组",
    "dynamiclist": "可增行的列表",
    "text": "说明文字",
}


@dataclass(frozen=True)
class Line:
    """One file on a list; `id` is how diagrams call it, `how` says what became of it since the release before."""

    path: str
    name: str
    id: str
    how: str
    wrong: int


def lines(draft: Draft, findings: Sequence[Finding]) -> dict[str, list[Line]]:
    """List a draft's files by kind, with those that it no longer holds."""
    return _lines(draft.files, draft.changes, [each.file for each in findings if each.severity == "error"])


def release_lines(files: Mapping[str, bytes], changes: Sequence[FileChange]) -> dict[str, list[Line]]:
    """List a release's files by kind."""
    return _lines(files, [change for change in changes if change.path in files], [])


def _lines(files: Mapping[str, bytes], changes: Sequence[FileChange], errors: Sequence[str]) -> dict[str, list[Line]]:
    how = {change.path: change.how for change in changes}
    found: dict[str, list[Line]] = {kind: [] for kind in KINDS}
    for path in sorted({*files, *how}):
        named = title(path, files.get(path)), PurePosixPath(path).stem if kind_of(path) != "other" else ""
        found[kind_of(path)].append(Line(path, *named, how.get(path, ""), errors.count(path)))
    return found


def said(findings: Sequence[Finding], first: str = "") -> list[dict[str, Any]]:
    """Findings in the reader's language, one file's first: where, what, how to mend it."""
    chinese = lang() == "zh"
    return [
        {
            "severity": each.severity,
            "file": each.file,
            "where": " · ".join(part for part in (each.file, each.element or "") if part),
            "what": (chinese and each.what_zh) or each.what,
            "remedy": (chinese and each.remedy_zh) or each.remedy,
        }
        for each in sorted(findings, key=lambda one: one.file != first)
    ]


def of_file(draft: Draft, path: str) -> FileChange | None:
    """What is different in one file, or None where nothing is."""
    return next((change for change in draft.changes if change.path == path), None)
