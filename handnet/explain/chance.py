"""How likely an explanation fits by luck.

Numbers that people write in place of v lie, on a logarithmic scale, about evenly between v/3 and 3v.
Each hypothesis covers the numbers that are written with the same digits as what it gives. The share
of that range which all hypotheses as simple cover together is the chance that one of them fits a
number that has nothing to do with any.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ..reach.interval import Kernel

WITHIN = 3.0
LUCK = 0.01
"""An explanation whose chance is not below this is not offered."""


def share_covered(kernel: Kernel, answer: Any, half: Any, values: Sequence[Any]) -> Any:
    """The share of [v/3, 3v], on a log scale, that is within `half` of one of the values.

    1 for an answer of 0, which says nothing of size.
    """
    size = abs(answer)
    usable = (size > 0) & kernel.finite(size)
    size = kernel.where(usable, size, 1.0)
    sign = kernel.where(answer < 0, -1.0, 1.0)
    low, high = size / WITHIN, size * WITHIN
    ends = []
    for value in values:
        near = value * sign
        start = kernel.highest(near - half, low)
        end = kernel.lowest(near + half, high)
        inside = (start < end) & (near == near)
        ends.append(
            (
                kernel.apply("ln", kernel.where(inside, start, 1.0)),
                kernel.apply("ln", kernel.where(inside, end, 1.0)),
            )
        )
    if not ends:
        return kernel.where(usable, 0.0, 1.0)
    return kernel.where(usable, kernel.covered(ends) / (2 * math.log(WITHIN)), 1.0)
