"""The rules of differentiation: what each makes of one derivative.

`Rules.derived` takes the derivative of one term one rule further. What is left to be done stays
*pending*: d/dx of something, written as a function of the language of formulas (`pending`). Where
factors and summands stand, they stay. The laws that were used are noted by `say`. Whole lines, in
which many derivatives are pending, are made in `working`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..calculus import SLOPES, derivative
from ..errors import UnreadableText
from ..quantity import Variable
from ..terms import (
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
    parts_of,
    quantities,
)
from . import laws
from .laws import Law
from .tidy import added, with_parts


def pending(inner: Term, by: Variable) -> Apply:
    """The derivative of a term that is still to be worked out."""
    return Apply(f"d/d{by}", (inner,))


class Rules:
    """The rules for derivatives by one variable; `laws` collects those that were used."""

    def __init__(self, by: Variable) -> None:
        self.by = by
        self.laws: dict[Law, None] = {}

    def d(self, inner: Term) -> Term:
        """The pending derivative of the term."""
        return pending(inner, self.by)

    def varies(self, term: Term) -> bool:
        """Whether the term contains the variable."""
        return self.by in quantities(term)

    def say(self, law: Law) -> None:
        """Note that a law was used."""
        self.laws[law] = None

    def derived(self, inner: Term) -> Term:
        """The derivative of a term by one rule, with what is left pending."""
        if self.is_linear(inner):
            return self.linear(inner)
        match inner:
            case Sum(parts):
                self.say(laws.SUM)
                return Sum(tuple(map(self.part, parts)))
            case Difference(left, right):
                self.say(laws.DIFFERENCE)
                return Difference(self.part(left), self.part(right))
            case Negative(term):
                self.say(laws.FACTOR)
                return Negative(self.d(term))
            case Product(parts):
                return self.of_product(parts)
            case Quotient(top, bottom):
                return self.of_quotient(top, bottom)
            case Power(base, exponent):
                return self.of_power(base, exponent)
            case Apply(function, arguments):
                return self.of_function(function, arguments)
        raise TypeError(f"not a term: {inner!r}")

    def is_linear(self, term: Term) -> bool:
        """Whether the variable is only multiplied by constants and added to constants."""
        if not self.varies(term) or term == self.by:
            return True
        match term:
            case Sum() | Difference() | Negative():
                return all(map(self.is_linear, parts_of(term)))
            case Product(parts):
                return sum(map(self.varies, parts)) == 1 and all(map(self.is_linear, parts))
            case Quotient(top, bottom):
                return self.is_linear(top) and not self.varies(bottom)
        return False

    def linear(self, term: Term) -> Term:
        """The derivative of a linear formula, to its end: zeros, ones and the constant factors."""
        if not self.varies(term):
            self.say(laws.CONSTANT)
            return ZERO
        match term:
            case Sum() | Difference():
                self.say(laws.SUM if isinstance(term, Sum) else laws.DIFFERENCE)
                slopes = with_parts(term, self._linear_summand)
                numbers = list(_numbers(slopes))
                return (added(numbers) if numbers else None) or slopes
            case Negative(inner):
                self.say(laws.FACTOR)
                return _minus(self.linear(inner))
            case Product(parts):
                self.say(laws.FACTOR)
                return Product(tuple(self.linear(part) if self.varies(part) else part for part in parts))
            case Quotient(top, bottom):
                self.say(laws.FACTOR)
                return Quotient(self.linear(top), bottom)
        self.say(laws.ITSELF)
        return ONE

    def _linear_summand(self, part: Term) -> Term:
        return _minus(self.linear(part.term)) if isinstance(part, Negative) else self.linear(part)

    def part(self, part: Term) -> Term:
        """A summand's derivative: 0 for a constant, otherwise pending, with its sign in front."""
        if not self.varies(part):
            self.say(laws.CONSTANT)
            return ZERO
        return Negative(self.d(part.term)) if isinstance(part, Negative) else self.d(part)

    def of_product(self, parts: tuple[Term, ...]) -> Term:
        """Each factor that varies, differentiated once."""
        varying = [place for place, part in enumerate(parts) if self.varies(part)]
        self.say(laws.FACTOR if len(varying) == 1 else laws.PRODUCT)
        products = [Product((*parts[:place], self.d(parts[place]), *parts[place + 1 :])) for place in varying]
        return Sum(tuple(products)) if len(products) > 1 else products[0]

    def of_quotient(self, top: Term, bottom: Term) -> Term:
        """The quotient rule, shorter where top or bottom is constant."""
        if not self.varies(bottom):
            self.say(laws.FACTOR)
            return Quotient(self.d(top), bottom)
        self.say(laws.QUOTIENT)
        slope = _product(top, self.d(bottom))
        if not self.varies(top):
            return Negative(Quotient(slope, Power(bottom, TWO)))
        return Quotient(Difference(_product(self.d(top), bottom), slope), Power(bottom, TWO))

    def of_power(self, base: Term, exponent: Term) -> Term:
        """n u^(n - 1) for a constant exponent; otherwise the power itself comes back."""
        if not self.varies(exponent):
            self.say(laws.POWER)
            return self.chained(_product(exponent, Power(base, Difference(exponent, ONE))), base)
        if self.varies(base):
            self.say(laws.BOTH)
            return _product(Power(base, exponent), self.d(_product(exponent, apply("ln", base))))
        self.say(laws.BASE)
        return self.chained(_product(Power(base, exponent), apply("ln", base)), exponent)

    def of_function(self, function: str, arguments: tuple[Term, ...]) -> Term:
        """The slope of the function, and the chain rule."""
        if function == "max":
            return self.of_larger(arguments)
        if function not in SLOPES:
            raise UnreadableText(f"{function!r} is no function that can be differentiated")
        (inner,) = arguments
        slope = SLOPES[function](inner, Apply(function, arguments))
        self.say(laws.OWN_LAWS.get(function) or laws.slope_of(function))
        return self.chained(slope, inner)

    def of_larger(self, arguments: tuple[Term, ...]) -> Term:
        """The derivative of the one of two terms that is larger."""
        arguments = tuple(dict.fromkeys(arguments))  # max(u, u) is u
        if len(arguments) == 1:
            self.say(laws.LARGER)
            return self.d(arguments[0])
        if len(arguments) != 2:
            derivative(Apply("max", arguments), self.by)  # says why this is not done
        self.say(laws.LARGER)
        first, second = arguments
        shares = [
            _product(apply("step", Difference(own, other)), self.d(own))
            for own, other in ((first, second), (second, first))
            if self.varies(own)
        ]
        return Sum(tuple(shares)) if len(shares) > 1 else shares[0]

    def chained(self, slope: Term, inner: Term) -> Term:
        """The slope times the derivative of what stands inside, unless that is the variable itself."""
        if inner == self.by:
            return slope
        self.say(laws.CHAIN)
        return _product(slope, self.d(inner))


def _product(*factors: Term) -> Term:
    """The factors in a row, without brackets round products among them; a leading 1 is left out."""
    row = [part for each in factors for part in (each.parts if isinstance(each, Product) else (each,))]
    row = row[1:] if row[0] == ONE else row
    return Product(tuple(row)) if len(row) > 1 else row[0]


def _minus(term: Term) -> Term:
    return negated(term) if isinstance(term, Number) else Negative(term)


def _numbers(term: Term) -> Iterator[Number]:
    """The parts of a sum or difference of numbers with their signs; none if another part is among them."""
    parts = (term.left, negated(term.right)) if isinstance(term, Difference) else parts_of(term)
    if all(isinstance(part, Number) for part in parts):
        yield from parts  # type: ignore[misc]
