"""The backward pass with whole arrays, and in what way each local derivative acts.

    dA2 = 2 (A2 - Y) / M        the slope of the loss
    dZ2 = dA2 * A2 * (1 - A2)   slopes: entry by entry
    dW2 = dZ2 A1^T              the inputs: from the right, transposed
    db2 = sum over the samples of dZ2
    dA1 = W2^T dZ2              the weights: from the left, transposed

The formula of one unit says the same with indices: a sum over the samples is a product from the right,
a sum over the units of the next layer a product from the left. `_apart` reads it off.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import NoDerivative
from ..functions import Activation, Loss
from ..names import LAMBDA
from ..quantity import Derivative, Variable
from ..rules import Definition, Rule
from ..terms import ONE, Difference, Number, Product, Term, quantities, times, total
from .language import OWN_LOSS, matrix_product, ones, over_all, over_samples, over_units, transposed
from .lines import ArrayLine, Rules, no_array_form

ENTRY_BY_ENTRY = "Each activation depends on its own weighted sum alone: the slopes multiply entry by entry."
ALONE = "Each entry of the outputs has its own share of the loss: entry by entry."
SOFTMAX = "Each output depends on every weighted sum of its sample: the sum over the units brings them in."
CANCELS = "The slopes of activation and loss cancel."
WEIGHTS = "A weight is used in every sample: the product adds error times input over the samples."
BIASES = {
    "unit": "A bias counts once in every sample: its errors are added up.",
    "shared": "The one bias counts once in every unit and sample: all errors are added up.",
    "threshold": "A threshold is subtracted in every sample: its errors are added up, with a minus.",
}
PENALTY = " The penalty adds a part of its own."
BACK = "An activation enters every unit of the next layer: the product adds over them, weight by weight."


def backward_lines(rules: Rules) -> Iterator[ArrayLine]:
    """The lines from the loss back to the lowest parameters that are trained."""
    return _Backward(rules).lines()


class _Backward:
    def __init__(self, rules: Rules) -> None:
        assert rules.of is not None
        self.rules, self.arrays, self.of = rules, rules.arrays, rules.of
        self.last = self.arrays.layers[-1]

    def lines(self) -> Iterator[ArrayLine]:
        trained = [layer for layer in self.arrays.layers if self.trained(layer)]
        for layer in reversed(range(min(trained, default=self.last + 1), self.last + 1)):
            yield from self.through_activation(layer)
            back = [self.back(layer)] if layer > min(trained) else []
            used = [
                each.by for line in back for each in quantities(line.formula) if isinstance(each, Derivative)
            ]
            for parameter in self.arrays.parameters(layer):
                if parameter in self.trained(layer) or parameter in used:  # a mistake may use any gradient
                    yield self.gradient(layer, parameter)
            yield from back

    def trained(self, layer: int) -> list[Variable]:
        """The arrays of a layer of which not all entries are frozen."""
        return [each for each in self.arrays.parameters(layer) if not all(self.arrays.frozen(each))]

    # --- to the weighted sums of a layer ------------------------------------------------------------

    def through_activation(self, layer: int) -> Iterator[ArrayLine]:
        z, a = Variable("z", layer), Variable("a", layer)
        if layer == self.last and self.rules.combined:
            yield self.cancelled(z, a)
            return
        if layer == self.last:
            yield self.start(a)
        definition = self.rules.activation(layer)
        outer = self.outer(a, z, definition)
        formula, because = times(outer, slope(self.rules, layer)), ENTRY_BY_ENTRY
        if self.arrays.network.activations[layer - 1].name == "softmax":
            formula, because = Product((a, Difference(outer, over_units(Product((outer, a)))))), SOFTMAX
        yield ArrayLine(Derivative(self.of, z), Rule.CHAIN, formula, because)

    def start(self, a: Variable) -> ArrayLine:
        """The derivative of the loss by the outputs, or of the only output by itself."""
        if self.of == a:
            return ArrayLine(Derivative(a, a), Rule.ITSELF, ONE, Rule.ITSELF.because)
        definition = self.rules.loss()
        own = Derivative(definition.quantity, a)
        term = times(self.rules.share(), loss_slope(self.rules))
        if self.of != OWN_LOSS:
            term = self.rules.mean(term)
        formula = self.rules.right(Rule.PATH, own, term, definition)
        return ArrayLine(Derivative(self.of, a), Rule.LOSS_SLOPE, formula, ALONE)

    def cancelled(self, z: Variable, a: Variable) -> ArrayLine:
        """The derivative by the last weighted sums where activation and loss are one rule."""
        y, source = Variable("y"), self.arrays.source
        formula: Term = Difference(a, y)
        if (
            self.arrays.network.activations[-1].name == "softmax"
            and len(source.unit_targets) < source.samples
        ):
            formula = Difference(times(a, over_units(y)), y)
        formula = times(self.rules.share(), formula)
        formula = formula if self.of == OWN_LOSS else self.rules.mean(formula)
        own = Derivative(self.of, z)
        return ArrayLine(own, Rule.COMBINED, self.rules.right(Rule.COMBINED, own, formula, None), CANCELS)

    # --- from there to the parameters and to the layer before -----------------------------------------

    def gradient(self, layer: int, parameter: Variable) -> ArrayLine:
        """The derivative by all weights of a layer, or by its biases."""
        z = self.sums(layer)
        outer = self.outer(z.quantity, parameter, z)
        local = coefficient(self.rules, layer, parameter)
        if parameter.name == "w":
            before = self.arrays.before(layer)
            term: Term = matrix_product(outer, transposed(ones(before) if local == ONE else local))
            because = WEIGHTS
        else:
            kind = self.arrays.network.biases[layer - 1]
            added = over_all if kind == "shared" else over_samples
            term, because = times(local, added(outer)), BIASES[kind]
        if self.of == OWN_LOSS:
            term = self.rules.mean(term)
        if self.arrays.network.l2 is not None and parameter.name == "w":
            term = total(term, times(self.rules.factor, LAMBDA, parameter))
            because += PENALTY
        return ArrayLine(Derivative(self.rules.total, parameter), Rule.CHAIN, term, because)

    def back(self, layer: int) -> ArrayLine:
        """The derivative by the activations of the layer before."""
        z, a = self.sums(layer), self.arrays.before(layer)
        own = Derivative(z.quantity, a)
        term = self.path(z.quantity, a, z)
        if isinstance(term, Derivative) and term.by == Variable("w", layer):
            formula = matrix_product(transposed(term), ones(z.quantity))  # in the place of weight times error
        else:
            formula = matrix_product(transposed(coefficient(self.rules, layer, a)), _apart(term, own))
        return ArrayLine(Derivative(self.of, a), Rule.CHAIN, formula, BACK)

    def sums(self, layer: int) -> Definition:
        z = Variable("z", layer)
        return Definition(z, Rule.WEIGHTED_SUM, z, tuple(self.arrays.parameters(layer)))

    def path(self, user: Variable, by: Variable, definition: Definition) -> Term:
        """What comes after, times the local derivative, after the mistakes that are made."""
        product = Product((Derivative(self.of, user), Derivative(user, by)))
        return self.rules.right(Rule.PATH, Derivative(self.of, by), product, definition)

    def outer(self, user: Variable, by: Variable, definition: Definition) -> Term:
        """What comes after, where the local derivative is a factor beside it."""
        return _apart(self.path(user, by, definition), Derivative(user, by))


def _apart(term: Term, own: Derivative) -> Term:
    """The factor beside a local derivative; raises HandnetError if the term is no such product."""
    if isinstance(term, Product) and len(term.parts) == 2 and term.parts[1] == own:
        return term.parts[0]
    raise no_array_form(f"the derivative by {own.by} with these mistakes")


def slope(rules: Rules, layer: int) -> Term:
    """The slope of a layer's activation at each entry, after mistakes; raises NoDerivative for a step."""
    definition = rules.activation(layer)
    a, z = definition.quantity, definition.arguments[0]
    function = definition.function
    assert isinstance(function, Activation)
    try:
        written = function.slope(z, a)
    except NoDerivative as error:
        raise NoDerivative(f"layer {layer}: {error}") from None
    return rules.right(Rule.SLOPE, Derivative(a, z), written, definition)


def loss_slope(rules: Rules) -> Term:
    """The slope of the shares of the loss at each entry of the outputs, after mistakes."""
    definition = rules.loss()
    assert isinstance(definition.function, Loss)
    a, y = definition.arguments
    own = Derivative(definition.quantity, a)
    return rules.right(Rule.LOSS_SLOPE, own, definition.function.slope(a, y), definition)


def coefficient(rules: Rules, layer: int, by: Variable) -> Term:
    """What a weighted sum multiplies this array by: the inputs, 1, -1, or the weights."""
    z = Variable("z", layer)
    written: Term = Number.of(-1) if by.name == "theta" else ONE
    if by.name == "w":
        written = rules.arrays.before(layer)
    elif by == rules.arrays.before(layer):
        written = Variable("w", layer)
    return rules.right(
        Rule.COEFFICIENT, Derivative(z, by), written, Definition(z, Rule.WEIGHTED_SUM, z, (by,))
    )
