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
from .language import Misfit, size
from .pieces import pieces
from .typeset import formula_latex, matrix_latex, transposed_latex, with_shape

if TYPE_CHECKING:
    from . import MatrixView
    from .numbers import MatrixSolution, Rows

MOST_ROWS = 6
"""A matrix with more rows is shortened."""
WIDEST_MATRIX = 40.0
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
        return Side([self._symbol_box(quantity)], self._symbol_latex(quantity))

    def symbolic(self, term: Term) -> Side:
        """A formula in symbols, the shape under every factor."""
        row = pieces(term)
        return Side(
            formula_boxes(row, self._symbol_box, self._ones_box, self.room),
            formula_latex(row, self._symbol_latex, self._ones_latex),
        )

    def in_words(self, term: Term) -> Formula:
        """A formula in a sentence, without shapes."""

        def box(quantity: Quantity, turned: bool = False) -> Box:
            return plain(self.view.letters.text(quantity) + (".T" if turned else ""))

        def latex(quantity: Quantity, turned: bool = False) -> str:
            written = self.view.letters.latex(quantity)
            return transposed_latex(written) if turned else written

        def ones(quantity: Quantity, turned: bool = False) -> str:
            return r"\mathbf{1}" + (r"^{\mathsf{T}}" if turned else "")

        row = pieces(term)
        (whole,) = formula_boxes(
            row, box, lambda quantity, turned: plain("ones.T" if turned else "ones"), 10_000
        )
        return Formula(whole.lines[0], formula_latex(row, latex, ones))

    def _symbol_box(self, quantity: Quantity, turned: bool = False) -> Box:
        shape = self.view.arrays.shape(quantity)
        text = self.view.letters.text(quantity) + (".T" if turned else "")
        return above(text, size(shape[::-1] if turned else shape)) if shape else plain(text)

    def _ones_box(self, quantity: Quantity, turned: bool) -> Box:
        shape = self.view.arrays.shape(quantity)
        return above("ones.T" if turned else "ones", size(shape[::-1] if turned else shape))

    def _symbol_latex(self, quantity: Quantity, turned: bool = False) -> str:
        shape, latex = self.view.arrays.shape(quantity), self.view.letters.latex(quantity)
        return with_shape(transposed_latex(latex), shape[::-1]) if turned else with_shape(latex, shape)

    def _ones_latex(self, quantity: Quantity, turned: bool = False) -> str:
        shape = self.view.arrays.shape(quantity)
        return with_shape(r"\mathbf{1}", shape[::-1] if turned else shape)

    # --- numbers ----------------------------------------------------------------------------------------

    def numeric(self, term: Term) -> Side:
        """A formula with the numbers put in."""
        row = pieces(term)
        return Side(
            formula_boxes(row, self._number_box, self._ones_box, self.room),
            formula_latex(row, self._number_latex, self._ones_numbers, numbers=True),
        )

    def rows(self, rows: Rows, scalar: bool) -> Side:
        """Numbers, as a matrix unless it is a single number."""
        if scalar:
            return Side([plain(rows[0][0])], number_latex(rows[0][0]).latex)
        short = shortened(rows)
        return Side([matrix(short)], matrix_latex(short))

    def value(self, quantity: Quantity) -> Side:
        """The value of an array."""
        assert self.solution is not None
        return self.rows(self.solution.written(quantity), not self.view.arrays.shape(quantity))

    def _number_side(self, quantity: Quantity, turned: bool) -> Side:
        assert self.solution is not None
        rows = self.solution.written(quantity)
        rows = [list(column) for column in zip(*rows, strict=True)] if turned else rows
        return self.rows(rows, not self.view.arrays.shape(quantity))

    def _number_box(self, quantity: Quantity, turned: bool) -> Box:
        (box,) = self._number_side(quantity, turned).boxes
        return beside([plain("("), box, plain(")")]) if box.lines[0].startswith("-") else box

    def _number_latex(self, quantity: Quantity, turned: bool) -> str:
        latex = self._number_side(quantity, turned).latex
        return f"({latex})" if latex.startswith("-") else latex

    def _ones_numbers(self, quantity: Quantity, turned: bool) -> str:
        rows, columns = self.view.arrays.shape(quantity)[:: -1 if turned else 1]
        return matrix_latex(shortened([["1"] * columns] * rows))

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
