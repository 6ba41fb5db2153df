"""The rules: what justifies a line, in which words, and what each writes.

A `Definition` is one line of a forward pass: a variable, its rule, its formula. `local` writes
the derivative of such a line by one of the variables in it, all others held fixed; it is the
one piece of calculus that backpropagation needs from each line. How these are chained stands
in `chain`; how a mistake replaces what a rule writes, in `mistakes`.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from .calculus import derivative
from .functions import Activation, Loss
from .names import LAMBDA
from .quantity import Quantity, Variable
from .terms import (
    ONE,
    Difference,
    Number,
    Product,
    Quotient,
    Sum,
    Term,
    negated,
    times,
)


class Part(Enum):
    """The three parts of a calculation, in the order in which they are worked."""

    FORWARD = "Forward pass"
    BACKWARD = "Backward pass"
    UPDATE = "Update"

    __hash__ = object.__hash__

    @property
    def order(self) -> int:
        """0, 1, 2: which comes first."""
        return list(Part).index(self)


class Rule(Enum):
    """Why a line holds: the rule's name, the part it belongs to, and one sentence of reason."""

    __hash__ = object.__hash__  # Enum hashes by name, in Python code: too slow for a table key

    WEIGHTED_SUM = (
        "weighted sum",
        Part.FORWARD,
        "Each input times its weight, added up, and the bias if there is one.",
    )
    ACTIVATION = "activation", Part.FORWARD, "The activation function of the weighted sum."
    POWERS = "sum of powers", Part.FORWARD, "Softmax divides by the sum of e^z over the layer."
    LARGEST = (
        "largest weighted sum",
        Part.FORWARD,
        "Subtracted from all, it changes no share, and no power overflows.",
    )
    SOFTMAX = "softmax", Part.FORWARD, "The share of this unit's e^z in the sum over the layer."
    LOSS = "loss", Part.FORWARD, "How far the output is from its target."
    TOTAL = "total loss", Part.FORWARD, "The shares of the loss, put together."
    PENALTY = "penalty", Part.FORWARD, "Half of lambda times the sum of all squared weights."
    DEFINITION = "definition", Part.FORWARD, "As stated."

    LOSS_SLOPE = "slope of the loss", Part.BACKWARD, "The derivative of the loss by the output."
    SLOPE = "slope of the activation", Part.BACKWARD, "The derivative of the activation by its weighted sum."
    SOFTMAX_SLOPE = (
        "slope of softmax",
        Part.BACKWARD,
        "Each output depends on every weighted sum of its layer.",
    )
    COEFFICIENT = (
        "coefficient",
        Part.BACKWARD,
        "In a weighted sum, the derivative by one factor is the other.",
    )
    SHARE = "share of the total", Part.BACKWARD, "The total counts each share with this factor."
    PARTIAL = "partial derivative", Part.BACKWARD, "All other variables are held fixed."
    CHAIN = "chain rule", Part.BACKWARD, "Over every path: what comes after, times the local derivative."
    PATH = "one path", Part.BACKWARD, "What comes after, times the local derivative."
    COMBINED = "activation and loss together", Part.BACKWARD, "The slopes of activation and loss cancel."
    ITSELF = "derivative by itself", Part.BACKWARD, "Everything changes with itself at rate 1."
    NO_PATH = "no path", Part.BACKWARD, "Nothing leads from the one to the other: the empty sum is 0."
    ERROR_TERM = "error term", Part.BACKWARD, "The derivative of the loss by a weighted sum."
    AVERAGE = (
        "average of the samples",
        Part.BACKWARD,
        "The gradients of the samples, divided by their number.",
    )

    CHANGE = "change", Part.UPDATE, "Against the gradient, by the learning rate."
    VELOCITY = "momentum", Part.UPDATE, "A part of the last change, and a step against the gradient."
    UPDATE = "update", Part.UPDATE, "From the old value a step against the gradient."
    FROZEN = "frozen", Part.UPDATE, "This parameter is not trained."

    def __init__(self, title: str, part: Part, because: str) -> None:
        self.title, self.part, self.because = title, part, because
        self.order = part.order


LOSS_RULES = (Rule.LOSS, Rule.TOTAL, Rule.PENALTY)


class Definition(NamedTuple):
    """One line of a forward pass.

    `arguments` are the variables that the chain rule sees it depend on; `inner` those in its
    formula that it looks through (the sum of powers in a softmax, whose slope is written in
    terms of the weighted sums). `function` is the activation or loss behind the rule.
    """

    quantity: Variable
    rule: Rule
    formula: Term
    arguments: tuple[Variable, ...]
    function: Activation | Loss | None = None
    inner: tuple[Variable, ...] = ()


def coefficients(formula: Term) -> dict[Quantity, Term]:
    """What each variable of a weighted sum is multiplied by."""
    found: dict[Quantity, Term] = {}
    if isinstance(formula, Difference):  # the threshold, subtracted
        found = coefficients(formula.left)
        found[formula.right] = Number.of(-1)  # type: ignore[index]
        return found
    for part in formula.parts if isinstance(formula, Sum) else (formula,):
        if isinstance(part, Product):
            weight, value = part.parts
            found[weight], found[value] = value, weight  # type: ignore[index]
        else:
            found[part] = ONE  # type: ignore[index]
    return found


def local(definition: Definition, by: Variable) -> tuple[Rule, Term]:
    """The derivative of a line by one variable in it, all others held fixed, and its rule."""
    quantity, rule, formula, arguments, function, _ = definition
    match rule:
        case Rule.WEIGHTED_SUM:
            return Rule.COEFFICIENT, coefficients(formula)[by]
        case Rule.ACTIVATION if isinstance(function, Activation):
            return Rule.SLOPE, function.slope(by, quantity)
        case Rule.LOSS if isinstance(function, Loss) and by == arguments[0]:
            return Rule.LOSS_SLOPE, function.slope(*arguments)
        case Rule.SOFTMAX if by in arguments:
            return Rule.SOFTMAX_SLOPE, softmax_slope(quantity, by)
        case Rule.TOTAL:
            return Rule.SHARE, _share(formula, by)
        case Rule.PENALTY if by.name == "w":
            return Rule.PARTIAL, times(LAMBDA, by)
    return Rule.PARTIAL, derivative(formula, by, quantity)


def softmax_slope(a: Variable, z: Variable) -> Term:
    """da_k/dz_j of a softmax layer: a_k ([j = k] - a_j), the bracket 1 for j = k and else 0."""
    other = a._replace(place=z.place)
    if other == a:
        return times(a, Difference(ONE, a))
    return negated(times(a, other))


def _share(formula: Term, by: Variable) -> Number:
    """What a total multiplies one of its shares by: 1 or, in a mean, one over their number."""
    if isinstance(formula, Sum) and by not in formula.parts:
        formula = formula.parts[0]  # the shares; the penalty stands beside them
    match formula:
        case Quotient(_, Number(count, _)):
            return Number.of(Fraction(1, int(count)))
    return ONE
