"""Formulas with numbers, for one person or for many: the values that `value.evaluate` has.

Exactly(kernel).of(term, values)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..quantity import Derivative, Quantity, Variable
from ..terms import Apply, Difference, Negative, Number, Power, Product, Quotient, Sum, Term
from .kernel import Arrays, Floats

Kernel = Floats | Arrays


class Exactly:
    """Formulas with numbers, in the order in which they are written."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel

    def given(self, value: Any) -> Any:
        """A given number as this reader has it."""
        return value

    def merge(self, mask: Any, own: Any, worked_out: Any) -> Any:
        """The person's own value where there is one."""
        return self.kernel.where(mask, own, worked_out)

    def of(self, term: Term, values: Mapping[Quantity, Any]) -> Any:
        """The value of the formula."""
        k = self.kernel
        match term:
            case Variable() | Derivative():
                return values[term]
            case Number(_, value):
                return value
            case Product((first, *others)):
                found = self.of(first, values)
                for other in others:
                    found = found * self.of(other, values)
                return found
            case Sum((first, *others)):
                found = self.of(first, values)
                for other in others:
                    found = found + self.of(other, values)
                return found
            case Difference(left, right):
                return self.of(left, values) - self.of(right, values)
            case Negative(inner):
                return 0.0 - self.of(inner, values)
            case Quotient(top, bottom):
                return k.divide(self.of(top, values), self.of(bottom, values))
            case Power(base, exponent):
                return k.power(self.of(base, values), self.of(exponent, values))
            case Apply(function, arguments):
                return k.apply(function, *(self.of(each, values) for each in arguments))
        raise TypeError(f"not a term: {term!r}")
