r"""Formulas of whole arrays in LaTeX: the shape under every factor, or the numbers put in.

A matrix product is written without a sign, between numbers with a dot; entry by entry it is \odot,
\oslash and ^{\odot 2}.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..render.latex import FUNCTIONS, number_latex
from ..render.measure import width_of
from .language import LARGEST, OVER_ALL, OVER_SAMPLES, OVER_UNITS, Shape, is_scalar
from .pieces import Kind, Piece, Row

Spell = Callable[[Piece], str]
"""Writes an array, or an array of ones."""

NAMES = FUNCTIONS | {
    OVER_SAMPLES: r"\sum_{\text{samples}}",
    OVER_UNITS: r"\sum_{\text{units}}",
    OVER_ALL: r"\sum_{\text{entries}}",
    LARGEST: r"\max_{\text{units}}",
    "exp": r"\exp",
    "sqrt": r"\operatorname{sqrt}",
}
_SIGNS = {
    Kind.ENTRY_BY_ENTRY: r" \odot ",
    Kind.DIVIDED: r" \oslash ",
    Kind.SCALED_DOWN: " / ",
    Kind.TRANSPOSED: r"^{\mathsf{T}}",
}
OVER = (OVER_SAMPLES, OVER_UNITS, OVER_ALL, LARGEST)
TALL = (r"\frac", r"\begin")
WIDEST_FIXED = 40
"""What is wider than this stands in brackets that can be broken."""


def with_shape(latex: str, shape: Shape) -> str:
    """A symbol with its shape under it; a single number has none."""
    return rf"\underset{{({shape[0]}\times {shape[1]})}}{{{latex}}}" if shape else latex


def transposed_latex(latex: str) -> str:
    """A symbol with a T above it."""
    transpose = r"\mathsf{T}"
    if latex.startswith(r"\frac"):
        return rf"\left({latex}\right)^{{{transpose}}}"
    base, above, rest = latex.partition("^{")
    if above and rest.startswith("["):  # beside the layer
        return f"{base}^{{{rest.replace('}', transpose + '}', 1)}"
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


def formula_latex(row: Row, spell: Spell, numbers: bool = False) -> str:
    """A formula in LaTeX; `numbers` puts dots between factors."""
    return _Typesetter(spell, numbers).write(row)


class _Typesetter:
    def __init__(self, spell: Spell, numbers: bool) -> None:
        self.spell = spell
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
        kind, what, _ = piece
        match kind:
            case Kind.ARRAY | Kind.ONES:
                return self.spell(piece)
            case Kind.NUMBER:
                return number_latex(what).latex
            case Kind.FRACTION:
                top, bottom, below = what
                return rf"\tfrac{{{top}}}{{{bottom}{self.between if bottom else ''}{self.spell(below)}}}"
            case Kind.POWER:
                return rf"^{{\odot {what}}}" if what else r"^{\odot}"
            case Kind.FUNCTION:
                return NAMES[what]
            case Kind.MATRIX_PRODUCT:
                return self.between
        return _SIGNS.get(kind, str(kind.value))


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
