"""Why the step is neither larger nor smaller: how far off the quotients are, step by step.

A tenth of the step makes the quotient to one side ten times better and that to both sides a hundred
times; but the loss itself is only as exact as a float, and that error is divided by the step, so it
grows ten times. Where both meet, the quotient is best.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from ..digits import Digits
from ..render.formulas import number, symbol
from ..render.page import Block, Formula, Heading, Paragraph, Stack, Table, Words
from ..shown import Shown
from .page import quotient_formula

if TYPE_CHECKING:
    from . import GradientCheck, Row

SIZES = tuple(f"1e-{power}" for power in range(1, 13))
VALUES, SMALL = Digits(significant=9), Digits(significant=2)


@dataclass(frozen=True)
class OneStep:
    """The quotients with one step, how far they are from the derivative, and how far that of both sides may be."""

    step: str
    one_sided: float
    two_sided: float
    off_one: float
    off_two: float
    allowed: float


@dataclass(frozen=True, repr=False)
class Steps(Shown):
    """One derivative beside quotients with larger and smaller steps."""

    row: Row
    letter: Formula
    quotients: tuple[Formula, Formula]
    sizes: tuple[OneStep, ...]

    def __repr__(self) -> str:
        return f"<Steps for {self.letter.text}: best {self.best_two.step}>"

    @property
    def best_one(self) -> OneStep:
        """The step with which the quotient to one side is nearest."""
        return self._best(lambda each: each.off_one)

    @property
    def best_two(self) -> OneStep:
        """The step with which the quotient to both sides is nearest."""
        return self._best(lambda each: each.off_two)

    def _best(self, off: Callable[[OneStep], float]) -> OneStep:
        return min(self.sizes, key=lambda each: off(each) if isfinite(off(each)) else float("inf"))

    def _page(self) -> list[Block]:
        header = ("step h", "one side", "off by", "both sides", "off by", "may be off by")
        return [
            Heading(f"The step for {self.letter.text}", 1),
            Stack(self._what()),
            Table(header, [_cells(each) for each in self.sizes], right=(0, 1, 2, 3, 4, 5)),
            Paragraph(self._said()),
        ]

    def _what(self) -> list[Words]:
        by = "your number" if self.row.own else "by backpropagation"
        derivative = (
            self.letter,
            " is ",
            number(self.row.own or VALUES.write(self.row.analytic)),
            f", {by}.",
        )
        one, both = self.quotients
        return [derivative, ("To one side: ", one), ("To both sides: ", both)]

    def _said(self) -> Words:
        one, two = self.best_one, self.best_two
        return (
            "While the step is large, the bend of the loss makes the quotient inexact: a tenth of the step leaves a "
            "tenth of the error to one side, a hundredth to both. While it is small, rounding does: the two values "
            "have most digits in common, and what is left of them is divided by h. Nearest are ",
            _h(two), " to both sides, off by ", _small(two.off_two), ", and ", _h(one), " to one side, off by ",
            _small(one.off_one), ".",
        )  # fmt: skip


def steps(check: GradientCheck, row: Row) -> Steps:
    """The quotients of a derivative with steps from 1e-1 to 1e-12."""
    checker = check.checker
    factor, derivative = checker.factor(row.goal), checker.derivatives[row.goal]
    sizes = []
    for size in SIZES:
        two = checker.row(row.goal, float(size))
        one = factor * checker.forward.quotient(derivative, float(size)).one_sided
        off = abs(one - row.analytic), abs(two.difference)
        sizes.append(OneStep(size, one, two.numeric, *off, two.allowed))
    quotients = (quotient_formula(check, row.goal, both=False), quotient_formula(check, row.goal))
    return Steps(row, symbol(row.goal, checker.setting.spelling), quotients, tuple(sizes))


def _cells(each: OneStep) -> tuple[Words, ...]:
    one, two = (number(VALUES.write(value)) for value in (each.one_sided, each.two_sided))
    return (number(each.step), one, _small(each.off_one), two, _small(each.off_two), _small(each.allowed))


def _small(value: float) -> Formula:
    return number(SMALL.write(value))


def _h(each: OneStep) -> Formula:
    step = number(each.step)
    return Formula(f"h = {step.text}", f"h = {step.latex}")
