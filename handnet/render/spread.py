"""Points on lines between two columns, and where labels on such lines do not cover each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]


def along(start: Point, end: Point, share: float) -> Point:
    """The point after this share of the way."""
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def label_share(
    ways: Sequence[tuple[Point, Point]], height: float, first: float, last: float
) -> float | None:
    """How far along the lines between two columns their labels stand, so that none covers another.

    All labels stand in one column. Taken is the share between `first` and `last` at which labels of
    this height are farthest apart, the first that is wide enough; None if they never are apart.
    """
    enough, steps = 1.4 * height, 40
    best, widest = None, height
    for step in range((steps + 1) * (first <= last)):
        share = first + (last - first) * step / steps
        apart = apart_at(ways, share, enough)
        if min(apart, enough) > widest + 1e-9 or (best is None and apart >= height):
            best, widest = share, min(apart, enough)
    return best


def apart_at(ways: Sequence[tuple[Point, Point]], share: float, alone: float) -> float:
    """How far apart the lines are at this share of the way; `alone` for a single one."""
    heights = sorted(along(start, end, share)[1] for start, end in ways)
    return min((above - below for below, above in pairwise(heights)), default=alone)
