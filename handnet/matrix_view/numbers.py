"""The matrix view with numbers: every array worked out by its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..digits import Digits, as_digits
from ..errors import HandnetError
from ..mistakes import Mistake
from ..notation import STANDARD, Notation
from ..number import missing_numbers
from ..quantity import Quantity
from ..setting import Setting
from ..shown import Rounded
from ..solution import numbers_given
from ..solve import LARGEST_SUM, SMALLEST_SUM
from ..terms import Number, Term, quantities
from . import MatrixView, matrix_view
from .language import SAMPLES, Misfit
from .page import misfit_text
from .work_out import work_out

if TYPE_CHECKING:
    from ..problem import Problem
    from ..render.page import Block
    from .check import Checked
    from .entries import Agreement, EntryLines
    from .excerpt import Excerpt
    from .sets import Sets

Rows = list[list[str]]


@dataclass(frozen=True, repr=False)
class MatrixSolution(Rounded):
    """The matrix view with numbers: `solution["dW2"]` is an array, `solution["J"]` a float.

    `values` has every array whose line can be worked out; where shapes do not fit, it and all that
    follows from it have none.
    """

    view: MatrixView
    given: Mapping[Quantity, Number]
    values: dict[Quantity, Any]
    digits: Digits = field(compare=False)

    def __repr__(self) -> str:
        return f"<MatrixSolution of a {self.view.arrays.network.title} network: {len(self.view.lines)} lines>"

    def __getitem__(self, name: str | Quantity) -> Any:
        """The value of an array, rows and columns as in this view; of a single number a float.

        Raises UnknownQuantity for a name that names nothing, HandnetError where shapes do not fit.
        """
        quantity = self.view.find(name)
        if quantity not in self.values:
            raise HandnetError(f"{self.view.letters.text(quantity)} has no value: {self._why(quantity)}")
        found = self.values[quantity]
        return found if self.view.arrays.shape(quantity) else float(found)

    def _why(self, quantity: Quantity) -> str:
        """Which line's shapes do not fit, so that this array cannot be worked out."""
        for line in self.view.lines:
            misfit = self.view.misfit(line)
            if misfit is not None:
                return f"in the line of {self.view.letters.text(line.quantity)}, {misfit_text(misfit, self.view)}"
        return "no line works it out"

    @cached_property
    def right(self) -> MatrixSolution | None:
        """The same without mistakes, if any are made."""
        if not self.view.setting.mistakes:
            return None
        return solved(self.view.without_mistakes(), self.given, self.digits)

    def is_wrong(self, quantity: Quantity) -> bool:
        """Whether mistakes make an array other than it should be."""
        if self.right is None or quantity not in self.values or quantity not in self.right.values:
            return False
        import numpy as np

        return not np.array_equal(self.values[quantity], self.right.values[quantity], equal_nan=True)

    def value_of(self, term: Term) -> Any:
        """The value of a formula in this layout; None if something in it has none, or shapes do not fit."""
        unknown = any(each not in self.values for each in quantities(term))
        if unknown or isinstance(self.view.arrays.shape_of(term), Misfit):
            return None
        return work_out(term, self.values, self.view.layout)

    def written(self, quantity: Quantity) -> Rows:
        """The numbers of an array as they are shown, row by row: as given, or to the digits asked."""
        if quantity == SAMPLES:
            return [[str(self.view.arrays.source.samples)]]
        entries = self.view.arrays.entries(quantity)
        if quantity in self.view.given:
            return [[self.given[entry].text for entry in row] for row in entries]
        return self.rows(self.values[quantity])

    def rows(self, value: Any) -> Rows:
        """Any array of numbers to the digits asked."""
        import numpy as np

        return [[self.digits.write(float(entry)) for entry in row] for row in np.atleast_2d(value)]

    def only(self, *names: str) -> Excerpt:
        """One part alone, or the lines of some arrays, with numbers; see `MatrixView.only`."""
        from .excerpt import excerpt

        return excerpt(self.view, names, self)

    def entries(self, name: str) -> EntryLines:
        """An array line entry by entry, as the neuron view writes it, with numbers; see `entries`."""
        from .entries import entry_lines

        return entry_lines(self.view, self.view.find(name), self)

    def check(self, product: str) -> Checked:
        """Whether the shapes of a product fit, and what it gives; mistakes are not made here. See `check`."""
        from .check import checked

        right = self.right or self
        return checked(product, right.view, right)

    def sets(self) -> Sets:
        """The local derivatives with their values, and how each acts; see `sets`."""
        from .sets import sets

        return sets(self.view, self)

    def verify(self) -> Agreement:
        """Every entry of every array beside the neuron view's number."""
        from .entries import agreement

        return agreement(self)

    def to_numpy(self, *, as_function: bool = False) -> str:
        """The lines as NumPy code that has its numbers and runs by itself; see `MatrixView.to_numpy`."""
        from .code import numpy_code

        return numpy_code(self.view, as_function, self)

    def _page(self) -> list[Block]:
        return self._text_page(100)

    def _document_page(self) -> list[Block]:
        from .document import document_page

        return document_page(self.view, self)

    def _text_page(self, width: int) -> list[Block]:
        from .page import solution_page

        return solution_page(self, width)


def solved(view: MatrixView, given: Mapping[Any, Any], digits: Digits) -> MatrixSolution:
    """The lines with numbers by quantity or address; see `Derivation.solve`.

    Raises HandnetError for numbers that are missing or do not fit.
    """
    import numpy as np

    given = numbers_given(view.setting, given)
    arrays, source = view.arrays, view.arrays.source
    missing = [e for each in view.given for row in arrays.entries(each) for e in row if e not in given]
    if missing:
        raise missing_numbers(missing)
    source.check(given)
    values: dict[Quantity, Any] = {SAMPLES: np.float64(source.samples)}
    tables = {q: [[given[e].value for e in row] for row in arrays.entries(q)] for q in view.given}
    for quantity, rows in (tables | {each: view.mask(each) for each in view.masks}).items():
        values[quantity] = np.array(rows, float) if arrays.shape(quantity) else np.float64(rows[0][0])
    for line in view.lines:
        formula = view.formula(line)
        if view.misfit(line) is None and all(each in values for each in quantities(formula)):
            found = work_out(formula, values, view.layout)
            shape = arrays.shape(line.quantity)
            values[line.quantity] = np.full(shape, found) if shape and np.shape(found) == () else found
    return MatrixSolution(view, given, values, digits)


def solve_problem(
    problem: Problem,
    layout: str = "columns",
    mistakes: Iterable[Mistake] = (),
    combined: bool | None = None,
    digits: Digits | int | None = None,
    notation: Notation = STANDARD,
) -> MatrixSolution:
    """A problem's numbers with whole arrays; see `Problem.solve`.

    Where powers leave the range of floats, softmax is written with its largest weighted sum subtracted.
    """
    for shifted in (False, True):
        setting = Setting(problem.forward_pass(shifted), mistakes=tuple(mistakes), notation=notation)
        view = matrix_view(setting, layout, combined, problem.learning_rate is not None)
        solution = solved(view, problem.values, as_digits(digits))
        if not _leaves_floats(solution):
            break
    return solution


def _leaves_floats(solution: MatrixSolution) -> bool:
    sums = [values for each, values in solution.values.items() if getattr(each, "name", "") == "s"]
    return any(not ((values > SMALLEST_SUM) & (values < LARGEST_SUM)).all() for values in sums)
