"""JavaScript from formulas: the same operations in the same order as `value.evaluate` does them.

    javascript(term, names)           "v[3]*v[0] + v[7]"
    exact_javascript(term, names)     the same with decimals instead of floats, for sums and products

The functions that the text calls (`sigma`, `divide`, `square`, …, `exact_or`, `ex_sum`, …) stand in
`page/elementary.js` and `page/exact.js`. The text is made from terms alone; a name is whatever
`names` gives for a quantity.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable

from .quantity import Derivative, Quantity, Variable
from .terms import Apply, Difference, Negative, Number, Power, Product, Quotient, Sum, Term

Names = Callable[[Quantity], str]


def javascript(term: Term, names: Names) -> str:
    """The formula as a JavaScript expression for floats."""

    def write(part: Term) -> str:
        return javascript(part, names)

    match term:
        case Variable() | Derivative():
            return names(term)
        case Number(_, value):
            return _float(value)
        case Sum(parts):
            return "(" + " + ".join(map(write, parts)) + ")"
        case Product(parts):
            return "(" + "*".join(map(write, parts)) + ")"
        case Difference(left, right):
            return f"({write(left)} - {write(right)})"
        case Negative(inner):
            return f"(0 - {write(inner)})"
        case Quotient(top, bottom):
            return f"divide({write(top)}, {write(bottom)})"
        case Power(base, Number("2", _)):
            return f"square({write(base)})"
        case Power(base, exponent):
            return f"power({write(base)}, {write(exponent)})"
        case Apply(function, arguments):
            return f"{function}({', '.join(map(write, arguments))})"
    raise TypeError(f"not a term: {term!r}")


def exact_javascript(term: Term, names: Names) -> str | None:
    """The formula in exact decimals; None if it has more than sums, differences and products."""

    def write(parts: tuple[Term, ...]) -> str | None:
        written = [exact_javascript(part, names) for part in parts]
        return None if None in written else ", ".join(filter(None, written))

    match term:
        case Variable() | Derivative():
            return f"ex({names(term)})"
        case Number(text, _) if "/" not in text:
            return f"ex_number({json.dumps(text)})"
        case Sum(parts):
            kind, inner = "sum", write(parts)
        case Product(parts):
            kind, inner = "product", write(parts)
        case Difference(left, right):
            kind, inner = "difference", write((left, right))
        case _:
            return None
    return None if inner is None else f"ex_{kind}({inner})"


def _float(value: float) -> str:
    """A float that JavaScript reads as the same number."""
    if math.isfinite(value):
        return f"({value!r})"
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "(-Infinity)"
