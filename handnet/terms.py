"""The small language of formulas.

A term is a number, a quantity, or one of seven frozen shapes over terms: sum, difference,
product, quotient, power, negative, and a named function of a term. Order is kept as written.
Readers of terms: `evaluate` in `value`, text in `render`, Python in `numeric`, SymPy in `symbolic`.
One can build terms tidily (`total`, `times`, `negated`), list their quantities (`quantities`), put
others in their place (`replace`), and differentiate them (`derivative`, in `calculus`).

Numbers and quantities are named tuples, whose hashing and comparing is fast; the seven shapes are
not, so that a sum never equals a product of the same parts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from .quantity import Derivative, Quantity, Variable


class Number(NamedTuple):
    """A number in a formula, kept as it was written."""

    text: str
    value: float

    @classmethod
    def of(cls, value: Fraction | int) -> Number:
        """An exact number, written as a whole number or a fraction."""
        return cls(str(value), float(value))


@dataclass(frozen=True, slots=True)
class Sum:
    """The parts added from left to right; never fewer than two."""

    parts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """The parts multiplied from left to right; never fewer than two."""

    parts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """left - right"""

    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Quotient:
    """top / bottom"""

    top: Term
    bottom: Term


@dataclass(frozen=True, slots=True)
class Power:
    """base to the exponent"""

    base: Term
    exponent: Term


@dataclass(frozen=True, slots=True)
class Negative:
    """minus the term"""

    term: Term


@dataclass(frozen=True, slots=True)
class Apply:
    """An elementary function (`sigma`, `exp`, …) of its arguments."""

    function: str
    arguments: tuple[Term, ...]


Term: TypeAlias = (
    Number | Variable | Derivative | Sum | Difference | Product | Quotient | Power | Negative | Apply
)

ZERO, ONE, TWO = Number.of(0), Number.of(1), Number.of(2)
HALF = Number("1/2", 0.5)
_QUANTITIES = (Variable, Derivative)


def apply(function: str, *arguments: Term) -> Apply:
    """The named function of the arguments."""
    return Apply(function, arguments)


def parts_of(term: Term) -> tuple[Term, ...]:
    """The terms directly inside `term`; numbers and quantities have none."""
    kind = type(term)
    if kind is Product or kind is Sum:  # by far the most frequent
        return term.parts  # type: ignore[union-attr]
    match term:
        case Apply(_, parts):
            return parts
        case Difference(left, right) | Quotient(left, right) | Power(left, right):
            return (left, right)
        case Negative(inner):
            return (inner,)
        case _:
            return ()


def quantities(term: Term) -> list[Quantity]:
    """The quantities in `term`, from left to right, as often as they occur."""
    kind = type(term)
    if kind is Variable or kind is Derivative:
        return [term]  # type: ignore[list-item]
    found: list[Quantity] = []
    _collect(parts_of(term), found)
    return found


def _collect(parts: tuple[Term, ...], found: list[Quantity]) -> None:
    for part in parts:
        kind = type(part)
        if kind is Variable or kind is Derivative:
            found.append(part)  # type: ignore[arg-type]
        elif kind is Product or kind is Sum:
            _collect(part.parts, found)  # type: ignore[union-attr]
        elif kind is not Number:
            _collect(parts_of(part), found)


def replace(term: Term, change: Callable[[Quantity], Term]) -> Term:
    """The same formula with `change(quantity)` in the place of every quantity."""
    match term:
        case Variable() | Derivative():
            return change(term)
        case Sum(parts):
            return Sum(tuple(replace(part, change) for part in parts))
        case Product(parts):
            return Product(tuple(replace(part, change) for part in parts))
        case Apply(function, parts):
            return Apply(function, tuple(replace(part, change) for part in parts))
        case Difference(left, right):
            return Difference(replace(left, change), replace(right, change))
        case Quotient(left, right):
            return Quotient(replace(left, change), replace(right, change))
        case Power(left, right):
            return Power(replace(left, change), replace(right, change))
        case Negative(inner):
            return Negative(replace(inner, change))
        case _:
            return term


# --- building tidily: what a person leaves out when writing -------------------------------


def total(*parts: Term) -> Term:
    """The sum of the parts without those that are 0; the empty sum is 0."""
    kept = tuple(part for part in parts if part != ZERO)
    return Sum(kept) if len(kept) > 1 else kept[0] if kept else ZERO


def times(*factors: Term) -> Term:
    """The product: 1 is left out, 0 makes 0, numbers are multiplied out and stand first."""
    if len(factors) == 2 and type(factors[0]) in _QUANTITIES and type(factors[1]) in _QUANTITIES:
        return Product(factors)  # most products are of two quantities
    kept: list[Term] = []
    number: Fraction | int = 1
    decimal = False
    for factor in factors:
        kind = type(factor)
        if kind is Variable or kind is Derivative:
            kept.append(factor)
            continue
        if isinstance(factor, Negative):
            number, factor = -number, factor.term
        for part in factor.parts if isinstance(factor, Product) else (factor,):
            if isinstance(part, Sum) and _all_negative(part):
                number = -number
                kept.append(_turned(part))
            elif not isinstance(part, Number):
                kept.append(part)
            elif part != ONE:
                number *= Fraction(part.text)
                decimal = decimal or not part.text.lstrip("-").replace("/", "").isdigit()
    if number == 0:
        return ZERO
    if not kept:
        return ONE if number == 1 else _number(Fraction(number), decimal)
    if number not in (1, -1):
        kept.insert(0, _number(abs(Fraction(number)), decimal))
    product = Product(tuple(kept)) if len(kept) > 1 else kept[0]
    return product if number > 0 else Negative(product)


def _number(value: Fraction, decimal: bool) -> Number:
    """An exact number, as a decimal if it was made from decimals and can be one."""
    if decimal and 10**30 % value.denominator == 0:
        return Number(f"{Decimal(value.numerator) / Decimal(value.denominator)}", float(value))
    return Number.of(value)


def negated(term: Term) -> Term:
    """Minus the term, written as a person would: -(a - y) is y - a."""
    match term:
        case Number(text, _):
            if term.value == 0:
                return ZERO
            return Number(text[1:], -term.value) if text.startswith("-") else Number(f"-{text}", -term.value)
        case Negative(inner):
            return inner
        case Difference(left, right):
            return Difference(right, left)
        case Sum() if _all_negative(term):
            return _turned(term)
        case Product(parts):
            for place, part in enumerate(parts):
                if (isinstance(part, Difference) and not _is_slope(part)) or _all_negative(part):
                    return Product((*parts[:place], negated(part), *parts[place + 1 :]))
    return Negative(term)


def _all_negative(term: Term) -> bool:
    return isinstance(term, Sum) and all(isinstance(part, Negative) for part in term.parts)


def _turned(term: Sum) -> Sum:
    """The sum with every part's sign changed, where all are negative."""
    return Sum(tuple(part.term for part in term.parts if isinstance(part, Negative)))


def _is_slope(term: Difference) -> bool:
    """Whether this is a `1 - …`, which nobody turns round."""
    return term.left == ONE
