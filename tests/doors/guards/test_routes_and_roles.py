"""The table of routes and roles, held to the product: every route with real ids, for every kind of visitor."""

from pathlib import Path

import pytest

from tests.doors.pages.conftest import PASSWORD, Reader

TABLE = Path(__file__).with_name("routes.md")
VISITORS = {
    "nobody": None,
    "owner": "applicant1",
    "another applicant": "applicant2",
    "office": "federation_xd",
    "window": "window_xd",
    "other county": "federation_lz",
    "operator": "operator",
    "auditor": "auditor",
    "analyst": "analyst",
}
OPEN = "open"
# Sent without their token, these get past the guard and no further: they would log out, or move the time for all.
FAR_REACHING = {("POST", "/logout"), ("POST", "/tour/clock")}
REFUSALS = {"login": {302, 401}, "closed": {403}, "not theirs": {403, 404}}


def rows():
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    head = cells[0]
    assert head[2:] == list(VISITORS)
    return {(row[0], row[1].strip("`")): dict(zip(head[2:], row[2:], strict=True)) for row in cells[2:]}


def routes(app):
    return {(method, rule.rule) for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}}


def verdict(answer):
    to_login = answer.status_code == 302 and answer.headers["Location"].startswith("/login")
    if to_login or answer.status_code == 401:
        return "login"
    return {403: "closed", 404: "not theirs"}.get(answer.status_code, OPEN)


class Knocking:
    """One visitor's way to every route: a session for the pages, a password for the API."""

    def __init__(self, world, visitor):
        self.world, self.login = world, VISITORS[visitor]
        self.pages = Reader(world.app, f"10.8.0.{list(VISITORS).index(visitor)}")
        if self.login:
            self.pages.login(self.login)
        self.token = self.pages.open("/").xpath("string(//input[@name='csrf-token']/@value)")
        self.api = world.app.test_client()

    def __call__(self, method, rule):
        path = self.world.path(rule)
        if rule.startswith("/api/"):
            auth = (self.login, PASSWORD) if self.login else None
            body = {"answers": {}} if rule.endswith("/complete") else {}
            return self.api.open(path, method=method, auth=auth, json=body if method == "POST" else None)
        token = {} if (method, rule) in FAR_REACHING else {"csrf-token": self.token}
        where = {"REMOTE_ADDR": "203.0.113.7"} if rule == "/metrics" else {}  # this machine itself may see the counts
        return self.pages.client.open(
            path, method=method, data=token if method == "POST" else None, environ_overrides=where
        )


def test_every_route_has_a_row_and_every_row_a_route(app):
    assert set(rows()) == routes(app)


def test_every_cell_says_one_of_four_things():
    said = {(key, who): cell for key, row in rows().items() for who, cell in row.items()}
    assert {key: cell for key, cell in said.items() if cell not in {OPEN, *REFUSALS}} == {}


@pytest.mark.parametrize("visitor", VISITORS)
def test_what_is_closed_to_somebody_is_refused_and_leaves_no_trace(world, visitor):
    still = world.still()
    knock = Knocking(still, visitor)
    closed = {key: row[visitor] for key, row in rows().items() if row[visitor] != OPEN}
    before = world.kept()
    got = {key: knock(*key).status_code for key in closed}
    assert {key: status for key, status in got.items() if status not in REFUSALS[closed[key]]} == {}
    assert world.kept() == before
    assert len(before["fact"]) > 2


@pytest.mark.parametrize("visitor", VISITORS)
def test_what_is_open_to_somebody_opens(world, visitor):
    knock = Knocking(world, visitor)
    opens = [key for key, row in rows().items() if row[visitor] == OPEN]
    got = {key: knock(*key) for key in opens}
    assert {key: a.status_code for key, a in got.items() if verdict(a) != OPEN or a.status_code >= 500} == {}
