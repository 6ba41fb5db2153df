"""Several wrong answers that bear witness to one mistake.

A mistake that gives two of a person's numbers is less likely by luck than one that gives one of them.
The chance that some mistake fits k answers at once is the sum, over all mistakes, of the product of
the shares that the mistake alone covers at each answer; for k = 1 that is about the share that all
cover together (`chance`). If only k of n wrong answers agree, luck could have chosen any k of them.
Answers that are off by the very same factor count once: what made the first wrong may have made the
others.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import comb, prod
from typing import Any, NamedTuple

from ..quantity import Quantity
from ..reach.interval import Kernel
from ..reach.kernel import Floats
from .chance import LUCK, share_covered
from .hypotheses import Hypothesis
from .search import Fits

FLOATS = Floats()
SAME_FACTOR = 0.005
MOST_TRIED = 3
"""So many mistakes are looked at, those first to which most answers bear witness."""
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
    """What fits one person's wrong answers, with the chance that it does so by luck.

    Of what fits equally, that comes first to which most answers bear witness.
    """
    agreeing: dict[Key, list[Quantity]] = {}
    for quantity, each in wrong.items():
        for key in each.fits.witnesses.get(row, {}):
            agreeing.setdefault(key, []).append(quantity)
    group = _Together(kernel, wrong, row, agreeing)
    found: dict[Quantity, tuple[list[Hypothesis], float]] = {}
    for quantity, each in wrong.items():
        if row not in each.fits.picks:
            continue
        picks, chance = each.fits.picks[row], each.fits.chances[row]
        witnesses = each.fits.witnesses.get(row, {})
        if chance >= LUCK:
            keys = sorted(witnesses, key=lambda key: -len(agreeing[key]))[:MOST_TRIED]
            best = next((key for key in keys if group.chance(key) < LUCK), None)
            if best is not None:
                picks, chance = [witnesses[best][1]], group.chance(best)
        else:
            picks = sorted(picks, key=lambda pick: -len(agreeing.get(pick.key, ())))
        found[quantity] = picks, chance
    return found


class _Together:
    """The chance that some mistake, whichever, fits all the answers that bear witness to one."""

    def __init__(
        self,
        kernel: Kernel,
        wrong: Mapping[Quantity, Wrong],
        row: int,
        agreeing: Mapping[Key, list[Quantity]],
    ) -> None:
        self.kernel, self.wrong, self.row, self.agreeing = kernel, wrong, row, agreeing
        self.count = sum(kernel.at(each.mask, row) > 0 for each in wrong.values())
        self._chances: dict[Key, float] = {}
        self._values: dict[Quantity, dict[Key, list[float]]] = {}

    def chance(self, key: Key) -> float:
        """The chance for the answers that bear witness to this mistake; 1 for a single one."""
        if key not in self._chances:
            self._chances[key] = self._chance(key) if len(self.agreeing[key]) > 1 else 1.0
        return self._chances[key]

    def _chance(self, key: Key) -> float:
        ways = comb(self.count, len(self.agreeing[key]))
        members = self._apart(key)
        if ways * prod(self._share(each, key, key) for each in members) >= LUCK:
            return 1.0  # this mistake alone covers too much
        every = set(self._of(members[0]))
        return ways * sum(prod(self._share(each, other, key) for each in members) for other in every)

    def _apart(self, key: Key) -> list[Quantity]:
        """One answer for each factor by which they are off; factors that are not known closely all count."""
        kept: list[Quantity] = []
        seen: list[float] = []
        for quantity in self.agreeing[key]:
            answer, right = (self.kernel.at(each, self.row) for each in self.wrong[quantity][1:3])
            loose = self._reach(quantity, key) / abs(answer) if answer else 1.0
            factor = answer / right if right and loose < SAME_FACTOR / 2 else float("nan")
            if not any(abs(factor - other) < SAME_FACTOR * abs(other) for other in seen):
                kept.append(quantity)
                seen.append(factor)
        return kept

    def _reach(self, quantity: Quantity, key: Key) -> float:
        return self.wrong[quantity].fits.witnesses[self.row][key][0]

    def _share(self, quantity: Quantity, mistake: Key, key: Key) -> float:
        """The share of the numbers nearby that a mistake alone covers, in all the places it may be made."""
        answer, reach = self.kernel.at(self.wrong[quantity].answer, self.row), self._reach(quantity, key)
        return float(share_covered(FLOATS, answer, reach, self._of(quantity).get(mistake, ())))

    def _of(self, quantity: Quantity) -> dict[Key, list[float]]:
        """The values that each mistake gives for a quantity."""
        found = self._values.get(quantity)
        if found is None:
            found = self._values[quantity] = {}
            for each in self.wrong[quantity].fits.tried:
                found.setdefault(each.key, []).append(self.kernel.at(each.value, self.row))
        return found
