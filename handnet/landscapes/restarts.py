"""Descent from several starts: where each ended, which of them found the same minimum, which is best.

A walk has *arrived* if what is left to go is no more than the tolerance: its last steps shrink by a
factor r each, so what is left is about the last step times r/(1 - r). It found a *minimum* if the
loss is nowhere lower one tolerance further along each axis. Walks that ended closer to each other
than twice the tolerance found the same one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import dist, hypot
from typing import TYPE_CHECKING, Any

from ..errors import HandnetError
from ..number import read_number
from ..shown import Shown
from .descent import Descent, Pace, descend
from .surface import Landscape, Point, rounding

if TYPE_CHECKING:
    from ..render.page import Block

LAST = 10
"""Over so many of the last steps their shrinking is measured: with momentum, single ones swing."""


@dataclass(frozen=True)
class Minimum:
    """A minimum that was found: about where, how low, and by which walks (from 0)."""

    point: Point
    loss: float
    walks: tuple[int, ...]


@dataclass(frozen=True, repr=False)
class Restarts(Shown):
    """Walks from several starts, and the minima that they found, the lowest first.

    `ended` says for each walk "minimum", "flat" (the slope is 0 there, but it is no minimum), "on the
    way" or "left" (it left the range of floats).
    """

    walks: tuple[Descent, ...]
    ended: tuple[str, ...]
    minima: tuple[Minimum, ...]
    tolerance: float

    def __repr__(self) -> str:
        return f"<Restarts: {len(self.walks)} walks, {len(self.minima)} minima>"

    @property
    def best(self) -> Descent:
        """The walk that ended lowest; the first of those that found the best minimum."""
        if self.minima:
            return self.walks[self.minima[0].walks[0]]
        return min(self.walks, key=lambda walk: walk.losses[-1])

    def minimum_of(self, walk: int) -> int | None:
        """The place among the minima of the one that a walk (from 0) found; None if it found none."""
        return next((place for place, each in enumerate(self.minima) if walk in each.walks), None)

    def _page(self) -> list[Block]:
        from .page import restarts_page

        return restarts_page(self)


def restarts(land: Landscape, starts: Sequence[Point], pace: Pace, updates: int, tolerance: Any) -> Restarts:
    """Descend from each start, and see which minimum each walk found; see the module."""
    near = read_number(tolerance, "tolerance").value
    if not starts or not near > 0:
        what = "there is no start" if not starts else f"tolerance is {near:g}; it is a distance above 0"
        raise HandnetError(f"restarts: {what}")
    walks = tuple(
        descend(land, start, pace, updates, f"walk {number}") for number, start in enumerate(starts, start=1)
    )
    ended = tuple(_ended(walk, near) for walk in walks)
    groups: list[list[int]] = []
    for number in (number for number, end in enumerate(ended) if end == "minimum"):
        same = (each for each in groups if dist(walks[each[0]].end, walks[number].end) <= 2 * near)
        found = next(same, None)
        if found is None:
            groups.append(found := [])
        found.append(number)
    minima = [_minimum(walks, group) for group in groups]
    return Restarts(walks, ended, tuple(sorted(minima, key=lambda each: each.loss)), near)


def _minimum(walks: Sequence[Descent], group: Sequence[int]) -> Minimum:
    lowest = min((walks[number] for number in group), key=lambda walk: walk.losses[-1])
    return Minimum(lowest.end, lowest.losses[-1], tuple(group))


def _ended(walk: Descent, near: float) -> str:
    if walk.left:
        return "left"
    if not _left_to_go(walk) <= near:
        return "on the way"
    land, end, loss = walk.landscape, walk.end, walk.losses[-1]
    beside = [
        land.loss((*end[:axis], end[axis] + move, *end[axis + 1 :]))
        for axis in range(len(end))
        for move in (near, -near)
    ]
    return "minimum" if all(loss <= each for each in beside) else "flat"


def _left_to_go(walk: Descent) -> float:
    """How far the walk would still go, if its steps kept shrinking as the last ones did."""
    if not walk.steps:
        return float("inf") if any(walk.slopes[-1]) else 0.0
    lengths = [hypot(*step) for step in walk.steps[-LAST - 1 :]]
    first, last = lengths[0], lengths[-1]
    if last <= rounding(walk.end):
        return 0.0
    if len(lengths) == 1 or last >= first:
        return float("inf")
    shrinks: float = (last / first) ** (1 / (len(lengths) - 1))
    return last * shrinks / (1 - shrinks)
