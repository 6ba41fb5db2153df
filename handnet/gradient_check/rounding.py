"""How large rounding errors may be: each value with a bound for its error, worked out beside it.

The running error bound of J. H. Wilkinson (see N. J. Higham, Accuracy and Stability of Numerical
Algorithms, 2nd ed. 2002, section 3.3): every operation may be off by one unit (2^-53) of its
result, and passes on the errors of what goes in by its own derivatives. Errors are counted in
units. What is given is taken as exact, and the slope of a function as the same where its error ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite, log
from typing import NamedTuple

from ..calculus import SLOPES
from ..elementary import ELEMENTARY
from ..quantity import Derivative, Quantity, Variable
from ..terms import Apply, Difference, Negative, Number, Power, Product, Quotient, Sum, Term
from ..value import divide, evaluate, power

UNIT = 2.0**-53
FUNCTION = 8.0
"""Units by which an elementary function may be off: a few units in the last place of its value."""

_Z, _A = Variable("z"), Variable("a")


class Rounded(NamedTuple):
    """A value, and by how many units it may be off."""

    value: float
    error: float = 0.0


Known = Mapping[Quantity, Rounded]


def rounded(term: Term, known: Known) -> Rounded:
    """The value of a formula as `evaluate` gives it, and how far it may be from the exact one."""
    match term:
        case Variable() | Derivative():
            return known[term]
        case Number(_, value):
            return Rounded(value, 0.0 if value.is_integer() else abs(value))
        case Sum(parts):
            return _sum([rounded(part, known) for part in parts])
        case Difference(left, right):
            return _sum([rounded(left, known), _minus(rounded(right, known))])
        case Negative(inner):
            return _minus(rounded(inner, known))
        case Product(parts):
            return _product([rounded(part, known) for part in parts])
        case Quotient(top, bottom):
            return _quotient(rounded(top, known), rounded(bottom, known))
        case Power(base, exponent):
            return _power(rounded(base, known), rounded(exponent, known))
        case Apply(function, arguments):
            return _applied(function, [rounded(each, known) for each in arguments])
    raise TypeError(f"not a term: {term!r}")


def _minus(term: Rounded) -> Rounded:
    return Rounded(0.0 - term.value, term.error)


def _sum(parts: list[Rounded]) -> Rounded:
    value, error = parts[0]
    for part in parts[1:]:
        value += part.value
        error += part.error + abs(value)
    return Rounded(value, error)


def _product(parts: list[Rounded]) -> Rounded:
    value, error = parts[0]
    for part in parts[1:]:
        error = error * abs(part.value) + abs(value) * part.error + error * part.error * UNIT
        value *= part.value
        error += abs(value)
    return Rounded(value, error)


def _quotient(top: Rounded, bottom: Rounded) -> Rounded:
    value = divide(top.value, bottom.value)
    passed_on = divide(top.error + abs(value) * bottom.error, abs(bottom.value))
    return Rounded(value, passed_on + abs(value))


def _power(base: Rounded, exponent: Rounded) -> Rounded:
    value = power(base.value, exponent.value)
    error = FUNCTION * abs(value)
    if base.error:
        far = abs(base.value) + base.error * UNIT * (exponent.value > 1)  # where the slope is steepest
        error += base.error * abs(exponent.value * power(far, exponent.value - 1))
    if exponent.error and base.value > 0:
        error += exponent.error * abs(value * log(base.value))
    return Rounded(value, error)


def _applied(function: str, arguments: list[Rounded]) -> Rounded:
    value = ELEMENTARY[function].value(*(each.value for each in arguments))
    if function == "weighted_ln":  # weight * ln(v)
        return _logarithm(value, *arguments)
    if function == "weighted_inverse":  # weight / v
        return Rounded(value, _quotient(*arguments).error) if arguments[0].value else Rounded(value)
    if function == "max":
        return Rounded(value, max(each.error for each in arguments))
    (z,) = arguments
    if function in ("step", "leaky_step") or not isfinite(value):
        return Rounded(value, FUNCTION * abs(value))
    slope = evaluate(SLOPES[function](_Z, _A), {_Z: z.value, _A: value}) if z.error else 0.0
    return Rounded(value, abs(slope) * z.error + FUNCTION * abs(value))


def _logarithm(value: float, weight: Rounded, v: Rounded) -> Rounded:
    """weight * ln(v), whose value is known."""
    if not weight.value:
        return Rounded(value)
    passed_on = abs(divide(weight.value, v.value)) * v.error
    return Rounded(value, passed_on + abs(divide(value, weight.value)) * weight.error + FUNCTION * abs(value))
