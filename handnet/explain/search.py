"""The explanations of wrong answers: the simplest that fit, and whether they fit by luck.

First by the very digits of what a mistake gives, then within what rounding on the way may add. The
answer is compared level by level (`hypotheses`); at the first level where something fits, all that
fit are kept, and with them every single mistake made everywhere that gives the very digits. Their
chance counts all hypotheses up to that level (`chance`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..reach.interval import Kernel
from .chance import share_covered
from .hypotheses import Hypothesis

LAST_WITNESS = 2
"""Up to this level a mistake is looked for even where a simpler one fits: others may bear witness to it."""


@dataclass
class Fits:
    """What fits the answers for one quantity, by person (0 for a single one).

    picks      the hypotheses that fit, simplest first
    chances    the chance that some hypothesis as simple fits by luck
    witnesses  every mistake that fits, up to `LAST_WITNESS`: by its key the hypothesis, and how far it may be off
    tried      all hypotheses up to that level
    """

    picks: dict[int, list[Hypothesis]] = field(default_factory=dict)
    chances: dict[int, float] = field(default_factory=dict)
    witnesses: dict[int, dict[Any, tuple[float, Hypothesis]]] = field(default_factory=dict)
    tried: list[Hypothesis] = field(default_factory=list)


def fits(
    kernel: Kernel,
    count: int,
    answer: Any,
    half: Any,
    wide: Any,
    rows: Any,
    levels: range,
    hypotheses: Callable[[int], list[Hypothesis]],
) -> Fits:
    """What fits, for the people in the mask `rows`.

    `half` is half a unit of the digits written, `wide` that and what rounding on the way may add.
    """
    found = Fits()
    tried: list[Hypothesis] = []
    fitted: Any = False
    for level in levels:
        open_ = rows if level <= LAST_WITNESS else rows & kernel.no(fitted)
        if not kernel.any(open_):
            break
        new = hypotheses(level)
        tried += new
        if level <= LAST_WITNESS:
            found.tried += new
        for reach in (half, wide):
            off = [(each, abs(each.value - answer)) for each in new]
            matching = [(each, far, open_ & each.mask & (far <= reach)) for each, far in off]
            matching = [each for each in matching if kernel.any(each[-1])]
            if not matching:
                continue
            nearest = kernel.lowest(*(kernel.where(mask, far, math.inf) for _, far, mask in matching))
            some = nearest < math.inf
            fitted = fitted | some
            close = kernel.highest(half, nearest * (1 + 1e-9))  # by luck, something would have to be as near
            picked = kernel.pick(some)
            values = [picked.take(each.value) for each in tried]
            share = share_covered(kernel, picked.take(answer), picked.take(close), values)
            chance = picked.put(share, 1.0)
            for each, far, mask in matching:
                for row in kernel.rows(mask & (far <= close + half), count):
                    exactly = level <= LAST_WITNESS and kernel.at(far, row) <= kernel.at(half, row)
                    _note(found, row, each, kernel.at(chance, row), exactly)
                    if level <= LAST_WITNESS:
                        witness = max(kernel.at(half, row), kernel.at(far, row) * (1 + 1e-9)), each
                        found.witnesses.setdefault(row, {}).setdefault(each.key, witness)
    return found


def _note(found: Fits, row: int, hypothesis: Hypothesis, chance: float, exactly: bool) -> None:
    """Keep what fits one person's answer: all that do at the simplest level, and single mistakes with its digits."""
    picks = found.picks.setdefault(row, [])
    if not picks:
        found.chances[row] = chance
    fits_too = exactly or found.chances[row] == chance
    if fits_too and all(each.code != hypothesis.code for each in picks):
        picks.append(hypothesis)
