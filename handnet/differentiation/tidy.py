"""Tidying a term that rules have written: what nobody leaves standing at the end of a line of working.

`tidied` drops what is added as 0 or multiplied as 1, works out numbers that stand beside each other,
takes brackets and double signs away. The order stays as it was: x^2*3 is not turned into 3*x^2,
and nothing is cancelled or multiplied out.

One can also rebuild a term with other parts (`with_parts`) and add numbers exactly (`added`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction

from ..terms import (
    ONE,
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
    negated,
)

LONGEST_NUMBER = 25


def with_parts(term: Term, change: Callable[[Term], Term]) -> Term:
    """The same shape with `change(part)` in the place of every part; numbers and quantities stay."""
    match term:
        case Sum(parts):
            return Sum(tuple(map(change, parts)))
        case Product(parts):
            return Product(tuple(map(change, parts)))
        case Apply(function, parts):
            return Apply(function, tuple(map(change, parts)))
        case Difference(left, right):
            return Difference(change(left), change(right))
        case Quotient(left, right):
            return Quotient(change(left), change(right))
        case Power(left, right):
            return Power(change(left), change(right))
        case Negative(inner):
            return Negative(change(inner))
    return term


def tidied(term: Term) -> Term:
    """The term as one would leave it, tidied from the inside to the outside."""
    term = with_parts(term, tidied)
    match term:
        case Sum(parts):
            return _sum(parts)
        case Difference(left, right):
            return _sum((left, Negative(right)))
        case Negative(inner):
            return negated(inner)
        case Product(parts):
            return _product(parts)
        case Quotient(top, bottom):
            return _quotient(top, bottom)
        case Power(base, exponent) if isinstance(exponent, Number) and exponent.value in (0, 1):
            return base if exponent.value else ONE
    return term


# --- sums -----------------------------------------------------------------------------------------


def _sum(parts: Iterable[Term]) -> Term:
    """The parts without zeros and inner brackets; numbers added up where the first of them stands."""
    kept: list[Term] = []
    numbers: list[Number] = []
    place = 0
    for part in _summands(parts):
        number = _number(part)
        if number is None:
            kept.append(part)
        elif number.value:
            place = place if numbers else len(kept)
            numbers.append(number)
    if numbers:
        result = added(numbers)
        shown = [result] if result is not None else numbers
        kept[place:place] = [_signed(each, place + n == 0) for n, each in enumerate(shown) if each.value]
    match kept:
        case []:
            return ZERO
        case [only]:
            return only
        case [first, Negative(second)]:
            return Difference(first, second)
    return Sum(tuple(kept))


def _summands(parts: Iterable[Term]) -> Iterable[Term]:
    for part in parts:
        match part:
            case Sum(inner):
                yield from inner
            case Difference(left, right):
                yield from (left, Negative(right))
            case Negative(Negative(inner)):
                yield from _summands((inner,))
            case _:
                yield part


def _number(part: Term) -> Number | None:
    """The number that a summand is, with its sign."""
    if isinstance(part, Number):
        return part
    if isinstance(part, Negative) and isinstance(part.term, Number):
        return negated(part.term)  # type: ignore[return-value]
    return None


def _signed(number: Number, first: bool) -> Term:
    """A number as a summand: minus 2, not plus (-2)."""
    return number if first or number.value > 0 else Negative(negated(number))


def added(numbers: list[Number]) -> Number | None:
    """The exact sum, as a decimal if one of them is; None where a float or a reader cannot hold it."""
    if len(numbers) == 1:
        return numbers[0]
    return _exact(sum(Fraction(each.text) for each in numbers), numbers)


def _exact(value: Fraction | int, made_from: list[Number]) -> Number | None:
    """A number that was worked out, if it can be written shortly."""
    value = Fraction(value)
    text = str(value)
    whole = all(each.text.lstrip("-").replace("/", "").isdigit() for each in made_from)
    if not whole and 10**20 % value.denominator == 0:
        text = str(Decimal(value.numerator) / Decimal(value.denominator))
    if len(text) > LONGEST_NUMBER or (value and not float(value)):
        return None
    return Number(text, float(value))


# --- products and quotients -----------------------------------------------------------------------


def _product(parts: Iterable[Term]) -> Term:
    """The factors without ones and inner brackets, the sign in front; neighbouring numbers multiplied."""
    positive, factors = True, list[Term]()
    for part in _factors(parts):
        match part:
            case Number(_, value) if value == 0:
                return ZERO
            case Number(_, value) if value < 0:
                positive, part = not positive, negated(part)
            case Negative(inner):
                positive, part = not positive, inner
        _multiply(factors, part)
    match factors:
        case []:
            return ONE if positive else Number.of(-1)
        case [only]:
            product = only
        case [Quotient(Number("1", _), bottom), *others]:
            product = _quotient(_product(others), bottom)
        case _:
            product = Product(tuple(factors))
    return product if positive else negated(product)


def _factors(parts: Iterable[Term]) -> Iterable[Term]:
    for part in parts:
        match part:
            case Product(inner):
                yield from _factors(inner)
            case Negative(Product((first, *others))):
                yield from _factors((Negative(first), *others))
            case Negative(Negative(inner)):
                yield from _factors((inner,))
            case _:
                yield part


def _multiply(factors: list[Term], part: Term) -> None:
    """Put one more factor behind the others: a number into a number, 1/v as a division by v."""
    last = factors[-1] if factors else None
    if isinstance(part, Number) and isinstance(last, Number):
        product = _exact(Fraction(last.text) * Fraction(part.text), [last, part])
        if product is not None:
            factors[-1:] = [product] if product.value != 1 else []
            return
    match part:
        case Number(_, 1.0):
            return
        case Quotient(Number("1", _), bottom) if factors:
            top = Product(tuple(factors)) if len(factors) > 1 else factors[0]
            factors[:] = [_quotient(top, bottom)]
        case _:
            factors.append(part)


def _quotient(top: Term, bottom: Term) -> Term:
    """The quotient with its sign in front, and numbers divided where that gives no new fraction."""
    if isinstance(bottom, Number) and bottom.value == 1:
        return top
    match top:
        case Number(_, 0.0):
            return ZERO
        case Negative(inner):
            return negated(_quotient(inner, bottom))
        case Number(_, value) if value < 0:
            return negated(_quotient(negated(top), bottom))
        case Number() if isinstance(bottom, Number) and bottom.value and _are_whole(top, bottom):
            return Number.of(Fraction(int(top.text), int(bottom.text)))
        case Product((Number() as number, *others)) if isinstance(bottom, Number) and bottom.value:
            ratio = Fraction(number.text) / Fraction(bottom.text)
            if _are_whole(number, bottom) and ratio.denominator == 1:
                return _product((Number.of(ratio), *others))
    return Quotient(top, bottom)


def _are_whole(*numbers: Number) -> bool:
    return all(each.text.lstrip("-").isdigit() and len(each.text) <= LONGEST_NUMBER for each in numbers)
