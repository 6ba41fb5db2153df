"""Mistakes in the update: signs, the learning rate, momentum, and what is given as the new weight."""

from __future__ import annotations

from ..names import ETA, MU
from ..quantity import Variable
from ..rules import Rule
from ..terms import Difference, Negative, Product, Sum, Term, negated, times
from ..update import gradient
from .mistake import Mistake, of_kind
from .place import Place, rewritten


def _added(right: Term, place: Place) -> Term:
    """The step along the gradient instead of against it."""
    match right:
        case Difference(old, step):
            return Sum((old, step))
        case Negative(step):
            return step
    return right


def _without_rate(right: Term, place: Place) -> Term:
    return rewritten(right, _rate_dropped)


def _rate_dropped(term: Term) -> Term:
    match term:
        case Product((rate, *rest)) if rate == ETA:
            return times(*rest)
    return term


def _rate_twice(right: Term, place: Place) -> Term:
    return rewritten(right, _rate_repeated)


def _rate_repeated(term: Term) -> Term:
    match term:
        case Product((rate, *rest)) if rate == ETA:
            return Product((ETA, ETA, *rest))
    return term


# --- what is given as the new weight ----------------------------------------------------------------------


def _gradient_alone(right: Term, place: Place) -> Term:
    old = _old_weight(place)
    return right if old is None else gradient(place.source, old)  # type: ignore[arg-type]


def _change_alone(right: Term, place: Place) -> Term:
    match right:
        case Difference(Variable(), step):
            return negated(step)
        case Sum((Variable(), velocity)):
            return velocity
    return right


def _old_weight(place: Place) -> Variable | None:
    """The weight from which a network's update starts."""
    quantity, network = place.quantity, place.network
    if network is None or network.loss is None or not isinstance(quantity, Variable):
        return None
    return quantity.at(quantity.time - 1)


# --- momentum ----------------------------------------------------------------------------------------------


def _velocity_forgotten(right: Term, place: Place) -> Term:
    match right:
        case Difference(Product((share, Variable())), step) if share == MU:
            return negated(step)
    return right


def _velocity_turned(right: Term, place: Place) -> Term:
    match right:
        case Difference(Product((share, Variable())) as last, step) if share == MU:
            return Difference(Negative(last), step)
    return right


def _velocity_subtracted(right: Term, place: Place) -> Term:
    match right:
        case Sum((Variable() as old, Variable() as velocity)):
            return Difference(old, velocity)
    return right


STEP_ADDED = Mistake(
    "step-added",
    "the step was added instead of subtracted",
    {Rule.UPDATE: _added, Rule.CHANGE: _added, Rule.VELOCITY: _added},
    "Which way does the loss fall: along the gradient or against it?",
    "The gradient points to where the loss grows, so a step of descent is subtracted: "
    "new weight = old weight - learning rate times gradient.",
)

TABLE = of_kind(
    "update",
    STEP_ADDED,
    Mistake(
        "rate-forgotten",
        "the learning rate was forgotten in the update",
        dict.fromkeys((Rule.UPDATE, Rule.CHANGE, Rule.VELOCITY), _without_rate),
        "How long is a step: as long as the gradient, or something times the gradient?",
        "A step is the learning rate times the gradient. Here the whole gradient was taken.",
    ),
    Mistake(
        "rate-used-twice",
        "the learning rate was used twice in the update",
        dict.fromkeys((Rule.UPDATE, Rule.CHANGE, Rule.VELOCITY), _rate_twice),
        "In which line does the learning rate come in, and does it come in again?",
        "A step is the learning rate times the gradient, once. The gradient itself contains no learning rate.",
    ),
    Mistake(
        "gradient-as-new-weight",
        "the gradient was given as the new weight",
        {Rule.UPDATE: _gradient_alone},
        "What is a new weight made from besides the gradient?",
        "The gradient says how the loss changes with the weight. The new weight is the old one less the "
        "learning rate times the gradient.",
    ),
    Mistake(
        "change-as-new-weight",
        "the change of the weight was given as the new weight",
        {Rule.UPDATE: _change_alone},
        "From where does the step start?",
        "Minus the learning rate times the gradient (or the velocity) is only the step. It is added to the "
        "old weight, and their sum is the new one.",
    ),
    Mistake(
        "velocity-forgotten",
        "the velocity of the step before was left out",
        {Rule.VELOCITY: _velocity_forgotten},
        "What does momentum keep from one step to the next?",
        "With momentum a step is a part of the step before and a step against the gradient. "
        "Here the part of the step before is missing.",
    ),
    Mistake(
        "velocity-sign-turned",
        "the velocity of the step before was subtracted",
        {Rule.VELOCITY: _velocity_turned},
        "Does momentum carry on in the direction of the step before, or against it?",
        "Momentum carries on in the direction of the step before: mu V is added, and only the learning rate "
        "times the gradient is subtracted.",
    ),
    Mistake(
        "velocity-subtracted",
        "the velocity was subtracted from the weight",
        {Rule.UPDATE: _velocity_subtracted},
        "Is the minus sign of descent already in the velocity?",
        "The velocity points the way down already, because the gradient is subtracted in it. So it is added "
        "to the weight.",
    ),
)
