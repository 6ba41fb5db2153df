"""Mistakes in the slope of an activation: left out, of another function, at another place."""

from __future__ import annotations

from ..functions import ACTIVATIONS
from ..quantity import Variable
from ..rules import Rule
from ..terms import ONE, ZERO, Difference, Negative, Term, negated, times
from .mistake import Mistake, of_kind
from .place import Change, Place, Ways


def _activation_in_place_of_z(right: Term, place: Place) -> Term:
    """sigma'(z) written as f'(a) with f applied once more: sigma(a) (1 - sigma(a))."""
    function, definition = place.activation, place.definition
    if function is None or definition is None:
        return right
    a = definition.quantity
    return function.slope(a, function.value(a))


def _sum_in_place_of_a(right: Term, place: Place) -> Term:
    """sigma'(z) written with the weighted sum: z (1 - z)."""
    function, z = place.activation, place.by
    return right if function is None or z is None else function.slope(z, z)


def _left_out(right: Term, place: Place) -> Term:
    """Back through an activation as if it were the identity."""
    return ONE if place.rule is Rule.SLOPE or _is_own(place) else ZERO


def _of_another_layer(right: Term, place: Place) -> Ways:
    """The slope at the same unit of the layer before or after, or at its first unit."""
    function, z = place.activation, place.by
    if function is None or z is None or z.layer is None or not z.place:
        return right
    others = []
    for layer in (z.layer - 1, z.layer + 1):
        width = place.width(layer) if layer else 0  # layer 0 is given: it has no slope
        if width:
            unit = z.place if z.place[0] <= width else (1,)
            others.append(z._replace(layer=layer, place=unit))
    slopes = (function.slope(other, other.named("a")) for other in others)
    return tuple(slope for slope in slopes if slope != right)


def _like(name: str, *functions: str) -> Change:
    """The slope of one function written for some others."""

    def change(right: Term, place: Place) -> Term:
        function, definition, z = place.activation, place.definition, place.by
        if function is None or definition is None or z is None or function.elementary not in functions:
            return right
        return ACTIVATIONS[name].slope(z, definition.quantity)

    return change


# --- softmax: each output depends on every weighted sum --------------------------------------------


def _is_own(place: Place) -> bool:
    """Whether an output is differentiated by the weighted sum of its own unit."""
    return place.of is not None and place.by is not None and place.of.place == place.by.place


def _only_the_diagonal(right: Term, place: Place) -> Term:
    return right if _is_own(place) else ZERO


def _off_the_diagonal_positive(right: Term, place: Place) -> Term:
    return negated(right) if isinstance(right, Negative) and not _is_own(place) else right


def _like_a_sigmoid(right: Term, place: Place) -> Term:
    a: Variable | None = place.of
    return right if a is None or _is_own(place) else times(a, Difference(ONE, a))


APPLIED_TWICE = Mistake(
    "slope-of-activation",
    "the activation function was applied once more inside its own slope",
    {Rule.SLOPE: _activation_in_place_of_z},
    "Is what you put into the slope a weighted sum, or already an activation?",
    "For a = sigma(z) the slope is a (1 - a). Here sigma(a) (1 - sigma(a)) was used: "
    "the activation was taken for a weighted sum and squashed a second time.",
)

TABLE = of_kind(
    "slope",
    APPLIED_TWICE,
    Mistake(
        "slope-left-out",
        "the slope of the activation was left out",
        {Rule.SLOPE: _left_out, Rule.SOFTMAX_SLOPE: _left_out},
        "What lies between an activation and its weighted sum, and what is its derivative?",
        "Going back from an activation to its weighted sum multiplies by the slope of the activation "
        "function. Without it the derivative by the activation was passed on as that by the weighted sum.",
    ),
    Mistake(
        "sum-in-slope",
        "the weighted sum was put into a slope that is written with the activation",
        {Rule.SLOPE: _sum_in_place_of_a},
        "Is the letter in this formula for the slope the weighted sum, or the activation?",
        "For a = sigma(z) the slope is a (1 - a), with the activation. Here z (1 - z) was used: the weighted "
        "sum before it went through the function.",
    ),
    Mistake(
        "slope-of-another-layer",
        "the slope of the activation was taken at a unit of another layer",
        {Rule.SLOPE: _of_another_layer},
        "Which activation belongs to the weighted sum that you differentiate by?",
        "The slope of an activation is taken at its own weighted sum, so it is written with the activation "
        "of the same unit of the same layer. Here that of the layer before or after was put in.",
    ),
    Mistake(
        "half-lost-in-slope",
        "the 1/2 in the slope of the bipolar sigmoid was left out",
        {Rule.SLOPE: _like("tanh", "bipolar")},
        "Is this function the hyperbolic tangent of z, or of something else?",
        "The bipolar sigmoid is tanh(z/2), so its slope is 1/2 (1 - a^2): the inner derivative of z/2 "
        "is 1/2. Without that factor it is the slope of tanh(z).",
    ),
    Mistake(
        "sigmoid-slope-used",
        "the slope of the sigmoid was used for another activation function",
        {Rule.SLOPE: _like("sigmoid", "tanh", "bipolar")},
        "Which activation function does this layer have?",
        "a (1 - a) is the slope of the sigmoid. The slope of tanh is 1 - a^2, and that of the bipolar "
        "sigmoid 1/2 (1 - a^2), because both run from -1 to 1.",
    ),
    Mistake(
        "tanh-slope-used",
        "the slope of tanh was used for the sigmoid",
        {Rule.SLOPE: _like("tanh", "sigma")},
        "Which activation function does this layer have?",
        "1 - a^2 is the slope of tanh. The slope of the sigmoid is a (1 - a).",
    ),
    Mistake(
        "softmax-diagonal-only",
        "an output of the softmax was taken to depend on its own weighted sum only",
        {Rule.SOFTMAX_SLOPE: _only_the_diagonal},
        "Which outputs change when one weighted sum of a softmax layer does?",
        "Every output of a softmax layer depends on every weighted sum, through the sum it is divided by: "
        "the derivative of output k by weighted sum j is -a_k a_j for j other than k, not 0.",
    ),
    Mistake(
        "softmax-sign-lost",
        "the minus sign of the mixed derivatives of the softmax was lost",
        {Rule.SOFTMAX_SLOPE: _off_the_diagonal_positive},
        "Does an output of a softmax layer grow or shrink when another weighted sum grows?",
        "The outputs of a softmax layer add up to 1, so one shrinks when another weighted sum grows: "
        "its derivative is -a_k a_j, with a minus sign.",
    ),
    Mistake(
        "softmax-slope-as-sigmoid",
        "every derivative of the softmax was written like the slope of a sigmoid",
        {Rule.SOFTMAX_SLOPE: _like_a_sigmoid},
        "By which weighted sum do you differentiate: that of the same unit, or of another one?",
        "a (1 - a) is the derivative of a softmax output by its own weighted sum only. "
        "By the weighted sum of another unit j it is -a_k a_j.",
    ),
)
