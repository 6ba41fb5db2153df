"""A solution: a derivation whose every quantity has a value, the value of the formula shown.

`solution["dJ/dw1[2,1]"]` is a float, `solution["W1+"]` an array. What is not among the lines is
derived and worked out when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import isfinite
from typing import TYPE_CHECKING, Any

from .arrays import Members, flat, shape
from .digits import DEFAULT, Digits
from .errors import HandnetError, UnknownQuantity
from .number import missing_numbers, read_number
from .parse import parse_formula
from .quantity import Derivative, Quantity, Variable
from .shown import Rounded
from .step import Derivation, OneLine, Step, listed
from .taken import TakenAway
from .terms import Number, quantities
from .value import evaluate, exact, from_fractions, nearest

if TYPE_CHECKING:
    from .graph import Source
    from .problem import Problem
    from .render.page import Block, Line
    from .setting import Setting
    from .training import History

NEAR_ZERO = 1e-6
"""Sums of given numbers are worked exactly below it, where rounding errors could be all that is left."""
MOST_UPDATES_WRITTEN = 3
"""Later values are worked out by training, not by writing every line of every update."""


@dataclass(frozen=True, repr=False)
class Solution(TakenAway, Rounded):
    """A derivation with numbers.

    `values` has every quantity of the lines and every given one; `given` the numbers as they
    were given. `train` works out values after many updates, where the calculation has any;
    `problem` is what was solved, if the numbers are those of a problem.
    """

    derivation: Derivation
    given: Mapping[Quantity, Number]
    values: dict[Quantity, float]
    digits: Digits = DEFAULT
    train: Callable[[int], History] | None = field(default=None, compare=False)
    problem: Problem | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        return f"<Solution for {listed(self.derivation.goals)}: {len(self.derivation)} lines>"

    def __getitem__(self, address: str | Quantity) -> Any:
        """The value of a quantity as a float, of a whole array as a NumPy array.

        Raises UnreadableText or UnknownQuantity for an address that names nothing here.
        """
        setting = self.derivation.setting
        nested = setting.members(address)
        if nested is not None:
            return array_of(nested, self.value)
        return self.value(setting.find(address))

    def line(self, address: str | Quantity) -> OneLine:
        """The line that works out a quantity, shown by itself: formula, numbers put in, value, reason."""
        return OneLine(self.derivation[address], self)

    def written_line(self, step: Step) -> Line:
        """A step as a line for a page: formula, numbers put in, value."""
        from .render.calculation import numeric_line

        return numeric_line(step, self)

    def value(self, quantity: Quantity) -> float:
        """The value of one quantity, worked out now if no line has it."""
        found = self.values.get(quantity)
        if found is not None:
            return found
        if quantity.time > MOST_UPDATES_WRITTEN and self.train is not None:
            return float(self.train(quantity.time)[quantity.time].value(quantity))
        extension = self.derivation.setting.derive((quantity,))
        values = dict(self.values)
        _need_numbers(extension, values)
        _work_out(extension, values, self.given)
        if quantity not in values:
            raise UnknownQuantity(f"{quantity} has no number here")
        return values[quantity]

    def evaluate(self, formula: str) -> float:
        """The value of a formula in quantities, as in "a1[1]*(1 - a1[1])"."""
        setting = self.derivation.setting
        term = parse_formula(setting.spelling.addresses(formula), setting.find)
        return evaluate(term, {each: self.value(each) for each in quantities(term)})

    def written(self, quantity: Quantity, digits: Digits | None = None) -> str:
        """The number as it is shown: as given, or to the digits asked."""
        if digits is not None:
            return self._number(quantity, digits)
        found = self._numbers.get(quantity)
        if found is None:
            found = self._numbers[quantity] = self._number(quantity, self.digits)
        return found

    @cached_property
    def _numbers(self) -> dict[Quantity, str]:
        """Numbers that were written before: a line uses those of the lines above it."""
        return {}

    def _number(self, quantity: Quantity, digits: Digits) -> str:
        if quantity in self.given:
            return self.given[quantity].text
        step = self.derivation.by_quantity.get(quantity)
        if step is not None and isinstance(step.formula, Variable | Derivative):
            return self._number(step.formula, digits)  # dz/da = w is the weight as it was given
        if step is not None and isinstance(step.formula, Number):
            return step.formula.text
        return digits.write(self.value(quantity))

    def _html(self) -> str:
        from .living import solution_html

        return solution_html(self)

    def _title(self) -> str:
        return (self.problem.title if self.problem else "") or self.derivation.setting.source.description

    def _document_page(self) -> list[Block]:
        from .render.whole import document_page

        return document_page(self)

    def _page(self, most: int | None = None) -> list[Block]:
        from .render.calculation import solution_page

        return solution_page(self, most)

    def _shown_page(self) -> list[Block]:
        from .render.calculation import MOST_SHOWN

        return self._page(MOST_SHOWN)


def solved(
    derivation: Derivation,
    given: Mapping[Any, Any],
    digits: Digits = DEFAULT,
    train: Callable[[int], History] | None = None,
    problem: Problem | None = None,
) -> Solution:
    """The derivation with numbers for what is given; see `Derivation.solve`."""
    numbers = numbers_given(derivation.setting, given)
    _need_numbers(derivation, numbers)
    derivation.setting.source.check(numbers)
    values = {quantity: number.value for quantity, number in numbers.items()}
    _work_out(derivation, values, numbers)
    return Solution(derivation, numbers, values, digits, train, problem)


def numbers_given(setting: Setting, given: Mapping[Any, Any]) -> dict[Quantity, Number]:
    """Numbers as they were given, by quantity or address, read."""
    if not isinstance(given, Mapping):
        raise HandnetError(f'given: found {given!r}; give numbers by address, as in {{"x[1]": "0.05"}}')
    numbers: dict[Quantity, Number] = {}
    for address, number in given.items():
        quantity = setting.find(address) if isinstance(address, str) else address
        numbers[quantity] = number if isinstance(number, Number) else read_number(number, str(address))
    return numbers


def _need_numbers(derivation: Derivation, numbers: Mapping[Quantity, Any]) -> None:
    missing = [quantity for quantity in derivation.given if quantity not in numbers]
    if missing:
        raise missing_numbers(missing)


def _work_out(
    derivation: Derivation, values: dict[Quantity, float], numbers: Mapping[Quantity, Number]
) -> None:
    for step in derivation.steps:
        if step.quantity not in values:
            values[step.quantity] = value_of(step, values, numbers, derivation.setting.source)


def value_of(
    step: Step, values: Mapping[Quantity, float], numbers: Mapping[Quantity, Number], source: Source
) -> float:
    """The value of a line's formula; `numbers` are those that were given, in decimals."""
    value = evaluate(step.formula, values)
    if abs(value) < NEAR_ZERO or source.has_a_jump(step.quantity):
        # 0.1 + 0.2 - 0.3 is 0: nobody who works by hand writes 5.6e-17, and at a kink it would decide
        whole = exact(step.formula, numbers)
        return value if whole is None else nearest(whole)
    if not isfinite(value):  # a part of it may be too large for a float, and the whole not
        rounded_once = from_fractions(step.formula, values)
        return value if rounded_once is None else rounded_once
    return value


def array_of(nested: Members, value: Callable[[Quantity], float]) -> Any:
    """The NumPy array of the values of nested quantities."""
    import numpy as np

    return np.array([value(each) for each in flat(nested)]).reshape(shape(nested))
