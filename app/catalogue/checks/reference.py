"""Reference lists that the product itself reads: yearly schedules, divisions, register schemas."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from app.calendar import schedule_problems
from app.catalogue.checks.texts import finding
from app.errors import Finding


def reference_lists(json: Mapping[str, Any]) -> Iterator[Finding]:
    """What is wrong with each list, in words."""
    for file, content in json.items():
        for detail in _problems(PurePosixPath(file), content):
            yield finding("reference", file, None, detail=detail)


def _problems(path: PurePosixPath, content: Any) -> list[str]:
    if str(path.parent) == "forms/registers":
        return _schema(content)
    if str(path.parent) == "forms/reference" and path.stem.startswith("workdays-"):
        return _schedule(path, content)
    if str(path) == "forms/reference/divisions.json":
        return _divisions(content)
    return []


def _schema(content: Any) -> list[str]:
    if isinstance(content, Mapping) and isinstance(content.get("properties"), Mapping):
        return []
    return ["a register's schema is an object with `properties`"]


def _schedule(path: PurePosixPath, content: Any) -> list[str]:
    problems = schedule_problems(content)
    if not problems and path.stem != f"workdays-{content['year']}":
        problems.append(f"the file of {content['year']} is named workdays-{content['year']}.json")
    return problems


def _divisions(content: Any) -> list[str]:
    if not isinstance(content, list) or not all(isinstance(each, Mapping) for each in content):
        return ["divisions are a list of objects"]
    codes = [each.get("code") for each in content]
    if not all(isinstance(code, str) and code for code in codes):
        return ["every division has a `code`"]
    return [f"the code {code} is used twice" for code in sorted({code for code in codes if codes.count(code) > 1})]
