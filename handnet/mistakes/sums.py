"""Mistakes of the forward pass: the bias in a weighted sum, the activation function, softmax."""

from __future__ import annotations

from ..quantity import Variable
from ..rules import Rule
from ..terms import ONE, Apply, Difference, Product, Quotient, Sum, Term, apply
from .edges import WEIGHTS_FORWARD
from .mistake import Mistake, of_kind
from .place import Change, Place, Ways, rewritten

# --- the bias -----------------------------------------------------------------------------------------


def _bias_of(right: Term) -> tuple[Term, Variable] | None:
    """The sum without its bias or threshold, and that; None if it has none."""
    match right:
        case Difference(weighted, Variable("theta") as theta):
            return weighted, theta
        case Sum((*weighted, Variable("b") as bias)) if weighted:
            return Sum(tuple(weighted)) if len(weighted) > 1 else weighted[0], bias
    return None


def _without_bias(right: Term, place: Place) -> Term:
    found = _bias_of(right)
    return found[0] if found else right


def _bias_in_first_unit(right: Term, place: Place) -> Term:
    first = isinstance(place.quantity, Variable) and place.quantity.place == (1,)
    return right if first else _without_bias(right, place)


def _with(weighted: Term, bias: Term) -> Sum:
    """The products, and the bias after them."""
    return Sum((*(weighted.parts if isinstance(weighted, Sum) else (weighted,)), bias))


def _bias_times_input(right: Term, place: Place) -> Ways:
    """The bias with an input as a factor; a way for each input."""
    found = _bias_of(right)
    if not found or place.definition is None:
        return right
    weighted, bias = found
    inputs = [each for each in place.definition.arguments if each.name in ("a", "x")]
    products = [Product((bias, each)) for each in inputs]
    if bias.name == "theta":
        return tuple(Difference(weighted, each) for each in products)
    return tuple(_with(weighted, each) for each in products)


def _threshold_added(right: Term, place: Place) -> Term:
    found = _bias_of(right)
    return _with(*found) if found and found[1].name == "theta" else right


def _bias_subtracted(right: Term, place: Place) -> Term:
    found = _bias_of(right)
    return Difference(*found) if found and found[1].name == "b" else right


# --- the activation -----------------------------------------------------------------------------------


def _without_minus(right: Term, place: Place) -> Term:
    return rewritten(right, _sigmoid_without_minus)


def _sigmoid_without_minus(term: Term) -> Term:
    match term:
        case Apply("sigma", (z,)):
            return Quotient(ONE, Sum((ONE, apply("exp", z))))
    return term


def _not_activated(right: Term, place: Place) -> Term:
    if place.definition is None or place.activation is None or place.activation.name == "identity":
        return right
    return place.definition.arguments[0]


def _function(name: str, instead_of: str) -> Change:
    def other(term: Term) -> Term:
        return (
            Apply(name, term.arguments) if isinstance(term, Apply) and term.function == instead_of else term
        )

    return lambda right, place: rewritten(right, other)


def _without_powers(right: Term, place: Place) -> Term:
    """Softmax with z in the place of e^z; a largest sum that was subtracted to keep e^z small goes too."""
    return rewritten(right, _exponent)


def _exponent(term: Term) -> Term:
    match term:
        case Apply("exp", (Difference(z, Variable("m")),)) | Apply("exp", (z,)):
            return z
    return term


TABLE = of_kind(
    "forward",
    Mistake(
        "bias-forgotten",
        "the bias was left out of a weighted sum",
        {Rule.WEIGHTED_SUM: _without_bias},
        "What belongs to a weighted sum besides the products?",
        "A unit's weighted sum is the sum of its inputs times their weights, and its bias (or less its "
        "threshold). Here only the products were added.",
    ),
    Mistake(
        "bias-counted-once",
        "the bias was counted in the first unit of a layer only",
        {Rule.WEIGHTED_SUM: _bias_in_first_unit},
        "How many units of this layer have a bias?",
        "Every unit of the layer adds a bias to its weighted sum, also where all of them share one. Here "
        "only the first unit got it.",
    ),
    Mistake(
        "bias-times-input",
        "the bias was multiplied by an input",
        {Rule.WEIGHTED_SUM: _bias_times_input},
        "What is a bias multiplied by?",
        "A bias is added to the weighted sum as it stands: no input belongs to it, or, which is the same, an "
        "input that is always 1. Here it was treated like a weight.",
    ),
    Mistake(
        "threshold-added",
        "the threshold was added instead of subtracted",
        {Rule.WEIGHTED_SUM: _threshold_added},
        "Does a higher threshold make a unit fire more easily or less?",
        "A threshold is what the weighted inputs have to overcome, so it is subtracted from their sum.",
    ),
    Mistake(
        "bias-subtracted",
        "the bias was subtracted instead of added",
        {Rule.WEIGHTED_SUM: _bias_subtracted},
        "With which sign does a bias stand in the weighted sum?",
        "A bias is added to the weighted sum. Only a threshold is subtracted.",
    ),
    *WEIGHTS_FORWARD,
    Mistake(
        "exponent-sign-lost",
        "e^z stands in the sigmoid instead of e^-z",
        {Rule.ACTIVATION: _without_minus, Rule.DEFINITION: _without_minus},
        "Does the sigmoid rise or fall when the weighted sum grows?",
        "The sigmoid is 1/(1 + e^-z). With e^z it falls instead of rising, and gives 1 - a for a.",
    ),
    Mistake(
        "activation-left-out",
        "the weighted sum was passed on without the activation function",
        {Rule.ACTIVATION: _not_activated},
        "What happens to a weighted sum before it leaves the unit?",
        "A unit passes on its activation, the activation function of its weighted sum. Here the weighted "
        "sum itself was passed on.",
    ),
    Mistake(
        "tanh-for-sigmoid",
        "the hyperbolic tangent was used in place of the sigmoid",
        {Rule.ACTIVATION: _function("tanh", "sigma"), Rule.DEFINITION: _function("tanh", "sigma")},
        "Which activation function does this layer have, and between which values does it run?",
        "The sigmoid 1/(1 + e^-z) runs from 0 to 1, the hyperbolic tangent from -1 to 1. "
        "This layer has the sigmoid.",
    ),
    Mistake(
        "sigmoid-for-tanh",
        "the sigmoid was used in place of the hyperbolic tangent",
        {Rule.ACTIVATION: _function("sigma", "tanh"), Rule.DEFINITION: _function("sigma", "tanh")},
        "Which activation function does this layer have, and between which values does it run?",
        "The hyperbolic tangent runs from -1 to 1, the sigmoid 1/(1 + e^-z) from 0 to 1. "
        "This layer has the hyperbolic tangent.",
    ),
    Mistake(
        "softmax-without-powers",
        "softmax was worked out with z instead of e^z",
        {Rule.POWERS: _without_powers, Rule.SOFTMAX: _without_powers},
        "What is done to the weighted sums before softmax adds them up?",
        "Softmax divides e^z of a unit by the sum of e^z over its layer. Here each weighted sum was divided "
        "by the sum of the weighted sums.",
    ),
)
