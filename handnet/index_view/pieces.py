"""What the derivations are made of: lines with their reasons, and the pieces of a network in general.

`Pieces(network, f)` has the weighted sum of a general unit, the slopes of the network's own loss and
activations, and the signs and factors of its convention. The equations themselves are derived in
`output` (the last layer), `back` (the layers before it) and `parameters` (weights and biases).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeAlias, TypeVar

from ..functions import Activation
from ..network import Network
from ..render.page import Formula
from ..terms import Difference, Number, negated, total
from .general import Applied, At, General, Layer, Over, Partial, product, written

l, L = Layer("l"), Layer("L")  # noqa: E741  # the letters of the blackboard
J, PENALTY, LAMBDA = At("J"), At("R"), At("lambda")
"""The loss, the penalty on large weights, and its factor."""

Kind = TypeVar("Kind")
Sentence: TypeAlias = tuple[str | Formula | General, ...]


class Move(NamedTuple):
    """One line of a derivation: what now stands on the right, by which rule, and why.

    layers        the layers, counted from 1, for which the line holds
    exact         whether it follows from the line before it by SymPy's own work
    unit_targets  whether it holds only for targets that add up to 1
    """

    right: General
    title: str
    because: Sentence
    layers: tuple[int, ...]
    exact: bool = False
    unit_targets: bool = False


@dataclass(frozen=True)
class Derived:
    """One of the equations: its left side, for which layers it holds, and the lines that lead to it.

    `general` is the number of the line, from 0, that holds for any activation and loss.
    """

    name: str
    title: str
    left: At | Partial
    layers: tuple[int, ...]
    moves: tuple[Move, ...]
    general: int


def z(layer: Layer, unit: str) -> At:
    """A weighted sum."""
    return At("z", layer, (unit,))


def a(layer: Layer, unit: str) -> At:
    """An activation."""
    return At("a", layer, (unit,))


def w(layer: Layer, unit: str, source: str) -> At:
    """A weight to a unit from a unit of the layer before."""
    return At("w", layer, (unit, source))


def delta(layer: Layer, unit: str) -> At:
    """An error term."""
    return At("delta", layer, (unit,))


def y(unit: str) -> At:
    """A target."""
    return At("y", None, (unit,))


def letter(name: str) -> Formula:
    """A letter, or an equation of two, in a sentence."""
    return Formula(name, name)


def collapses(bound: str, free: str) -> tuple[str, Sentence]:
    """A sum with a bracket collapses: the name of the move, and why."""
    said = ("All other summands are 0: only ", letter(f"{bound} = {free}"), " is left.")
    return f"sum over {bound} collapses", said


def written_by_hand(activation: Activation) -> tuple[str, Sentence]:
    """The slope of an activation is put in: the name of the move, and why."""
    said = f"The activation is {activation.title}; its slope, as written by hand."
    return "slope of the activation", (said,)


def grouped(kinds: Sequence[Kind], layers: Iterable[int]) -> dict[Kind, tuple[int, ...]]:
    """The kinds that these layers have, and which layers have each; `kinds` has one for every layer."""
    found: dict[Kind, tuple[int, ...]] = {}
    for layer in layers:
        found[kinds[layer - 1]] = (*found.get(kinds[layer - 1], ()), layer)
    return found


class Pieces:
    """The pieces of one network; `function` is the letter of its activation function."""

    def __init__(self, network: Network, function: str = "f") -> None:
        self.network, self.function = network, function
        self.every = tuple(range(1, len(network.layers)))
        names = {each for each in network.activations if each.name != "softmax"}
        self.own_functions = len(names) > 1
        outputs = network.layers[-1] if network.average == "outputs" else 1
        self.factor = Number.of(Fraction(network.convention.factor.text) / outputs)

    def f(self, layer: Layer, unit: str, slope: bool = False) -> Applied:
        """The activation function, or its slope, at a weighted sum."""
        return Applied(self.function, z(layer, unit), slope, self.own_functions)

    def signed(self, term: General) -> General:
        """A derivative as an error term, in the sign of the convention; and the other way round."""
        return term if self.network.convention.error_sign == 1 else written(negated, term)

    def loss_slope(self, unit: str) -> General:
        """The derivative of the loss by an output; left open where there is no loss."""
        loss = self.network.loss
        if loss is None:
            return Partial(J, a(L, unit))
        return product(self.factor, written(loss.slope, a(L, unit), y(unit)))

    def slope(self, activation: Activation, layer: Layer, unit: str) -> General:
        """The slope of an activation as it is written by hand."""
        return written(activation.slope, z(layer, unit), a(layer, unit))

    def hidden(self) -> dict[Activation, tuple[int, ...]]:
        """The activations of the layers before the last one, and which layers have them."""
        return grouped(self.network.activations, self.every[:-1])

    # --- weighted sums and biases -----------------------------------------------------------------

    def bias_kinds(self, layers: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
        """The kinds of bias that these layers have, and which layers have them."""
        return grouped(self.network.biases, layers)

    def weighted_sum(self, layer: Layer, unit: str, index: str, kind: str, inside: bool = False) -> General:
        """The weighted sum of a unit written out, with the activations put in if `inside`."""
        before = layer.plus(-1)
        value = self.f(before, index) if inside else a(before, index)
        whole = Over(index, before, product(w(layer, unit, index), value))
        if kind == "none":
            return whole
        if kind == "threshold":
            return written(Difference, whole, bias(layer, unit, kind))
        return written(total, whole, bias(layer, unit, kind))

    def common_sum(
        self, layer: Layer, unit: str, index: str, layers: tuple[int, ...], inside: bool = False
    ) -> tuple[General, str]:
        """The same for several layers, without biases where these differ; and what is to be said of that."""
        kinds = self.bias_kinds(layers)
        kind, said = next(iter(kinds)), ""
        if len(kinds) > 1:
            kind = "none"
            said = " Biases, which differ from layer to layer, do not depend on it and are left out."
        return self.weighted_sum(layer, unit, index, kind, inside), said

    # --- what every equation begins with ----------------------------------------------------------

    def definition(self, layer: Layer, layers: tuple[int, ...]) -> Move:
        """The error term is the derivative of the loss by a weighted sum."""
        said = ("The error term is what a change of ", z(layer, "j"), " does to ", J)
        sign = ", with the sign of this convention." if self.network.convention.error_sign == -1 else "."
        return Move(self.signed(Partial(J, z(layer, "j"))), "definition", (*said, sign), layers)


def bias(layer: Layer, unit: str, kind: str) -> At:
    """The bias or threshold of a unit, or the one of its layer."""
    return At("theta" if kind == "threshold" else "b", layer, () if kind == "shared" else (unit,))
