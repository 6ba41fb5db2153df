r"""Formulas of whole arrays in LaTeX: the shape under every factor, or the numbers put in.

A matrix product is written without a sign, between numbers with a dot; entry by entry it is \odot,
\oslash and ^{\odot 2}.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..quantity import Quantity
from ..render.latex import number_latex
from ..render.measure import width_of
from .language import LARGEST, OVER_ALL, OVER_SAMPLES, OVER_UNITS, Shape, is_scalar
from .pieces import Kind, Piece, Row

Spell = Callable[[Quantity, bool], str]

NAMES = {
    OVER_SAMPLES: r"\sum_{\text{samples}}",
    OVER_UNITS: r"\sum_{\text{units}}",
    OVER_ALL: r"\sum_{\text{entries}}",
    LARGEST: r"\max_{\text{units}}",
    "sigma": r"\sigma",
    "ln": r"\ln",
    "exp": r"\exp",
    "tanh": r"\tanh",
    "arctan": r"\arctan",
    "sin": r"\sin",
    "cos": r"\cos",
    "max": r"\max",
    "relu": r"\operatorname{ReLU}",
    "leaky_relu": r"\operatorname{leaky\,ReLU}",
    "leaky_step": r"\operatorname{leaky\,step}",
}
_SIGNS = {
    Kind.ADD: " + ",
    Kind.SUBTRACT: " - ",
    Kind.MINUS: "-",
    Kind.ENTRY_BY_ENTRY: r" \odot ",
    Kind.DIVIDED: r" \oslash ",
    Kind.SCALED_DOWN: " / ",
    Kind.COMMA: ", ",
    Kind.TRANSPOSED: r"^{\mathsf{T}}",
}
OVER = (OVER_SAMPLES, OVER_UNITS, OVER_ALL, LARGEST)
TALL = (r"\frac", r"\begin")
WIDEST_FIXED = 40
"""What is wider than this stands in brackets that can be broken."""


def shape_latex(shape: Shape) -> str:
    r"""A shape: (3\times 4)."""
    return rf"({shape[0]}\times {shape[1]})"


def with_shape(latex: str, shape: Shape) -> str:
    """A symbol with its shape under it; a single number has none."""
    return rf"\underset{{{shape_latex(shape)}}}{{{latex}}}" if shape else latex


def transposed_latex(latex: str) -> str:
    """A symbol with a T above it."""
    transpose = r"\mathsf{T}"
    if latex.startswith(r"\frac"):
        return rf"\left({latex}\right)^{{{transpose}}}"
    base, above, rest = latex.partition("^{")
    if above and rest.startswith("["):  # beside the layer
        return f"{base}^{{{rest.replace(']', ']' + transpose, 1)}"
    if above:
        return f"({latex})^{{{transpose}}}"
    base, below, rest = latex.partition("_{")
    return f"{base}^{{{transpose}}}{below}{rest}"


def matrix_latex(rows: Sequence[Sequence[str]]) -> str:
    """Numbers in rows, in one piece that is never broken."""
    inner = r" \\ ".join(" & ".join(_entry(entry) for entry in row) for row in rows)
    return rf"{{\begin{{pmatrix}} {inner} \end{{pmatrix}}}}"


def _entry(text: str) -> str:
    return {"...": r"\cdots", ":": r"\vdots"}.get(text) or number_latex(text).latex


def formula_latex(
    row: Row, spell: Spell, ones: Callable[[Quantity, bool], str], numbers: bool = False
) -> str:
    """A formula in LaTeX; `spell` writes an array, `ones` an array of ones, `numbers` puts dots between factors."""
    return _Typesetter(spell, ones, numbers).write(row)


class _Typesetter:
    def __init__(self, spell: Spell, ones: Spell, numbers: bool) -> None:
        self.spell, self.ones = spell, ones
        self.between = r" \cdot " if numbers else r"\,"

    def write(self, row: Row) -> str:
        """The row from left to right; what stands in brackets first, to see how tall they must be."""
        outer: list[str] = []
        latex = ""
        for place, piece in enumerate(row):
            if piece.kind is Kind.OPEN:
                outer.append(latex)
                latex = ""
            elif piece.kind is Kind.CLOSE:
                bare = piece.what in OVER and row[place - 2].kind is Kind.OPEN  # a sum of one letter
                inner = rf"\,{latex}" if bare and not _is_matrix(latex) else _bracketed(latex)
                latex = outer.pop() + inner
            else:
                latex += self.one(piece) if piece.kind is not Kind.SCALED else self.scaled(row[place + 1])
        return latex

    def scaled(self, after: Piece) -> str:
        """What stands between a number and what it multiplies: a dot only before another number."""
        single = after.kind is Kind.NUMBER or (after.kind is Kind.ARRAY and is_scalar(after.what))
        return self.between if single else r"\,"

    def one(self, piece: Piece) -> str:
        kind, what, turned = piece
        match kind:
            case Kind.ARRAY:
                return self.spell(what, turned)
            case Kind.ONES:
                return self.ones(what, turned)
            case Kind.NUMBER:
                return number_latex(what).latex
            case Kind.FRACTION:
                return rf"\tfrac{{{what[0]}}}{{{self.spell(what[1], False)}}}"
            case Kind.POWER:
                return rf"^{{\odot {what}}}" if what else r"^{\odot}"
            case Kind.FUNCTION:
                return NAMES.get(what, rf"\operatorname{{{what}}}")
            case Kind.MATRIX_PRODUCT:
                return self.between
        return _SIGNS[kind]


def _is_matrix(latex: str) -> bool:
    return latex.startswith(r"{\begin") and latex.count(r"\begin") == 1 and latex.endswith("}}")


def _bracketed(latex: str) -> str:
    """In brackets as high as what they enclose; a matrix has its own."""
    if _is_matrix(latex):
        return latex
    if not any(sign in latex for sign in TALL):
        return f"({latex})"
    if width_of(latex) <= WIDEST_FIXED:
        return rf"\left({latex}\right)"
    return rf"\Bigl({latex}\Bigr)"
