"""Who did what a fact tells: a person in a role, the clock, the system itself or a message from outside."""

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["person", "clock", "system", "message"]


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts; `id` is a person's id or a message's id, never a name or an identity number."""

    kind: ActorKind
    id: str | None = None
    role: str | None = None
    division: str | None = None


CLOCK = Actor("clock")
SYSTEM = Actor("system")
