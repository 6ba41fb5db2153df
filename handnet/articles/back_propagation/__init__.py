"""Back Propagation: two layers with biases in matrices, samples as columns, the mean squared error.

The article states Z1 = W1 X + B1, A1 = sigma(Z1), Z2 = W2 A1 + B2, A2 = sigma(Z2), multiplies two sets
of derivatives, and writes the result as NumPy lines. It has no numbers, so the numbers here are our
own: a 2-3-1 network and M = 4 samples, on which every printed formula is worked out.

`problem` is that network; `too_many` (3-4-1) and `silent` (2-2-2) show what the printed line for dZ2
does: it fails in the one and gives wrong numbers without a word in the other. `points` and `line` are
for the picture of squares. In the article's letters `notation="back_propagation"`.
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

TITLE = "Back Propagation"
SOURCE = 'the article "Back Propogation" (so spelled)'
NOTATION = "back_propagation"
DECIMALS = 8
MISTAKES = ("mean-lost",)

problem = Problem(
    Network([2, 3, 1], loss="mean_squared_error"),
    x=[["0.1", "0.9"], ["0.8", "0.4"], ["0.5", "0.2"], ["0.9", "0.7"]],
    y=[["0.7"], ["0.5"], ["0.1"], ["0.9"]],
    weights=[[["0.3", "-0.5"], ["0.8", "0.2"], ["-0.6", "0.4"]], [["0.7", "-0.4", "0.9"]]],
    biases=[["0.1", "-0.2", "0.3"], ["-0.5"]],
    learning_rate="0.5",
    title=TITLE,
)

too_many = Problem(
    Network([3, 4, 1], loss="mean_squared_error"),
    x=[["0.1", "0.9", "0.3"], ["0.8", "0.4", "0.6"]],
    y=[["0.7"], ["0.5"]],
    weights=[
        [["0.3", "-0.5", "0.2"], ["0.8", "0.2", "-0.4"], ["-0.6", "0.4", "0.1"], ["0.5", "0.7", "-0.3"]],
        [["0.7", "-0.4", "0.9", "0.2"]],
    ],
    biases=[["0.1", "-0.2", "0.3", "0"], ["-0.5"]],
    learning_rate="0.5",
    title="more hidden units than outputs",
)

silent = Problem(
    Network([2, 2, 2], loss="mean_squared_error"),
    x=[["0.1", "0.9"], ["0.8", "0.4"]],
    y=[["0.7", "0.2"], ["0.5", "0.6"]],
    weights=[[["0.3", "-0.5"], ["0.8", "0.2"]], [["0.7", "-0.4"], ["0.1", "0.9"]]],
    biases=[["0.1", "-0.2"], ["-0.5", "0.3"]],
    learning_rate="0.5",
    title="as many inputs as hidden units as outputs",
)

points = (("0", "1.9"), ("1", "1.6"), ("2", "3.3"), ("3", "2.9"))
line = ("0.6", "1.4")
"""Slope and intercept of the line through the points."""


def solutions() -> dict[str, Solution]:
    """What formulas and effects of flaws are worked out on, by the name that they give for it."""
    return {
        "": problem.solve(),
        "2-2-2 as printed": silent.solve(mistakes=["earlier-weights-before-slope"]),
        "2-2-2": silent.solve(),
    }


def compare() -> FormulaComparison:
    """Every formula that the article prints, worked out beside what it is printed for."""
    return compare_formulas(solutions(), printed, DECIMALS)


def flaws(*names: str) -> Flaws:
    """What is wrong in the article; with names, as in "D-2", only those."""
    return Flaws.worked_out(FLAWS, solutions(), DECIMALS, names)


def conclusion() -> str:
    """What the factor M does to one step of descent."""
    right, mistaken = problem.solve("J+", "J"), problem.solve("J+", mistakes=MISTAKES)
    return (
        f"One step with the right gradient takes J from {right['J']:.{DECIMALS}f} to {right['J+']:.{DECIMALS}f}; "
        f"without 1/M it goes {problem.samples} times as far, to {mistaken['J+']:.{DECIMALS}f}, "
        f"as with a learning rate {problem.samples} times as large."
    )
