"""Why a value is infinite or undefined, in a few words beside it.

    J = -1*ln(0) = infinity           an output is 0 or 1 to all digits of a float
    f = 1/0 = infinity                a division by 0
    z = 1e200*1e200 = infinity        outside the range of floats
    a = z = infinity                  an infinite number is in it
    dJ/dz = -infinity*0 = undefined   infinity times 0 has no value

A note says it of its own line alone; the line where it began has the cause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite, isinf, isnan

from ..quantity import Quantity
from ..terms import Apply, Quotient, Term, parts_of, quantities
from ..value import evaluate

OF_OUTPUTS = ("weighted_ln", "weighted_inverse")
"""The functions of a cross-entropy and its slope: what they are taken of is an output, or 1 less it."""


def why_not_finite(term: Term, value: float, values: Mapping[Quantity, float]) -> str:
    """Why the formula has this value; "" if it is finite."""
    if isfinite(value):
        return ""
    inside = [values[each] for each in quantities(term)]
    if any(map(isnan, inside)):
        return "an undefined number is in it"
    if any(map(isinf, inside)):
        if not isnan(value):
            return "an infinite number is in it"
        return "infinity times 0 has no value" if 0 in inside else "two infinities leave no value"
    return next(_causes(term, values), "no real number" if isnan(value) else "outside the range of floats")


def _causes(term: Term, values: Mapping[Quantity, float]) -> Iterator[str]:
    """What in the formula has no finite value, from the inside."""
    for part in parts_of(term):
        yield from _causes(part, values)
    match term:
        case Apply(function, (*_, last)) if function in (*OF_OUTPUTS, "ln") and not isfinite(
            evaluate(term, values)
        ):
            if evaluate(last, values) < 0:
                yield "the logarithm of a negative number"
            elif evaluate(last, values) == 0:
                yield (
                    "an output is 0 or 1 to all digits of a float"
                    if function in OF_OUTPUTS
                    else "the logarithm of 0"
                )
        case Quotient(_, bottom) if evaluate(bottom, values) == 0:
            yield "a division by 0"
