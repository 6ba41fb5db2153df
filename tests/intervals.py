"""Formulas over intervals: what a line may give when the numbers in it are known to some digits only."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from handnet.quantity import Derivative, Quantity, Variable
from handnet.terms import Apply, Difference, Negative, Number, Power, Product, Quotient, Sum, Term, apply
from handnet.value import evaluate

Interval = tuple[float, float]
EVERYTHING = (-math.inf, math.inf)
RISING = ("sigma", "tanh", "relu", "leaky_relu", "step", "leaky_step", "arctan", "softplus", "bipolar", "exp")


def last_unit(text: str) -> Fraction:
    """The value of one unit in the last digit of a number as it is written."""
    exponent = Decimal(text).as_tuple().exponent
    assert isinstance(exponent, int)
    return Fraction(10) ** exponent


def as_written(text: str, value: float) -> Interval:
    """What may stand behind a written number: itself if it is exact, otherwise half a unit to each side."""
    if float(Fraction(text)) == value:
        return value, value
    middle, half = Fraction(text), last_unit(text) / 2
    return float(middle - half), float(middle + half)


def hull(term: Term, box: Mapping[Quantity, Interval]) -> Interval:
    """An interval with every value of the term for quantities in the box."""
    match term:
        case Variable() | Derivative():
            return box[term]
        case Number(_, value):
            return value, value
        case Sum(parts):
            lows, highs = zip(*(hull(part, box) for part in parts), strict=True)
            return _wider(sum(lows), sum(highs), max(map(abs, (*lows, *highs))))
        case Difference(left, right):
            return hull(Sum((left, Negative(right))), box)
        case Negative(inner):
            low, high = hull(inner, box)
            return -high, -low
        case Product((first, *others)):
            found = hull(first, box)
            for other in others:
                found = _times(found, hull(other, box))
            return found
        case Quotient(top, bottom):
            return _times(hull(top, box), _inverse(hull(bottom, box)))
        case Power(base, Number("2", _)):
            low, high = hull(base, box)
            squares = low * low, high * high
            return _wider(0.0 if low < 0 < high else min(squares), max(squares))
        case Apply("weighted_ln", (weight, v)):
            return _times(hull(weight, box), hull(apply("ln", v), box))
        case Apply("weighted_inverse", (weight, v)):
            return _times(hull(weight, box), _inverse(hull(v, box)))
        case Apply("ln", (v,)):
            low, high = hull(v, box)
            return _wider(math.log(low) if low > 0 else -math.inf, math.log(high))
        case Apply("max", parts):
            lows, highs = zip(*(hull(part, box) for part in parts), strict=True)
            return max(lows), max(highs)
        case Apply(function, (z,)) if function in RISING:
            low, high = hull(z, box)
            at = Variable("at")
            return _wider(*(evaluate(apply(function, at), {at: end}) for end in (low, high)))
    raise TypeError(f"no interval for {term!r}")


def _wider(low: float, high: float, scale: float = 0.0) -> Interval:
    """The interval, and what rounding may have taken from it."""
    scale = max(scale, abs(low), abs(high))
    more = 1e-13 * scale + 1e-300 if math.isfinite(scale) else 0.0
    return low - more, high + more


def _times(left: Interval, right: Interval) -> Interval:
    ends = [a * b if a and b else 0.0 for a in left for b in right]
    return _wider(min(ends), max(ends))


def _inverse(interval: Interval) -> Interval:
    low, high = interval
    return EVERYTHING if low <= 0 <= high else _wider(1 / high, 1 / low)
