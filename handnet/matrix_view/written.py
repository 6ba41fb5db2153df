"""One line with whole arrays, written in both of its forms: as text in boxes, and as LaTeX.

W1 in symbols      the letter with its shape under it
W1 with numbers    the matrix; a large one by its first rows and columns and its last, dots between
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..quantity import Quantity
from ..render.latex import number_latex
from ..render.measure import width_of
from ..render.page import Formula
from ..terms import Term
from .boxes import Box, above, beside, formula_boxes, matrix, plain
from .language import Misfit, Shape, size
from .pieces import Kind, Piece, pieces
from .typeset import formula_latex, matrix_latex, transposed_latex, with_shape

if TYPE_CHECKING:
    from . import MatrixView
    from .numbers import MatrixSolution, Rows

MOST_ROWS = 6
"""A matrix with more rows is shortened."""
WIDEST_MATRIX = 52.0
"""About how many digits wide a matrix may be; a wider one is shortened."""


class Side(NamedTuple):
    """One side of a line: boxes below each other on a terminal, and LaTeX."""

    boxes: list[Box]
    latex: str


class Writer:
    """Writes the formulas of one view; `room` is how many columns a terminal has for one side."""

    def __init__(self, view: MatrixView, solution: MatrixSolution | None = None, room: int = 90) -> None:
        self.view, self.solution, self.room = view, solution, room

    # --- symbols ----------------------------------------------------------------------------------------

    def symbol(self, quantity: Quantity) -> Formula:
        """An array in a sentence."""
        return Formula(self.view.letters.text(quantity), self.view.letters.latex(quantity))

    def left(self, quantity: Quantity) -> Side:
        """The left side of a line."""
        piece = Piece(Kind.ARRAY, quantity)
        return Side([self._symbol_box(piece)], self._symbol_latex(piece))

    def symbolic(self, term: Term) -> Side:
        """A formula in symbols, the shape under every factor."""
        row = pieces(term)
        return Side(formula_boxes(row, self._symbol_box, self.room), formula_latex(row, self._symbol_latex))

    def in_words(self, term: Term) -> Formula:
        """A formula in a sentence, without shapes."""
        row = pieces(term)
        (whole,) = formula_boxes(row, lambda piece: plain(self._text(piece)), 10_000)
        return Formula(whole.lines[0], formula_latex(row, self._latex))

    def _text(self, piece: Piece) -> str:
        text = "ones" if piece.kind is Kind.ONES else self.view.letters.text(piece.what)
        return text + ".T" * piece.turned

    def _latex(self, piece: Piece) -> str:
        latex = r"\mathbf{1}" if piece.kind is Kind.ONES else self.view.letters.latex(piece.what)
        return transposed_latex(latex) if piece.turned else latex

    def _shape(self, piece: Piece) -> Shape:
        return self.view.arrays.shape(piece.what)[:: -1 if piece.turned else 1]

    def _symbol_box(self, piece: Piece) -> Box:
        shape, text = self._shape(piece), self._text(piece)
        return above(text, size(shape)) if shape else plain(text)

    def _symbol_latex(self, piece: Piece) -> str:
        return with_shape(self._latex(piece), self._shape(piece))

    # --- numbers ----------------------------------------------------------------------------------------

    def numeric(self, term: Term) -> Side:
        """A formula with the numbers put in."""
        row = pieces(term)
        boxes = formula_boxes(row, self._number_box, self.room)
        return Side(boxes, formula_latex(row, self._number_latex, numbers=True))

    def rows(self, rows: Rows, scalar: bool) -> Side:
        """Numbers, as a matrix unless it is a single number."""
        if scalar:
            return Side([plain(rows[0][0])], number_latex(rows[0][0]).latex)
        short = shortened(rows)
        return Side([matrix(short)], matrix_latex(short))

    def value(self, quantity: Quantity) -> Side:
        """The value of an array."""
        return self._numbers(Piece(Kind.ARRAY, quantity))

    def _numbers(self, piece: Piece) -> Side:
        assert self.solution is not None
        shape = self._shape(piece)
        if piece.kind is Kind.ONES:
            return self.rows([["1"] * shape[1]] * shape[0], False)
        rows = self.solution.written(piece.what)
        return self.rows(
            [list(column) for column in zip(*rows, strict=True)] if piece.turned else rows, not shape
        )

    def _number_box(self, piece: Piece) -> Box:
        (box,) = self._numbers(piece).boxes
        return beside([plain("("), box, plain(")")]) if box.lines[0].startswith("-") else box

    def _number_latex(self, piece: Piece) -> str:
        latex = self._numbers(piece).latex
        return f"({latex})" if latex.startswith("-") else latex

    # --- shapes that do not fit -----------------------------------------------------------------------------

    def misfit(self, misfit: Misfit) -> tuple[str | Formula, ...]:
        """What does not fit, in a sentence."""
        left, right = self.in_words(misfit.left), self.in_words(misfit.right)
        first, second = size(misfit.left_shape), size(misfit.right_shape)
        if misfit.what == "equals":
            return (left, f" is {first}, but what stands on the right is {second}")
        if misfit.what == "matrix product":
            why = "a matrix product is of two arrays"
            if misfit.left_shape and misfit.right_shape:
                why = (
                    f"a matrix product needs as many columns on the left as rows on the right, but "
                    f"{misfit.left_shape[1]} is not {misfit.right_shape[0]}"
                )
        else:
            why = "entry by entry needs equal shapes (or a single row or column)"
        return (left, f" is {first} and ", right, f" is {second}; {why}")


def shortened(rows: Rows) -> Rows:
    """A matrix with dots for what is left out of many rows, or of columns that are too wide together."""
    if len(rows) > MOST_ROWS:
        rows = [*rows[: MOST_ROWS - 2], [":"] * len(rows[0]), rows[-1]]
    columns = [list(column) for column in zip(*rows, strict=True)]
    widths = [max(width_of(entry.lstrip("-")) for entry in column) + 3 for column in columns]
    if sum(widths) <= WIDEST_MATRIX or len(columns) <= 2:
        return rows
    kept, width = 1, widths[-1] + widths[0] + 3
    while kept < len(columns) - 2 and width + widths[kept] <= WIDEST_MATRIX:
        width += widths[kept]
        kept += 1
    if kept == len(columns) - 1:
        return rows
    dots = ["..."] * len(rows)
    return [list(row) for row in zip(*columns[:kept], dots, columns[-1], strict=True)]
