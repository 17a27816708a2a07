"""Letters of a release: each is tried on its sample, so that a broken template is found before it is needed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from app.catalogue.checks.texts import finding
from app.decisions.expressions import check_expression
from app.documents import problems
from app.errors import Finding

LIST: Final = "forms/reference/documents.json"
_COMMON: Final = {"number": "20260817-140105-00001", "name": "示例·张三", "office": "示例县", "on": "2026-08-17"}
_NEEDED: Final = frozenset({"code", "name", "template", "process", "each", "sample"})

_PRINTED: Final = frozenset({"code", "name", "template", "sample"})


def letters(files: Mapping[str, bytes], json: Mapping[str, Any], functions: Collection[str]) -> Iterator[Finding]:
    """What is wrong with the list of letters, its expressions and its templates."""
    told = json.get(LIST)
    if told is None:
        return
    listed = told.get("documents") if isinstance(told, Mapping) else None
    if not isinstance(listed, list) or not isinstance(told.get("common"), Mapping):
        yield finding("letter", LIST, None, detail="`documents` is a list and `common` an object")
        return
    for each in listed:
        for detail in _wrong(each, told["common"], files):
            yield finding("letter", LIST, str(each.get("code")) if isinstance(each, Mapping) else None, detail=detail)
        yield from _unread(each, told["common"], functions)
    for each in told.get("others", ()):
        for detail in _unprintable(each, files):
            yield finding("letter", LIST, str(each.get("code")) if isinstance(each, Mapping) else None, detail=detail)


def _unprintable(each: Any, files: Mapping[str, bytes]) -> Iterator[str]:
    """What is wrong with a template of the list's other prints, which tell of no case."""
    if not isinstance(each, Mapping) or not set(each) >= _PRINTED or not isinstance(each["sample"], Mapping):
        yield f"every print has {', '.join(sorted(_PRINTED))}"
        return
    yield from problems(files, str(each["template"]), {"title": each["name"], **each["sample"]})


def _wrong(each: Any, common: Mapping[str, Any], files: Mapping[str, bytes]) -> Iterator[str]:
    if not isinstance(each, Mapping) or not set(each) >= _NEEDED or not isinstance(each["sample"], Mapping):
        yield f"every letter has {', '.join(sorted(_NEEDED))}"
        return
    if each["process"] not in common:
        yield f"`common` says nothing of {each['process']}"
    yield from problems(files, str(each["template"]), {**_COMMON, "title": each["name"], **each["sample"]})


def _unread(each: Any, common: Mapping[str, Any], functions: Collection[str]) -> Iterator[Finding]:
    """What is wrong with the expressions of a letter."""
    if not isinstance(each, Mapping):
        return
    for text in (each.get("each", "null"), common.get(str(each.get("process")), "null")):
        for found in check_expression(str(text), functions):
            told = finding(
                "letter_expression", LIST, str(each.get("code")), text=text, detail=found.what, detail_zh=found.what_zh
            )
            yield replace(told, remedy=found.remedy, remedy_zh=found.remedy_zh)
