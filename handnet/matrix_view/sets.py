"""The sets of derivatives: the local derivatives layer by layer, and how each acts on what comes in.

The first set belongs to the last layer: by its outputs, its weighted sums, its weights and biases. Each
further set has what one layer more needs. Side by side they look like one long product; in truth each
acts in its own way, and sides and transposes are what makes the shapes fit. Last, all are put in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ..quantity import Derivative, Quantity, Variable
from ..render.page import Block, Heading, Paragraph, Stack
from ..shown import Shown
from ..terms import Term, replace
from .backward import coefficient, slope
from .boxes import plain
from .language import is_scalar
from .page import display, layout_words
from .written import Side, Writer

if TYPE_CHECKING:
    from . import MatrixView
    from .numbers import MatrixSolution

_ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")
START = "is where going back begins"
ENTRY_BY_ENTRY = "acts entry by entry"
MIXES = "mixes the units of each sample: softmax"
_BIASES = {
    "unit": "is summed over the samples",
    "threshold": "is summed over the samples, with a minus",
    "shared": "is summed over samples and units",
}


class LocalDerivative(NamedTuple):
    """The derivative of one line by one array in it, and how it acts on the derivative that comes in."""

    quantity: Derivative
    formula: Term
    acts: str


class DerivativeSet(NamedTuple):
    """The local derivatives that one layer adds."""

    layer: int
    derivatives: tuple[LocalDerivative, ...]


@dataclass(frozen=True, repr=False)
class Sets(Shown):
    """All sets, from the last layer back; `sets[0]` is the first set."""

    view: MatrixView
    solution: MatrixSolution | None
    sets: tuple[DerivativeSet, ...]

    def __repr__(self) -> str:
        return f"<Sets of derivatives: {len(self.sets)} layers>"

    def __len__(self) -> int:
        return len(self.sets)

    def __getitem__(self, place: int) -> DerivativeSet:
        return self.sets[place]

    def __iter__(self) -> Iterator[DerivativeSet]:
        return iter(self.sets)

    def _page(self) -> list[Block]:
        writer = Writer(self.view, self.solution)
        blocks: list[Block] = [Stack([self.view.arrays.source.description, layout_words(self.view, writer)])]
        for place, each in enumerate(self.sets):
            ordinal = _ORDINALS[place] if place < len(_ORDINALS) else f"{place + 1}th"
            blocks.append(Heading(f"{ordinal} set of derivatives (layer {each.layer})"))
            for one in each.derivatives:
                symbol = writer.symbol(one.quantity)  # without a shape: a local derivative is no array of one
                left = Side([plain(symbol.text)], symbol.latex)
                blocks.append(Paragraph((symbol, f" {one.acts}.")))
                blocks.append(display(left, list(self._sides(one.formula, writer))))
        blocks.append(Heading("Put in"))
        for quantity, formula in self.put_in():
            blocks.append(display(writer.left(quantity), [writer.symbolic(formula)]))
        return blocks

    def _sides(self, formula: Term, writer: Writer) -> Iterator[Side]:
        yield writer.symbolic(formula)
        value = self.solution.value_of(formula) if self.solution else None
        if self.solution is None or value is None or is_scalar(formula):
            return
        if isinstance(formula, Variable):  # an array, whose numbers may be given
            yield writer.value(formula)
        else:
            yield writer.rows(self.solution.rows(value), False)

    def put_in(self) -> list[tuple[Quantity, Term]]:
        """The derivative by each parameter array, in this layout, with all that leads to it put in."""
        lines = self.view.by_quantity
        on_the_way = ("z", "a", "x")

        def whole(quantity: Quantity) -> Term:
            line = lines.get(quantity)
            inside = isinstance(quantity, Derivative) and quantity.by.name in on_the_way
            return replace(line.formula, whole) if line is not None and inside else quantity

        return [
            (quantity, self.view.laid_out(replace(line.formula, whole)))
            for quantity, line in lines.items()
            if isinstance(quantity, Derivative) and quantity.by.name not in on_the_way
        ]


def sets(view: MatrixView, solution: MatrixSolution | None = None) -> Sets:
    """The sets of derivatives of the layers that the backward pass goes through."""
    errors = [each for each in view.by_quantity if isinstance(each, Derivative) and each.by.name == "z"]
    found = [DerivativeSet(each.by.layer or 0, tuple(_of_layer(view, each))) for each in errors]
    return Sets(view, solution, tuple(found))


def local_derivatives(view: MatrixView) -> dict[str, Term]:
    """The formula of every local derivative by how it is typed: dA2/dZ2."""
    return {view.letters.text(one.quantity): one.formula for each in sets(view) for one in each.derivatives}


def _of_layer(view: MatrixView, error: Derivative) -> Iterator[LocalDerivative]:
    """The local derivatives at one layer; where a rule takes several together, its whole line."""
    rules, arrays, z = view.rules, view.arrays, error.by
    layer = z.layer or 0
    a = Variable("a", layer)
    left, right = ("left", "right") if arrays.layout == "columns" else ("right", "left")
    if layer < arrays.layers[-1]:
        weights = view.laid_out(coefficient(rules, layer + 1, a))
        yield LocalDerivative(
            Derivative(z._replace(layer=layer + 1), a), weights, f"acts from the {left}, transposed"
        )
    elif not rules.combined:
        start = Derivative(error.of, a)
        yield LocalDerivative(start, view.laid_out(view[start].formula), START)
    if layer == arrays.layers[-1] and rules.combined:
        yield LocalDerivative(error, view.laid_out(view[error].formula), START)
    elif arrays.network.activations[layer - 1].name == "softmax":
        yield LocalDerivative(error, view.laid_out(view[error].formula), MIXES)
    else:
        yield LocalDerivative(Derivative(a, z), view.laid_out(slope(rules, layer)), ENTRY_BY_ENTRY)
    for parameter in arrays.parameters(layer):
        formula = view.laid_out(coefficient(rules, layer, parameter))
        acts = _BIASES.get(arrays.network.biases[layer - 1], "")
        acts = f"acts from the {right}, transposed" if parameter.name == "w" else acts
        yield LocalDerivative(Derivative(z, parameter), formula, acts)
