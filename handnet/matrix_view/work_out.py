"""The value of a formula of whole arrays, with NumPy."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from functools import reduce
from typing import Any

from ..elementary import ELEMENTARY
from ..quantity import Derivative, Quantity, Variable
from ..terms import Apply, Difference, Negative, Number, Power, Product, Quotient, Sum, Term, parts_of
from .language import LARGEST, MATRIX_PRODUCT, OVER_ALL, TRANSPOSED, axis_of

Values = Mapping[Quantity, Any]
_OPERATORS: dict[type, Any] = {
    Sum: operator.add,
    Product: operator.mul,
    Difference: operator.sub,
    Quotient: operator.truediv,
    Power: operator.pow,
}
REDUCED = ("samples", "units", LARGEST)


def work_out(term: Term, values: Values, layout: str) -> Any:
    """The array (or the number) that a formula gives, its operations done in the order in which they stand.

    `values` has an array for every quantity in it; a division by zero gives infinity or NaN.
    """
    import numpy as np

    with np.errstate(all="ignore"):
        return _value(term, values, layout, np)


def _value(term: Term, values: Values, layout: str, np: Any) -> Any:
    match term:
        case Variable() | Derivative():
            return values[term]
        case Number(_, value):
            return np.float64(value)
        case Apply("ones", (like,)):
            return np.ones_like(values[like])  # type: ignore[index]
    parts = [_value(part, values, layout, np) for part in parts_of(term)]
    match term:
        case Apply(function, _):
            return _applied(function, parts, layout, np)
        case Negative():
            return 0.0 - parts[0]
    return reduce(_OPERATORS[type(term)], parts)


def _applied(function: str, parts: list[Any], layout: str, np: Any) -> Any:
    if function == MATRIX_PRODUCT:
        return parts[0] @ parts[1]
    if function == TRANSPOSED:
        return parts[0].T
    if function == OVER_ALL:
        return np.sum(parts[0])
    if function in REDUCED:
        reduce = np.max if function == LARGEST else np.sum
        return reduce(parts[0], axis=axis_of(function, layout), keepdims=True)
    return ELEMENTARY[function].array(np, *parts)
