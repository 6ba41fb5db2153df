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

from .expression import Expression
from .quantity import Derivative, Quantity, Variable
from .terms import Difference, Number, Product, Sum, Term

Names = Callable[[Quantity], str]


def javascript(term: Term, names: Names) -> str:
    """The formula as a JavaScript expression for floats."""
    return _JavaScript(names).write(term)


class _JavaScript(Expression):
    """Writes JavaScript, in which only numbers beyond all floats look otherwise."""

    def number(self, value: float) -> str:
        if math.isfinite(value):
            return super().number(value)
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "(-Infinity)"


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
