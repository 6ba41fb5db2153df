"""Mistakes people make: each changes what one rule writes.

A mistake is a row: a stable code, a title, which rules it changes and how, and the sentence that
helps. The same row writes the wrong numbers of an article, of a published example and of a
student's sheet, because every right-hand side passes through it on the way to the page.

    solution = problem.solve(mistakes=["slope-of-activation", "step-added"])
    solution = problem.solve(mistakes=[mistake("slope-of-activation").at(layer=2)])
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from .errors import HandnetError, counted, suggestion
from .functions import Activation
from .quantity import Derivative, Quantity, Variable
from .rules import Definition, Rule
from .terms import (
    ONE,
    Difference,
    Negative,
    Product,
    Sum,
    Term,
    negated,
    total,
)

if TYPE_CHECKING:
    from .graph import Source


class Place(NamedTuple):
    """Where a rule is writing: the quantity on the left, and the definition it differentiates."""

    quantity: Quantity
    rule: Rule
    definition: Definition | None
    source: Source


Change = Callable[[Term, Place], Term]
"""From the right formula and the place to what the mistake writes there."""


@dataclass(frozen=True)
class Mistake:
    """A named change of one or more rules: everywhere, in one layer, or at one line.

    `code` is stable; `hint` helps without giving the answer away; `explanation` says it all.
    """

    code: str
    title: str
    changes: Mapping[Rule, Change] = field(repr=False, compare=False)
    hint: str = field(repr=False)
    explanation: str = field(repr=False)
    layer: int | None = None
    line: str | None = None

    def at(self, line: str | None = None, *, layer: int | None = None) -> Mistake:
        """The same mistake made in one layer only, or at one line only (by its address)."""
        return replace(self, line=line, layer=layer)

    def placed(self, source: Source) -> Mistake:
        """The same mistake with its line in the canonical spelling; raises for a line that cannot be."""
        if self.layer is not None:
            layers = {each.layer for each in source.definitions().of if each.layer}
            if self.layer not in layers:
                raise HandnetError(
                    f"{self.code}: there is no layer {self.layer!r}; choose from {sorted(layers)}"
                )
        return self if self.line is None else replace(self, line=str(source.find(self.line)))

    @property
    def where(self) -> str:
        """Where it is made, if not everywhere."""
        if self.line is not None:
            return f" at {self.line}"
        return "" if self.layer is None else f" in layer {self.layer}"

    def concerns(self, quantity: Quantity) -> bool:
        """Whether the mistake is made where this quantity is written."""
        if self.line is not None and self.line not in (str(quantity), str(error_term_of(quantity))):
            return False
        return self.layer is None or layer_of(quantity) == self.layer


def error_term_of(quantity: Quantity) -> Quantity | None:
    """The error term that a derivative of the loss by a weighted sum is, but for its sign."""
    if isinstance(quantity, Derivative) and quantity.of.name == "J" and quantity.by.name == "z":
        return quantity.by.named("delta")
    return None


def layer_of(quantity: Quantity) -> int | None:
    """The layer at which a line is written: of da2[1]/dz2[1], of dz2[1]/da1[1] and z2[1], layer 2."""
    if isinstance(quantity, Derivative):
        return quantity.by.layer if quantity.of.layer is None else quantity.of.layer
    return quantity.layer


def _activation_in_place_of_z(right: Term, place: Place) -> Term:
    """sigma'(z) written as f'(a) with f applied once more: sigma(a) (1 - sigma(a))."""
    definition = place.definition
    if definition is None or not isinstance(definition.function, Activation):
        return right
    a = definition.quantity
    return definition.function.slope(a, definition.function.value(a))


def _without_inner_minus(right: Term, place: Place) -> Term:
    """The derivative of (y - a)^2 written as if that of y - a by a were +1."""
    function = place.definition.function if place.definition else None
    return negated(right) if function is not None and "squared_error" in function.name else right


def _added(right: Term, place: Place) -> Term:
    """The step along the gradient instead of against it."""
    match right:
        case Difference(old, step):
            return Sum((old, step))
        case Negative(step):
            return step
    return right


def _counted_whole(right: Term, place: Place) -> Term:
    """The factor 1/M of a sample's share left out."""
    definition = place.definition
    over_samples = definition is not None and definition.quantity.sample is None
    by = place.quantity.by if isinstance(place.quantity, Derivative) else None
    return ONE if over_samples and by is not None and by.sample is not None else right


def _updated_weight(right: Term, place: Place) -> Term:
    """The weight after its update in the place of the weight."""
    by = place.quantity.by if isinstance(place.quantity, Derivative) else None
    passes_back = by is not None and by.name in ("a", "x")
    if passes_back and isinstance(right, Variable) and right.name == "w":
        return right.at(right.time + 1)
    return right


def _gradient_for_weighted_error(right: Term, place: Place) -> Term:
    """The gradient of the weight in the place of weight times error term."""
    quantity, definition = place.quantity, place.definition
    if not isinstance(quantity, Derivative) or quantity.by.name not in ("a", "x") or definition is None:
        return right
    if definition.rule is not Rule.WEIGHTED_SUM:
        return right
    z = definition.quantity
    weight = Variable("w", z.layer, (*z.place, *quantity.by.place), None, z.time)
    return Derivative(quantity.of, weight)


def _input_left_out(right: Term, place: Place) -> Term:
    """dz/dw written as 1, as if the weight were a bias."""
    by = place.quantity.by if isinstance(place.quantity, Derivative) else None
    return ONE if by is not None and by.name == "w" else right


