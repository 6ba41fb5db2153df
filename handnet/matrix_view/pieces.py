"""A formula of whole arrays as a row of pieces: letters, numbers, signs and brackets, in reading order.

What stands on a terminal, in LaTeX and in code differs only in how each piece is spelled; where a
bracket is needed is decided here, once. In all of them * (entry by entry) and @ (matrix product) hold
equally tightly and are read from left to right, as in Python.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, NamedTuple

from ..quantity import Derivative, Variable
from ..terms import Apply, Difference, Negative, Number, Power, Product, Quotient, Sum, Term
from .language import is_scalar

SUM, NEGATIVE, PRODUCT, POWER, ITEM = range(5)
"""How tightly a row holds together, loosest first."""


class Kind(Enum):
    """What a piece is; of a sign, how it stands on a terminal."""

    ARRAY = "array"  # a quantity, and whether it is transposed
    NUMBER = "number"
    FRACTION = "fraction"  # top, a number below or "", and the piece of a single quantity below
    ONES = "ones"  # an array of ones like a quantity, and whether it is transposed
    FUNCTION = "function"  # by name; its arguments follow in brackets
    POWER = "power"  # to a number; if that is None, to what follows
    OPEN, CLOSE, COMMA = "(", ")", ", "  # of which function, or ""
    ADD, SUBTRACT, MINUS = " + ", " - ", "-"
    MATRIX_PRODUCT, TRANSPOSED = " @ ", ".T"
    ENTRY_BY_ENTRY, DIVIDED = " * ", " / "
    SCALED, SCALED_DOWN = "*", "/"  # where one of both is a number


class Piece(NamedTuple):
    """One piece of a formula; `turned` for an array that is transposed, and for later commas."""

    kind: Kind
    what: Any = None
    turned: bool = False


Row = list[Piece]


def pieces(term: Term) -> Row:
    """The pieces of a formula from left to right."""
    return _write(term)[0]


def _write(term: Term) -> tuple[Row, int]:
    match term:
        case Variable() | Derivative():
            return [Piece(Kind.ARRAY, term)], ITEM
        case Number(text, _):
            return [Piece(Kind.NUMBER, text)], NEGATIVE if text.startswith("-") else ITEM
        case Sum(parts):
            return _sum(parts), SUM
        case Difference(left, right):
            return [*_held(SUM, left), Piece(Kind.SUBTRACT), *_held(PRODUCT, right)], SUM
        case Negative(inner):
            return [Piece(Kind.MINUS), *_held(PRODUCT, inner)], NEGATIVE
        case Product(parts):
            return _product(parts), PRODUCT
        case Quotient(Number(text, _), Variable() as bottom) if is_scalar(bottom):
            top, _, below = text.partition("/")
            return [Piece(Kind.FRACTION, (top, below, Piece(Kind.ARRAY, bottom)))], PRODUCT
        case Quotient(top, bottom):
            sign = Kind.SCALED_DOWN if is_scalar(bottom) else Kind.DIVIDED
            return [*_held(PRODUCT, top), Piece(sign), *_held(POWER, bottom)], PRODUCT
        case Power(base, Number(text, _)):
            return [*_held(ITEM, base), Piece(Kind.POWER, text)], POWER
        case Power(base, exponent):
            return [*_held(ITEM, base), Piece(Kind.POWER), *_held(ITEM, exponent)], POWER
        case Apply():
            return _applied(term)
    raise TypeError(f"not a term: {term!r}")


def _held(tightness: int, term: Term) -> Row:
    """The pieces of a term, in brackets if it does not hold together tightly enough."""
    row, holds = _write(term)
    return row if holds >= tightness else [Piece(Kind.OPEN, ""), *row, Piece(Kind.CLOSE, "")]


def _sum(parts: tuple[Term, ...]) -> Row:
    row = _held(NEGATIVE if not isinstance(parts[0], Difference) else SUM, parts[0])
    for part in parts[1:]:
        if isinstance(part, Negative):
            row += [Piece(Kind.SUBTRACT), *_held(PRODUCT, part.term)]
        else:
            row += [Piece(Kind.ADD), *_held(PRODUCT, part)]
    return row


def _product(parts: tuple[Term, ...]) -> Row:
    row = _held(PRODUCT, parts[0])
    scalar = is_scalar(parts[0])
    for part in parts[1:]:
        sign = Kind.SCALED if scalar or is_scalar(part) else Kind.ENTRY_BY_ENTRY
        row += [Piece(sign), *_held(POWER, part)]
        scalar = scalar and is_scalar(part)
    return row


def _applied(term: Apply) -> tuple[Row, int]:
    match term:
        case Apply("@", (left, right)):
            chain = isinstance(left, Apply)  # a product entry by entry stands in brackets
            first = _held(PRODUCT if chain else POWER, left)
            return [*first, Piece(Kind.MATRIX_PRODUCT), *_held(POWER, right)], PRODUCT
        case Apply("T", (Variable() | Derivative() as array,)):
            return [Piece(Kind.ARRAY, array, turned=True)], ITEM
        case Apply("T", (Apply("ones", (like,)),)):
            return [Piece(Kind.ONES, like, turned=True)], ITEM
        case Apply("T", (inner,)):
            return [*_held(ITEM, inner), Piece(Kind.TRANSPOSED)], ITEM
        case Apply("ones", (like,)):
            return [Piece(Kind.ONES, like)], ITEM
        case Apply("weighted_ln", (weight, v)):
            return _product((weight, Apply("ln", (v,)))), PRODUCT
        case Apply("weighted_inverse", (weight, v)):
            return _write(Quotient(weight, v))
    return _function(term.function, *term.arguments), ITEM


def _function(name: str, *arguments: Term) -> Row:
    row = [Piece(Kind.FUNCTION, name), Piece(Kind.OPEN, name)]
    for place, argument in enumerate(arguments):
        comma = [Piece(Kind.COMMA, name, place > 1)] if place else []
        row += [*comma, *_write(argument)[0]]
    return [*row, Piece(Kind.CLOSE, name)]
