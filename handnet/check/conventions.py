"""Other conventions in which a whole sheet may be right: tried before anyone is blamed.

Each is the same problem, written by another of the usual agreements. `words` say which.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from ..explain.chance import LUCK, share_covered
from ..functions import LOSSES
from ..problem import Problem
from ..quantity import Derivative, Quantity

if TYPE_CHECKING:
    from .judge import Judge


FEWEST = 2
MOST_OTHERS = 8
"""About so many conventions are tried."""


class Other(NamedTuple):
    """The problem in another convention; `thresholds` where their derivatives count the other way."""

    words: str
    problem: Problem
    thresholds: bool = False


def others(problem: Problem, answered: tuple[Quantity, ...]) -> Iterator[Other]:
    """The other conventions that could matter for these quantities, one change first, then two."""
    if problem.network.loss is None:
        return
    signs = [_other_sign(problem)] if any(_name(each) == "delta" for each in answered) else []
    factors = [*_factors(problem), *_means(problem)]
    if any(_name(each) == "theta" for each in answered):
        signs.append(Other("thresholds are counted as biases, with the other sign", problem, True))
    yield from (each for each in (*signs, *factors))
    for sign, factor in product(signs, factors):
        words = f"{sign.words}, and {factor.words}"
        if sign.thresholds:
            yield Other(words, factor.problem, True)
        else:
            yield Other(words, _other_sign(factor.problem).problem)


def _name(quantity: Quantity) -> str:
    return quantity.by.name if isinstance(quantity, Derivative) else quantity.name


def counts_the_other_way(quantity: Quantity) -> bool:
    """Whether a value has the other sign where a threshold is counted as a bias."""
    name = _name(quantity)
    return name in ("theta", "change_theta", "velocity_theta")


def _with(problem: Problem, **changes: object) -> Problem:
    """The same problem in another convention."""
    other = copy(problem)
    other.network = copy(problem.network)
    other.network.convention = replace(problem.network.convention, **changes)  # type: ignore[arg-type]
    return other


def _other_sign(problem: Problem) -> Other:
    sign = -problem.network.convention.error_sign
    words = "error terms have the other sign, " + ("dJ/dz" if sign == 1 else "-dJ/dz")
    return Other(words, _with(problem, error_sign=sign))


def _factors(problem: Problem) -> Iterator[Other]:
    """The factor 2 of a squared error kept or dropped in the gradients, or in the loss as well."""
    network = problem.network
    loss = network.loss
    if loss is None or loss.name not in ("half_squared_error", "squared_error"):
        return
    half = loss.name == "half_squared_error"
    factor = Fraction(network.convention.gradient_factor) * (2 if half else Fraction(1, 2))
    words = (
        "the gradients keep the factor 2 of the square"
        if half
        else "the gradients drop the factor 2 of the square"
    )
    yield Other(words, _with(problem, gradient_factor=str(factor)))
    other = copy(problem)
    other.network = copy(network)
    other.network.loss = LOSSES["squared_error" if half else "half_squared_error"]
    yield Other("the squared error is taken " + ("without 1/2" if half else "with 1/2"), other)


def _means(problem: Problem) -> Iterator[Other]:
    """The 1/M of a mean in the weights' gradients alone, or in every derivative."""
    if problem.network.reduction != "mean" or problem.samples < 2:
        return
    if problem.network.convention.mean_in == "loss":
        yield Other(
            "error terms belong to one sample, and 1/M stands with the gradients",
            _with(problem, mean_in="gradient"),
        )
    else:
        yield Other("1/M stands in every derivative", _with(problem, mean_in="loss"))


def recognised(usual: Judge, other: Judge) -> Any:
    """Who has the whole sheet right in another convention, and not by luck.

    Two answers must tell, or one that is no update: a new weight has the learning rate in it, and
    whoever forgot that has a new weight that fits another factor.
    """
    k = usual.kernel
    right: Any = True
    chance: Any = float(MOST_OTHERS)
    telling: Any = 0
    for quantity, there in other.right_by_exact().items():
        column, judged = other.columns[quantity], usual.judged[quantity]
        right = right & (there | k.no(column.mask))
        tells = column.mask & there & k.no(judged.exact | judged.reached)
        share = share_covered(k, column.value, column.half, [other.right(quantity)])
        chance = chance * k.where(tells, share, 1.0)
        telling = telling + k.where(tells, 1 if _is_update(quantity) else FEWEST, 0)
    return right & (telling >= FEWEST) & (chance < LUCK)


def _is_update(quantity: Quantity) -> bool:
    """Whether this has the learning rate in it."""
    return quantity.time > 0 or _name(quantity).startswith(("change_", "velocity_"))
