"""A living subsidy that was applied for and granted, with the right that is paid since."""

from itertools import count
from typing import Any

from flask import Flask

from app.cli.daily.imports import Importer
from app.cli.rooms import Rooms
from app.store import reads
from tests.doors.pages.conftest import APPLICATION, JPEG, PASSWORD, Reader

HOLDER = "140105199003179157"  # nobody else's: others are to hold no certificate
ANOTHER_HOLDER = "140105199003189152"  # for who only looks: what is told of one is not to reach the other
CERTIFICATE: dict[str, Any] = {
    "kind": "certificate",
    "id_no": HOLDER,
    "county": "140105",
    "number": None,
    "issued_on": "2021-01-10",
    "expires_on": None,
    "reissue_count": 0,
    "levels": [{"category": "肢体", "level": 3}],
}
LIVING = APPLICATION | {
    "items": ["living_subsidy"],
    "id_no": HOLDER,
    "on_dibao": "yes",
    "on_dibao_edge": "no",
    "living_bank_card": "6222020000000000000",
    "living_bank": "示例银行",
    "living_account_name": "示例·张三",
    "commitment_accepted": "on",
    "signature": "示例·张三",
    "do": "submit",
}
numbers = count()


def granted(app: Flask, applicant: Reader, holder: str = HOLDER) -> str:
    """Let an applicant be granted the subsidy on a certificate held before; give the case's id."""
    rooms, asked = Rooms(app), LIVING | {"id_no": holder}
    with app.app_context():
        Importer(rooms, rooms.people.login("federation_xd", PASSWORD), f"held-{next(numbers)}").take(
            CERTIFICATE | {"id_no": holder}
        )
        rooms.cases.drain(rooms.now())
    applicant.open("/apply")
    slots = applicant.send("/apply", asked | {"do": "update"}).xpath("//input[@type='file']/@name")
    applicant.send("/apply", asked, {slot: (JPEG, f"{slot}.jpg") for slot in slots})
    case = applicant.path.split("/")[2]
    with app.app_context():
        rooms.cases.drain(rooms.now())
        told = {"by": rooms.people.login("civil_affairs_xd", PASSWORD), "now": rooms.now(), "key": f"granted:{case}"}
        [task] = [one.id for one in reads.tasks_of(case, open_only=True)]
        rooms.cases.complete(task, {"decision": "agree"}, **told)
        rooms.cases.drain(rooms.now())
    return case


def cases(app: Flask, process: str) -> list[Any]:
    """All cases of a kind, oldest first."""
    with app.app_context():
        return [one for one in Rooms(app).queries.cases() if one.process == process]
