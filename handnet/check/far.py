"""Values after many updates: they come from training, and so do the mistakes that explain them."""

from __future__ import annotations

from ..answer import Answer
from ..errors import HandnetError
from ..explain.chance import LUCK, share_covered
from ..explain.explanation import Explanation
from ..explain.slips import SLIPS
from ..problem import Problem
from ..quantity import Quantity
from ..reach.kernel import Floats
from .criteria import Criteria

LONGEST = 20_000
"""So many updates are trained anew with each mistake; of more, only the count of steps is looked at."""


def far_explanations(
    problem: Problem, quantity: Quantity, answer: Answer, criteria: Criteria
) -> tuple[Explanation, ...] | None:
    """Each mistake made in every update, and steps counted one off; None where luck would fit too."""
    tried: list[tuple[tuple[object, ...], float]] = []
    if "one-step-off" not in criteria.without:
        history = problem.train(quantity.time + 1)
        for time in (quantity.time - 1, quantity.time + 1):
            tried.append(((SLIPS["one-step-off"],), float(history[time].value(quantity.at(time)))))
    if quantity.time <= LONGEST:
        for mistake in criteria.mistakes:
            try:
                value = problem.train(quantity.time, mistakes=[mistake])[quantity.time].value(quantity)
            except (HandnetError, ArithmeticError):
                continue
            tried.append(((mistake,), float(value)))
    fit = [(made, value) for made, value in tried if abs(value - answer.value) <= answer.half]
    chance = share_covered(Floats(), answer.value, answer.half, [value for _, value in tried])
    if fit and chance >= LUCK:
        return None
    return tuple(Explanation(made, "", value, False, chance) for made, value in fit)
