"""Mistakes in the loss and its slope: signs, factors 2 and 1/2, the derivative of another loss."""

from __future__ import annotations

from ..functions import LOSSES
from ..rules import Rule
from ..terms import HALF, TWO, Apply, Number, Quotient, Term, apply, negated, times
from .mistake import Mistake, of_kind
from .place import Change, Place, Ways, rewritten

SQUARED = ("squared_error", "half_squared_error")
CROSS_ENTROPIES = ("binary_cross_entropy", "cross_entropy")


def _without_inner_minus(right: Term, place: Place) -> Term:
    """The derivative of (y - a)^2 written as if that of y - a by a were +1."""
    function = place.loss
    return negated(right) if function is not None and "squared_error" in function.name else right


def _turned(right: Term, place: Place) -> Term:
    """The other sign, where `inner-minus-lost` does not say it already."""
    function = place.loss
    says_it = place.rule is Rule.LOSS_SLOPE and (function is None or function.name in SQUARED)
    return right if says_it else negated(right)


def _times(factor: Term, *losses: str) -> Change:
    """The slope, or the share of the loss, of these losses, times a factor."""

    def change(right: Term, place: Place) -> Term:
        function = place.loss
        return times(factor, right) if function is not None and function.name in losses else right

    return change


def _slope_of(names: tuple[str, ...], *losses: str) -> Change:
    """The slope of other losses in the place of the slope of these."""

    def change(right: Term, place: Place) -> Ways:
        function, definition = place.loss, place.definition
        if function is None or definition is None or function.name not in losses:
            return right
        a, y = definition.arguments
        return tuple(LOSSES[name].slope(a, y) for name in names)

    return change


def _to_base_ten(right: Term, place: Place) -> Term:
    return rewritten(right, _decadic)


def _decadic(term: Term) -> Term:
    match term:
        case Apply("ln" | "weighted_ln"):
            return Quotient(term, apply("ln", Number.of(10)))
    return term


INNER_MINUS = Mistake(
    "inner-minus-lost",
    "the inner derivative -1 of (y - a)^2 is missing",
    {Rule.LOSS_SLOPE: _without_inner_minus},
    "What is the derivative of y - a by a?",
    "The derivative of (y - a)^2 by a is 2 (y - a) times the inner derivative, which is -1. "
    "Without it every gradient has the wrong sign.",
)

TABLE = of_kind(
    "loss",
    INNER_MINUS,
    Mistake(
        "error-sign-turned",
        "the derivative of the loss has the wrong sign",
        {Rule.LOSS_SLOPE: _turned, Rule.COMBINED: _turned},
        "Does the loss grow or fall when the output is already too large and grows?",
        "When an output above its target grows, so does the loss: the derivative is positive there. "
        "The minus sign in front of a cross-entropy belongs to its derivative too, and sigmoid or softmax "
        "together with it give a - y, not y - a.",
    ),
    Mistake(
        "two-lost-in-gradient",
        "the factor 2 from the square is missing in the derivative of the loss",
        {Rule.LOSS_SLOPE: _times(HALF, "squared_error")},
        "What does the power rule put in front when a square is differentiated?",
        "The loss is (a - y)^2, without a factor in front. Its derivative is 2 (a - y): the exponent comes "
        "down. Only a loss that starts with 1/2 loses that 2.",
    ),
    Mistake(
        "two-doubled-in-gradient",
        "the factor 2 from the square stands twice in the derivative of the loss",
        {Rule.LOSS_SLOPE: _times(TWO, "squared_error")},
        "How often does the exponent come down when a square is differentiated?",
        "The loss is (a - y)^2, so its derivative is 2 (a - y): the exponent comes down once. "
        "Here that factor was put in a second time.",
    ),
    Mistake(
        "two-kept-in-gradient",
        "a factor 2 stands in the derivative of the loss, although 1/2 takes it away",
        {Rule.LOSS_SLOPE: _times(TWO, "half_squared_error")},
        "With which factor does this loss start, and what becomes of it?",
        "The loss is 1/2 (a - y)^2. The 2 that comes down from the exponent and the 1/2 make 1, so the "
        "derivative is a - y, not 2 (a - y).",
    ),
    Mistake(
        "half-kept-in-gradient",
        "the factor 1/2 of the loss was kept in its derivative",
        {Rule.LOSS_SLOPE: _times(HALF, "half_squared_error")},
        "What does the power rule put in front when a square is differentiated?",
        "The loss is 1/2 (a - y)^2. The 2 that comes down from the exponent and the 1/2 make 1, so the "
        "derivative is a - y, not 1/2 (a - y).",
    ),
    Mistake(
        "half-lost-in-loss",
        "the factor 1/2 of the loss was left out of its value",
        {Rule.LOSS: _times(TWO, "half_squared_error")},
        "How is the loss defined: which factor stands in front of the square?",
        "The loss was defined as 1/2 (a - y)^2, but the value given is (a - y)^2. The factor is chosen to "
        "make the derivative short; once chosen, it belongs to the value as well.",
    ),
    Mistake(
        "half-added-in-loss",
        "the value of the loss has a factor 1/2 that its definition does not have",
        {Rule.LOSS: _times(HALF, "squared_error")},
        "How is the loss defined: does a factor stand in front of the square?",
        "The loss was defined as (a - y)^2, without a factor. With 1/2 in front it is another loss, "
        "half as large.",
    ),
    Mistake(
        "loss-doubled",
        "the value of the loss has a factor 2 too many",
        {Rule.LOSS: _times(TWO, "squared_error", *CROSS_ENTROPIES)},
        "How is the loss defined: does a factor stand in front of it?",
        "The loss was defined without a factor 2. One comes from differentiating a square; it stands in the "
        "derivative and not in the loss itself.",
    ),
    Mistake(
        "squared-slope-for-cross-entropy",
        "the derivative of a squared error was used for a cross-entropy",
        {Rule.LOSS_SLOPE: _slope_of(("half_squared_error", "squared_error"), *CROSS_ENTROPIES)},
        "Which loss is this, and what is the derivative of a logarithm?",
        "a - y, or 2 (a - y), is the derivative of a squared error by the output. That of a cross-entropy "
        "contains the derivative of the logarithm, 1/a. Only together with the slope of sigmoid or softmax "
        "does it become a - y.",
    ),
    Mistake(
        "cross-entropy-slope-for-squared",
        "the derivative of a cross-entropy was used for a squared error",
        {Rule.LOSS_SLOPE: _slope_of(CROSS_ENTROPIES, *SQUARED)},
        "Which loss is this: is there a logarithm in it?",
        "The derivative of a squared error is a multiple of a - y. Quotients of targets and outputs come from "
        "the logarithms of a cross-entropy, which this loss does not have.",
    ),
    Mistake(
        "logarithm-to-base-ten",
        "the logarithm to base 10 was used instead of the natural one",
        {Rule.LOSS: _to_base_ten, Rule.DEFINITION: _to_base_ten},
        "Which key of the calculator gives the natural logarithm?",
        "The cross-entropy is defined with the natural logarithm, ln. The key log of many calculators is "
        "the logarithm to base 10, which is smaller by a factor of about 2.3.",
    ),
)
