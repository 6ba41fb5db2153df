"""The value of a formula: in floats in the order in which it is written, or exactly.

evaluate(term, values)        in floats, as a person with a calculator does
exact(term, numbers)          as a fraction, of sums and products of numbers that were given
from_fractions(term, values)  rounded once, where a part of the formula is too large for a float

`divide` and `power` are the operations that raise errors in Python, without them; `added` is a sum that is
the same in every Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import reduce
from math import isfinite, prod
from operator import add

from .elementary import ELEMENTARY
from .quantity import Derivative, Quantity, Variable
from .terms import Apply, Difference, Negative, Number, Power, Product, Quotient, Sum, Term


def evaluate(term: Term, values: Mapping[Quantity, float]) -> float:
    """The value of the formula, its operations done in the order in which they are written.

    `values` has a number for every quantity in the term. A division by zero gives an infinite
    value or NaN as IEEE arithmetic has it, never an exception.
    """
    kind = type(term)
    if kind is Variable or kind is Derivative:
        return values[term]  # type: ignore[index]
    match term:
        case Number(_, value):
            return value
        case Product(parts):
            product = evaluate(parts[0], values)
            for part in parts[1:]:
                product *= evaluate(part, values)
            return product
        case Sum(parts):
            sum_ = evaluate(parts[0], values)
            for part in parts[1:]:
                sum_ += evaluate(part, values)
            return sum_
        case Difference(left, right):
            return evaluate(left, values) - evaluate(right, values)
        case Negative(inner):
            return 0.0 - evaluate(inner, values)  # minus zero is zero
        case Quotient(top, bottom):
            return divide(evaluate(top, values), evaluate(bottom, values))
        case Power(base, exponent):
            return power(evaluate(base, values), evaluate(exponent, values))
        case Apply(function, arguments):
            return ELEMENTARY[function].value(*(evaluate(each, values) for each in arguments))
    raise TypeError(f"not a term: {term!r}")


def exact(term: Term, numbers: Mapping[Quantity, Number]) -> Fraction | None:
    """The exact value of sums and products of given numbers; None if the formula has anything else."""
    match term:
        case Variable() | Derivative():
            return Fraction(numbers[term].text) if term in numbers else None
        case Number(text, _):
            return Fraction(text)
        case Sum(parts) | Product(parts):
            values = [exact(part, numbers) for part in parts]
            known = [value for value in values if value is not None]
            if len(known) < len(values):
                return None
            return sum(known, Fraction(0)) if isinstance(term, Sum) else prod(known, start=Fraction(1))
        case Difference(left, right):
            first, second = exact(left, numbers), exact(right, numbers)
            return None if first is None or second is None else first - second
    return None


def from_fractions(term: Term, values: Mapping[Quantity, float]) -> float | None:
    """The value of the formula with its sums, products and squares worked exactly, and rounded once.

    It finds 1/2*v^2 where v^2 is beyond all floats and its half is not, and 1e300*1e300 - 1e300*1e300.
    None where a number in the formula is infinite or NaN.
    """
    whole = _fraction(term, values)
    return None if whole is None else nearest(whole)


def _fraction(term: Term, values: Mapping[Quantity, float]) -> Fraction | None:
    match term:
        case Sum(parts) | Product(parts):
            known = [whole for part in parts if (whole := _fraction(part, values)) is not None]
            if len(known) < len(parts):
                return None
            return sum(known, Fraction(0)) if isinstance(term, Sum) else prod(known, start=Fraction(1))
        case Difference(left, right):
            first, second = _fraction(left, values), _fraction(right, values)
            return None if first is None or second is None else first - second
        case Negative(inner):
            whole = _fraction(inner, values)
            return None if whole is None else -whole
        case Quotient(top, Number(text, value)) if value:
            whole = _fraction(top, values)
            return None if whole is None else whole / Fraction(text)
        case Power(base, Number("2", _)):
            whole = _fraction(base, values)
            return None if whole is None else whole * whole
    value = evaluate(term, values)
    return Fraction(value) if isfinite(value) else None


def nearest(whole: Fraction) -> float:
    """The float nearest to a fraction, infinite where it is beyond all floats."""
    try:
        return float(whole)
    except OverflowError:
        return float("inf") if whole > 0 else float("-inf")


def divide(top: float, bottom: float) -> float:
    """top / bottom, infinite or NaN where Python would raise."""
    try:
        return top / bottom
    except ZeroDivisionError:
        return top * float("inf") if top == top and top != 0 else float("nan")


def power(base: float, exponent: float) -> float:
    """base ** exponent over the real numbers; NaN where there is no real value."""
    if exponent == 2:
        return base * base
    if float("-inf") < base < 0 and exponent % 1 != 0 and abs(exponent) != float("inf"):
        return float("nan")  # Python has a complex number here
    try:
        result: float = base**exponent
        return result
    except (OverflowError, ZeroDivisionError):
        return float("-inf") if base < 0 and exponent % 2 == 1 else float("inf")


def added(values: Iterable[float]) -> float:
    """Their sum, from left to right: what `sum` makes of floats is another number from Python 3.12 on."""
    return reduce(add, values, 0)
