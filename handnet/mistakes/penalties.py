"""Mistakes with the penalty on large weights: left out, its 1/2 lost, biases penalised too."""

from __future__ import annotations

from ..names import LAMBDA
from ..quantity import Derivative, Variable
from ..rules import Rule
from ..terms import TWO, ZERO, Product, Sum, Term, replace, times, total
from .mistake import Mistake, of_kind
from .place import Place


def _slope_left_out(right: Term, place: Place) -> Term:
    """The penalty's derivative by a weight taken as 0."""
    return ZERO if _is_penalty(place) else right


def _half_lost(right: Term, place: Place) -> Term:
    """lambda times the sum of squares, and so 2 lambda w as its slope."""
    return times(TWO, right) if _is_penalty(place) else right


def _is_penalty(place: Place) -> bool:
    return place.definition is not None and place.definition.rule is Rule.PENALTY


def _left_out_of_loss(right: Term, place: Place) -> Term:
    match right:
        case Sum((*shares, Variable("R"))):
            return total(*shares)
    return right


def _bias_penalised(right: Term, place: Place) -> Term:
    """lambda b added to the gradient of a bias."""
    by, of = place.by, place.of
    if by is None or of is None or by.name not in ("b", "theta") or not _has_penalty(place):
        return right
    whole = of == place.source.definitions(of.time).total
    return total(right, times(LAMBDA, by)) if whole else right


def _bias_penalised_in_update(right: Term, place: Place) -> Term:
    """The same where an update takes one sample's gradient, which has no penalty in it."""
    if not _has_penalty(place):
        return right

    def with_penalty(quantity: Variable | Derivative) -> Term:
        if isinstance(quantity, Derivative) and quantity.of.sample and quantity.by.name in ("b", "theta"):
            return Sum((quantity, Product((LAMBDA, quantity.by))))
        return quantity

    return replace(right, with_penalty)


def _has_penalty(place: Place) -> bool:
    return place.network is not None and place.network.l2 is not None


TABLE = of_kind(
    "loss",
    Mistake(
        "penalty-forgotten-in-gradient",
        "the penalty on large weights is missing from the gradient",
        {Rule.PARTIAL: _slope_left_out},
        "Which terms of the loss contain this weight?",
        "The loss contains the penalty, so its derivative by the weight, lambda w, belongs to the gradient.",
    ),
    Mistake(
        "penalty-forgotten-in-loss",
        "the penalty on large weights is missing from the loss",
        {Rule.TOTAL: _left_out_of_loss},
        "Which terms does the loss have besides the error?",
        "With L2 the loss is the error and half of lambda times the sum of all squared weights. Here only "
        "the error was given.",
    ),
    Mistake(
        "penalty-half-lost",
        "the factor 1/2 of the penalty was left out",
        {Rule.PENALTY: _half_lost, Rule.PARTIAL: _half_lost},
        "How is the penalty defined: which factor stands in front of the squares?",
        "The penalty is half of lambda times the sum of squares, so its derivative is lambda w. Without "
        "the 1/2 both are twice as large.",
    ),
    Mistake(
        "bias-penalised",
        "a bias was penalised like a weight",
        dict.fromkeys((Rule.CHAIN, Rule.AVERAGE), _bias_penalised)
        | dict.fromkeys((Rule.UPDATE, Rule.CHANGE, Rule.VELOCITY), _bias_penalised_in_update),
        "Which parameters does the penalty contain?",
        "The penalty contains the weights only. A bias is not in it, so nothing is added to its gradient.",
    ),
)
