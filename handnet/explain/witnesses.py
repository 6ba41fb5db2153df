"""Several wrong answers that bear witness to one mistake.

A mistake that gives two of a person's numbers is less likely by luck than one that gives one of them.
The chance that some mistake fits k answers at once is the sum, over all mistakes, of the product of
the shares that the mistake alone covers at each answer; for k = 1 that is about the share that all
cover together (`chance`). If only k of n wrong answers agree, luck could have chosen any k of them.
Answers that are off by the very same factor count once: what made the first wrong may have made the
others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import comb, prod
from typing import Any, NamedTuple

from ..quantity import Quantity
from ..reach.interval import Kernel
from ..reach.kernel import Floats
from .chance import LUCK, share_covered
from .hypotheses import Hypothesis
from .search import Fits

SAME_FACTOR = 0.005
Key = tuple[tuple[str, int], ...]


class Wrong(NamedTuple):
    """The wrong answers for one quantity: what fits them, the numbers, and the right ones."""

    fits: Fits
    answer: Any
    right: Any
    mask: Any  # whose answer is wrong


def explained(
    kernel: Kernel, wrong: Mapping[Quantity, Wrong], row: int
) -> dict[Quantity, tuple[list[Hypothesis], float]]:
    """What fits one person's wrong answers, simplest first, with the chance that it does so by luck."""
    found: dict[Quantity, tuple[list[Hypothesis], float]] = {}
    agreeing: dict[Key, list[Quantity]] = {}
    for quantity, (fits, *_) in wrong.items():
        for key in fits.witnesses.get(row, {}):
            agreeing.setdefault(key, []).append(quantity)
    groups = {key: members for key, members in agreeing.items() if len(members) > 1}
    count = sum(kernel.at(each.mask, row) > 0 for each in wrong.values())
    chances = {
        key: comb(count, len(members)) * _chance(kernel, [wrong[each] for each in members], row, key)
        for key, members in groups.items()
    }
    for quantity, (fits, *_) in wrong.items():
        if row not in fits.picks:
            continue
        picks, chance = fits.picks[row], fits.chances[row]
        witnesses = [key for key in fits.witnesses.get(row, {}) if chances.get(key, 1.0) < LUCK]
        if witnesses:
            best = min(witnesses, key=lambda key: (-len(groups[key]), chances[key]))
            told = fits.witnesses[row][best][1]
            others = [each for each in picks if each.code != told.code] if chance < LUCK else []
            picks, chance = [told, *others], min(chance, chances[best])
        found[quantity] = picks, chance
    return found


def _chance(kernel: Kernel, wrong: Sequence[Wrong], row: int, key: Key) -> float:
    """The chance that some mistake, whichever, fits all of these answers by luck."""
    tables = [
        _shares(kernel, each, row, each.fits.witnesses[row][key][0])
        for each in _apart(kernel, wrong, row, key)
    ]
    return sum(prod(table.get(every, 0.0) for table in tables) for every in tables[0])


def _apart(kernel: Kernel, wrong: Sequence[Wrong], row: int, key: Key) -> list[Wrong]:
    """One answer for each factor by which they are off; factors that are not known closely all count."""
    kept: list[Wrong] = []
    seen: list[float] = []
    for each in wrong:
        answer, right = kernel.at(each.answer, row), kernel.at(each.right, row)
        loose = each.fits.witnesses[row][key][0] / abs(answer) if answer else 1.0
        factor = answer / right if right and loose < SAME_FACTOR / 2 else float("nan")
        if not any(abs(factor - other) < SAME_FACTOR * abs(other) for other in seen):
            kept.append(each)
            seen.append(factor)
    return kept


def _shares(kernel: Kernel, wrong: Wrong, row: int, reach: float) -> dict[Key, float]:
    """The share of the numbers nearby that each mistake alone covers, in all the places it may be made."""
    values: dict[Key, list[float]] = {}
    for each in wrong.fits.tried:
        values.setdefault(each.key, []).append(kernel.at(each.value, row))
    answer, floats = kernel.at(wrong.answer, row), Floats()
    return {key: float(share_covered(floats, answer, reach, some)) for key, some in values.items()}
