"""Formulas as MathML with holes: written once, then filled with letters or with numbers.

    made = template(w x + b)
    made.chunks       [[[0, 2], 0], [[1, 2]], …]     text, holes, and the sign between factors
    made.arguments    (w, x, b)                      what fills the holes

A hole says how tightly what fills it must hold together, else it gets brackets: a number with a
minus, a fraction raised to a power. A long sum or product comes in chunks, between which a line may
be broken. It is written in the way of `latex`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from ..quantity import Derivative, Quantity, Variable
from ..terms import Apply, Difference, Negative, Number, Power, Product, Quotient, Sum, Term
from .text import ITEM, NEGATIVE, POWER, PRODUCT, SUM

Piece = str | list[int] | int
Pieces = list[Piece]

BETWEEN = 0
"""The sign between factors, which letters may do without."""
DOT = "<mo>·</mo>"
NAMES = {"sigma": "σ", "relu": "ReLU", "leaky_relu": "leaky ReLU", "leaky_step": "leaky step"}


@dataclass
class Template:
    """A formula with holes: `chunks` of pieces, and the quantities for the holes in order."""

    chunks: list[Pieces]
    arguments: tuple[Quantity, ...]


@dataclass
class _Written:
    """Pieces of MathML, and how tightly they hold together."""

    pieces: Pieces
    holds: int


def template(term: Term) -> Template:
    """The formula as MathML with a hole for each quantity."""
    writer = _Writer()
    chunks = writer.chunks(term)
    return Template([_joined(chunk) for chunk in chunks], tuple(writer.holes))


def number_mathml(text: str) -> str:
    """A number: 3.04e-05 is 3.04 · 10^-5 with its power set high, 1/3 a small fraction."""
    sign = "<mo>−</mo>" if text.startswith("-") else ""
    digits = text.removeprefix("-").lower()
    if digits in ("infinity", "undefined"):
        return sign + ("<mi>∞</mi>" if digits == "infinity" else "<mtext>undefined</mtext>")
    mantissa, _, exponent = digits.partition("e")
    top, _, bottom = digits.partition("/")
    if exponent:
        power = f"<mrow>{number_mathml(str(int(exponent)))}</mrow>"
        return f"{sign}<mn>{mantissa}</mn><mo>×</mo><msup><mn>10</mn>{power}</msup>"
    if bottom:
        return f'{sign}<mstyle scriptlevel="1"><mfrac><mn>{top}</mn><mn>{bottom}</mn></mfrac></mstyle>'
    return f"{sign}<mn>{escape(digits)}</mn>"


def number_holds(text: str) -> int:
    """How tightly a number holds together."""
    if text.startswith("-"):
        return NEGATIVE
    return PRODUCT if "e" in text.lower() and text[:1].isdigit() else POWER if "/" in text else ITEM


@dataclass
class _Writer:
    """Writes one formula; holes are numbered in the order in which their quantities come."""

    holes: dict[Quantity, int] = field(default_factory=dict)

    def chunks(self, term: Term) -> list[Pieces]:
        """The formula in pieces between which it may be broken."""
        match term:
            case Sum(parts):
                return self.summands(parts)
            case Difference(left, right):
                return [*self.chunks(left), [_sign("−"), *self.at_least(PRODUCT, right)]]
            case Product(parts):
                return self.factors(parts)
        return [self.write(term, leading=True).pieces]

    def write(self, term: Term, leading: bool = False) -> _Written:
        """The pieces of a term; `leading` where nothing stands before it, so that a minus may."""
        match term:
            case Variable() | Derivative():
                return _Written(self.hole(term, SUM), ITEM)
            case Number(text, _):
                return _Written([number_mathml(text)], number_holds(text))
            case Sum(parts):
                return _Written(_flat(self.summands(parts)), SUM)
            case Difference():
                return _Written(_flat(self.chunks(term)), SUM)
            case Negative(inner):
                return _Written([_minus(), *self.at_least(PRODUCT, inner)], NEGATIVE)
            case Product(parts):
                starts = isinstance(parts[0], Negative) or (
                    isinstance(parts[0], Number) and parts[0].text.startswith("-")
                )
                return _Written(_flat(self.factors(parts, leading)), NEGATIVE if starts else PRODUCT)
            case Quotient(top, bottom) | Apply("weighted_inverse", (top, bottom)):
                over, under = (self.write(each, leading=True).pieces for each in (top, bottom))
                return _Written(["<mfrac><mrow>", *over, "</mrow><mrow>", *under, "</mrow></mfrac>"], POWER)
            case Power(base, exponent):
                raised, above = self.at_least(ITEM, base), self.write(exponent, leading=True).pieces
                return _Written(["<msup><mrow>", *raised, "</mrow><mrow>", *above, "</mrow></msup>"], POWER)
            case Apply(function, arguments):
                return self.function(function, arguments)
        raise TypeError(f"not a term: {term!r}")

    def hole(self, quantity: Quantity, tightness: int) -> Pieces:
        """The hole for a quantity."""
        return [[self.holes.setdefault(quantity, len(self.holes)), tightness]]

    def at_least(self, tightness: int, term: Term, leading: bool = False) -> Pieces:
        """The pieces of a term, in brackets if it does not hold together tightly enough."""
        if isinstance(term, Variable | Derivative):
            return self.hole(term, tightness)
        pieces, holds = (written := self.write(term, leading)).pieces, written.holds
        return pieces if holds >= tightness else _bracketed(pieces)

    def summands(self, parts: tuple[Term, ...]) -> list[Pieces]:
        first, *others = parts
        found = [self.at_least(SUM if isinstance(first, Difference) else NEGATIVE, first, leading=True)]
        for part in others:
            inner, sign = (part.term, "−") if isinstance(part, Negative) else (part, "+")
            found.append([_sign(sign), *self.at_least(PRODUCT, inner)])
        return found

    def factors(self, parts: tuple[Term, ...], leading: bool = True) -> list[Pieces]:
        """Factors, each after the first with the sign between them."""
        found = [self.at_least(NEGATIVE if leading else PRODUCT, parts[0], leading)]
        for part in parts[1:]:
            between: Piece = DOT if isinstance(part, Number) else BETWEEN
            found.append([between, *self.at_least(POWER, part)])
        return found

    def function(self, name: str, arguments: tuple[Term, ...]) -> _Written:
        inner = [self.write(each, leading=True).pieces for each in arguments]
        if name == "exp":
            return _Written(["<msup><mi>e</mi><mrow>", *inner[0], "</mrow></msup>"], POWER)
        if name == "sqrt":
            return _Written(["<msqrt>", *inner[0], "</msqrt>"], POWER)
        if name == "weighted_ln":
            weight = self.at_least(PRODUCT, arguments[0])
            return _Written([*weight, BETWEEN, "<mi>ln</mi>", *_bracketed(inner[1])], PRODUCT)
        listed = [piece for each in inner for piece in (*each, "<mo>,</mo>")][:-1]
        return _Written([f"<mi>{NAMES.get(name, name)}</mi>", *_bracketed(listed)], POWER)


def _flat(chunks: list[Pieces]) -> Pieces:
    return [piece for chunk in chunks for piece in chunk]


def _bracketed(pieces: Pieces) -> Pieces:
    """In brackets, which grow only with a fraction or a root."""
    tall = any(isinstance(each, str) and ("<mfrac" in each or "<msqrt" in each) for each in pieces)
    kind = "" if tall else ' stretchy="false"'
    return [f"<mrow><mo{kind}>(</mo>", *pieces, f"<mo{kind}>)</mo></mrow>"]


def _sign(sign: str) -> str:
    return f'<mo form="infix">{sign}</mo>'


def _minus() -> str:
    return '<mo form="prefix">−</mo>'


def _joined(pieces: Pieces) -> Pieces:
    """Texts beside each other as one."""
    found: Pieces = []
    for each in pieces:
        if isinstance(each, str) and found and isinstance(found[-1], str):
            found[-1] += each
        else:
            found.append(each)
    return found
