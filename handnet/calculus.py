"""Differentiating a term, written the way a person writes it.

`SLOPES` knows the derivative of each elementary function as books write it by hand: with the
value `a` where that is shorter, a (1 - a) and not e^-z / (1 + e^-z)^2. `derivative` does the
rest by the sum, product, quotient, power and chain rules, and leaves out what is 0 or 1.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from .errors import NoDerivative
from .quantity import Quantity
from .terms import (
    HALF,
    ONE,
    TWO,
    ZERO,
    Apply,
    Difference,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Term,
    apply,
    negated,
    quantities,
    times,
    total,
)


def _no_slope(z: Term, a: Term) -> Term:
    raise NoDerivative(
        "a step has slope 0 everywhere except at its jump, where it has none: "
        "no weight can learn from it; take sigmoid or relu instead"
    )


SLOPES: dict[str, Callable[[Term, Term], Term]] = {
    "sigma": lambda z, a: times(a, Difference(ONE, a)),
    "tanh": lambda z, a: Difference(ONE, Power(a, TWO)),
    "relu": lambda z, a: apply("step", z),
    "leaky_relu": lambda z, a: apply("leaky_step", z),
    "step": _no_slope,
    "leaky_step": _no_slope,
    "arctan": lambda z, a: Quotient(ONE, Sum((ONE, Power(z, TWO)))),
    "softplus": lambda z, a: apply("sigma", z),
    "bipolar": lambda z, a: times(HALF, Difference(ONE, Power(a, TWO))),
    "exp": lambda z, a: a,
    "ln": lambda v, a: Quotient(ONE, v),
    "sqrt": lambda v, a: Quotient(ONE, times(TWO, a)),
    "sin": lambda z, a: apply("cos", z),
    "cos": lambda z, a: negated(apply("sin", z)),
}
"""The slope of each function at z, where a is its value there."""


def derivative(term: Term, by: Quantity, value: Term | None = None) -> Term:
    """The derivative of `term` by `by`, every other quantity held fixed.

    `value` is what `term` is called, where it has a name: sigma(z), called a, has the slope
    a (1 - a). Raises NoDerivative for a step.
    """
    match term:
        case Number():
            return ZERO
        case Sum(parts):
            return total(*(derivative(part, by) for part in parts))
        case Difference(left, right):
            return total(derivative(left, by), negated(derivative(right, by)))
        case Negative(inner):
            slope = derivative(inner, by)
            return ZERO if slope == ZERO else negated(slope)
        case Product(parts):
            return total(*_product_rule(parts, by))
        case Quotient(top, bottom) | Apply("weighted_inverse", (top, bottom)):
            return _quotient_rule(top, bottom, by)
        case Power(base, exponent):
            return _power_rule(base, exponent, by, value or term)
        case Apply(function, arguments):
            return _chain_rule(function, arguments, by, value or term)
        case _:
            return ONE if term == by else ZERO


def _product_rule(parts: tuple[Term, ...], by: Quantity) -> list[Term]:
    slopes = [derivative(part, by) for part in parts]
    return [
        times(*parts[:place], slope, *parts[place + 1 :])
        for place, slope in enumerate(slopes)
        if slope != ZERO
    ]


def _quotient_rule(top: Term, bottom: Term, by: Quantity) -> Term:
    top_slope, bottom_slope = derivative(top, by), derivative(bottom, by)
    if bottom_slope == ZERO:
        return ZERO if top_slope == ZERO else Quotient(top_slope, bottom)
    numerator = total(times(top_slope, bottom), negated(times(top, bottom_slope)))
    return Quotient(numerator, Power(bottom, TWO))


def _power_rule(base: Term, exponent: Term, by: Quantity, value: Term) -> Term:
    if by not in quantities(exponent):
        if isinstance(exponent, Number):
            smaller = Number.of(Fraction(exponent.text) - 1)
        else:
            smaller = Difference(exponent, ONE)  # type: ignore[assignment]
        lowered = base if smaller == ONE else ONE if smaller == ZERO else Power(base, smaller)
        return times(exponent, lowered, derivative(base, by))
    growth = times(derivative(exponent, by), apply("ln", base))
    share = times(exponent, derivative(base, by))
    return times(value, total(growth, ZERO if share == ZERO else Quotient(share, base)))


def _chain_rule(function: str, arguments: tuple[Term, ...], by: Quantity, value: Term) -> Term:
    if function == "max":
        return _larger(arguments, by)
    inner = derivative(arguments[-1], by)
    if function == "weighted_ln":
        weight, v = arguments
        outer = ZERO if inner == ZERO else times(Quotient(weight, v), inner)
        return total(times(derivative(weight, by), apply("ln", v)), outer)
    return ZERO if inner == ZERO else times(SLOPES[function](arguments[0], value), inner)


def _larger(arguments: tuple[Term, ...], by: Quantity) -> Term:
    """The derivative of the larger of two terms: that of the one which is larger."""
    arguments = tuple(dict.fromkeys(arguments))  # max(u, u) is u
    if len(arguments) == 1:
        return derivative(arguments[0], by)
    if len(arguments) != 2:
        raise NoDerivative(
            "the largest of more than two values is not differentiated; nest max(x, max(y, z))"
        )
    first, second = arguments
    parts = []
    for own, other in ((first, second), (second, first)):
        inner = derivative(own, by)
        if inner != ZERO:
            parts.append(times(apply("step", Difference(own, other)), inner))
    return total(*parts)
