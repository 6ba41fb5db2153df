"""Rohan & Lenny #1: a 3-3-3-1 sigmoid network, one weight of the first layer, seven moves back.

The article derives dJ/dW^1_ij for a network with inputs x, hidden layers y and z and one output p,
whose target is a, and trains a ReLU layer in code. It prints formulas and no numbers, so the
numbers here are our own, and every printed formula is worked out on them: `printed` in `formulas`.

`problem` is the 3-3-3-1 network, `chain` the article's chain of three weights, `slope` its sigmoid;
`NINE` the article's last formula taken literally, which is the sum of the nine gradients of the
first layer; `FLAWS` everything that is wrong in it. Its code, mended, is `relu_layer`; what each
bug of the printed code does is run by `relu_bugs`. In its letters `notation="rohan_lenny"`:
W^1_{21} goes from x_2 to y_1, and is `w1[1,2]`.
"""

from __future__ import annotations

from ...graph import Graph
from ...network import Network
from ...problem import Problem
from ...solution import Solution
from ..formulas import FormulaComparison, compare_formulas
from ..printed import Flaws
from .flaws import FLAWS
from .formulas import NINE, printed

__all__ = ["FLAWS", "NINE", "printed"]

TITLE = "Rohan & Lenny #1"
SOURCE = 'the article "Rohan & Lenny #1: Neural Networks & The Backpropagation Algorithm, Explained"'
NOTATION = "rohan_lenny"
DECIMALS = 8
MISTAKES: tuple[str, ...] = ()


def _problem(momentum: str | None) -> Problem:
    return Problem(
        Network([3, 3, 3, 1], bias="none", momentum=momentum),
        x=["0.5", "0.2", "0.9"],
        y=["1"],
        weights=[
            [["0.2", "-0.4", "0.6"], ["0.7", "0.1", "-0.3"], ["-0.5", "0.8", "0.4"]],
            [["0.3", "-0.6", "0.9"], ["0.5", "0.2", "-0.1"], ["-0.7", "0.4", "0.1"]],
            [["0.8", "-0.2", "0.5"]],
        ],
        learning_rate="0.5",
        title=TITLE,
    )


problem = _problem(momentum=None)
with_momentum = _problem(momentum="0.9")

chain = Graph(
    {
        "hidden1": "sigma(w1*input)",
        "hidden2": "sigma(w2*hidden1)",
        "output": "sigma(w3*hidden2)",
        "error": "1/2*(output - target)^2",
    },
    title="chain of three weights, input to hidden 1 to hidden 2 to output",
)
CHAIN_NUMBERS = {"input": "0.5", "w1": "0.8", "w2": "-0.6", "w3": "1.2", "target": "1"}

slope = Graph({"S": "1/(1 + exp(-alpha))"}, title="the sigmoid S of alpha")


def solutions() -> dict[str, Solution]:
    """What the printed formulas are worked out on, by the name that they give for it."""
    return {
        "": problem.solve(),
        "momentum": with_momentum.solve(),
        "chain": chain.solve(CHAIN_NUMBERS),
        "slope": slope.solve({"alpha": "0.4"}),
    }


def compare() -> FormulaComparison:
    """Every formula that the article prints, worked out beside what it is printed for."""
    return compare_formulas(solutions(), printed, DECIMALS)


def flaws(*names: str) -> Flaws:
    """What is wrong in the article; with names, as in "A-4", only those."""
    return Flaws.worked_out(FLAWS, solutions(), DECIMALS, names)


def conclusion() -> str:
    """The article's last formula, taken literally, beside what it is and what it ought to be."""
    solution = problem.solve()
    gradients = solution["dJ/dW1"]
    return (
        f"Taken literally, the last formula is {solution.evaluate(NINE):.{DECIMALS}f}: the sum of all nine gradients "
        f"of the first layer, {gradients.sum():.{DECIMALS}f}.\nThe gradient of one weight, from the first input to "
        f"the first hidden unit, is {gradients[0, 0]:.{DECIMALS}f}."
    )
