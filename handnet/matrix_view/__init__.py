"""The matrix view: the same calculation with whole arrays, the shape under every factor.

    view = matrix_view(setting)             lines in symbols
    view.only("forward")                    one part alone, or the lines of some arrays
    view.sets()                             the local derivatives, and how each acts
    view.entries("dW2")                     an array line, entry by entry in the neuron view
    view.check("dW1 = X.T @ (dZ2 @ W2.T) * dA1/dZ1")     whether a product's shapes fit
    view.to_numpy()                         the lines as code
    view.solve(numbers)["dW2"]              with numbers: a `MatrixSolution`, in `numbers`

Samples are columns, or rows; the formulas (`language`) are written for columns and turned round for
rows. `forward`, `backward` and `update` write the lines, `letters` spells them, `page` shows them;
`program` compiles them, for training large networks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..digits import DEFAULT, Digits
from ..errors import HandnetError, UnknownQuantity, suggestion
from ..forward import ForwardPass
from ..quantity import Derivative, Quantity, Variable
from ..setting import Setting
from ..shape import choice
from ..shown import Shown
from ..terms import Term, quantities
from .language import LAYOUTS, SAMPLES, Misfit, in_rows
from .letters import ArrayLetters, address
from .lines import BACKWARD_RULES, ArrayLine, Rules, write_lines
from .network_arrays import NetworkArrays
from .update import one_by_one

if TYPE_CHECKING:
    from ..render.page import Block
    from ..terms import Number
    from .check import Checked
    from .entries import Agreement, EntryLines
    from .excerpt import Excerpt
    from .numbers import MatrixSolution
    from .sets import Sets


def matrix_view(
    setting: Setting, layout: str = "columns", combined: bool | None = None, updated: bool = True
) -> MatrixView:
    """The calculation of a network's setting with whole arrays, samples as "columns" or as "rows".

    `combined` writes the last activation and the loss as one rule where they cancel; None does so
    unless a mistake is made on the way there. `updated` writes the update too. Raises HandnetError
    for mistakes that have no array form, and for a calculation that is not a network's.
    """
    choice("layout", layout, LAYOUTS)
    if not isinstance(setting.source, ForwardPass):
        raise HandnetError("view: a graph written by hand has no layers, so it has no matrix view")
    if combined is None:
        combined = not any(rule in each.changes for each in setting.mistakes for rule in BACKWARD_RULES)
    combined = combined and setting.source.network.combines
    rules = Rules(setting, NetworkArrays(setting.source, layout), combined)
    return MatrixView(rules, updated, write_lines(rules, updated))


@dataclass(frozen=True, repr=False)
class MatrixView(Shown):
    """The lines of a calculation with whole arrays, in symbols."""

    rules: Rules
    updated: bool
    lines: tuple[ArrayLine, ...]

    def __repr__(self) -> str:
        network = self.arrays.network.title
        return f"<MatrixView of a {network} network, samples as {self.layout}: {len(self.lines)} lines>"

    @property
    def setting(self) -> Setting:
        """What the lines were made by."""
        return self.rules.setting

    @property
    def arrays(self) -> NetworkArrays:
        """The arrays of the network."""
        return self.rules.arrays

    @property
    def layout(self) -> str:
        """Whether samples are columns or rows."""
        return self.arrays.layout

    @cached_property
    def letters(self) -> ArrayLetters:
        """How the arrays are spelled."""
        return ArrayLetters(self.setting.notation, self.arrays, (*self.by_quantity, *self.used, SAMPLES))

    @cached_property
    def by_quantity(self) -> dict[Quantity, ArrayLine]:
        """The lines by the array that each works out."""
        return {line.quantity: line for line in self.lines}

    @cached_property
    def used(self) -> tuple[Quantity, ...]:
        """Everything that stands in a formula, each once."""
        return tuple(dict.fromkeys(each for line in self.lines for each in quantities(line.formula)))

    @property
    def given(self) -> tuple[Quantity, ...]:
        """The arrays and numbers that no line works out: inputs, targets, parameters, eta."""
        free = [each for each in self.used if each not in self.by_quantity and each not in self.masks]
        order = {"x": 0, "y": 1, "w": 2, "b": 2, "theta": 2}
        return tuple(
            sorted((each for each in free if each != SAMPLES), key=lambda each: order.get(_name(each), 3))
        )

    @property
    def masks(self) -> tuple[Variable, ...]:
        """The arrays with a 1 for each entry that is trained and a 0 for each that is frozen."""
        return tuple(
            each for each in self.used if isinstance(each, Variable) and each.name.startswith("free_")
        )

    def mask(self, quantity: Variable) -> list[list[int]]:
        """The entries of such an array."""
        parameter = quantity.named(quantity.name.removeprefix("free_"))
        rows = self.arrays.entries(parameter)
        return [[int(not self.arrays.source.is_frozen(entry)) for entry in row] for row in rows]  # type: ignore[arg-type]

    def without_mistakes(self) -> MatrixView:
        """The same calculation done right."""
        right = replace(self.setting, mistakes=())
        return matrix_view(right, self.layout, self.rules.combined, self.updated)

    def find(self, name: str | Quantity) -> Quantity:
        """The array with this name (dW2), this address (dJ/dW2) or this letter of the notation.

        Raises UnknownQuantity with the nearest names.
        """
        if isinstance(name, Variable | Derivative):
            return name
        found = self.names.get(str(name).strip().replace(" ", ""))
        if found is None:
            typed = dict.fromkeys(self.letters.text(each) for each in (*self.by_quantity, *self.given))
            raise UnknownQuantity(
                f"no array {name!r} among these lines; {suggestion(str(name), typed)}{self._why()}"
            )
        return found

    @cached_property
    def names(self) -> dict[str, Quantity]:
        """All arrays by each of their names."""
        every = (*self.by_quantity, *self.used)
        typed = {spell(each): each for spell in (self.letters.code, self.letters.text) for each in every}
        return {address(each): each for each in every} | {_short(each): each for each in every} | typed

    def _why(self) -> str:
        if one_by_one(self.rules) and self.updated:
            return "; updates are made one sample at a time, so no array line has them all"
        return ""

    def __getitem__(self, name: str | Quantity) -> ArrayLine:
        """The line that works out an array."""
        quantity = self.find(name)
        if quantity not in self.by_quantity:
            raise UnknownQuantity(f"{self.letters.text(quantity)} is given: no line works it out")
        return self.by_quantity[quantity]

    # --- shapes ---------------------------------------------------------------------------------------

    def formula(self, line: ArrayLine) -> Term:
        """The right-hand side of a line in this layout."""
        return self.laid_out(line.formula)

    def laid_out(self, term: Term) -> Term:
        """A formula for samples as columns, in this layout."""
        return term if self.layout == "columns" else in_rows(term)

    def misfit(self, line: ArrayLine) -> Misfit | None:
        """Where the shapes of a line do not go together; None if all do."""
        found = self.arrays.shape_of(self.formula(line))
        if isinstance(found, Misfit):
            return found
        wanted = self.arrays.shape(line.quantity)
        if found in (wanted, ()):
            return None
        return Misfit("equals", line.quantity, wanted, self.formula(line), found)

    # --- other readings -------------------------------------------------------------------------------

    def only(self, *names: str) -> Excerpt:
        """One part ("forward", "backward", "update") alone, or the lines of some arrays; see `excerpt`."""
        from .excerpt import excerpt

        return excerpt(self, names)

    def sets(self) -> Sets:
        """The local derivatives, layer by layer, each with the way in which it acts; see `sets`."""
        from .sets import sets

        return sets(self)

    def entries(self, name: str) -> EntryLines:
        """An array line entry by entry, as the neuron view writes it; see `entries`."""
        from .entries import entry_lines

        return entry_lines(self, self.find(name))

    def check(self, product: str) -> Checked:
        """Whether the shapes of a product fit, such as "dZ2 = W1.T @ dA2 * dA2/dZ2"; see `check`."""
        from .check import checked

        return checked(product, self.without_mistakes())

    def verify(self, seed: int = 1) -> Agreement:
        """Every entry of every array beside the neuron view, at numbers drawn at random."""
        from .entries import at_random

        return at_random(self, seed).verify()

    def to_numpy(self, *, as_function: bool = False) -> str:
        """The lines as NumPy code: plain lines, or a function `calculate` that returns every array."""
        from .code import numpy_code

        return numpy_code(self, as_function)

    def solve(
        self, given: Mapping[str, Any] | Mapping[Quantity, Number], digits: Digits = DEFAULT
    ) -> MatrixSolution:
        """The lines with numbers; `given` has those of the neuron view's quantities, as in `x[1](2)`."""
        from .numbers import solved

        return solved(self, given, digits)

    def _page(self) -> list[Block]:
        return self._text_page(100)

    def _document_page(self) -> list[Block]:
        from .document import document_page

        return document_page(self)

    def _text_page(self, width: int) -> list[Block]:
        from .page import view_page

        return view_page(self, width)


def _short(quantity: Quantity) -> str:
    """The address of a derivative of the loss without what is differentiated: dW2."""
    return "d" + address(quantity).partition("/d")[2] if "/d" in address(quantity) else address(quantity)


def _name(quantity: Quantity) -> str:
    return quantity.name if isinstance(quantity, Variable) else ""
