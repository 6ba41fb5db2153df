"""Terms to SymPy and back. SymPy is what users compute with, and the witness that proves us right.

Symbols are real and named by address: `Symbol("w1[2,1]", real=True)`. `nested` puts all forward
definitions into one expression, for SymPy to differentiate by its own rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import sympy

from .elementary import LEAKY_SLOPE
from .errors import UnreadableText
from .graph import Definitions
from .parse import variable
from .quantity import Derivative, Quantity, Variable
from .terms import (
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
)

_LEAK = sympy.Rational(str(LEAKY_SLOPE))


def symbol(quantity: Quantity) -> sympy.Symbol:
    """The real SymPy symbol with the quantity's address as its name."""
    return sympy.Symbol(str(quantity), real=True)


def _cases(positive: Callable[[Any], Any], otherwise: Callable[[Any], Any]) -> Callable[[Any], sympy.Expr]:
    return lambda z: sympy.Piecewise((positive(z), z > 0), (otherwise(z), True))


FUNCTIONS: dict[str, Callable[..., sympy.Expr]] = {
    "sigma": lambda z: 1 / (1 + sympy.exp(-z)),
    "tanh": sympy.tanh,
    "relu": _cases(lambda z: z, lambda z: 0),
    "leaky_relu": _cases(lambda z: z, lambda z: _LEAK * z),
    "step": _cases(lambda z: 1, lambda z: 0),
    "leaky_step": _cases(lambda z: 1, lambda z: _LEAK),
    "arctan": sympy.atan,
    "softplus": lambda z: sympy.log(1 + sympy.exp(z)),
    "bipolar": lambda z: 2 / (1 + sympy.exp(-z)) - 1,
    "exp": sympy.exp,
    "ln": sympy.log,
    "weighted_ln": lambda weight, v: weight * sympy.log(v),
    "weighted_inverse": lambda weight, v: weight / v,
    "max": sympy.Max,
    "sqrt": sympy.sqrt,
    "sin": sympy.sin,
    "cos": sympy.cos,
}


def to_sympy(term: Term, spell: Callable[[Quantity], Any] = symbol) -> sympy.Expr:
    """The term as a SymPy expression; `spell` says what stands for a quantity."""

    def read(each: Term) -> sympy.Expr:
        return to_sympy(each, spell)

    match term:
        case Variable() | Derivative():
            return spell(term)
        case Number(text, _):
            return sympy.Rational(text)
        case Sum(parts):
            return sympy.Add(*map(read, parts))
        case Product(parts):
            return sympy.Mul(*map(read, parts))
        case Difference(left, right):
            return read(left) - read(right)
        case Negative(inner):
            return -read(inner)
        case Quotient(top, bottom):
            return read(top) / read(bottom)
        case Power(base, exponent):
            return read(base) ** read(exponent)
        case Apply(function, arguments):
            return FUNCTIONS[function](*map(read, arguments))
    raise TypeError(f"not a term: {term!r}")


def nested(definitions: Definitions, target: Variable, free: Iterable[Variable] = ()) -> sympy.Expr:
    """The target as one expression in what is given, and in `free`, which is not worked out."""
    held = set(free)
    found: dict[Quantity, sympy.Expr] = {}

    def spell(quantity: Quantity) -> sympy.Expr:
        return found.get(quantity, symbol(quantity))

    for definition in definitions.of.values():
        if definition.quantity not in held:
            found[definition.quantity] = to_sympy(definition.formula, spell)
    return spell(target)


def from_sympy(expression: Any) -> Term:
    """A SymPy expression as a term, in the order in which SymPy prints it.

    Raises UnreadableText for what the language of formulas does not have.
    """
    if isinstance(expression, int | float) and not isinstance(expression, bool):
        expression = sympy.sympify(expression)
    if isinstance(expression, sympy.Symbol):
        return variable(expression.name)
    if isinstance(expression, sympy.Rational):
        return Number.of(expression.p) if expression.q == 1 else Number(str(expression), float(expression))
    if isinstance(expression, sympy.Float):
        return Number(repr(float(expression)), float(expression))
    if isinstance(expression, sympy.Add):
        return Sum(tuple(from_sympy(part) for part in expression.as_ordered_terms()))
    if isinstance(expression, sympy.Mul):
        return _product(expression)
    if isinstance(expression, sympy.Pow):
        base, exponent = expression.args
        if exponent.is_negative:
            return Quotient(Number.of(1), from_sympy(base**-exponent))
        return (
            apply("sqrt", from_sympy(base))
            if exponent == sympy.S.Half
            else Power(from_sympy(base), from_sympy(exponent))
        )
    for name, function in (
        ("exp", sympy.exp),
        ("ln", sympy.log),
        ("tanh", sympy.tanh),
        ("arctan", sympy.atan),
        ("sin", sympy.sin),
        ("cos", sympy.cos),
    ):
        if isinstance(expression, function):
            return apply(name, from_sympy(expression.args[0]))
    raise UnreadableText(f"cannot use the SymPy expression {str(expression)[:60]!r} in a formula")


def _product(expression: Any) -> Term:
    top, bottom = expression.as_numer_denom()
    if bottom != 1:
        return Quotient(from_sympy(top), from_sympy(bottom))
    if expression.could_extract_minus_sign():
        return negated(from_sympy(-expression))
    return Product(tuple(from_sympy(part) for part in expression.as_ordered_factors()))
