"""The two witnesses of `verify`: differences with many digits, and SymPy's own derivative.

Both use the forward pass alone: nothing of the chain rule that is on trial.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import isfinite
from threading import RLock
from typing import Any

from .graph import Definitions
from .numeric import Program, compiled
from .quantity import Derivative, Quantity
from .step import Step

PRECISION = 50
"""Decimal digits of the differences; more where an output is very near 0 or 1."""


_ALONE = RLock()
"""mpmath has one precision for all threads, so one of them at a time works with it."""


@contextmanager
def many_digits(digits: int) -> Iterator[None]:
    """mpmath's numbers have so many digits inside."""
    import mpmath

    with _ALONE, mpmath.workdps(digits):
        yield


def digits_needed(values: Mapping[Quantity, float]) -> int:
    """Enough digits that 1 - sigma(z) has `PRECISION` of them at the largest value."""
    largest = max((abs(value) for value in values.values() if isfinite(value)), default=0.0)
    return PRECISION + min(int(largest), 2000)


def difference(definitions: Definitions, quantity: Derivative, values: Mapping[Quantity, float]) -> float:
    """The central difference of the forward pass with 50 digits."""
    import mpmath

    if quantity.of == quantity.by:
        return 1.0
    steps = [
        Step(each.quantity, each.rule, each.formula)
        for each in definitions.of.values()
        if each.quantity != quantity.by
    ]
    program = Program(steps, (quantity.of,))
    digits = digits_needed(values)
    with many_digits(digits):
        run = compiled(program.source, "run", mp_names(mpmath))
        h = mpmath.mpf(10) ** (-digits // 3)

        def moved(by: Any) -> Any:
            inputs = [by if each == quantity.by else mpmath.mpf(values[each]) for each in program.inputs]
            return run(*inputs)[0]

        if quantity.by not in program.inputs:
            return 0.0
        start = mpmath.mpf(values[quantity.by])
        return float(mpmath.re((moved(start + h) - moved(start - h)) / (2 * h)))


def by_sympy(definitions: Definitions, quantity: Derivative, values: Mapping[Quantity, float]) -> float:
    """SymPy's derivative of the nested expression, evaluated with 50 digits."""
    import mpmath
    import sympy

    from .symbolic import nested, symbol

    whole = nested(definitions, quantity.of, free=(quantity.by,))
    slope = sympy.diff(whole, symbol(quantity.by))
    used = sorted(slope.free_symbols, key=str)
    named = {str(each): value for each, value in values.items()}
    function = sympy.lambdify(used, slope, modules="mpmath", cse=True)
    with many_digits(digits_needed(values)):
        return float(mpmath.re(function(*(mpmath.mpf(named[each.name]) for each in used))))


def mp_names(mpmath: Any) -> dict[str, Any]:
    """What the generated text calls, for mpmath numbers."""

    def step(low: float) -> Any:
        return lambda z: mpmath.mpf(1) if z > 0 else mpmath.mpf(str(low))

    return {
        "f_sigma": lambda z: 1 / (1 + mpmath.exp(-z)),
        "f_tanh": mpmath.tanh,
        "f_relu": lambda z: z if z > 0 else mpmath.mpf(0),
        "f_leaky_relu": lambda z: z if z > 0 else mpmath.mpf("0.01") * z,
        "f_step": step(0),
        "f_leaky_step": step(0.01),
        "f_arctan": mpmath.atan,
        "f_softplus": lambda z: mpmath.log(1 + mpmath.exp(z)),
        "f_bipolar": lambda z: 2 / (1 + mpmath.exp(-z)) - 1,
        "f_exp": mpmath.exp,
        "f_ln": mpmath.log,
        "f_weighted_ln": lambda weight, v: weight * mpmath.log(v) if weight else mpmath.mpf(0),
        "f_weighted_inverse": lambda weight, v: weight / v,
        "f_max": lambda *v: max(v),
        "f_sqrt": mpmath.sqrt,
        "f_sin": mpmath.sin,
        "f_cos": mpmath.cos,
        "divide": lambda top, bottom: top / bottom,
        "power": lambda base, exponent: base**exponent,
        "square": lambda v: v * v,
    }
