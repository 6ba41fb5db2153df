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
from typing import NamedTuple, TypeAlias

from ..quantity import Derivative, Quantity, Variable
from ..terms import Apply, Number, Product, Term, apply, parts_of

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


def matrix_product(left: Term, right: Term) -> Apply:
    """left times right, rows by columns."""
    return apply(MATRIX_PRODUCT, left, right)


def transposed(term: Term) -> Apply:
    """Rows and columns exchanged."""
    return apply(TRANSPOSED, term)


def over_samples(term: Term) -> Apply:
    """Each unit's entries added up over the samples."""
    return apply(OVER_SAMPLES, term)


def over_units(term: Term) -> Apply:
    """Each sample's entries added up over the units."""
    return apply(OVER_UNITS, term)


def over_all(term: Term) -> Apply:
    """All entries added up."""
    return apply(OVER_ALL, term)


def ones(like: Quantity) -> Apply:
    """An array of the same shape with a 1 in every place."""
    return apply(ONES, like)


def in_rows(term: Term) -> Term:
    """The same formula for samples as rows: every array is transposed, so that products change sides."""
    match term:
        case Apply("@", (left, right)):
            return matrix_product(in_rows(right), in_rows(left))
        case Apply(function, arguments):
            return Apply(function, tuple(map(in_rows, arguments)))
    return rebuilt(term, in_rows)


def rebuilt(term: Term, change: Callable[[Term], Term]) -> Term:
    """The same operation with `change(part)` in the place of each part."""
    parts = tuple(change(part) for part in parts_of(term))
    if not parts:
        return term
    if isinstance(term, Apply):
        return Apply(term.function, parts)
    kind = type(term)
    return kind(parts) if hasattr(term, "parts") else kind(*parts)  # type: ignore[call-arg,arg-type]


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
    if isinstance(term, Apply) and term.function in _ON_ARRAYS:
        return _ON_ARRAYS[term.function](term, shapes, layout)
    return _entry_by_entry(term, shapes)


def _product(term: Apply, shapes: list[Shape], layout: str) -> Shape | Misfit:
    (left, right), (first, second) = term.arguments, shapes
    if not first or not second or first[1] != second[0]:
        return Misfit("matrix product", left, first, right, second)
    return first[0], second[1]


def _reduced(term: Apply, shapes: list[Shape], layout: str) -> Shape:
    if not shapes[0]:
        return ()
    axis = axis_of(term.function, layout)
    return (1, shapes[0][1]) if axis == 0 else (shapes[0][0], 1)


_ON_ARRAYS: dict[str, Callable[[Apply, list[Shape], str], Shape | Misfit]] = {
    MATRIX_PRODUCT: _product,
    TRANSPOSED: lambda term, shapes, layout: shapes[0][::-1],
    OVER_ALL: lambda term, shapes, layout: (),
    OVER_SAMPLES: _reduced,
    OVER_UNITS: _reduced,
    LARGEST: _reduced,
}


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
                left = before[0] if place == 1 else rebuilt_from(term, before)
                return Misfit("entry by entry", left, whole, part, shape)
            whole = tuple(max(a, b) for a, b in zip(whole, shape, strict=True))
        whole = whole or shape
    return whole


def rebuilt_from(term: Term, parts: tuple[Term, ...]) -> Term:
    """The same sum or product of fewer parts."""
    return type(term)(parts) if hasattr(term, "parts") else parts[0]  # type: ignore[call-arg,arg-type]


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
