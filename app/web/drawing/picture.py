"""A diagram as SVG: shapes, names broken into lines, and where the case stood, told by signs as well as by colour."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import hypot
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from app.web.drawing.lines import wrapped
from app.web.drawing.plan import Arrow, Bounds, Box, Plan, Point
from app.web.drawing.trail import Level, Mark

TEMPLATES: Final = Environment(
    loader=PackageLoader("app.web.drawing"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
SIZE, SMALL, LEADING = 12.0, 11.0, 1.32
MARGIN, HEAD = 24.0, 9.0
SIDE: Final = 90.0  # room for a name beside its shape


@dataclass(frozen=True)
class Line:
    """One line of text and where it stands."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawn:
    """A box with its name in lines and how it stood."""

    box: Box
    lines: list[Line]
    mark: Mark | None
    change: str = ""


@dataclass(frozen=True)
class Led:
    """An arrow with its name, its head and how often it was taken."""

    arrow: Arrow
    path: str
    head: str
    lines: list[Line]
    taken: int
    count_at: Point
    change: str = ""


def picture(
    plan: Plan,
    level: Level | None = None,
    *,
    title: str = "",
    desc: str = "",
    name: str = "diagram",
    words: Mapping[str, str] | None = None,
    told: Mapping[str, str] | None = None,
    changed: Mapping[str, str] | None = None,
) -> str:
    """Draw a plan, with the marks of a level; `words` translates names, `told` says each element's state.

    `changed` says which elements were added, changed or removed; they are marked by +, ~ or − as well as by colour.

    What comes back is whole SVG, all that it was given escaped.
    """
    translated, different = words or {}, changed or {}
    boxes, arrows = _boxes(plan, level, translated, different), _arrows(plan, level, translated, different)
    return TEMPLATES.get_template("diagram.svg").render(
        boxes=boxes,
        arrows=arrows,
        frame=_frame(boxes, arrows),
        title=title or translated.get(plan.name, plan.name),
        desc=desc,
        name=name,
        told=told or {},
        marked=level is not None,
    )


def _boxes(plan: Plan, level: Level | None, words: Mapping[str, str], changed: Mapping[str, str]) -> list[Drawn]:
    marks = level.marks if level else {}
    return [Drawn(box, list(_box_lines(box, words)), marks.get(box.id), changed.get(box.id, "")) for box in plan.boxes]


def _arrows(plan: Plan, level: Level | None, words: Mapping[str, str], changed: Mapping[str, str]) -> list[Led]:
    """The arrows, those that stand out last, so that no other one crosses them."""
    flows = level.flows if level else {}
    led = [_led(arrow, flows.get(arrow.id, 0), words, changed.get(arrow.id, "")) for arrow in plan.arrows]
    return sorted(led, key=lambda one: (one.taken, one.change))


def _box_lines(box: Box, words: Mapping[str, str]) -> Iterator[Line]:
    name = words.get(box.name, box.name)
    if box.shape == "frame" and box.kind != "subProcess":
        return _centred(name, Bounds(-box.at.height / 2, -16, box.at.height, 32), SIZE)
    if box.shape in {"event", "gateway"}:
        below = Bounds(box.at.middle[0] - SIDE / 2, box.at.y + box.at.height + 4, SIDE, SMALL)
        return _hanging(name, box.label or below)
    if box.kind == "subProcess":
        return _hanging(name, Bounds(box.at.x, box.at.y + 6, box.at.width, SIZE))
    room = Bounds(box.at.x + 5, box.at.y + 12, box.at.width - 10, box.at.height - 16)
    return _centred(name, room, SIZE)


def _centred(name: str, room: Bounds, size: float) -> Iterator[Line]:
    """Lines in the middle of their room."""
    step = size * LEADING
    lines = wrapped(name, room.width / size, max(1, int(room.height / step)))
    x, y = room.middle
    first = y - (len(lines) - 1) * step / 2 + size * 0.36
    for number, text in enumerate(lines):
        yield Line(text, x, first + number * step)


def _hanging(name: str, label: Bounds) -> Iterator[Line]:
    """Lines from the top of a label on."""
    for number, text in enumerate(wrapped(name, max(label.width, SIDE) / SMALL)):
        yield Line(text, label.middle[0], label.y + SMALL * 0.95 + number * SMALL * LEADING)


def _led(arrow: Arrow, taken: int, words: Mapping[str, str], change: str) -> Led:
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in arrow.points)
    (x1, y1), (x2, y2) = max(
        zip(arrow.points, arrow.points[1:], strict=False),
        key=lambda two: hypot(two[1][0] - two[0][0], two[1][1] - two[0][1]),
    )
    middle = ((x1 + x2) / 2, (y1 + y2) / 2)
    label = arrow.label or Bounds(middle[0] - 20, middle[1] - 16, 40, 12)
    lines = list(_hanging(words.get(arrow.name, arrow.name), label))
    return Led(arrow, path, _head(*arrow.points[-2:]), lines, taken, middle, change)


def _head(before: Point, end: Point) -> str:
    """The three corners of an arrow's head."""
    dx, dy = end[0] - before[0], end[1] - before[1]
    length = hypot(dx, dy) or 1.0
    ux, uy = dx / length, dy / length
    base = (end[0] - HEAD * ux, end[1] - HEAD * uy)
    wing = HEAD * 0.45
    corners = (end, (base[0] - wing * uy, base[1] + wing * ux), (base[0] + wing * uy, base[1] - wing * ux))
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)


def _frame(boxes: list[Drawn], arrows: list[Led]) -> Bounds:
    """The part of the plane that is drawn on, with a margin."""
    corners = [(each.box.at.x, each.box.at.y) for each in boxes]
    corners += [(each.box.at.x + each.box.at.width, each.box.at.y + each.box.at.height) for each in boxes]
    corners += [point for led in arrows for point in led.arrow.points]
    corners += [(line.x, line.y) for each in boxes if each.box.shape != "frame" for line in each.lines] or [(0.0, 0.0)]
    left, top = min(x for x, _ in corners) - MARGIN, min(y for _, y in corners) - MARGIN
    return Bounds(left, top, max(x for x, _ in corners) + MARGIN - left, max(y for _, y in corners) + MARGIN - top)
