"""What honest work can reach: formulas over intervals, every elementary operation rounded.

    ByHand(kernel, decimals=4).of(term, boxes)              (low, high): every result of working the
                                                            formula to four decimals, in its order
    ByHand(kernel, significant=3)

A box is (low, high); a rounded result may be off by half a unit to each side, whether it is rounded
half up, half to even or not at all. A sigmoid may be taken from a calculator or worked as
1/(1 + e^-z), operation by operation: the wider of the two is what is reached.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ..quantity import Derivative, Quantity, Variable
from ..terms import ONE, TWO, Apply, Difference, Negative, Number, Power, Product, Quotient, Sum, Term
from .kernel import Arrays, Floats

Kernel = Floats | Arrays
Box = tuple[Any, Any]
RISING = ("sigma", "tanh", "relu", "leaky_relu", "step", "leaky_step", "arctan", "softplus", "bipolar",
          "exp", "ln", "sqrt")  # fmt: skip
UNROUNDED = ("relu", "step", "leaky_step", "max")
"""Functions that choose and do not calculate."""


class ByHand:
    """Formulas over boxes, rounded after every elementary operation."""

    def __init__(self, kernel: Kernel, decimals: Any = None, significant: Any = None) -> None:
        self.kernel = kernel
        self.figures = significant
        self.unit_half = None if decimals is None else 0.5 * 10.0**-decimals

    def given(self, value: Any) -> Box:
        """A given number: exactly itself."""
        return value, value

    def merge(self, mask: Any, own: Box, worked_out: Box) -> Box:
        """The person's own value where there is one."""
        where = self.kernel.where
        return where(mask, own[0], worked_out[0]), where(mask, own[1], worked_out[1])

    def half(self, value: Any) -> Any:
        """Half a unit of the last digit that a number of this size is rounded to."""
        if self.unit_half is not None:
            return self.unit_half
        if self.figures is None:
            return 0.0
        return 0.5 * 10.0 ** (self.kernel.exponent(value) - self.figures + 1.0)

    def rounded(self, box: Box) -> Box:
        """The box after rounding, one way or the other or not at all."""
        low, high = box
        loose = 1.0 - self.exact(box)
        return low - loose * self.half(low), high + loose * self.half(high)

    def exact(self, box: Box) -> Any:
        """1 where the box is a single number that has no more digits than it is rounded to, otherwise 0."""
        low, high = box
        unit = 2 * self.half(low)
        steps = self.kernel.divide(low, unit)
        whole = abs(steps - (steps + 0.5) // 1) <= 1e-9
        return self.kernel.where((low == high) & (whole | (unit == 0)), 1.0, 0.0)

    def of(self, term: Term, boxes: Mapping[Quantity, Box]) -> Box:
        """Every value that working this formula by hand can give."""
        match term:
            case Variable() | Derivative():
                return boxes[term]
            case Number(text, value):
                box = self.given(value)
                return self.rounded(box) if "/" in text and value not in (0.5, 0.25) else box
            case Product(parts):
                return self.product(parts, boxes)
            case Sum() | Negative(Sum() | Difference()):
                return self.added([self.of(part, boxes) for part in _summands(term)])
            case Difference(Number("1", _), Power(Variable() as a, Number("2", _))):
                return self.either(self.squares(term, boxes), self.product(_factors_of(a), boxes))
            case Difference(Apply("weighted_inverse", (_, below)), Apply("weighted_inverse", (y, a))):
                ways = self.added([self.of(part, boxes) for part in (term.left, Negative(term.right))])
                bottom = self.rounded(self.times(self.of(a, boxes), self.of(below, boxes)))
                top = self.added([self.of(a, boxes), self.of(Negative(y), boxes)])
                return self.either(ways, self.rounded(self.times(top, self.inverse(bottom))))
            case Difference():
                return self.added([self.of(part, boxes) for part in _summands(term)])
            case Negative(inner):
                return self.negative(self.of(inner, boxes))
            case Quotient(top, bottom):
                return self.rounded(self.times(self.of(top, boxes), self.inverse(self.of(bottom, boxes))))
            case Power(base, exponent):
                return self.rounded(self.power(self.of(base, boxes), exponent))
            case Apply("max", arguments):
                return self.largest([self.of(each, boxes) for each in arguments])
            case Apply("weighted_ln", (weight, v)):
                return self.weighted(
                    self.of(weight, boxes), self.rounded(self.rising("ln", self.of(v, boxes)))
                )
            case Apply("weighted_inverse", (weight, v)):
                return self.weighted(self.of(weight, boxes), self.inverse(self.of(v, boxes)))
            case Apply(function, (argument,)):
                return self.function(function, self.of(argument, boxes))
        raise TypeError(f"not a term: {term!r}")

    # --- operations --------------------------------------------------------------------------------

    def negative(self, box: Box) -> Box:
        """With the other sign."""
        return 0.0 - box[1], 0.0 - box[0]

    def largest(self, boxes: list[Box]) -> Box:
        """The largest of several."""
        k = self.kernel
        return k.highest(*(low for low, _ in boxes)), k.highest(*(high for _, high in boxes))

    def either(self, one: Box, other: Box) -> Box:
        """What one way or another reaches."""
        k = self.kernel
        return k.lowest(one[0], other[0]), k.highest(one[1], other[1])

    def product(self, parts: tuple[Term, ...], boxes: Mapping[Quantity, Box]) -> Box:
        """The product from left to right, with the slopes in it written one way or another."""
        found = self.multiplied([self.of(part, boxes) for part in parts])
        other = _with_other_slopes(parts)
        return (
            found
            if other == parts
            else self.either(found, self.multiplied([self.of(p, boxes) for p in other]))
        )

    def multiplied(self, parts: list[Box]) -> Box:
        """The product from left to right."""
        found = parts[0]
        for part in parts[1:]:
            found = self.rounded(self.times(found, part))
        return found

    def squares(self, term: Difference, boxes: Mapping[Quantity, Box]) -> Box:
        """1 - a^2 as it stands there."""
        return self.added([self.of(part, boxes) for part in _summands(term)])

    def added(self, parts: list[Box]) -> Box:
        """The sum, in whatever order.

        To so many decimals, what was rounded adds up to what needs no rounding: whoever rounds the sum
        instead of its parts is off by no more. Only single numbers with more digits need it. To so many
        figures, each sum on the way is rounded, and the largest most.
        """
        low, high = parts[0]
        for more in parts[1:]:
            low, high = low + more[0], high + more[1]
        if self.unit_half is None:
            between = (len(parts) - 2) * self.half(self.largest_partial_sum(parts)) if len(parts) > 2 else 0.0
            return self.rounded((low - between, high + between))
        off: Any = 0.0
        for part in parts:
            off = off + self.kernel.where(part[0] == part[1], 1.0 - self.exact(part), 0.0)
        return low - off * self.unit_half, high + off * self.unit_half

    def largest_partial_sum(self, parts: list[Box]) -> Any:
        """No sum of some of the parts is larger than this."""
        k = self.kernel
        up: Any = 0.0
        down: Any = 0.0
        for low, high in parts:
            up, down = up + k.highest(high, 0.0 * high), down - k.lowest(low, 0.0 * low)
        return k.highest(up, down)

    def times(self, one: Box, other: Box) -> Box:
        """Every product; 0 times infinity is 0, as it is where the infinite end is only a bound."""
        k = self.kernel
        ends = [a * b for a in one for b in other]
        ends = [k.where(each == each, each, 0.0) for each in ends]
        return k.lowest(*ends), k.highest(*ends)

    def inverse(self, box: Box) -> Box:
        """One over every number of the box; everything, if 0 is among them."""
        k = self.kernel
        low, high = box
        through_zero = (low <= 0) & (high >= 0)
        return (
            k.where(through_zero, -math.inf, k.divide(1.0, high)),
            k.where(through_zero, math.inf, k.divide(1.0, low)),
        )

    def weighted(self, weight: Box, box: Box) -> Box:
        """Weight times a value, and 0 where the weight is 0."""
        low, high = self.rounded(self.times(weight, box))
        none = (weight[0] == 0) & (weight[1] == 0)
        return self.kernel.where(none, 0.0, low), self.kernel.where(none, 0.0, high)

    def power(self, base: Box, exponent: Term) -> Box:
        """Every power; whole exponents only go wrong at 0, others have no base below it."""
        k = self.kernel
        low, high = base
        if not isinstance(exponent, Number):
            return -math.inf + 0 * low, math.inf + 0 * low
        if exponent.value < 0:
            return self.inverse(self.power(base, Number(exponent.text.lstrip("-"), -exponent.value)))
        ends = [k.power(low, exponent.value), k.power(high, exponent.value)]
        least, most = k.lowest(*ends), k.highest(*ends)
        even = exponent.value % 2 == 0
        return (k.where((low < 0) & (high > 0), 0.0, least), most) if even else (least, most)

    def rising(self, function: str, box: Box) -> Box:
        """A function that never falls, at both ends; what a logarithm has not is infinitely far."""
        k = self.kernel
        low, high = (k.apply(function, end) for end in box)
        return k.where(low == low, low, -math.inf), k.where(high == high, high, math.inf)

    def function(self, name: str, box: Box) -> Box:
        """Every value of a function, from a calculator or operation by operation."""
        k = self.kernel
        if name not in RISING:  # sine and cosine: never steeper than 1
            middle = k.apply(name, (box[0] + box[1]) / 2)
            reach = (box[1] - box[0]) / 2
            return self.rounded((middle - reach, middle + reach))
        found = self.rising(name, box)
        if name in UNROUNDED:
            return found
        low, high = self.rounded(found)
        match name:
            case "leaky_relu":
                return k.where(box[0] > 0, found[0], low), k.where(box[1] > 0, found[1], high)
            case "sigma" | "bipolar":
                worked = self.sigmoid(box)
                if name == "bipolar":
                    worked = self.rounded((2 * worked[0] - 1, 2 * worked[1] - 1))
            case "tanh":
                worked = self.tanh(box, found)
            case "softplus":
                grown = self.rounded(self.rising("exp", box))
                worked = self.rounded(self.rising("ln", self.rounded((1 + grown[0], 1 + grown[1]))))
            case _:
                return low, high
        return self.either((low, high), worked)

    def sigmoid(self, box: Box) -> Box:
        """1 / (1 + e^-z), each of its operations rounded."""
        shrunk = self.rounded(self.rising("exp", (0.0 - box[1], 0.0 - box[0])))
        shrunk = self.kernel.highest(shrunk[0], 0.0 * shrunk[0]), shrunk[1]  # a power of e is not negative
        return self.rounded(self.inverse(self.rounded((1 + shrunk[0], 1 + shrunk[1]))))

    def tanh(self, box: Box, found: Box) -> Box:
        """(e^z - e^-z) / (e^z + e^-z): the same e^z stands in both, so its error is bounded, not its box.

        With errors up to h in each of e^z, e^-z, their sum and their difference, the quotient is off by
        up to 3h (1 + |t|) / (e^z + e^-z), and by its own rounding.
        """
        k = self.kernel
        nearest = k.where((box[0] <= 0) & (box[1] >= 0), 0.0, k.lowest(abs(box[0]), abs(box[1])))
        bottom = k.apply("exp", nearest) + k.apply("exp", 0.0 - nearest)
        most = k.highest(abs(found[0]), abs(found[1]))
        if self.unit_half is not None:
            off = 1.02 * 3 * self.unit_half * (1 + most) / bottom
        else:
            figures = math.inf if self.figures is None else self.figures
            off = 1.02 * 0.5 * 10.0 ** (1.0 - figures) * (1 + 4 * most)
        return self.rounded((found[0] - off, found[1] + off))


def _factors_of(a: Variable) -> tuple[Term, ...]:
    """(1 - a)(1 + a), which is 1 - a^2."""
    return Difference(ONE, a), Sum((ONE, a))


def _with_other_slopes(parts: tuple[Term, ...]) -> tuple[Term, ...]:
    """The factors with each slope in its other form: a - a^2 for a (1 - a), (1 - a)(1 + a) for 1 - a^2."""
    found: list[Term] = []
    for part in parts:
        match part:
            case Difference(Number("1", _), Variable() as a) if found and found[-1] == a:
                found[-1] = Difference(a, Power(a, TWO))
            case Difference(Number("1", _), Power(Variable() as a, Number("2", _))):
                found += _factors_of(a)
            case _:
                found.append(part)
    return tuple(found)


def _summands(term: Term, negative: bool = False) -> list[Term]:
    """What is added, sums inside sums taken apart, because people add in any order."""
    match term:
        case Sum(parts):
            return [each for part in parts for each in _summands(part, negative)]
        case Difference(left, right):
            return [*_summands(left, negative), *_summands(right, not negative)]
        case Negative(inner):
            return _summands(inner, not negative)
    return [Negative(term) if negative else term]
