"""Changes at random, of which those are kept that help: how weights were found before backpropagation.

One try, from the point w with the size s:

    1  draw a direction d at random, each of its numbers evenly between -s and s
    2  work out the loss at w + d; if it is lower than at w, go there
    3  otherwise work it out at w - d; if that is lower, go there
    4  otherwise stay, and halve s

No derivative is needed; a loss that is no finite number is never lower. The same seed draws the
same directions everywhere.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from ..errors import HandnetError
from .descent import MOST_UPDATES, Walk, listed
from .surface import Landscape, Point, whole

if TYPE_CHECKING:
    from ..render.page import Block

KEPT = ("there", "the other way", "neither")
"""What became of a try."""


@dataclass(frozen=True, repr=False)
class Perturbation(Walk):
    """A walk of changes at random.

    changes     the direction d of each try, as it was drawn
    sizes       the size s of each try
    kept        for each try "there" (w + d), "the other way" (w - d) or "neither"
    seed        from which the directions were drawn
    """

    changes: tuple[Point, ...]
    sizes: tuple[float, ...]
    kept: tuple[str, ...]
    seed: int

    def _page(self) -> list[Block]:
        from .page import perturbation_page

        return perturbation_page(self)


def perturb(
    land: Landscape, start: Point, size: float, tries: int, seed: int, title: str = ""
) -> Perturbation:
    """So many tries from a point, the first of this size; see the module for what a try is."""
    if not size > 0:
        raise HandnetError(f"size: found {size:g}; it is how far a weight may move at the most, above 0")
    if whole("tries", tries) > MOST_UPDATES:
        raise HandnetError(
            f"tries: found {tries}; a walk keeps every point, so it has at most {MOST_UPDATES}"
        )
    generator = random.Random(whole("seed", seed))
    point, loss = start, land.loss(start)
    if not isfinite(loss):
        raise HandnetError(f"landscape: at {listed(start)} the loss is no finite number; start elsewhere")
    points, losses, spent = [point], [loss], [1]
    changes, sizes, kept = [], [], []
    for _ in range(tries):
        change = tuple(size * (2 * generator.random() - 1) for _ in point)
        changes.append(change)
        sizes.append(size)
        spent.append(spent[-1])
        outcome = KEPT[2]
        for sign, name in ((1, KEPT[0]), (-1, KEPT[1])):
            there = tuple(each + sign * move for each, move in zip(point, change, strict=True))
            found = land.loss(there)
            spent[-1] += 1
            if isfinite(found) and found < loss:
                point, loss, outcome = there, found, name
                break
        else:
            size /= 2
        points.append(point)
        losses.append(loss)
        kept.append(outcome)
    return Perturbation(
        title=title or "changes at random",
        landscape=land,
        points=tuple(points),
        losses=tuple(losses),
        evaluations=tuple(spent),
        changes=tuple(changes),
        sizes=tuple(sizes),
        kept=tuple(kept),
        seed=seed,
    )
