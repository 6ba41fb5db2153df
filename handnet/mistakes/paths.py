"""Mistakes on the way back: paths left out, factors divided or added, gradients passed on."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ..errors import NoDerivative
from ..names import PARAMETERS
from ..quantity import Derivative, Quantity, Variable
from ..rules import Rule, local
from ..terms import ONE, Apply, Negative, Number, Product, Quotient, Sum, Term, times
from .mistake import Mistake, of_kind
from .place import Change, Place, Ways, exchanged, rewritten


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


def _one_path(right: Term, place: Place) -> Ways:
    """One of the paths kept; a parameter is met once for each sample, which is not several paths."""
    by = place.by
    if by is None or not isinstance(right, Sum) or (place.network and by.name in PARAMETERS):
        return right
    return right.parts


# --- the product along one path -------------------------------------------------------------------------


def _factors(right: Term, place: Place) -> tuple[Term, Term] | None:
    """What comes after, and the local derivative, where one path is the product of the two."""
    definition, by = place.definition, place.by
    if definition is None or by is None:
        return None
    try:
        slope = local(definition, by)[1]
    except NoDerivative:
        return None
    if isinstance(slope, Number):  # nobody writes a factor of 1
        return None
    own = Derivative(definition.quantity, by)
    if isinstance(right, Product) and right.parts[-1] == own:
        return times(*right.parts[:-1]), own
    (number, whole), (factor, tail) = _split(right), _split(slope)
    if not tail or len(whole) <= len(tail) or whole[-len(tail) :] != tail:
        return None
    return times(Number.of(number / factor), *whole[: -len(tail)]), slope


def _split(term: Term) -> tuple[Fraction, tuple[Term, ...]]:
    """The number in front of a product, and its other factors."""
    if isinstance(term, Negative):
        number, factors = _split(term.term)
        return -number, factors
    parts = term.parts if isinstance(term, Product) else (term,)
    if isinstance(parts[0], Number) and parts[0].value:
        return Fraction(parts[0].text), parts[1:]
    return Fraction(1), parts


def _joined(*ways: Callable[[Term, Term], Term]) -> Change:
    """The two factors of a path put together in another way."""

    def change(right: Term, place: Place) -> Ways:
        factors = _factors(right, place)
        return tuple(way(*factors) for way in ways) if factors else right

    return change


def _divided(after: Term, slope: Term) -> Term:
    return Quotient(after, slope)


def _divided_into(after: Term, slope: Term) -> Term:
    return Quotient(slope, after)


def _added(after: Term, slope: Term) -> Term:
    return Sum((after, slope))


def _multiplied(right: Term, place: Place) -> Term:
    """Every quotient written as a product."""
    return rewritten(right, _as_product)


def _as_product(term: Term) -> Term:
    match term:
        case Quotient(top, bottom) if ONE not in (top, bottom):
            return Product((top, bottom))
        case Quotient(_, bottom):
            return bottom
        case Apply("weighted_inverse", (weight, value)):
            return Product((weight, value))
    return term


def _neighbouring_error(right: Term, place: Place) -> Ways:
    """The error term of another unit of the layer in a parameter's gradient."""
    definition, of, by = place.definition, place.of, place.by
    if definition is None or of is None or by is None or by.name not in PARAMETERS:
        return right
    z = definition.quantity
    if definition.rule is not Rule.WEIGHTED_SUM or z.layer is None or by.place == ():
        return right

    errors: list[dict[Quantity, Term]] = [
        {Derivative(of, z): Derivative(of, unit), z.named("delta"): unit.named("delta")}
        for unit in place.neighbours(z, z.layer)
    ]
    return tuple(exchanged(right, instead) for instead in errors)


GRADIENT_PROPAGATED = Mistake(
    "gradient-propagated",
    "the gradient of a weight was passed back instead of weight times error term",
    {Rule.PATH: _gradient_for_weighted_error},
    "What is the derivative of w a by a?",
    "Going back from z to the activation before it multiplies by the weight. The gradient "
    "dJ/dw is a result of its own and nothing further back depends on it.",
)

_QUOTIENTS = (Rule.TOTAL, Rule.SOFTMAX, Rule.LOSS_SLOPE, Rule.SLOPE, Rule.PARTIAL, Rule.DEFINITION)

TABLE = of_kind(
    "going back",
    GRADIENT_PROPAGATED,
    Mistake(
        "one-path-only",
        "only one of several paths was followed back",
        {Rule.CHAIN: _one_path},
        "Along how many paths does this quantity act on what you differentiate?",
        "A quantity that is used in several places acts along each of them, and the derivative is the sum "
        "over all these paths. Here one path was kept and the others were left out.",
    ),
    Mistake(
        "divided-in-chain",
        "the factors of the chain rule were divided instead of multiplied",
        {Rule.PATH: _joined(_divided, _divided_into)},
        "How are the derivatives along one path put together?",
        "Along a path the chain rule multiplies the derivatives: what comes after, times the local "
        "derivative. Here one was divided by the other.",
    ),
    Mistake(
        "added-in-chain",
        "the factors of the chain rule were added instead of multiplied",
        {Rule.PATH: _joined(_added)},
        "How are the derivatives along one path put together?",
        "Along a path the chain rule multiplies the derivatives. Only different paths are added.",
    ),
    Mistake(
        "multiplied-instead-of-divided",
        "a quotient was worked out as a product",
        dict.fromkeys(_QUOTIENTS, _multiplied),
        "Is there a fraction in this formula, and what stands below its bar?",
        "What stands below the bar of a fraction divides. Here it was multiplied by instead.",
    ),
    Mistake(
        "neighbouring-error-term",
        "the error term of another unit of the layer was used in a gradient",
        {Rule.PATH: _neighbouring_error},
        "Into which unit does this parameter lead?",
        "The gradient of a weight or bias has the error term of the unit that it leads into. Here that of "
        "another unit of the same layer was used.",
    ),
)
