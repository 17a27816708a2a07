"""Messages that no case has had: seen by who looks after the product, handed in again, or settled with a reason."""

from collections.abc import Mapping
from datetime import datetime

from app.calendar import legal_day
from app.cases.office import Office
from app.cases.service import actor
from app.cases.shown.labels import labels
from app.cases.shown.views import KeptLine, Page
from app.errors import Refused, said
from app.events.facts import Fact, MessageSettled, MessageTriedAgain
from app.identity import Act, Person, policy
from app.store import reads
from app.store.ids import new_id
from app.store.rows import Command
from app.store.unit import Work, unit
from app.store.waiting import KeptMessage

PER_PAGE = 20
LONGEST = 500


class Kept:
    """Nothing here reads what a message says; whom it is about is for the page to mask."""

    def __init__(self, office: Office) -> None:
        self._office, self._commands = office, office.commands

    def page(self, by: Person, now: datetime, page: int = 1) -> Page[KeptLine]:
        """List them, newest first, and say of each why nobody has it."""
        policy.require(by, Act.SEE_KEPT)
        keyring = self._commands.keyring
        found = reads.kept(limit=PER_PAGE + 1, offset=(page - 1) * PER_PAGE, opened_by=keyring)
        known = labels(self._commands.releases.in_force(legal_day(now))).messages
        return Page([self._line(one, known) for one in found[:PER_PAGE]], page, len(found) > PER_PAGE)

    def try_again(self, message_id: str, by: Person, now: datetime) -> list[str]:
        """Hand a message to every case that waits for it now; gives those that have had it."""
        policy.require(by, Act.SETTLE_KEPT)
        cases = self._office.hand_in(message_id, now)
        with unit(now, keyring=self._commands.keyring) as work:
            work.message(message_id)
            self._record(work, MessageTriedAgain(message_id, cases), by, now)
        return cases

    def settle(self, message_id: str, reason: str, by: Person, now: datetime) -> None:
        """Keep a message no longer; one that a case has had meanwhile is a Conflict."""
        policy.require(by, Act.SETTLE_KEPT)
        why = reason.strip()
        if not 0 < len(why) <= LONGEST:
            raise Refused(said("请填写了结的理由，不超过{most}字。", most=LONGEST))
        with unit(now, keyring=self._commands.keyring) as work:
            work.close_message(message_id)
            self._record(work, MessageSettled(message_id, why), by, now)

    def _record(self, work: Work, fact: Fact, by: Person, now: datetime) -> None:
        stream = work.stream(f"messages:{legal_day(now).isoformat()}")
        work.append(stream, Command(f"{fact.kind}:{new_id()}", actor(by, None), now), [fact])

    def _line(self, one: KeptMessage, known: Mapping[str, str]) -> KeptLine:
        why = "目前没有案件以此编号等待" if one.name in known else "现行流程中没有环节等待这种消息"
        return KeptLine(
            id=one.id,
            title=known.get(one.name, one.name),
            about=one.key,
            sender=self._sender(one),
            received_at=one.received_at,
            kept_until=one.expires_at,
            why=why,
        )

    def _sender(self, one: KeptMessage) -> str:
        if one.sender_kind == "person":
            return self._office.name_of(one.sender)
        return reads.case(one.sender).number if one.sender_kind == "system" and one.sender else one.sender or ""
