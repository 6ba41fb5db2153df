"""The forward pass with whole arrays: Z1 = W1 X + b1, A1 = sigma(Z1), …, J."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..names import LAMBDA
from ..quantity import Variable
from ..rules import Rule
from ..terms import HALF, TWO, Apply, Difference, Number, Power, Quotient, Sum, Term, times, total
from .language import LARGEST, matrix_product, over_all, over_units
from .lines import ArrayLine, J, R, Rules, over_count

_SUMS = "Each unit's weights times each sample's inputs, added up by the matrix product"
_BIASES = {
    "unit": f"{_SUMS}; each unit's bias is added in every sample.",
    "shared": f"{_SUMS}; the one bias is added everywhere.",
    "threshold": f"{_SUMS}; each unit's threshold is subtracted in every sample.",
    "none": f"{_SUMS}.",
}


def forward_lines(rules: Rules) -> Iterator[ArrayLine]:
    """The lines from the inputs to the loss."""
    for layer in rules.arrays.layers:
        yield _sums(rules, layer)
        yield from _activations(rules, layer)
    if rules.arrays.network.loss is not None:
        yield from _loss(rules)


def _sums(rules: Rules, layer: int) -> ArrayLine:
    arrays = rules.arrays
    formula: Term = matrix_product(Variable("w", layer), arrays.before(layer))
    bias = arrays.bias(layer)
    if bias is not None:
        formula = Difference(formula, bias) if bias.name == "theta" else Sum((formula, bias))
    kind = arrays.network.biases[layer - 1]
    return ArrayLine(Variable("z", layer), Rule.WEIGHTED_SUM, formula, _BIASES[kind])


def _activations(rules: Rules, layer: int) -> Iterator[ArrayLine]:
    a, _, formula, (z,), function, _ = rules.activation(layer)
    if function is None or function.name != "softmax":
        formula = rules.right(Rule.ACTIVATION, a, formula, rules.activation(layer))
        yield ArrayLine(a, Rule.ACTIVATION, formula, "The function acts on each entry alone.")
        return
    exponent: Term = z
    if rules.arrays.source.shifted:
        largest = Variable("m", layer)
        yield ArrayLine(largest, Rule.LARGEST, Apply(LARGEST, (z,)), "The largest entry of each sample.")
        exponent = Difference(z, largest)
    powers, whole = Apply("exp", (exponent,)), Variable("s", layer)
    yield ArrayLine(whole, Rule.POWERS, over_units(powers), "Over the units, for each sample by itself.")
    because = "Each entry is divided by the sum that belongs to its sample."
    yield ArrayLine(a, Rule.SOFTMAX, Quotient(powers, whole), because)


def _loss(rules: Rules) -> Iterator[ArrayLine]:
    """The penalty if there is one, and the loss."""
    network = rules.arrays.network
    outputs = len(network.outputs) if network.average == "outputs" else 1
    formula = times(Number.of(Fraction(1, outputs)), over_all(rules.loss().formula))
    because, divided = "The shares of all outputs and samples, added up", []
    if network.reduction == "mean" and rules.arrays.source.samples > 1:
        formula = over_count(formula)
        divided.append("samples")
    if outputs > 1:
        divided.append("outputs")
    if divided:
        because += f" and divided by the number of {' and of '.join(divided)}"
    if network.l2 is not None:
        weights = [over_all(Power(Variable("w", layer), TWO)) for layer in rules.arrays.layers]
        penalty = times(HALF, LAMBDA, total(*weights))
        yield ArrayLine(R, Rule.PENALTY, penalty, "Half of lambda times the sum of all squared weights.")
        formula = Sum((formula, R))
        because += "; then the penalty"
    yield ArrayLine(J, Rule.TOTAL, formula, f"{because}.")
