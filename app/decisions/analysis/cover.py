"""Which sets of rules can hold together, over all mixtures of points: by sets of rules, not by mixtures."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.decisions.analysis.columns.axes import Axis, Point
from app.decisions.analysis.columns.points import UnanalysedError

Cost = tuple[int, ...]
Pricing = Callable[[Axis, Point], Cost]
MOST_STEPS = 400_000


@dataclass(frozen=True, slots=True)
class Mixture:
    """One point of every axis, the rules that all of them leave, and how good an example it is (less is better)."""

    cost: Cost
    points: tuple[Point, ...]
    rules: int

    @property
    def sure(self) -> bool:
        return all(point.sure for point in self.points)


def plainly(_: Axis, point: Point) -> Cost:
    """What makes an example good: that it is sure, then that little of it is null."""
    return int(not point.sure), int(point.value is None)


def mixtures(
    axes: Sequence[Axis], everything: int, price: Pricing = plainly, within: int = 0, *, whole: bool = False
) -> list[Mixture]:
    """The cheapest mixture for each set of rules that matters; UnanalysedError when there are too many.

    Of two rules that hold, the lower bit counts: once a rule is sure to hold, those above it are left out, unless
    the sets are wanted `whole`. `within` keeps to the points at which these rules hold.
    """
    reached = [Mixture((), (), everything)]
    steps = 0
    settled = [0] * len(axes) if whole else _settled(axes, everything)
    for axis, sure in zip(axes, settled, strict=True):
        points = [point for point in axis.points if point.rules & within == within]
        steps += len(points) * len(reached)
        if steps > MOST_STEPS:
            raise UnanalysedError("too large")
        reached = list(_further(reached, axis, points, price, sure).values())
    return reached


def _settled(axes: Sequence[Axis], everything: int) -> list[int]:
    """After each axis, the rules that hold at every point of all axes that follow."""
    found, sure = [], everything
    for axis in reversed(axes):
        found.append(sure)
        for point in axis.points:
            sure &= point.rules
    return found[::-1]


def _further(
    reached: Iterable[Mixture], axis: Axis, points: Sequence[Point], price: Pricing, sure: int
) -> dict[int, Mixture]:
    found: dict[int, Mixture] = {}
    for mixture in reached:
        for point in points:
            rules = mixture.rules & point.rules
            lowest = (rules & sure) & -(rules & sure)
            rules = rules & ((lowest << 1) - 1) if lowest else rules
            cost = added(mixture.cost, price(axis, point))
            if rules not in found or cost < found[rules].cost:
                found[rules] = Mixture(cost, (*mixture.points, point), rules)
    return found


def together(axes: Sequence[Axis], wanted: int) -> Mixture | None:
    """The best mixture at which all of some rules hold; None when there is none."""
    chosen: list[Point] = []
    for axis in axes:
        points = [point for point in axis.points if point.rules & wanted == wanted]
        if not points:
            return None
        chosen.append(min(points, key=lambda point: plainly(axis, point)))
    return Mixture((), tuple(chosen), wanted)


def added(one: Cost, two: Cost) -> Cost:
    """Costs part by part; no cost at all is nought."""
    return tuple(a + b for a, b in zip(one, two, strict=True)) if one else two


def places(rules: int) -> Iterator[int]:
    """The places of the rules in a set, counted from 0."""
    place = 0
    while rules > 0:
        if rules & 1:
            yield place
        rules >>= 1
        place += 1
