r"""LaTeX of a formula, set as a careful person sets it, in the order in which it is written.

    formula_latex(term)                              w^{[1]}_{11} x_{1} + b^{[1]}_{1}
    formula_latex(term, spelling.latex)              in the letters of a notation
    formula_latex(term, value)                       0.15 \cdot 0.05 + 0.35

`spell` says what is written for a quantity: LaTeX letters, or a `Number`, which is put in its
place with brackets where a sign or a power would be misread. Only what MathJax, KaTeX and amsmath
all know is used. How wide a formula is, and where it is broken, stands in `measure`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from ..notation import STANDARD
from ..notation.spelling import Spelling
from ..quantity import Derivative, Quantity, Variable, parse_address
from ..terms import (
    Apply,
    Difference,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Term,
)
from .measure import width_of
from .text import ITEM, NEGATIVE, POWER, PRODUCT, SUM

Spell = Callable[[Quantity], "str | Number"]

FUNCTIONS = {
    "sigma": r"\sigma",
    "tanh": r"\tanh",
    "arctan": r"\arctan",
    "ln": r"\ln",
    "max": r"\max",
    "sin": r"\sin",
    "cos": r"\cos",
    "relu": r"\operatorname{ReLU}",
    "leaky_relu": r"\operatorname{leaky\,ReLU}",
    "step": r"\operatorname{step}",
    "leaky_step": r"\operatorname{leaky\,step}",
    "softplus": r"\operatorname{softplus}",
    "bipolar": r"\operatorname{bipolar}",
}
"""Functions that are written by name."""
_BEGINS_WITH_A_NUMBER = re.compile(r"[0-9.]|\\tfrac|\(-|\([0-9.]+ \\times")
_NUMBER = re.compile(r"-?[0-9.]+|-?\\tfrac\{[0-9]+\}\{[0-9]+\}")
WIDEST_FRACTION = 60
"""A sum over a number that is wider than this is written in brackets with a slash, and can be broken."""


class Piece(NamedTuple):
    """The LaTeX of a term, and how tightly it holds together."""

    latex: str
    holds: int


def formula_latex(term: Term, spell: Spell | None = None, product: str = "") -> str:
    r"""The formula as LaTeX; `product` is the sign between factors that are letters.

    `spell` defaults to the standard letters for a graph's own names: hidden2 is \mathrm{hidden}_{2}.
    """
    return _Writer(spell or own_letters, product).write(term, leading=True).latex


def own_letters(quantity: Quantity) -> str:
    """A quantity in the standard letters, where there is no network to say what it is."""
    return Spelling(STANDARD, None).latex(quantity)


def number_latex(text: str) -> Piece:
    r"""A number: 3.04e-05 is 3.04 \times 10^{-5}, 1/3 a small fraction."""
    if text.endswith("infinity"):
        return Piece(text.replace("infinity", r"\infty"), NEGATIVE if text[0] == "-" else ITEM)
    if text == "undefined":
        return Piece(r"\text{undefined}", ITEM)
    sign = "-" if text.startswith("-") else ""
    digits = text.removeprefix("-")
    mantissa, _, exponent = digits.lower().partition("e")
    holds = ITEM
    if exponent:
        digits, holds = rf"{mantissa} \times 10^{{{int(exponent)}}}", PRODUCT
    elif "/" in digits:
        top, _, bottom = digits.partition("/")
        digits, holds = rf"\tfrac{{{top}}}{{{bottom}}}", POWER
    return Piece(sign + digits, NEGATIVE if sign else holds)


class _Writer:
    """Writes one formula; the numbers put in are told from letters by what `spell` gives."""

    def __init__(self, spell: Spell, product: str) -> None:
        self.spell, self.product = spell, product
        self.numeric = False  # whether a number was put in
        self._written: dict[tuple[int, bool], Piece] = {}  # by identity: each term is written once

    def write(self, term: Term, leading: bool = False) -> Piece:
        """The LaTeX of a term; `leading` where nothing stands before it, so that a minus may."""
        if type(term) is Variable or type(term) is Derivative:  # most terms are
            return self.quantity(term)
        found = self._written.get((id(term), leading))
        if found is None:
            found = self._written[id(term), leading] = self.written(term, leading)
        return found

    def written(self, term: Term, leading: bool) -> Piece:
        """The LaTeX of a term that was not written before."""
        match term:
            case Number(text, _):
                return number_latex(text)
            case Sum(parts):
                return Piece(self.sum(parts, leading), SUM)
            case Difference(left, right):
                first = self.at_least(SUM, left, leading)
                return Piece(f"{first} - {self.at_least(PRODUCT, right)}", SUM)
            case Negative(inner):
                return Piece(f"-{self.at_least(PRODUCT, inner)}", NEGATIVE)
            case Product(parts):
                return self.products(parts, leading)
            case Quotient(top, bottom) | Apply("weighted_inverse", (top, bottom)):
                return self.quotient(top, bottom)
            case Power(base, exponent):
                return Piece(f"{self.base(base)}^{{{self.write(exponent, leading=True).latex}}}", POWER)
            case Apply(function, arguments):
                return self.function(function, arguments)
        raise TypeError(f"not a term: {term!r}")

    def quantity(self, quantity: Quantity) -> Piece:
        spelled = self.spell(quantity)
        if isinstance(spelled, Number):
            self.numeric = True
            return number_latex(spelled.text)
        return Piece(spelled, POWER if spelled.startswith((r"\frac", r"\Delta ")) or "^" in spelled else ITEM)

    def at_least(self, tightness: int, term: Term, leading: bool = False) -> str:
        """The LaTeX of a term, in brackets if it does not hold together tightly enough."""
        latex, holds = self.write(term, leading)
        return latex if holds >= tightness else bracketed(self.write(term, leading=True).latex)

    def sum(self, parts: tuple[Term, ...], leading: bool) -> str:
        first, *others = parts
        latex = self.at_least(SUM if isinstance(first, Difference) else NEGATIVE, first, leading)
        for part in others:
            if isinstance(part, Negative):
                latex += f" - {self.at_least(PRODUCT, part.term)}"
            else:
                latex += f" + {self.at_least(PRODUCT, part)}"
        return latex

    def products(self, parts: tuple[Term, ...], leading: bool) -> Piece:
        """Factors beside each other, with a sign between them where they would run together."""
        factors = [self.at_least(NEGATIVE if leading else PRODUCT, parts[0], leading)]
        factors += [self.at_least(POWER, part) for part in parts[1:]]
        latex = factors[0]
        for left, right in pairwise(factors):
            latex += self.between(left, right) + right
        return Piece(latex, NEGATIVE if latex.startswith("-") else PRODUCT)

    def between(self, left: str, right: str) -> str:
        """What stands between two factors: a dot beside numbers, the notation's sign between letters."""
        number = _NUMBER.fullmatch(left) is not None
        if self.numeric or _BEGINS_WITH_A_NUMBER.match(right):
            return r" \cdot "
        if number and (left in ("1", "-1") or ("." in left and right.startswith("("))):
            return r" \cdot "
        if self.product and not number:
            return f" {self.product} "
        beside = right.startswith("\\") and not right.startswith(r"\bigl")
        return r"\," if beside or r"\frac" in left else " "

    def quotient(self, top: Term, bottom: Term) -> Piece:
        over, under = self.write(top, leading=True).latex, self.write(bottom, leading=True).latex
        if isinstance(top, Sum) and is_wide(over):
            return Piece(f"({over}) / {self.at_least(POWER, bottom)}", PRODUCT)
        return Piece(rf"\frac{{{over}}}{{{under}}}", POWER)

    def base(self, base: Term) -> str:
        """What is raised to a power: in brackets unless it is a letter or number without signs above."""
        return self.at_least(ITEM, base)

    def function(self, name: str, arguments: tuple[Term, ...]) -> Piece:
        inner = [self.write(each, leading=True).latex for each in arguments]
        if name == "exp":
            return Piece(f"e^{{{inner[0]}}}", POWER)
        if name == "sqrt":
            return Piece(rf"\sqrt{{{inner[0]}}}", POWER)
        if name == "weighted_ln":
            weight = self.at_least(PRODUCT, arguments[0])
            logarithm = rf"\ln{bracketed(inner[1])}"
            return Piece(f"{weight}{self.between(weight, logarithm)}{logarithm}", PRODUCT)
        if name.startswith("d/d"):
            by = self.spell(parse_address(name[3:]))
            shown = by if isinstance(by, str) else own_letters(parse_address(name[3:]))
            return Piece(rf"\frac{{\partial}}{{\partial {shown}}}{bracketed(inner[0])}", POWER)
        return Piece(FUNCTIONS[name] + bracketed(", ".join(inner)), POWER)


def is_wide(latex: str) -> bool:
    """Whether a formula is too wide to stand in a fraction or in brackets that grow."""
    return len(latex) > WIDEST_FRACTION and width_of(latex) > WIDEST_FRACTION


def bracketed(latex: str) -> str:
    """In brackets as high as what they enclose; a long sum keeps brackets that can be broken."""
    if (r"\frac" in latex or r"\sqrt" in latex) and not is_wide(latex):
        return rf"\left({latex}\right)"
    if _has_brackets(latex):
        return rf"\bigl({latex}\bigr)"
    return f"({latex})"


def _has_brackets(latex: str) -> bool:
    """Whether brackets stand on the line itself, not above or below it."""
    depth = 0
    for sign in latex:
        depth += (sign == "{") - (sign == "}")
        if sign == "(" and depth == 0:
            return True
    return False
