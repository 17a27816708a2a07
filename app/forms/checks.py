"""What is wrong with a form file, found before it is published; called by the form itself and by the catalogue."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Final

from app.decisions.expressions import check_expression
from app.errors import Finding, Problem
from app.events.canonical import decode
from app.forms.parts import ASKED, BOXES, CHOSEN, SHOWN, Part, read_all, walk

KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}", re.ASCII)
NESTED_REPEAT: Final = re.compile(r"\([^()]*[+*}][^()]*\)\s*(?:[+*]|\{\d+,)")
LONGEST_PATTERN: Final = 300
FEEL: Final = ("required_if", "valid_if", "scripted", "reuse")
TEXTS: Final = frozenset(
    (
        *("label_en", "description_en", "options_en", "text_en", "message", "message_en"),
        *("required_message", "required_message_en", "options_from", "autocomplete", "inputmode", "width"),
        *("compact", "pattern_error_en"),
        *("case", "max_mb", "added", "home_division", "source", "mask", "secret"),
    )
)


def findings(content: bytes, file: str, known_functions: Collection[str] | None = None) -> list[Finding]:
    """Everything malformed or not supported, with its remedy; without known functions, none is missed."""
    try:
        spec = decode(content)
    except (ValueError, Problem) as problem:
        return [_finding(file, None, f"not JSON: {problem}", "Save it anew from the editor.", "不是有效的 JSON 文件")]
    if not isinstance(spec, Mapping) or not isinstance(spec.get("components"), list):
        return [
            _finding(file, None, "no list of components", "Save it as a form-js form.", "不是表单文件，缺少组件列表")
        ]
    parts = list(walk(read_all(spec["components"], "components")))
    keys = {part.key for part in parts}
    return [*_whole(spec, file, parts), *(f for part in parts for f in _part(part, file, known_functions, keys))]


def _whole(spec: Mapping[str, Any], file: str, parts: list[Part]) -> Iterator[Finding]:
    if spec.get("id") != PurePosixPath(file).stem:
        yield _finding(
            file, None, f"the id is {spec.get('id')!r}", "Name the form as its file.", "表单标识与文件名不一致"
        )
    for key, times in Counter(p.key for p in parts if p.asked).items():
        if times > 1:
            yield _finding(
                file, key, f"the key {key!r} is used {times} times", "Give each field its own key.", "字段名重复"
            )


def _part(part: Part, file: str, known: Collection[str] | None, keys: Collection[str]) -> Iterator[Finding]:
    if part.type not in ASKED | SHOWN | BOXES:
        remedy = f"Use one of {', '.join(sorted(ASKED | {'group', 'text'}))}."
        yield _finding(file, part.at, f"the component type {part.type!r} is not supported", remedy, "不支持的组件类型")
        return
    if part.type in BOXES and part.spec.get("path"):
        yield _finding(file, part.at, "a group with a path", "Leave the group's path empty.", "不支持带路径的分组")
    if part.asked:
        yield from _asked(part, file)
    yield from _expressions(part, file, known, keys)
    for name in sorted(set(part.properties) - TEXTS - set(FEEL)):
        yield _finding(file, part.at, f"the property {name!r} is not known", "Remove it.", "未知的扩展属性", "warning")


def _asked(part: Part, file: str) -> Iterator[Finding]:
    if not KEY.fullmatch(part.key):
        remedy = "Use letters, digits and underscores, beginning with a letter."
        yield _finding(file, part.at, f"the key {part.key!r} can't be used", remedy, "字段名不合规范")
    if not part.spec.get("label"):
        yield _finding(file, part.at, "the field has no label", "Say what is asked.", "字段没有标题")
    if part.type in CHOSEN and not part.options() and "options_from" not in part.properties:
        remedy = "List the choices, or name a reference list in options_from."
        yield _finding(file, part.at, "there is nothing to choose from", remedy, "没有可选项")
    if part.type == "datetime" and part.spec.get("subtype", "date") not in {"date", "time"}:
        yield _finding(
            file, part.at, "date and time in one field", "Ask for them in two fields.", "不支持日期时间合并字段"
        )
    if "valid_if" in part.properties and not part.properties.get("message"):
        remedy = "Say in the property message what to mend."
        yield _finding(file, part.at, "valid_if without a message", remedy, "校验规则缺少提示语")
    yield from _pattern(part, file)


def _pattern(part: Part, file: str) -> Iterator[Finding]:
    pattern = str(part.rules.get("pattern") or "")
    try:
        re.compile(pattern, re.ASCII)
    except re.error as problem:
        yield _finding(file, part.at, f"the pattern can't be read: {problem}", "Mend the pattern.", "正则表达式有误")
    if len(pattern) > LONGEST_PATTERN or NESTED_REPEAT.search(pattern):
        remedy = "Shorten it, and repeat nothing inside a repeated group."
        yield _finding(file, part.at, "the pattern could take very long", remedy, "正则表达式过长或嵌套重复")


def _expressions(part: Part, file: str, known: Collection[str] | None, keys: Collection[str]) -> Iterator[Finding]:
    texts = {name: part.properties[name] for name in FEEL if part.properties.get(name)}
    if part.hide:
        texts["conditional.hide"] = part.hide
    if part.text().startswith("="):
        texts["text"] = part.text()
    for name, text in texts.items():
        for found in check_expression(text, known, keys):
            what, what_zh = f"{name}: {found.what}", f"“{name}”的表达式有误：{found.what_zh}"
            yield replace(found, file=file, element=part.at, what=what, what_zh=what_zh)
    if "{{" in part.text() or "{{" in part.label():
        yield _finding(file, part.at, "a template in a text", "Write the whole text as FEEL: = ...", "不支持模板文本")


def _finding(file: str, at: str | None, what: str, remedy: str, what_zh: str, severity: str = "error") -> Finding:
    return Finding(severity, file, at, what, remedy, what_zh, "请按英文提示修改表单后重新检查。")
