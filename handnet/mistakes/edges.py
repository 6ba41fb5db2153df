"""Mistakes in what stands on an edge: the wrong weight, or the wrong input of a weight's gradient."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from ..functions import Activation
from ..quantity import Derivative, Variable
from ..rules import Rule
from ..terms import ONE, Product, Term
from .mistake import Mistake, of_kind
from .place import Change, Place, Ways, exchanged


def _updated_weight(right: Term, place: Place) -> Term:
    """The weight after its update in the place of the weight."""
    passes_back = place.by is not None and place.by.name in ("a", "x")
    if passes_back and isinstance(right, Variable) and right.name == "w":
        return right.at(right.time + 1)
    return right


# --- another weight -------------------------------------------------------------------------------------


def _near(weight: Variable, place: Place) -> Iterator[Variable]:
    """The unit's other weights, then those that other units have for the same input."""
    if weight.layer is None or len(weight.place) != 2:
        return
    unit, source = weight.place
    inputs = ((unit, other) for other in range(1, place.width(weight.layer - 1) + 1) if other != source)
    units = ((other, source) for other in range(1, place.width(weight.layer) + 1) if other != unit)
    for each in chain(inputs, units):
        yield weight._replace(place=each)


def _transposed(weight: Variable, place: Place) -> list[Variable]:
    """W[k,j] for W[j,k], where there is one."""
    if weight.layer is None or len(weight.place) != 2:
        return []
    unit, source = weight.place
    exists = source <= place.width(weight.layer) and unit <= place.width(weight.layer - 1)
    return [weight._replace(place=(source, unit))] if exists and unit != source else []


Others = Callable[[Variable, Place], Iterable[Variable]]


def _going_back(others: Others) -> Change:
    """Another weight in the place of the one that leads back."""

    def change(right: Term, place: Place) -> Ways:
        passes_back = place.by is not None and place.by.name in ("a", "x")
        if passes_back and isinstance(right, Variable) and right.name == "w":
            return iter(others(right, place))
        return right

    return change


def _one_in_the_sum(others: Others) -> Change:
    """Another weight in the place of one of those in a weighted sum; a way for each."""

    def change(right: Term, place: Place) -> Ways:
        pairs = ((weight, other) for weight in _weights(place) for other in others(weight, place))
        return (exchanged(right, {weight: other}) for weight, other in pairs)

    return change


def _all_in_the_sum(others: Others) -> Change:
    """Another weight in the place of each in a weighted sum that has one."""

    def change(right: Term, place: Place) -> Ways:
        pairs = [(weight, other) for weight in _weights(place) for other in others(weight, place)]
        return exchanged(right, dict(pairs))

    return change


def _weights(place: Place) -> list[Variable]:
    arguments = place.definition.arguments if place.definition and place.network else ()
    return [each for each in arguments if each.name == "w"]


# --- another input in a weight's gradient ----------------------------------------------------------------


def _input_left_out(right: Term, place: Place) -> Term:
    """dz/dw written as 1, as if the weight were a bias."""
    return ONE if place.by is not None and place.by.name == "w" else right


def _instead_of_input(
    others: Callable[[Variable, Place], Iterable[Term]], names: tuple[str, ...] = ("a",)
) -> Change:
    """Something else in the place of the input in dz/dw."""

    def change(right: Term, place: Place) -> Ways:
        by = place.by
        if by is None or by.name != "w" or not isinstance(right, Variable) or right.name not in names:
            return right
        return iter(others(right, place))

    return change


def _its_sum(a: Variable, place: Place) -> list[Term]:
    return [a.named("z")]


def _squashed_again(a: Variable, place: Place) -> list[Term]:
    definition = place.source.definitions(a.time).of.get(a)
    function = definition.function if definition else None
    if not isinstance(function, Activation) or function.value(a) == a:
        return []
    return [function.value(a)]


def _its_error_term(a: Variable, place: Place) -> list[Term]:
    loss = place.source.loss_of(a.named("z"))
    return [] if loss is None else [Derivative(loss, a.named("z"))]


def _other_units(source: Variable, place: Place) -> Iterator[Term]:
    return place.neighbours(source, source.layer or 0)


# --- biases and thresholds -------------------------------------------------------------------------------


def _bias_times_input(right: Term, place: Place) -> Ways:
    """The gradient of a bias with an input as a factor, as if the bias were a weight; a way for each."""
    if place.by is None or place.by.name not in ("b", "theta") or place.definition is None:
        return right
    inputs = [each for each in place.definition.arguments if each.name in ("a", "x")]
    return tuple(each if right == ONE else Product((right, each)) for each in inputs)


def _threshold_positive(right: Term, place: Place) -> Term:
    return ONE if place.by is not None and place.by.name == "theta" else right


