"""The value of a line of working, found by differences or by SymPy, not by the rules that wrote it."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import sympy

from handnet.differentiation.laws import Line
from handnet.differentiation.tidy import with_parts
from handnet.errors import UnknownQuantity
from handnet.parse import parse_formula
from handnet.quantity import Derivative, Variable, parse_address
from handnet.symbolic import symbol, to_sympy
from handnet.terms import Apply, Difference, Negative, Number, Power, Product, Quotient, Sum, parts_of
from handnet.witness import mp_names

DIGITS = 50
KINKED = {"relu", "leaky_relu", "step", "leaky_step"}
LARGEST = 1e9


class Undefined(Exception):
    """There is no real value here, or none that can be compared."""


def value(term, at):
    """The value of a line with 50 digits; what is pending is worked out by differences."""
    match term:
        case Apply(name, (inner,)) if name.startswith("d/d"):
            by = parse_address(name[3:])
            return mpmath.diff(lambda moved: value(inner, at | {by: moved}), at[by])
        case Variable() | Derivative():
            return at[term]
        case Number(text, _):
            fraction = Fraction(text)
            return mpmath.mpf(fraction.numerator) / fraction.denominator
    parts = [value(part, at) for part in parts_of(term)]
    try:
        result = _combined(term, parts)
    except (ZeroDivisionError, OverflowError, ValueError):
        raise Undefined from None
    if not isinstance(result, mpmath.mpf) or not abs(result) < LARGEST:
        raise Undefined
    return result


def _combined(term, parts):
    match term:
        case Sum():
            return mpmath.fsum(parts)
        case Product():
            return mpmath.fprod(parts)
        case Difference():
            return parts[0] - parts[1]
        case Negative():
            return -parts[0]
        case Quotient():
            return parts[0] / parts[1]
        case Power():
            return parts[0] ** parts[1]
    near_a_kink = term.function in KINKED and abs(parts[0]) < 1e-6
    tie = term.function == "max" and len(set(parts)) < len(parts)
    if near_a_kink or tie:
        raise Undefined
    if term.function == "max":
        return max(parts)
    return mpmath.mpmathify(mp_names(mpmath)[f"f_{term.function}"](*parts))


def assert_all_lines_are(true, lines, at):
    """Each line has this value, where it has one."""
    for line in lines:
        try:
            found = value(line.expression, at)
        except Undefined:
            continue
        assert abs(found - true) <= 1e-22 * (1 + abs(true)), f"{line}  [{line.rule}]: {found}, not {true}"


def assert_right(worked, at):
    """Each line has the value of the derivative of the formula, and so has what is printed."""

    def lookup(quantity):  # delta/delta is a quotient, not a derivative, where delta is a quantity
        if quantity not in at:
            raise UnknownQuantity(f"no quantity {quantity}")
        return quantity

    with mpmath.workdps(DIGITS):
        true = mpmath.diff(lambda moved: value(worked.formula, at | {worked.by: moved}), at[worked.by])
        assert_all_lines_are(true, worked, at)
        printed = [
            Line(parse_formula(str(line), lookup)) for line in worked if _can_be_typed(line.expression)
        ]
        assert_all_lines_are(true, printed, at)


def _can_be_typed(term):
    """Whether nothing is pending in it, and no derivative stands below a bar, where its own bar misleads."""
    below = isinstance(term, Quotient) and isinstance(term.bottom, Derivative)
    waiting = isinstance(term, Apply) and term.function.startswith("d/d")
    return not below and not waiting and all(map(_can_be_typed, parts_of(term)))


def sympy_of(term, spell=symbol):
    """A line as a SymPy expression; what is pending is differentiated by SymPy."""
    waiting = {}

    def without(each):
        if isinstance(each, Apply) and each.function.startswith("d/d"):
            held = Variable(f"pending_{len(waiting)}_")
            by = spell(parse_address(each.function[3:]))
            waiting[symbol(held)] = sympy.Derivative(sympy_of(each.arguments[0], spell), by).doit()
            return held
        return with_parts(each, without)

    return to_sympy(without(term), spell).xreplace(waiting)


def number_of(expression, numbers):
    """The value of a SymPy expression with 50 digits."""
    letters = sorted(expression.free_symbols, key=str)
    with mpmath.workdps(DIGITS):
        function = sympy.lambdify(letters, expression, modules="mpmath")
        return mpmath.mpmathify(function(*(mpmath.mpf(numbers[str(each)]) for each in letters)))