def _earlier_weights(right: Term, place: Place) -> Term:
    """The last layer's error passed back through the weights before it: W1^T dA2 in the place of dA2."""
    quantity, definition = place.quantity, place.definition
    if not isinstance(quantity, Derivative) or definition is None or quantity.by.name != "z":
        return right
    network, a, z = getattr(place.source, "network", None), definition.quantity, quantity.by
    if network is None or a == quantity.of or z.layer != len(network.layers) - 1 or z.layer == 1:
        return right
    w, slope = Variable("w", z.layer - 1, (), None, z.time), Derivative(a, z)
    if not z.place:  # whole arrays, whose shapes the matrix view shows
        from .matrix_view.language import matrix_product, transposed

        return Product((matrix_product(transposed(w), Derivative(quantity.of, a)), slope))
    before, through, here = network.layers[z.layer - 2 : z.layer + 1]
    if through != here or before not in (here, 1):
        raise HandnetError(
            f"earlier-weights-before-slope: the weights of layer {w.layer}, transposed, are {before}x{through}; "
            f"they cannot stand before the errors of {counted(here, 'output')}; view='matrix' shows the shapes"
        )
    column = a.place[0] if before > 1 else 1  # a single row is used again for each output
    errors = [a._replace(place=(unit,)) for unit in range(1, here + 1)]
    products = [Product((w._replace(place=(*e.place, column)), Derivative(quantity.of, e))) for e in errors]
    return Product((total(*products), slope))


_TABLE = (
    Mistake(
        "slope-of-activation",
        "the activation function was applied once more inside its own slope",
        {Rule.SLOPE: _activation_in_place_of_z},
        "Is what you put into the slope a weighted sum, or already an activation?",
        "For a = sigma(z) the slope is a (1 - a). Here sigma(a) (1 - sigma(a)) was used: "
        "the activation was taken for a weighted sum and squashed a second time.",
    ),
    Mistake(
        "inner-minus-lost",
        "the inner derivative -1 of (y - a)^2 is missing",
        {Rule.LOSS_SLOPE: _without_inner_minus},
        "What is the derivative of y - a by a?",
        "The derivative of (y - a)^2 by a is 2 (y - a) times the inner derivative, which is -1. "
        "Without it every gradient has the wrong sign.",
    ),
    Mistake(
        "step-added",
        "the step was added instead of subtracted",
        {Rule.UPDATE: _added, Rule.CHANGE: _added, Rule.VELOCITY: _added},
        "Which way does the loss fall: along the gradient or against it?",
        "The gradient points to where the loss grows, so a step of descent is subtracted: "
        "new weight = old weight - learning rate times gradient.",
    ),
    Mistake(
        "mean-lost",
        "the 1/M of the mean is missing from the gradient",
        {Rule.SHARE: _counted_whole},
        "How often does one sample count in a mean over M samples?",
        "J is the mean over M samples, so each sample's derivative counts 1/M. Without it every "
        "gradient is M times too large.",
    ),
    Mistake(
        "updated-weight-used",
        "a weight that was already updated was used while still going back",
        {Rule.COEFFICIENT: _updated_weight},
        "Which weights was the forward pass made with?",
        "All gradients belong to one point: the weights of the forward pass. Work out every "
        "gradient with the old weights first, then update all of them.",
    ),
    Mistake(
        "gradient-propagated",
        "the gradient of a weight was passed back instead of weight times error term",
        {Rule.PATH: _gradient_for_weighted_error},
        "What is the derivative of w a by a?",
        "Going back from z to the activation before it multiplies by the weight. The gradient "
        "dJ/dw is a result of its own and nothing further back depends on it.",
    ),
    Mistake(
        "input-factor-missing",
        "the input is missing as a factor of the weight's gradient",
        {Rule.COEFFICIENT: _input_left_out},
        "What is the derivative of w x by w?",
        "A weight is multiplied by its input, so its gradient is the error term times that input. "
        "Without the input this is the gradient of the bias.",
    ),
)

_ARRAY_TABLE = (
    Mistake(
        "earlier-weights-before-slope",
        "the last layer's error was multiplied by the weights of the layer before",
        {Rule.PATH: _earlier_weights},
        "Which weights lie between the outputs and the loss?",
        "Between the last activations and the loss lie no weights: dZ = dA times the slope, entry by entry. "
        "A layer's weights, transposed, lead back from it to the layer before, so they come one line later. "
        "The shapes give the slip away, unless the layers happen to be equally large.",
    ),
)

MISTAKES: dict[str, Mistake] = {entry.code: entry for entry in _TABLE}
"""The known mistakes that can be made in every network, by code."""
ARRAY_MISTAKES: dict[str, Mistake] = {entry.code: entry for entry in _ARRAY_TABLE}
"""Slips with whole arrays: where their shapes do not fit, the neuron view refuses them in one line."""


def mistake(code: str | Mistake) -> Mistake:
    """The mistake with this code; raises HandnetError with the nearest codes."""
    if isinstance(code, Mistake):
        return code
    known = MISTAKES | ARRAY_MISTAKES
    if not isinstance(code, str) or code not in known:
        raise HandnetError(f"unknown mistake {code!r}; {suggestion(str(code), known)}")
    return known[code]


def mistakes(codes: Iterable[str | Mistake]) -> tuple[Mistake, ...]:
    """The mistakes with these codes, in this order."""
    if isinstance(codes, str) or not isinstance(codes, Iterable):
        raise HandnetError(f"mistakes is a list of codes: write [{codes!r}]")
    return tuple(mistake(code) for code in codes)
