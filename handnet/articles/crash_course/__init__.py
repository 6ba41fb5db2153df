"""Machine Learning Crash Course, part 3: one neuron, layers, and the four equations for any layer.

The article writes s for the weighted sum with its bias and counts the input as layer 1; it derives,
for general l, j and k, the error terms delta, their recursion, and the derivatives of biases and
weights. It prints formulas and no numbers, so the numbers here are our own: a 3-3-2 network, on
which every printed formula is worked out for every layer and unit.

`problem` is that network, `neuron` one unit with two inputs; `FLAWS` is everything that is wrong in
the article. In its letters `notation="crash_course"`: w^2_{jk} is `w1[j,k]`, a^1_k is `x[k]`.
"""

from __future__ import annotations

from ...network import Network
from ...problem import Problem
from ...solution import Solution
from ..formulas import FormulaComparison, compare_formulas
from ..printed import Flaws
from .flaws import FLAWS
from .formulas import printed

__all__ = ["FLAWS", "printed"]

TITLE = "Machine Learning Crash Course, part 3"
SOURCE = 'the article "Machine Learning Crash Course: Part 3" by Daniel Geng and Shannon Shih'
NOTATION = "crash_course"
DECIMALS = 8
MISTAKES: tuple[str, ...] = ()

problem = Problem(
    Network([3, 3, 2]),
    x=["0.5", "-0.3", "0.8"],
    y=["1", "0"],
    weights=[
        [["0.4", "-0.2", "0.1"], ["-0.5", "0.6", "0.3"], ["0.2", "0.7", "-0.4"]],
        [["0.6", "-0.3", "0.5"], ["-0.4", "0.8", "0.2"]],
    ],
    biases=[["0.1", "-0.1", "0.2"], ["0.05", "-0.15"]],
    learning_rate="0.5",
    title=TITLE,
)

neuron = Problem(
    Network([2, 1]),
    x=["0.6", "0.2"],
    y=["1"],
    weights=[[["0.5", "-1.5"]]],
    biases=[["0.4"]],
    learning_rate="0.5",
    title="one neuron",
)


def solutions() -> dict[str, Solution]:
    """What the printed formulas and the effects of flaws are worked out on."""
    return {"": problem.solve()}


def compare() -> FormulaComparison:
    """Every formula that the article prints, worked out beside what it is printed for."""
    return compare_formulas(solutions(), printed, DECIMALS)


def flaws(*names: str) -> Flaws:
    """What is wrong in the article; with names, as in "C-4", only those."""
    return Flaws.worked_out(FLAWS, solutions(), DECIMALS, names)


def conclusion() -> str:
    """Whether the four equations hold, with the numbers of one weight."""
    solution = problem.solve("J+", "dJ/dW1")
    recursion = "(w2[1,1]*delta2[1] + w2[2,1]*delta2[2])*a1[1]*(1 - a1[1])"
    by_hand = solution.evaluate(f"x[1]*{recursion}")
    return (
        f"The four equations hold. For the first weight they give {by_hand:.{DECIMALS}f}; "
        f"the chain rule, line by line, gives {solution['dJ/dw1[1,1]']:.{DECIMALS}f}."
    )
