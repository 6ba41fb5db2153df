"""Formulas of whole arrays, and the shapes that they need.

A formula is a `Term` whose quantities are whole arrays: `Variable("w", 2)` is all weights of layer 2,
`Derivative(J, Variable("z", 2))` all derivatives by its weighted sums. Sums, products, quotients,
powers and elementary functions act entry by entry. What acts on whole arrays is a function too:

    matrix_product(w, x)   transposed(w)   over_samples(z)   over_units(z)   over_all(z)   ones(a)

Formulas are written for samples as columns; `in_rows` turns one round for samples as rows. A product
that does not fit is a `Misfit`, which is shown and never raised.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeAlias

from ..quantity import Derivative, Quantity, Variable
from ..terms import Apply, Number, Product, Sum, Term, apply, parts_of

LAYOUTS = ("columns", "rows")
MATRIX_PRODUCT, TRANSPOSED, ONES = "@", "T", "ones"
OVER_SAMPLES, OVER_UNITS, OVER_ALL, LARGEST = "samples", "units", "entries", "largest"

Shape: TypeAlias = tuple[int, ...]
"""(rows, columns) of an array; () of a single number."""

SCALARS = ("eta", "mu", "lambda", "M", "J", "R")
"""Names of what is a single number in every network."""
SAMPLES = Variable("M")
"""The number of samples."""
OWN_LOSS = Variable("J", None, (), 0)
"""Each sample's own loss, where a column (or row) of an array differentiates the loss of its own sample."""


matrix_product = partial(apply, MATRIX_PRODUCT)  # left times right, rows by columns
transposed = partial(apply, TRANSPOSED)  # rows and columns exchanged
over_samples = partial(apply, OVER_SAMPLES)  # each unit's entries added up over the samples
over_units = partial(apply, OVER_UNITS)  # each sample's entries added up over the units
over_all = partial(apply, OVER_ALL)  # all entries added up
ones = partial(apply, ONES)  # an array of the same shape with a 1 in every place


def in_rows(term: Term) -> Term:
    """The same formula for samples as rows: every array is transposed, so that products change sides."""
    if isinstance(term, Apply) and term.function == MATRIX_PRODUCT:
        left, right = term.arguments
        return matrix_product(in_rows(right), in_rows(left))
    return rebuilt(term, tuple(map(in_rows, parts_of(term))))


def rebuilt(term: Term, parts: tuple[Term, ...]) -> Term:
    """The same operation with other parts."""
    match term:
        case Number() | Variable() | Derivative():
            return term
        case Apply(function, _):
            return Apply(function, parts)
        case Sum() | Product():
            return type(term)(parts)
    return type(term)(*parts)


def is_scalar(term: Term) -> bool:
    """Whether a formula is a single number in every network."""
    match term:
        case Number() | Apply("entries"):
            return True
        case Variable(name):
            return name in SCALARS
        case Derivative():
            return False
    parts = parts_of(term)
    return bool(parts) and all(map(is_scalar, parts))


# --- shapes ---------------------------------------------------------------------------------------------


class Misfit(NamedTuple):
    """Two arrays whose shapes do not go together: what should be done with them, and both shapes."""

    what: str
    left: Term
    left_shape: Shape
    right: Term
    right_shape: Shape


def size(shape: Shape) -> str:
    """A shape as it is typed: 3x4."""
    return "x".join(map(str, shape)) or "a number"


def shape_of(term: Term, of: Callable[[Quantity], Shape], layout: str) -> Shape | Misfit:
    """The shape of a formula, or the first place where two shapes do not go together."""
    match term:
        case Variable() | Derivative():
            return of(term)
        case Apply("ones", (like,)):
            return of(like)  # type: ignore[arg-type]
    shapes: list[Shape] = []
    for part in parts_of(term):
        found = shape_of(part, of, layout)
        if isinstance(found, Misfit):
            return found
        shapes.append(found)
    match term:
        case Apply("@"):
            return _product(term, shapes)
        case Apply("T"):
            return shapes[0][::-1]
        case Apply("entries"):
            return ()
        case Apply("samples" | "units" | "largest" as function) if shapes[0]:
            rows, columns = shapes[0]
            return (1, columns) if axis_of(function, layout) == 0 else (rows, 1)
    return _entry_by_entry(term, shapes)


def _product(term: Apply, shapes: list[Shape]) -> Shape | Misfit:
    (left, right), (first, second) = term.arguments, shapes
    if not first or not second or first[1] != second[0]:
        return Misfit("matrix product", left, first, right, second)
    return first[0], second[1]


def axis_of(function: str, layout: str) -> int:
    """The axis that a sum over samples or units goes along."""
    along_samples = function == OVER_SAMPLES
    return int(along_samples) if layout == "columns" else int(not along_samples)


def _entry_by_entry(term: Term, shapes: list[Shape]) -> Shape | Misfit:
    """Equal shapes; an array with one row or column is used again for each, as NumPy does."""
    whole: Shape = ()
    for place, (part, shape) in enumerate(zip(parts_of(term), shapes, strict=True)):
        if whole and shape:
            if any(a != b and 1 not in (a, b) for a, b in zip(whole, shape, strict=True)):
                before = parts_of(term)[:place]
                left = before[0] if place == 1 else rebuilt(term, before)
                return Misfit("entry by entry", left, whole, part, shape)
            whole = tuple(max(a, b) for a, b in zip(whole, shape, strict=True))
        whole = whole or shape
    return whole


def stretched(term: Term, of: Callable[[Quantity], Shape], layout: str) -> list[tuple[Term, Shape, Shape]]:
    """The factors of products entry by entry that are used again for each row or column."""
    found = [each for part in parts_of(term) for each in stretched(part, of, layout)]
    whole = shape_of(term, of, layout)
    if not isinstance(term, Product) or isinstance(whole, Misfit):
        return found
    for part in parts_of(term):
        shape = shape_of(part, of, layout)
        if not isinstance(shape, Misfit) and shape and shape != whole:
            found.append((part, shape, whole))
    return found
