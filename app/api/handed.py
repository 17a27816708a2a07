"""What a program hands in, made ready for the use cases: which service, which papers, which key; the views use it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from app.cases.shown.reporting import applied_for
from app.errors import FieldError, InvalidAnswers, NotFound, said
from app.identity import Person
from app.web import filing
from app.web.ports import Release

SERVICES: Final = "services"


@dataclass(frozen=True)
class Service:
    """A service that people can ask for: its process and the form it begins with."""

    process: str
    form: str


def service_of(release: Release, process: str | None) -> Service:
    """Find a service among those the release lists; unnamed, it must be the only one.

    What a report or a rating opens can't be asked for: it is told of a case of one's own, or by an office.
    """
    known = applied_for(release.reference(SERVICES))
    wanted = process or (next(iter(known)) if len(known) == 1 else "")
    if wanted not in known:
        advice = said("请填写其中之一：{known}。", known="、".join(sorted(known)))
        raise NotFound(advice) if process else InvalidAnswers([FieldError("process", "", advice)])
    return Service(wanted, str(known[wanted]["subject"]).partition(".")[0])


def key(headers: Mapping[str, Any], by: Person, deed: str) -> str:
    """Make the idempotency key of one deed of one person; without one in the header, the deed is a new one."""
    return f"api:{by.id}:{deed}:{headers.get('idempotency_key') or uuid4().hex}"


def with_papers(answers: Mapping[str, Any], by: Person) -> dict[str, Any]:
    """Give the answers with every paper as it is stored, whatever the program says of its name and size."""
    return {name: _looked_up(name, value, by) for name, value in answers.items()}


def _looked_up(name: str, value: Any, by: Person) -> Any:
    if not isinstance(value, list) or not any(isinstance(one, Mapping) for one in value):
        return value
    return [_paper(name, one, by) for one in value]


def _paper(name: str, one: Any, by: Person) -> dict[str, Any]:
    try:
        return filing.paper(str(UUID(one["paper"])), by)
    except (KeyError, TypeError, ValueError, AttributeError, NotFound) as unknown:
        raise InvalidAnswers([FieldError(name, "", "没有找到这份材料，请先上传。")]) from unknown
