"""The explanations of wrong answers: the simplest that fit, and whether they fit by luck.

First by the very digits of what a mistake gives, then within what rounding on the way may add. The
answer is compared level by level (`hypotheses`); at the first level where something fits, all that
fit are kept. Their chance counts all hypotheses up to that level (`chance`).
"""

from __future__ import annotations

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

    picks       the hypotheses that fit, simplest first
    chances     the chance that some hypothesis as simple fits by luck
    witnesses   mistakes made everywhere, from the exact values, that fit: their chance by key
    """

    picks: dict[int, list[Hypothesis]] = field(default_factory=dict)
    chances: dict[int, float] = field(default_factory=dict)
    witnesses: dict[int, dict[Any, tuple[float, Hypothesis]]] = field(default_factory=dict)


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
        for reach in (half, wide):
            matching = [(each, open_ & each.mask & (abs(each.value - answer) <= reach)) for each in new]
            matching = [(each, mask) for each, mask in matching if kernel.any(mask)]
            if not matching:
                continue
            some: Any = False
            for _, mask in matching:
                some = some | mask
            fitted = fitted | some
            picked = kernel.pick(some)
            values = [picked.take(each.value) for each in tried]
            share = share_covered(kernel, picked.take(answer), picked.take(reach), values)
            chance = picked.put(share, 1.0)
            for each, mask in matching:
                for row in kernel.rows(mask, count):
                    _note(found, row, each, kernel.at(chance, row))
    return found


def _note(found: Fits, row: int, hypothesis: Hypothesis, chance: float) -> None:
    """Keep what fits one person's answer; what is less simple than what fits already only bears witness."""
    if hypothesis.key is not None:
        found.witnesses.setdefault(row, {}).setdefault(hypothesis.key, (chance, hypothesis))
    picks = found.picks.setdefault(row, [])
    if not picks:
        found.chances[row] = chance
    if found.chances[row] == chance and all(each.code != hypothesis.code for each in picks):
        picks.append(hypothesis)
