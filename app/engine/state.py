"""The state of a case as bytes and back, and its hash over a normal form; only machine and results call it."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import msgspec
import zstandard
from SpiffWorkflow import TaskState

from app.engine.nodes.base import DiagramSpec, spec_name
from app.engine.tokens.levels import Arm, Case, Level, Token
from app.engine.tokens.variables import Cells, Names
from app.engine.tokens.walk import Walk
from app.errors import StateUnreadable
from app.events.canonical import encode as canonical
from app.events.chain import digest

FORMAT = b"\x01"
LARGEST = 64 * 1024 * 1024


class _Token(msgspec.Struct, array_like=True):
    element: str
    state: int
    data: Names
    ref: str
    flow: str | None
    local: Names
    arms: tuple[Arm, ...]
    division: str | None
    asked: int | None


class _Level(msgspec.Struct):
    of: str
    inside: tuple[int, int] | None
    visits: dict[str, int]
    kept: Names
    outcome: str
    tokens: list[_Token]


class _Case(msgspec.Struct):
    cells: dict[int, Any]
    last: int
    ended: bool
    levels: list[_Level]


_TO_JSON = msgspec.json.Encoder(decimal_format="number")
_FROM_JSON = msgspec.json.Decoder(_Case, float_hook=Decimal)


def encode(case: Case) -> bytes:
    """Write down where the case stands and what can still be seen there; never the diagrams."""
    cells = case.walk.cells
    cells.keep_only(_used(case))
    saved = _Case(cells.values, cells.last, case.ended, list(_levels(case)))
    return FORMAT + zstandard.ZstdCompressor(level=3).compress(_TO_JSON.encode(saved))


def _levels(case: Case) -> Iterator[_Level]:
    """Each level, with the place of the token that it runs inside: that level's number and the token's."""
    places: dict[Any, tuple[int, int]] = {}
    for number, level in enumerate(case.levels()):
        places.update({token.id: (number, index) for index, token in enumerate(level.live())})
        inside = None if level is case else places[level.parent_task_id]
        tokens = [_saved(token) for token in level.live()]
        yield _Level(level.spec.name, inside, level.visits, level.kept, level.outcome, tokens)


def _saved(token: Token) -> _Token:
    element = token.task_spec.element.id
    own = (token.ref, token.flow, token.local, token.arms, token.division, token.asked)
    return _Token(element, token.state, token.data, *own)


def _used(case: Case) -> set[int]:
    used: set[int] = set()
    for level in case.levels():
        used.update(level.kept.values())
        for token in level.live():
            used.update(token.data.values(), token.local.values(), () if token.asked is None else (token.asked,))
    return used


def decode(blob: bytes, specs: Mapping[str, DiagramSpec], walk_with: Callable[[Cells], Walk]) -> Case:
    """Read a state back over the diagrams of its release; `walk_with` makes the walk from the case's cells."""
    if blob[:1] != FORMAT:
        raise StateUnreadable("the format is unknown")
    try:
        text = zstandard.ZstdDecompressor().decompress(blob[1:], max_output_size=LARGEST)
        return _restored(_FROM_JSON.decode(text), specs, walk_with)
    except (zstandard.ZstdError, msgspec.DecodeError) as broken:
        raise StateUnreadable(str(broken)) from broken
    except KeyError as missing:
        raise StateUnreadable(f"the diagrams of this release have no {missing}") from missing


def _restored(saved: _Case, specs: Mapping[str, DiagramSpec], walk_with: Callable[[Cells], Walk]) -> Case:
    walk = walk_with(Cells(saved.cells, saved.last))
    case = Case(specs[saved.levels[0].of], dict(specs), walk)
    case.ended = saved.ended
    tokens: list[list[Token]] = []
    for each in saved.levels:
        level = case if each.inside is None else case.restore_part(tokens[each.inside[0]][each.inside[1]], each.of)
        tokens.append(_fill(level, each))
    return case


def _fill(level: Level, saved: _Level) -> list[Token]:
    level.visits, level.kept, level.outcome = saved.visits, saved.kept, saved.outcome
    level.task_tree.state = TaskState.COMPLETED
    return [_token(level, each) for each in saved.tokens]


def _token(level: Level, saved: _Token) -> Token:
    token = Token(level, level.spec.task_specs[spec_name(saved.element)], level.task_tree, saved.state)
    token.data, token.ref, token.flow, token.local = saved.data, saved.ref, saved.flow, saved.local
    token.arms, token.division, token.asked = saved.arms, saved.division, saved.asked
    return token


def fingerprint(case: Case) -> str:
    """Hash where the case stands: elements by visit, waits, due times and data; no numbers of cells, no engine ids."""
    normal = {"ended": case.ended, "levels": [_normal(level, case.walk.cells) for level in case.levels()]}
    return digest(canonical(normal))


def _normal(level: Level, cells: Cells) -> dict[str, Any]:
    return {
        "path": level.path,
        "of": level.spec.name,
        "visits": level.visits,
        "kept": cells.digests(level.kept),
        "outcome": level.outcome,
        "open": [_open(token, cells) for token in level.live()],
    }


def _open(token: Token, cells: Cells) -> dict[str, Any]:
    return {
        "element": token.task_spec.element.id,
        "ref": token.ref,
        "flow": token.flow,
        "state": TaskState.get_name(token.state),
        "data": cells.digests(token.data),
        "local": cells.digests(token.local),
        "asked": None if token.asked is None else cells.digest(token.asked),
        "division": token.division,
        "waits": [[arm.ref, arm.due and arm.due.isoformat(), arm.message, arm.key] for arm in token.arms],
    }
