"""Handnet's gradients beside those of the witnesses, measured by the sum of absolute summands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mpmath import mp
from witness import parameters

from handnet import Problem, Solution
from handnet.quantity import Derivative, Quantity, Variable
from handnet.verify import magnitude

J = Variable("J")
STYLES = [(style, combined) for style in ("chain", "delta") for combined in (None, False, True)]


def gradient_goals(problem: Problem) -> list[str]:
    """The addresses of the loss's derivatives by all parameters, frozen ones too."""
    return [f"dJ/d{each}" for each in parameters(problem)]


def magnitudes(solution: Solution) -> dict[Quantity, float]:
    """For every quantity of a solution, its lines worked out with every minus as a plus."""
    found = {each: abs(number.value) for each, number in solution.given.items()}
    for step in solution.derivation.steps:
        found[step.quantity] = magnitude(step.formula, solution.values, found)
    return found


def apart(ours: float, theirs: Any, scale: float) -> float:
    """How far two values are apart, over the scale; infinite where one is none, or the scale is 0."""
    difference = abs(mp.mpf(ours) - theirs)
    if difference == 0:
        return 0.0
    return float(difference / scale) if scale and mp.isfinite(difference) else float("inf")


def disagreements(
    solution: Solution, theirs: Mapping[Variable, Any], of: Variable = J
) -> dict[Variable, float]:
    """How far the solution's derivatives of the loss are from a witness's, by parameter."""
    scales = magnitudes(solution)
    return {
        by: apart(solution.values[Derivative(of, by)], value, scales[Derivative(of, by)])
        for by, value in theirs.items()
    }


def worst(found: Iterable[float]) -> float:
    """The largest of the disagreements; 0 if there are none."""
    return max(found, default=0.0)


def same(first: Solution, second: Solution, pairs: Iterable[tuple[Quantity, Quantity]]) -> float:
    """The largest disagreement between quantities of two solutions, by the larger of their scales."""
    left, right = magnitudes(first), magnitudes(second)
    return worst(
        apart(first.values[one], second.values[other], max(left[one], right[other])) for one, other in pairs
    )
