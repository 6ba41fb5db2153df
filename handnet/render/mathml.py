"""Formulas as MathML with holes: written once, then filled with letters or with numbers.

    made = template(w x + b)
    made.chunks       [[[0, 1], 0, [1, 3]], ["<mo …>+</mo>", [2, 2]]]     text, holes, signs between factors
    made.arguments    (w, x, b)                                           what fills the holes
    formula_mathml(term, spell)          filled: `spell` gives MathML letters or a `Number`, as in `latex`

A hole is [argument, tightness]: what fills it is one element, and gets brackets if it holds together
less tightly (a number with a minus after a factor, a fraction raised to a power). A sum or product
comes in chunks, between which a line may be broken. Brackets, signs and functions are those of `latex`.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from ..quantity import Derivative, Quantity, Variable, parse_address
from ..terms import Apply, Difference, Negative, Number, Power, Product, Quotient, Sum, Term
from .latex import FUNCTIONS, own_letters
from .mathml_letters import letters_mathml
from .text import ITEM, NEGATIVE, POWER, PRODUCT, SUM

Piece: TypeAlias = "str | list[int] | int"
Pieces: TypeAlias = list[Piece]

BETWEEN = 0
"""The sign between factors, which letters may do without."""
DOT = "<mo>·</mo>"
INVISIBLE_TIMES = '<mo lspace="0.1em" rspace="0">\N{INVISIBLE TIMES}</mo>'
APPLIED = "<mo>\N{FUNCTION APPLICATION}</mo>"
MOST_OVER_A_NUMBER = 5
"""A sum of more parts than this stands in brackets with a slash behind it, and can be broken."""


class Template(NamedTuple):
    """A formula with holes: `chunks` of pieces, and the quantities for the holes in order."""

    chunks: list[Pieces]
    arguments: tuple[Quantity, ...]


class Written(NamedTuple):
    """Pieces of MathML, and whether they are one element."""

    pieces: Pieces
    is_one: bool = True


def template(term: Term) -> Template:
    """The formula as MathML with a hole for each quantity, numbered as they first appear."""
    writer = _Writer()
    chunks = writer.chunks(term)
    return Template([_joined(chunk) for chunk in chunks], tuple(writer.arguments))


def formula_mathml(term: Term, spell: Callable[[Quantity], str | Number], product: str = "") -> str:
    """The whole formula; `product` is the sign between factors that are letters: "·" or nothing."""
    made = template(term)
    spelled = [spell(quantity) for quantity in made.arguments]
    numeric = any(isinstance(each, Number) for each in spelled)
    between = DOT if numeric else f"<mo>{product}</mo>" if product else INVISIBLE_TIMES

    def fill(piece: Piece) -> str:
        if isinstance(piece, str):
            return piece
        if isinstance(piece, int):
            return between
        argument, tightness = piece
        letters = spelled[argument]
        if isinstance(letters, Number):
            markup, holds = number_mathml(letters.text), number_holds(letters.text)
        else:
            markup, holds = letters, symbol_holds(made.arguments[argument], letters)
        return markup if holds >= tightness else "".join(map(str, _bracketed([markup]).pieces))

    return "".join(fill(piece) for chunk in made.chunks for piece in chunk)


def symbol_holds(quantity: Quantity, letters: str) -> int:
    """How tightly a quantity in MathML letters holds together."""
    tall = isinstance(quantity, Derivative) or any(each in letters for each in ("<msup", "<msubsup", "Δ"))
    return POWER if tall else ITEM


def number_mathml(text: str) -> str:
    """A number as one element: 3.04e-05 with its power set high, 1/3 a small fraction."""
    if text.startswith("-"):
        return f"<mrow><mo>−</mo>{number_mathml(text[1:])}</mrow>"
    if text in ("infinity", "undefined"):
        return "<mi>∞</mi>" if text == "infinity" else "<mtext>undefined</mtext>"
    mantissa, _, exponent = text.lower().partition("e")
    if exponent:
        power = number_mathml(str(int(exponent)))
        return f"<mrow><mn>{mantissa}</mn><mo>×</mo><msup><mn>10</mn>{power}</msup></mrow>"
    top, _, bottom = text.partition("/")
    if bottom:
        return f'<mfrac displaystyle="false"><mn>{top}</mn><mn>{bottom}</mn></mfrac>'
    return f"<mn>{escape(text)}</mn>"


def number_holds(text: str) -> int:
    """How tightly a number holds together."""
    if text.startswith("-"):
        return NEGATIVE
    return PRODUCT if "e" in text.lower() and text[:1] not in "iu" else POWER if "/" in text else ITEM


class _Writer:
    """Writes one formula; its arguments are numbered in the order in which they come."""

    def __init__(self) -> None:
        self.arguments: dict[Quantity, int] = {}

    def chunks(self, term: Term) -> list[Pieces]:
        """The formula in pieces between which a line may be broken."""
        match term:
            case Sum(parts):
                return self.summands(parts)
            case Difference(left, right):
                first = self.chunks(left) if isinstance(left, Sum | Difference) else [self.first(left)]
                return [*first, [_sign("−"), *self.at_least(PRODUCT, right).pieces]]
            case Product(parts):
                return self.factors(parts, leading=True)
            case Quotient(Sum(parts), bottom) if len(parts) > MOST_OVER_A_NUMBER:
                over, under = self.summands(parts), self.at_least(POWER, bottom).pieces
                over[0].insert(0, _bracket("("))
                over[-1].append(_bracket(")"))
                return [*over, [_sign("/"), *under]]
        return [self.write(term, leading=True).pieces]

    def write(self, term: Term, leading: bool = False) -> Written:
        """The pieces of a term; `leading` where nothing stands before it, so that a minus may."""
        match term:
            case Variable() | Derivative():
                return Written(self.hole(term, SUM))
            case Number(text, _):
                return Written([number_mathml(text)])
            case Sum() | Difference():
                return Written(_flat(self.chunks(term)), is_one=False)
            case Negative(inner):
                minus = '<mo form="prefix">−</mo>'
                return Written([minus, *self.at_least(PRODUCT, inner).pieces], is_one=False)
            case Product(parts):
                return Written(_flat(self.factors(parts, leading)), is_one=False)
            case Quotient(Sum(parts), _) if len(parts) > MOST_OVER_A_NUMBER:
                return Written(_flat(self.chunks(term)), is_one=False)
            case Quotient(top, bottom) | Apply("weighted_inverse", (top, bottom)):
                over, under = (_row(self.write(each, leading=True)) for each in (top, bottom))
                return Written(["<mfrac>", *over, *under, "</mfrac>"])
            case Power(base, exponent):
                raised, above = self.at_least(ITEM, base), self.write(exponent, leading=True)
                return Written(["<msup>", *_row(raised), *_row(above), "</msup>"])
            case Apply(function, arguments):
                return self.function(function, arguments)
        raise TypeError(f"not a term: {term!r}")

    def hole(self, quantity: Quantity, tightness: int) -> Pieces:
        """The hole for a quantity."""
        return [[self.arguments.setdefault(quantity, len(self.arguments)), tightness]]

    def at_least(self, tightness: int, term: Term, leading: bool = False) -> Written:
        """The pieces of a term, in brackets if it does not hold together tightly enough."""
        if isinstance(term, Variable | Derivative):
            return Written(self.hole(term, tightness))
        if _holds(term) >= tightness:
            return self.write(term, leading)
        return self.bracketed(self.write(term, leading=True).pieces)

    def first(self, term: Term) -> Pieces:
        """The first part of a sum, which may have a minus."""
        return self.at_least(SUM if isinstance(term, Difference) else NEGATIVE, term, leading=True).pieces

    def summands(self, parts: tuple[Term, ...]) -> list[Pieces]:
        """The parts, each after the first with its sign."""
        found = [self.first(parts[0])]
        for part in parts[1:]:
            inner, sign = (part.term, "−") if isinstance(part, Negative) else (part, "+")
            found.append([_sign(sign), *self.at_least(PRODUCT, inner).pieces])
        return found

    def factors(self, parts: tuple[Term, ...], leading: bool) -> list[Pieces]:
        """Factors, each after the first with the sign between them."""
        found = [self.at_least(NEGATIVE if leading else PRODUCT, parts[0], leading).pieces]
        for left, right in pairwise(parts):
            found.append([_between(left, right), *self.at_least(POWER, right).pieces])
        return found

    def function(self, name: str, arguments: tuple[Term, ...]) -> Written:
        if name == "weighted_ln":
            weight = self.at_least(PRODUCT, arguments[0]).pieces
            return Written([*weight, BETWEEN, *self.applied("ln", arguments[1:]).pieces], is_one=False)
        if name == "exp":
            return Written(["<msup><mi>e</mi>", *_row(self.write(arguments[0], leading=True)), "</msup>"])
        if name == "sqrt":
            return Written(["<msqrt>", *self.write(arguments[0], leading=True).pieces, "</msqrt>"])
        return self.applied(name, arguments)

    def applied(self, name: str, arguments: tuple[Term, ...]) -> Written:
        """A function by its name, its arguments in brackets."""
        pieces = _flat([["<mo>,</mo>", *self.write(each, leading=True).pieces] for each in arguments])[1:]
        if name.startswith("d/d"):
            shown = rf"\frac{{\partial}}{{\partial {own_letters(parse_address(name[3:]))}}}"
            return Written([letters_mathml(shown), *self.bracketed(pieces).pieces], is_one=False)
        letters = letters_mathml(FUNCTIONS[name])
        return Written([letters + APPLIED, *self.bracketed(pieces).pieces], is_one=False)

    def bracketed(self, pieces: Pieces) -> Written:
        """In brackets, which grow with a fraction, a root or a derivative."""
        places = [each[0] for each in pieces if isinstance(each, list)]
        numbered = list(self.arguments)
        return _bracketed(pieces, any(isinstance(numbered[place], Derivative) for place in places))


def _holds(term: Term) -> int:
    """How tightly a term holds together, however it is written; a quantity may, with what fills its hole."""
    match term:
        case Variable() | Derivative():
            return ITEM
        case Number(text, _):
            return number_holds(text)
        case Sum() | Difference():
            return SUM
        case Negative():
            return NEGATIVE
        case Product() | Apply("weighted_ln"):
            return PRODUCT
        case Quotient(Sum(parts), _) if len(parts) > MOST_OVER_A_NUMBER:
            return PRODUCT
    return POWER


def _between(left: Term, right: Term) -> Piece:
    """The sign between two factors: always a dot before a number, and where a number could be misread."""
    if isinstance(right, Number) or (isinstance(right, Power) and isinstance(right.base, Number)):
        return DOT
    if not isinstance(left, Number):
        return BETWEEN
    inner, tightness = (right.base, ITEM) if isinstance(right, Power) else (right, POWER)
    begins_with_a_bracket = _holds(inner) < tightness
    return DOT if left.text in ("1", "-1") or ("." in left.text and begins_with_a_bracket) else BETWEEN


def _flat(chunks: list[Pieces]) -> Pieces:
    return [piece for chunk in chunks for piece in chunk]


def _row(written: Written) -> Pieces:
    """As one element."""
    return written.pieces if written.is_one else ["<mrow>", *written.pieces, "</mrow>"]


def _bracketed(pieces: Pieces, tall: bool = False) -> Written:
    """In brackets; a small fraction does not make them grow."""
    texts = [each for each in pieces if isinstance(each, str)]
    tall = tall or any("<mfrac>" in each or "<msqrt" in each for each in texts)
    opening, closing = ("<mo>(</mo>", "<mo>)</mo>") if tall else (_bracket("("), _bracket(")"))
    return Written(["<mrow>" + opening, *pieces, closing + "</mrow>"])


def _bracket(sign: str) -> str:
    return f'<mo stretchy="false">{sign}</mo>'


def _sign(sign: str) -> str:
    """A sign between two parts, also where it begins a chunk."""
    return f'<mo form="infix">{sign}</mo>'


def _joined(pieces: Pieces) -> Pieces:
    """Texts beside each other as one."""
    found: Pieces = []
    for each in pieces:
        if isinstance(each, str) and found and isinstance(found[-1], str):
            found[-1] += each
        else:
            found.append(each)
    return found
