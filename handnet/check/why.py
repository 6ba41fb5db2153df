"""Why answers are wrong: what the search for mistakes is told about one judged sheet.

Right answers rule out mistakes made everywhere that would have changed them; two answers may have
changed places; and what explained one answer is tried first for the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..explain.hypotheses import LAST_LEVEL, SINGLE, Hypotheses
from ..explain.search import Fits, fits
from ..explain.witnesses import Wrong
from ..quantity import Quantity
from ..reach.kernel import Floats
from ..reach.sweep import Sweep

if TYPE_CHECKING:
    from .judge import Column, Judge, Judged

CLEARLY = 10
"""A value so many half units away is clearly another."""
MOST_PAIRED = 3
"""For so many answers all pairs of mistakes are tried in vain; then only pairs that fitted others."""


class Why:
    """Looks for the mistakes behind the wrong answers of one person, or of many."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge

    @cached_property
    def hypotheses(self) -> Hypotheses:
        """All that is tried; worked out when the first answer is wrong."""
        return Hypotheses(
            self.judge.sheet,
            self.judge.book,
            self.judge.kernel,
            self.judge.given,
            self.judge.known,
            self.judge.criteria.without,
            self._swaps,
            self._possible,
        )

    def _possible(self, wrong: Sweep, touched: set[Quantity]) -> Any:
        """For whom a mistake made everywhere is possible: no right answer is clearly not what it gives."""
        k = self.judge.kernel
        found: Any = True
        for quantity, judged in self.judge.judged.items():
            if quantity in touched and quantity in wrong.working.formulas:
                column = self.judge.columns[quantity]
                apart = abs(wrong.worked_out(quantity) - column.value) > CLEARLY * column.half
                witness = (judged.exact | judged.reached) & k.no(judged.strays)
                found = found & k.no(witness & apart)
        return found

    def _swaps(self, quantity: Quantity) -> Iterator[tuple[Any, Any]]:
        """The right values of the other lines, and for whom the answer there is the right one here."""
        right = self.judge.right(quantity)
        for other, (value, half, mask, _) in self.judge.columns.items():
            if other != quantity and other != self.judge.sheet.twin(quantity):
                yield self.judge.right(other), mask & (abs(value - right) <= half)

    def wrong(self) -> dict[Quantity, Wrong]:
        """The wrong answers and what fits them."""
        return {
            quantity: Wrong(found.fits, self.judge.columns[quantity].value, found.right, found.wrong)
            for quantity, found in self.judge.judged.items()
            if found.fits is not None
        }

    def explain(self) -> None:
        """Look for the mistakes behind every wrong answer."""
        self.hypotheses.all_judged = True
        levels = range(1, 1 + (LAST_LEVEL if self.judge.criteria.pairs else SINGLE))
        paired = 0
        for quantity, found in self.judge.judged.items():
            if not self.judge.kernel.any(found.wrong) or quantity in self.judge.sheet.far:
                continue
            column = self.judge.columns[quantity]
            if paired >= MOST_PAIRED:
                levels = range(1, 1 + max(SINGLE, min(levels[-1], LAST_LEVEL - 1)))
            width = self.judge.kernel.where(found.reach < abs(column.value) / 2, found.reach, 0.0)

            def of(level: int, q: Quantity = quantity, c: Column = column, f: Judged = found) -> Any:
                return self.hypotheses.of(q, level, c.half, f.right, f.from_own)

            found.fits = fits(
                self.judge.kernel,
                self.judge.count,
                column.value,
                column.half,
                column.half + width,
                found.wrong,
                levels,
                of,
            )
            paired += not found.fits.picks  # in vain
            self._remember_pairs(quantity, found.fits)

    def _remember_pairs(self, quantity: Quantity, found: Fits) -> None:
        """Pairs that fit one answer are tried first for the next; others that give the same are told too."""
        known = self.hypotheses.pairs_found
        for picks in found.picks.values():
            new = [each for each in picks if each.level == LAST_LEVEL]
            if isinstance(self.judge.kernel, Floats):
                new += [other for each in list(new) for other in self.hypotheses.like(each, quantity)]
            picks += [each for each in new if each not in picks]
            known += [v for each in new if (v := each.variation) is not None and v not in known]
