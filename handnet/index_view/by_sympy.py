"""General terms as SymPy expressions, and the moves that SymPy carries out itself.

A quantity is an element of an `IndexedBase`, `w[l + 1, k, j]`; a sum runs to `n(l)`, the number of
units of its layer; a bracket is a `KroneckerDelta`. What is differentiated has its formula put in;
a derivative of the loss, which has none here, is the element `dJ/dz[l, j]` of one more base.
`settled` differentiates and lets brackets take their summand out of sums: two lines that follow from
each other in this way are equal when both are settled.
"""

from __future__ import annotations

from typing import Any

import sympy
from sympy.concrete.delta import deltasummation

from ..symbolic import to_sympy
from .general import Applied, At, Bracket, General, Layer, Over, Partial, Written

UNITS = sympy.Function("n")
"""How many units a layer has."""


def expression(general: General) -> sympy.Expr:
    """The general term as a SymPy expression."""
    match general:
        case At(kind, layer, place):
            numbers = [] if layer is None else [_layer(layer)]
            indices = [*numbers, *map(_letter, place)]
            return sympy.IndexedBase(kind)[tuple(indices)] if indices else sympy.Symbol(kind, real=True)
        case Applied(name, of, slope, own):
            z = expression(of)
            value = sympy.Function(f"{name}_{of.layer}" if own else name)(z)
            return sympy.Derivative(value, z) if slope else value
        case Bracket(left, right):
            return sympy.KroneckerDelta(_letter(left), _letter(right))
        case Partial(At() as of, by, None):
            return expression(At(f"d{of.kind}/d{by.kind}", by.layer, (*of.place, *by.place)))
        case Partial(of, by, stands_for):
            return sympy.Derivative(expression(stands_for or of), expression(by))
        case Over(index, layer, body):
            return sympy.Sum(expression(body), (_letter(index), 1, UNITS(_layer(layer))))
        case Written(term):
            return to_sympy(term, lambda hole: expression(general.hole(hole)))


def follows(before: General, after: General) -> bool:
    """Whether SymPy finds both equal, after it has differentiated and summed what it can."""
    apart = settled(expression(before)) - settled(expression(after))
    return bool(sympy.cancel(sympy.expand(apart)) == 0)


def settled(whole: Any) -> Any:
    """The expression with derivatives worked out, brackets used up and sums taken apart."""
    if isinstance(whole, sympy.Derivative):
        worked_out = whole.expr.diff(*whole.variables)
        return whole if worked_out == whole else settled(worked_out)  # f'(s) stays as it is
    if isinstance(whole, sympy.Sum):
        return _summed(settled(whole.function), whole.limits[0])
    if not whole.args or isinstance(whole, sympy.Indexed | sympy.Function | sympy.KroneckerDelta):
        return whole
    return whole.func(*map(settled, whole.args))


def _summed(body: Any, limits: Any) -> Any:
    """The sum of each summand: with a bracket the one it takes out, otherwise factors before the sum."""
    parts = []
    for summand in sympy.Add.make_args(sympy.expand(body)):
        factor, rest = summand.as_independent(limits[0], as_Add=False)
        if rest.has(sympy.KroneckerDelta):
            parts.append(factor * deltasummation(rest, tuple(limits), no_piecewise=True))
        else:
            parts.append(factor * sympy.Sum(rest, limits))
    return sympy.Add(*parts)


def _layer(layer: Layer) -> sympy.Expr:
    return _letter(layer.letter) + layer.shift


def _letter(letter: str) -> sympy.Symbol:
    return sympy.Symbol(letter, integer=True)
