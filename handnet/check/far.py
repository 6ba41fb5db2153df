"""Values after many updates: they come from training, and so do the mistakes that explain them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..answer import Answer
from ..errors import HandnetError
from ..explain.chance import LUCK, share_covered
from ..explain.explanation import Explanation
from ..explain.slips import SLIPS
from ..problem import Problem
from ..quantity import Quantity
from ..reach.kernel import Floats
from ..training import History
from .criteria import Criteria

LONGEST = 20_000
"""So many updates are trained anew with each mistake; of more, only the count of steps is looked at."""

Explained = tuple[Explanation, ...] | None


def far_explanations(
    problem: Problem, wrong: Mapping[Quantity, Answer], criteria: Criteria
) -> dict[Quantity, Explained]:
    """Each mistake made in every update, and steps counted one off; None where luck would fit too."""
    if not wrong:
        return {}
    tried: dict[Quantity, list[tuple[Any, float]]] = {quantity: [] for quantity in wrong}
    last = max(quantity.time for quantity in wrong)
    if "one-step-off" not in criteria.without:
        history = problem.train(last + 1)
        for quantity, found in tried.items():
            for time in (quantity.time - 1, quantity.time + 1):
                found.append((SLIPS["one-step-off"], history[time].value(quantity.at(time))))
    if last <= LONGEST:
        for mistake, history in _trained(problem, last, criteria):
            for quantity, found in tried.items():
                found.append((mistake, history[quantity.time].value(quantity)))
    return {quantity: _fitting(answer, tried[quantity]) for quantity, answer in wrong.items()}


def _trained(problem: Problem, updates: int, criteria: Criteria) -> Iterator[tuple[Any, History]]:
    """The training with each mistake that training can have."""
    for mistake in criteria.mistakes:
        try:
            yield mistake, problem.train(updates, mistakes=[mistake])
        except (HandnetError, ArithmeticError):
            continue


def _fitting(answer: Answer, tried: list[tuple[Any, float]]) -> Explained:
    fit = [(made, value) for made, value in tried if abs(value - answer.value) <= answer.half]
    chance = share_covered(Floats(), answer.value, answer.half, [value for _, value in tried])
    if fit and chance >= LUCK:
        return None
    return tuple(Explanation((made,), "", float(value), False, chance) for made, value in fit)
