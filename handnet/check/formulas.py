"""Formulas as answers: right if they give the right value at random points, whatever they look like."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property
from random import Random
from typing import Any

from ..explain.book import Book
from ..explain.explanation import Explanation
from ..explain.hypotheses import Hypotheses
from ..quantity import Quantity
from ..reach.exactly import Exactly
from ..reach.kernel import Floats
from ..reach.sheet import Sheet
from ..reach.sweep import Sweep
from ..terms import Number, Term, parts_of, quantities
from ..value import evaluate

POINTS = 4
SAME = 1e-9


class RandomPoints:
    """The calculation with other numbers, always the same ones, to compare formulas at."""

    def __init__(self, sheet: Sheet, book: Book, without: tuple[str, ...]) -> None:
        self.sheet, self.book, self.without = sheet, book, without

    @cached_property
    def _sweeps(self) -> list[Sweep]:
        return [Sweep(self.sheet.chain, given, {}, Exactly(Floats())) for given in self._givens()]

    def _givens(self) -> Iterator[dict[Quantity, float]]:
        chance = Random("handnet")
        for _ in range(POINTS):
            given = {each: self._drawn(each, chance) for each in self.sheet.given}
            yield given | self.sheet.source.drawn_targets(given)

    def _drawn(self, quantity: Quantity, chance: Random) -> float:
        name = getattr(quantity, "name", "")
        if name in ("y", "eta", "mu", "lambda"):
            return chance.uniform(0.1, 0.9)
        return chance.choice((-1, 1)) * chance.uniform(0.2, 1.4)

    def is_right(self, quantity: Quantity, formula: Term) -> bool:
        """Whether the formula gives the quantity's value at every point.

        One with given numbers put in holds for these numbers only, and is looked at there.
        """
        if all(_same(a, b) for a, b in self._values(quantity, formula)):
            return True
        own = Sweep(self.sheet.chain, self.sheet.given, {}, Exactly(Floats()))
        return _has_numbers(formula) and _same(self.at(own, formula), float(own.value(quantity)))

    def _values(self, quantity: Quantity, formula: Term) -> list[tuple[float, float]]:
        return [(self.at(sweep, formula), float(sweep.value(quantity))) for sweep in self._sweeps]

    def at(self, sweep: Sweep, formula: Term) -> float:
        """The formula at one point."""
        return evaluate(formula, {each: float(sweep.value(each)) for each in quantities(formula)})

    def explanations(self, quantity: Quantity, formula: Term) -> tuple[Explanation, ...]:
        """The simplest mistakes that give this formula's value at every point."""
        wanted = [self.at(sweep, formula) for sweep in self._sweeps]
        tried = [
            Hypotheses(self.sheet, self.book, Floats(), sweep.given, {}, self.without)
            for sweep in self._sweeps
        ]
        for level in (1, 2, 3):
            columns: list[list[Any]] = [
                each.of(quantity, level, 0.0, sweep.value(quantity), None)
                for each, sweep in zip(tried, self._sweeps, strict=True)
            ]
            found: dict[str, Explanation] = {}
            for row in zip(*columns, strict=True):
                if all(_same(each.value, value) for each, value in zip(row, wanted, strict=True)):
                    one = row[0]
                    found.setdefault(one.code, Explanation(one.made, one.where, float("nan"), False, 0.0))
            if found:
                return tuple(found.values())
        return ()


def _has_numbers(term: Term) -> bool:
    """Whether there are numbers in a formula other than 1, 2 and 1/2, which rules write."""
    if isinstance(term, Number):
        return abs(term.value) not in (0.5, 1.0, 2.0)
    return any(map(_has_numbers, parts_of(term)))


def _same(one: float, other: float) -> bool:
    return math.isfinite(other) and abs(one - other) <= SAME * max(1e-3, abs(other))
