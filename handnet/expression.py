"""A formula as one expression of code: what Python and JavaScript write alike.

    Expression(names.__getitem__).write(term)        "((v3*v0) + v7)"

The operations are those of `value.evaluate`, in the order in which the formula is written. What a
language writes in its own way (numbers, the names of functions, long sums) is a method of its own
class: see `numeric` and `javascript`.
"""

from __future__ import annotations

from collections.abc import Callable

from .quantity import Derivative, Quantity, Variable
from .terms import Apply, Difference, Negative, Number, Power, Product, Quotient, Sum, Term


class Expression:
    """Writes formulas; `name` says what stands for a quantity."""

    def __init__(self, name: Callable[[Quantity], str]) -> None:
        self.name = name

    def number(self, value: float) -> str:
        """A number that is read back as the same float."""
        return f"({value!r})"

    def function(self, name: str) -> str:
        """The name under which a function of `elementary` is called."""
        return name

    def sum(self, parts: list[str]) -> str:
        """What is added, from left to right."""
        return "(" + " + ".join(parts) + ")"

    def square(self, base: str) -> str:
        """The base times itself."""
        return f"square({base})"

    def quotient(self, top: str, bottom: str) -> str:
        """A division whose bottom may be zero."""
        return f"divide({top}, {bottom})"

    def call(self, name: str, arguments: list[str]) -> str:
        """A function of `elementary`."""
        return f"{self.function(name)}({', '.join(arguments)})"

    def write(self, term: Term) -> str:
        """The expression for a formula."""
        write = self.write
        match term:
            case Variable() | Derivative():
                return self.name(term)
            case Number(_, value):
                return self.number(value)
            case Sum(parts):
                return self.sum([write(part) for part in parts])
            case Product(parts):
                return "(" + "*".join(map(write, parts)) + ")"
            case Difference(left, right):
                return f"({write(left)} - {write(right)})"
            case Negative(inner):
                return f"(0.0 - {write(inner)})"
            case Quotient(top, Number(_, value)) if value:
                return f"({write(top)}/{self.number(value)})"
            case Quotient(top, bottom):
                return self.quotient(write(top), write(bottom))
            case Power(base, Number("2", _)):
                return self.square(write(base))
            case Power(base, exponent):
                return f"power({write(base)}, {write(exponent)})"
            case Apply(function, arguments):
                return self.call(function, [write(each) for each in arguments])
        raise TypeError(f"not a term: {term!r}")
