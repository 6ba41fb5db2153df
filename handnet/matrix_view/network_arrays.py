"""The arrays of a network: their shapes, and which quantity of one unit and sample each entry is."""

from __future__ import annotations

from ..forward import ForwardPass
from ..names import PARAMETERS
from ..quantity import Derivative, Quantity, Variable
from ..terms import Term
from .language import OWN_LOSS, Misfit, Shape, shape_of

Entries = list[list[Quantity]]
PER_SAMPLE = ("x", "y", "z", "a", "s", "m")


def stem(variable: Variable) -> str:
    """What an array belongs to: of velocity_w and free_w, w."""
    return variable.name.removeprefix("velocity_").removeprefix("free_")


class NetworkArrays:
    """The arrays of one forward pass, samples as columns or as rows.

    As columns: X is inputs x samples, W to x from, b to x 1. As rows all of these are transposed.
    """

    def __init__(self, source: ForwardPass, layout: str) -> None:
        self.source, self.layout = source, layout
        self.network = source.network

    @property
    def layers(self) -> range:
        """The numbers of the layers that have weights."""
        return range(1, len(self.network.layers))

    def before(self, layer: int) -> Variable:
        """The array that enters a layer: the inputs, or the activations of the layer before."""
        return Variable("a", layer - 1) if layer > 1 else Variable("x")

    def bias(self, layer: int) -> Variable | None:
        """The array of a layer's biases or thresholds, or its shared bias; None if it has none."""
        kind = self.network.biases[layer - 1]
        return None if kind == "none" else Variable("theta" if kind == "threshold" else "b", layer)

    def parameters(self, layer: int) -> list[Variable]:
        """The arrays of a layer's parameters."""
        bias = self.bias(layer)
        return [Variable("w", layer), *([bias] if bias else [])]

    def frozen(self, parameter: Variable) -> list[bool]:
        """Which entries of a parameter array are left as they are."""
        if not self.network.frozen:
            return [False]
        each = [entry for row in self.entries(parameter.at(0)) for entry in row]
        return [self.source.is_frozen(entry) for entry in each]  # type: ignore[arg-type]

    def shape(self, quantity: Quantity) -> Shape:
        """(rows, columns), or () for a single number."""
        variable = quantity.by if isinstance(quantity, Derivative) else quantity
        shape = self._as_columns(variable)
        return shape if self.layout == "columns" else shape[::-1]

    def shape_of(self, term: Term) -> Shape | Misfit:
        """The shape of a formula in this layout, or where two shapes do not go together."""
        return shape_of(term, self.shape, self.layout)

    def _as_columns(self, variable: Variable) -> Shape:
        sizes, samples, name = self.network.layers, self.source.samples, stem(variable)
        layer = variable.layer or 0
        if name in ("x", "y"):
            return sizes[0 if name == "x" else -1], samples
        if name == "w":
            return sizes[layer], sizes[layer - 1]
        if name in PARAMETERS:
            return () if self.network.biases[layer - 1] == "shared" else (sizes[layer], 1)
        if name in ("z", "a"):
            return sizes[layer], samples
        return (1, samples) if name in ("s", "m") else ()

    def entries(self, quantity: Quantity) -> Entries:
        """The quantities of single units and samples, row by row; a single number is one entry."""
        if isinstance(quantity, Derivative):
            return [[self._slope(quantity.of, entry) for entry in row] for row in self.entries(quantity.by)]
        rows = self._entries(quantity)
        return rows if self.layout == "columns" else [list(column) for column in zip(*rows, strict=True)]

    def _slope(self, of: Variable, by: Quantity) -> Derivative:
        assert isinstance(by, Variable)
        if of == OWN_LOSS:
            return Derivative(of._replace(sample=by.sample), by)
        return Derivative(of if of.name != "a" else of._replace(place=(1,)), by)

    def _entries(self, array: Variable) -> Entries:
        rows, columns = self._as_columns(array) or (1, 1)
        if stem(array) in PER_SAMPLE:
            one = stem(array) in ("s", "m")
            return [
                [
                    array._replace(place=() if one else (unit,), sample=sample)
                    for sample in self.source.sample_numbers
                ]
                for unit in range(1, rows + 1)
            ]
        if stem(array) == "w":
            return [[array._replace(place=(j, k)) for k in range(1, columns + 1)] for j in range(1, rows + 1)]
        if self._as_columns(array):
            return [[array._replace(place=(unit,))] for unit in range(1, rows + 1)]
        return [[array]]