UPDATED_WEIGHT = Mistake(
    "updated-weight-used",
    "a weight that was already updated was used while still going back",
    {Rule.COEFFICIENT: _updated_weight},
    "Which weights was the forward pass made with?",
    "All gradients belong to one point: the weights of the forward pass. Work out every "
    "gradient with the old weights first, then update all of them.",
)
INPUT_MISSING = Mistake(
    "input-factor-missing",
    "the input is missing as a factor of the weight's gradient",
    {Rule.COEFFICIENT: _input_left_out},
    "What is the derivative of w x by w?",
    "A weight is multiplied by its input, so its gradient is the error term times that input. "
    "Without the input this is the gradient of the bias.",
)

TABLE = of_kind(
    "going back",
    UPDATED_WEIGHT,
    Mistake(
        "neighbouring-weight-back",
        "the weight of a neighbouring edge was used while going back",
        {Rule.COEFFICIENT: _going_back(_near)},
        "Which edge joins these two units?",
        "Going back from a unit to one of its inputs multiplies by the weight of the edge between the two. "
        "Here the weight of a neighbouring edge was used.",
    ),
    Mistake(
        "transposed-weights-back",
        "the weights were taken with their two numbers exchanged while going back",
        {Rule.COEFFICIENT: _going_back(_transposed)},
        "Which number of a weight says where it leads to, and which where it comes from?",
        "w[j,k] leads to unit j from unit k. Going back from unit j to unit k uses the same weight w[j,k]; "
        "the matrix is transposed only because the sum now runs over j. Here w[k,j] was used.",
    ),
    INPUT_MISSING,
    Mistake(
        "sum-for-input",
        "the weighted sum was used in place of the activation in a weight's gradient",
        {Rule.COEFFICIENT: _instead_of_input(_its_sum)},
        "What is the weight multiplied by in the forward pass?",
        "A weight is multiplied by the activation of the unit before it, so that activation is the factor in "
        "its gradient. Here the weighted sum of that unit was used, before its activation function.",
    ),
    Mistake(
        "input-squashed-again",
        "the activation in a weight's gradient went through its function once more",
        {Rule.COEFFICIENT: _instead_of_input(_squashed_again)},
        "Is what the weight is multiplied by a weighted sum, or already an activation?",
        "A weight is multiplied by the activation of the unit before it, and that is the factor in its "
        "gradient as it stands. Here the activation function was applied to it a second time.",
    ),
    Mistake(
        "error-term-for-input",
        "an error term was used in place of the activation in a weight's gradient",
        {Rule.COEFFICIENT: _instead_of_input(_its_error_term)},
        "Which two numbers meet at a weight: one from the forward pass, and which other?",
        "The gradient of a weight is the error term of the unit it leads into times the activation it comes "
        "from. Here the error term of the unit before stands where its activation belongs.",
    ),
    Mistake(
        "neighbouring-input",
        "the input of a neighbouring edge was used in a weight's gradient",
        {Rule.COEFFICIENT: _instead_of_input(_other_units, ("a", "x"))},
        "From which unit does this weight come?",
        "The gradient of a weight has the activation, or the input, that the weight comes from. Here that "
        "of another unit of the same layer was used.",
    ),
    Mistake(
        "bias-gradient-times-input",
        "the gradient of a bias was multiplied by an input",
        {Rule.COEFFICIENT: _bias_times_input},
        "What is the derivative of w x + b by b?",
        "A bias stands alone in the weighted sum, so the derivative of the sum by it is 1 (by a threshold "
        "that is subtracted, -1), and its gradient is the error term without an input.",
    ),
    Mistake(
        "threshold-sign-in-gradient",
        "the minus sign of a threshold is missing in its gradient",
        {Rule.COEFFICIENT: _threshold_positive},
        "Does a weighted sum grow or fall when its threshold grows?",
        "A threshold is subtracted, so the derivative of the weighted sum by it is -1, and its gradient "
        "is minus the error term.",
    ),
)

WEIGHTS_FORWARD = of_kind(
    "forward",
    Mistake(
        "neighbouring-weight-forward",
        "the weight of a neighbouring edge was used in a weighted sum",
        {Rule.WEIGHTED_SUM: _one_in_the_sum(_near)},
        "Which edge joins each input with this unit?",
        "Each input of a unit is multiplied by the weight of the edge between the two. Here the weight of "
        "a neighbouring edge was used once.",
    ),
    Mistake(
        "transposed-weights-forward",
        "the weights in a weighted sum were taken with their two numbers exchanged",
        {Rule.WEIGHTED_SUM: _all_in_the_sum(_transposed)},
        "Which number of a weight says where it leads to, and which where it comes from?",
        "w[j,k] leads to unit j from unit k. The weights of one unit have the same first number. "
        "Here w[k,j] was used for w[j,k], as if the matrix were transposed.",
    ),
)
