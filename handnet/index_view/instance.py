"""General terms at units with numbers: an ordinary formula in quantities of the network.

    at(line, Where(network, {"l": 1, "j": 2}))      w2[1,2]*delta2[1]*da1[2]/dz1[2] + ...

Sums are written out, brackets are 1 or 0, and f' is the derivative of an activation by its
weighted sum, as the neuron view derives it. Where there is no loss, J is one of the outputs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..calculus import derivative
from ..network import Network
from ..quantity import Derivative, Variable
from ..terms import ONE, ZERO, Sum, Term, negated
from .general import Applied, At, Bracket, General, Layer, Over, Partial, Written

LOSS = Variable("J")


@dataclass(frozen=True)
class Where:
    """What the letters stand for: the layer l, counted from 1, and the units; and what is differentiated."""

    network: Network
    letters: Mapping[str, int]
    loss: Variable = LOSS

    def layer(self, layer: Layer) -> int:
        """The number of a layer; the inputs are layer 0."""
        whole = len(self.network.layers) - 1 if layer.letter == "L" else self.letters[layer.letter]
        return whole + layer.shift

    def units(self, layer: Layer) -> range:
        """All units of a layer."""
        return range(1, self.network.layers[self.layer(layer)] + 1)

    def with_unit(self, index: str, unit: int) -> Where:
        """The same with one letter more."""
        return replace(self, letters={**self.letters, index: unit})


def at(general: General, where: Where) -> Term:
    """The general term at these layers and units."""
    match general:
        case At("delta") if where.loss != LOSS:  # the neuron view has error terms of a loss only
            z = variable(replace(general, kind="z"), where)
            slope = Derivative(where.loss, z)
            return slope if where.network.convention.error_sign == 1 else negated(slope)
        case At():
            return variable(general, where)
        case Applied(_, of, slope):
            z = variable(of, where)
            activation = where.network.activations[(z.layer or 1) - 1]
            return Derivative(z.named("a"), z) if slope else activation.value(z)
        case Bracket(left, right):
            return ONE if where.letters[left] == where.letters[right] else ZERO
        case Partial(At() as of, by):
            return Derivative(variable(of, where), variable(by, where))
        case Partial(of, by):
            return derivative(at(of, where), variable(by, where))
        case Over(index, layer, body):
            parts = tuple(at(body, where.with_unit(index, unit)) for unit in where.units(layer))
            return Sum(parts) if len(parts) > 1 else parts[0]
        case Written():
            return general.fill(lambda hole: at(hole, where))


def variable(general: At, where: Where) -> Variable:
    """The quantity of the network that stands here; activations of layer 0 are the inputs."""
    if general.kind == "J":
        return where.loss
    layer = where.layer(general.layer) if general.layer else None
    place = tuple(where.letters[letter] for letter in general.place)
    if general.kind == "a" and layer == 0:
        return Variable("x", None, place)
    return Variable(general.kind, layer, place)
