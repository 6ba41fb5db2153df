"""Mistakes between samples and between steps: the wrong one's numbers were put in."""

from __future__ import annotations

from collections.abc import Callable

from ..names import PARAMETERS
from ..quantity import Derivative, Quantity, Variable
from ..rules import Rule
from ..terms import Difference, Sum, Term, quantities, replace
from .mistake import Mistake, of_kind
from .place import Change, Place, Ways, exchanged


def _of_another_sample(name: str) -> Change:
    """The given numbers of another sample; a way for each of them."""

    def change(right: Term, place: Place) -> Ways:
        given = [each for each in _variables(right) if each.name == name]
        others = [place.other_samples(each) for each in given]
        return tuple(
            exchanged(right, dict(zip(given, each, strict=True))) for each in zip(*others, strict=True)
        )

    return change


def _variables(term: Term) -> list[Variable]:
    return [each for each in dict.fromkeys(quantities(term)) if isinstance(each, Variable)]


def _earlier_weights(right: Term, place: Place) -> Ways:
    """The weights of an earlier step; a way for each step before."""
    time = place.quantity.time
    ways = []
    for earlier in range(time - 1, -1, -1):
        stale: dict[Quantity, Term] = {
            each: each.at(earlier) for each in _variables(right) if each.name in PARAMETERS
        }
        ways += [exchanged(right, stale)] if stale else []
    return tuple(ways) if ways else right


def _earlier_gradient(right: Term, place: Place) -> Ways:
    """An update with the gradient of an earlier step; a way for each step before."""
    gradients = [each for each in quantities(right) if isinstance(each, Derivative)]
    if not gradients:
        return right
    time = gradients[0].time
    return tuple(replace(right, _gradients_at(earlier)) for earlier in range(time - 1, -1, -1))


def _gradients_at(time: int) -> Callable[[Quantity], Term]:
    def change(quantity: Quantity) -> Term:
        return quantity.at(time) if isinstance(quantity, Derivative) else quantity

    return change


def _from_earlier_value(right: Term, place: Place) -> Ways:
    """A step taken from the weight of an earlier step; a way for each step before."""
    match right:
        case Difference(Variable() as old, step):
            return tuple(Difference(old.at(time), step) for time in range(old.time - 1, -1, -1))
        case Sum((Variable() as old, step)):
            return tuple(Sum((old.at(time), step)) for time in range(old.time - 1, -1, -1))
    return right


TABLE = of_kind(
    "sums and samples",
    Mistake(
        "inputs-of-another-sample",
        "the inputs of another sample were put in",
        {Rule.WEIGHTED_SUM: _of_another_sample("x"), Rule.COEFFICIENT: _of_another_sample("x")},
        "To which sample does this line belong, and to which its inputs?",
        "Every sample is worked out with its own inputs. Here the inputs of another sample were put in.",
    ),
    Mistake(
        "targets-of-another-sample",
        "the targets of another sample were put in",
        dict.fromkeys((Rule.LOSS, Rule.LOSS_SLOPE, Rule.COMBINED), _of_another_sample("y")),
        "To which sample does this line belong, and to which its targets?",
        "Every sample's outputs are compared with its own targets. Here the targets of another sample were "
        "put in.",
    ),
    Mistake(
        "weights-of-the-step-before",
        "the weights of an earlier step were used again",
        {Rule.WEIGHTED_SUM: _earlier_weights, Rule.COEFFICIENT: _earlier_weights},
        "After how many updates is this value asked for, and which weights are there then?",
        "After an update everything is worked out with the new weights, from the first weighted sum on. "
        "Here weights from before an update were put in.",
    ),
    Mistake(
        "gradient-of-the-step-before",
        "the update was made with the gradient of an earlier step",
        dict.fromkeys((Rule.UPDATE, Rule.CHANGE, Rule.VELOCITY), _earlier_gradient),
        "At which weights was this gradient worked out?",
        "Every update needs the gradient at the weights it starts from, so it is worked out anew at each "
        "step. Here the gradient of an earlier step was used again.",
    ),
    Mistake(
        "update-from-an-earlier-weight",
        "the update started from the weight of an earlier step",
        {Rule.UPDATE: _from_earlier_value},
        "From which weight does this update start?",
        "Each update starts from the weight that the one before it gave. Here it started from an earlier "
        "weight, so an update in between is lost.",
    ),
)
