"""Handwriting a neural net, part 8: a 4-1-1 network, three people, every matrix to 8 decimals.

Three people (rows) are described by money, relationships, sandwiches and a baseline; a network
of one hidden and one output unit, without biases, shall give how happy each is. The article
finds the gradient of W2, makes a step, and states the new W1. The starting values are those of
part 4 of the same series; with them every number of part 8 is reproduced.

`problem` is the right calculation, `printed` what the article prints, `MISTAKES` the codes that
lead from the one to the other, `FLAWS` everything that is wrong in it; `compare()` shows all.
"""

from __future__ import annotations

from ..network import Network
from ..problem import Problem
from .printed import Comparison, Flaw, Flaws, Printed
from .printed import compare as compare_printed

TITLE = "Handwriting a neural net, part 8"
SOURCE = 'the article "Handwriting a neural net, part 8 - Backpropagation, the Learning Part"'

problem = Problem(
    Network([4, 1, 1], activation="sigmoid", loss="squared_error", bias="none"),
    x=[["0.4", "0.8", "0.4", "0.3"], ["1.0", "0.2", "0.4", "0.3"], ["0.3", "0.4", "0.5", "0.4"]],
    y=[["1.0"], ["0.85"], ["0.4"]],
    weights=[[["0.25", "1.0", "0.25", "1.0"]], [["0.5"]]],
    learning_rate="1",
    title=TITLE,
    input_names=["money", "relationships", "sandwiches", "baseline"],
    sample_names=["Alejandra", "Bob", "Alice"],
)

MISTAKES = ("slope-of-activation", "inner-minus-lost", "step-added")

DECIMALS = 8


def _column(called: str, formula: str, texts: str, meant: str = "", part_of: str = "") -> list[Printed]:
    """A printed column with one number per person; `#` in a formula stands for the sample."""

    def row(text: str, number: int) -> Printed:
        name = f"{called}, {problem.sample_names[number - 1]}"
        own, other = formula.replace("#", str(number)), meant.replace("#", str(number))
        return Printed(name, own, text, DECIMALS, other, part_of)

    return [row(text, number) for number, text in enumerate(texts.split(), start=1)]


_HIDDEN = _column("neuron1output", "a1[1](#)", "0.78583498 0.70056714 0.73105858")
_SLOPES = _column("slope of the output", "da2[1](#)/dz2[1](#)", "0.22898481 0.22966396 0.22942154")
_TWICE = "slope-of-activation"

printed: tuple[Printed, ...] = (
    *_column("y*", "y[1](#)", "1.0 0.85 0.4"),
    *_HIDDEN,
    *_column("output", "a2[1](#)", "0.59698483 0.58668634 0.59037826"),
    *_column("y* - output", "y[1](#) - a2[1](#)", "0.40301517 0.26331366 -0.19037826"),
    *_column("2(y* - output)", "dJ/da2[1](#)", "0.80603034 0.52662731 -0.38075651"),
    *_column("sigmoid(output)", "sigma(a2[1](#))", "0.64496618 0.64260448 0.64345193", "a2[1](#)", _TWICE),
    *_column(
        "1 - sigmoid(output)",
        "1 - sigma(a2[1](#))",
        "0.35503382 0.35739552 0.35654807",
        "1 - a2[1](#)",
        _TWICE,
    ),
    *_SLOPES,
    *_column("error times slope", "dJ/dz2[1](#)", "0.1845687 0.12094732 -0.08735375"),
    Printed("change of W2", "change_w2[1,1]", "0.16591155", DECIMALS),
    Printed("W2", "w2[1,1]", "0.5", DECIMALS),
    Printed("new W2", "new(w2[1,1])", "0.66591155", DECIMALS),
    *(
        Printed(f"new W1, {name}", f"new(w1[1,{k}])", text, DECIMALS)
        for k, (name, text) in enumerate(
            zip(problem.input_names, ("0.2684694", "1.01472558", "0.25851005", "1.00614301"), strict=True),
            start=1,
        )
    ),
)

FLAWS: tuple[Flaw, ...] = (
    Flaw(
        "B-1",
        "the slope of the sigmoid, in both layers",
        "sigmoid(output) * (1 - sigmoid(output))",
        "output * (1 - output)",
        "output is already an activation; the sigmoid is applied a second time",
        "every printed gradient and every new weight",
        ("slope-of-activation",),
    ),
    Flaw(
        "B-2",
        "the derivative of the loss, and the step",
        "2(y* - output), and the step is added",
        "-2(y* - output), and the step is subtracted",
        "the inner derivative -1 is missing, and adding the step makes up for it",
        "none on the new weights: the two mistakes cancel",
        ("inner-minus-lost", "step-added"),
    ),
    Flaw(
        "B-3",
        "the last dot product",
        "its second factor is the column of slopes, 0.22898481 and so on",
        "the column of error times slope, 0.1845687 and so on",
        "the wrong column was copied; the result 0.16591155 belongs to the right one",
        "the text only: with the column shown the result would be {}",
        formulas=(" + ".join(f"{a.text}*{slope.text}" for a, slope in zip(_HIDDEN, _SLOPES, strict=True)),),
    ),
    Flaw(
        "B-4",
        "the derivative of the matrix product by W2",
        "neuron1output dot W2",
        "neuron1output",
        "the product itself is written where its derivative is meant",
        "the text only: a sentence later it is right",
    ),
    Flaw(
        "B-5",
        "the formula for W1",
        "Input.T dot (... dot W2.T) * slope",
        "Input.T dot ((... dot W2.T) * slope)",
        "a pair of brackets is missing: a (4,1) array would be multiplied by a (3,1) array",
        "the text only: the new W1 comes from the right order",
    ),
    Flaw(
        "B-6",
        "the product of two columns",
        "scalar multiplication",
        "entry by entry multiplication",
        "a scalar multiplies all entries by one number; here each has its own",
        "the word only",
    ),
    Flaw(
        "B-7",
        "the goal of the first chain",
        "the derivative of the cost with respect to the input",
        "with respect to W2",
        "the input is not what is changed",
        "the text only",
    ),
)


def compare() -> Comparison:
    """Every number that the article prints, beside the right one and its cause."""
    return compare_printed(problem, printed, MISTAKES)


def flaws(*names: str) -> Flaws:
    """What is wrong in the article; with names, as in "B-1", only those."""
    return Flaws.worked_out(FLAWS, {"": problem.solve(mistakes=MISTAKES)}, DECIMALS, names)


def conclusion() -> str:
    """Whether the network learned: the loss before, after the printed step, after the right one."""
    right, mistaken = problem.solve("J+", "J"), problem.solve("J+", mistakes=MISTAKES)
    return (
        f"Did it learn? J falls from {right['J']:.8f} to {mistaken['J+']:.8f} with the printed weights, and to "
        f"{right['J+']:.8f} with the right ones.\nA falling loss does not prove that a gradient is right."
    )
