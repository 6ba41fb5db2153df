"""Which numbers vary from person to person, and between what.

    Kind(w1[2,1], places=2, low=8, high=110, signs=(1, -1))      -1.10 … -0.08, 0.08 … 1.10

A number is drawn near the problem's own kind: as many decimals as its kind has (three at most),
from half the smallest to twice the largest of the kind, or to 1, with either sign if one of the kind
is negative. It is never 0, and never equal to a neighbour: a weight into or from the same unit, a bias
of the same layer, an input of the same sample or of the same unit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from ..arrays import expand
from ..errors import HandnetError
from ..names import PARAMETERS
from ..problem import Problem
from ..quantity import Quantity, Variable
from ..terms import Number

if TYPE_CHECKING:
    import numpy as np

MOST_PLACES = 3
"""More decimals are no pleasure by hand."""
GROWING = ("x", *PARAMETERS)
"""Kinds whose numbers may be as large as 1, however small the problem's own are."""
EDGE = 0.05
"""Which share of good sets is no measure of where numbers may lie."""


class Kind(NamedTuple):
    """A quantity and the numbers it may have: `low` to `high` units of the last of its decimals.

    `signs` are 1, -1 or both; `neighbours` are places in the list of kinds, all before its own.
    """

    quantity: Variable
    places: int
    low: int
    high: int
    signs: tuple[int, ...]
    neighbours: tuple[int, ...] = ()

    @property
    def choices(self) -> int:
        """How many numbers there are."""
        return (self.high - self.low + 1) * len(self.signs)

    def write(self, ticks: int) -> str:
        """The number as text, with all of its decimals."""
        return f"{Decimal(int(ticks)).scaleb(-self.places):f}"


def kinds(problem: Problem, vary: Iterable[str] | None) -> tuple[Kind, ...]:
    """The quantities that vary, by default inputs, weights and biases, each with its numbers."""
    chosen = _usual(problem) if vary is None else _chosen(problem, vary)
    if not chosen:
        raise HandnetError('variants: no number varies; say which, as in vary=["X", "W1", "b1"]')
    ranges = {name: _range(problem, name) for name in dict.fromkeys(each.name for each in chosen)}
    return tuple(Kind(each, *ranges[each.name], _neighbours(chosen, at)) for at, each in enumerate(chosen))


def _usual(problem: Problem) -> list[Variable]:
    """Inputs, unless they are all 0 or 1 and so stand for yes and no, and all parameters."""
    yes_or_no = all(number.value in (0, 1) for number in _numbers(problem, "x"))
    names = PARAMETERS if yes_or_no else ("x", *PARAMETERS)
    return [each for each in problem.values if isinstance(each, Variable) and each.name in names]


def _chosen(problem: Problem, vary: Iterable[str]) -> list[Variable]:
    if isinstance(vary, str):
        raise HandnetError(f"vary is a list of addresses: write [{vary!r}]")
    source = problem.forward_pass()
    chosen: dict[Quantity, None] = {}
    for address in vary:
        for quantity in expand(source, address):
            if quantity not in problem.values:
                raise HandnetError(
                    f"vary: {quantity} is worked out, not given; take one of the given quantities"
                )
            chosen[quantity] = None
    return [each for each in problem.values if each in chosen and isinstance(each, Variable)]


def _numbers(problem: Problem, name: str) -> list[Number]:
    return [number for each, number in problem.values.items() if getattr(each, "name", "") == name]


def _range(problem: Problem, name: str) -> tuple[int, int, int, tuple[int, ...]]:
    """Decimals, smallest, largest, and signs of all numbers with this name."""
    numbers = _numbers(problem, name)
    sizes = [abs(number.value) for number in numbers if number.value] or [0.1, 0.5]
    signed = any(number.value < 0 for number in numbers) or not any(number.value for number in numbers)
    places = max(min(max(_places(number.text) for number in numbers), MOST_PLACES), int(min(sizes) < 1))
    unit = 10**places
    largest = max(2 * max(sizes), 1.0) if name in GROWING else 2 * max(sizes)
    low, high = max(1, math.ceil(min(sizes) / 2 * unit)), math.floor(largest * unit)
    if name in ("mu", "y") and all(0 <= number.value <= 1 for number in numbers):
        return max(places, 1), 1, 10 ** max(places, 1) - 1, (1,)  # what lies between 0 and 1 stays there
    return places, low, max(high, low + 2), (1, -1) if signed else (1,)


def _places(text: str) -> int:
    """The decimals of a number as it is written; two for a fraction."""
    if "/" in text:
        return 2
    exponent = Decimal(text).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _neighbours(chosen: Sequence[Variable], at: int) -> tuple[int, ...]:
    """The places of those before it from which the number must differ."""
    return tuple(place for place, other in enumerate(chosen[:at]) if _are_neighbours(chosen[at], other))


def _are_neighbours(one: Variable, other: Variable) -> bool:
    if (one.name, one.layer) != (other.name, other.layer):
        return False
    if one.name == "w":
        return one.place[0] == other.place[0] or one.place[1] == other.place[1]
    if one.name in ("x", "y"):
        return one.sample == other.sample or one.place == other.place
    return True


def narrowed(varied: Sequence[Kind], good: np.ndarray[Any, Any]) -> tuple[Kind, ...]:
    """The same quantities, drawn only from where good sets lie: one row a quantity, one column a set.

    The outermost few are no measure; a sign that hardly any good set has is given up.
    """
    import numpy as np

    found = []
    for kind, ticks in zip(varied, good, strict=True):
        low, high = np.quantile(abs(ticks), (EDGE, 1 - EDGE))
        positive = (ticks > 0).mean()
        signs = tuple(sign for sign, share in ((1, positive), (-1, 1 - positive)) if share > EDGE)
        found.append(kind._replace(low=math.floor(low), high=math.ceil(high), signs=signs))
    return tuple(found)
