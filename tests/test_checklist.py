"""Everything that the four articles work through, row by row: where a reader finds it, and its number.

Each row names a notebook, a piece of the source of one of its cells, and what that cell has to show.
Wherever there is a number it is worked out here once more, in plain Python or NumPy.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from articles_by_hand import (
    a_layer_at_once,
    annealed,
    chain,
    down_the_curve,
    equal_weights,
    four_equations,
    from_zero,
    learned_or_not,
    learning_rates,
    neuron_with_a_step,
    nine_gradients,
    on_the_map,
    one_layer,
    one_neuron,
    penalised,
    printed_and_right,
    race,
    seven_moves,
    sigma,
    squares,
    two_layers_of_samples,
    two_valleys,
    values_moving,
    vanishing,
    with_momentum,
)

from handnet.articles import ARTICLES, article

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


class Row(NamedTuple):
    """What is followed, where, in which cell, and what that cell shows."""

    name: str
    what: str
    notebook: str
    source: str
    shows: Callable[[], list[str]]


def said(*texts: str) -> Callable[[], list[str]]:
    return lambda: list(texts)


ROWS = (
    Row("A1", "one neuron", "rohan_lenny", 'problem.solve("y_j,1"', one_neuron),
    Row(
        "A2",
        "one weight rolls down its cost",
        "rohan_lenny",
        'learning_rate="0.1", updates=8',
        down_the_curve,
    ),
    Row("A2", "learning rates too small and too large", "rohan_lenny", "updates=30", learning_rates),
    Row("A2", "annealing", "rohan_lenny", 'anneal="0.2"', annealed),
    Row("A3", "momentum beside plain descent", "rohan_lenny", "for walk in (plain, rolling)", with_momentum),
    Row("A4", "the chain of three weights", "rohan_lenny", "product *= chain[name]", chain),
    Row("A5", "the error and its derivative", "rohan_lenny", '"1/2*(p - a)^2", "p"', said("p - a")),
    Row("A6", "the slope of the sigmoid", "rohan_lenny", 'proof("alpha", "S")', said("S*(1 - S)")),
    Row("A7", "seven moves back", "rohan_lenny", "moves[6]", seven_moves),
    Row("A7", "the sum of nine gradients", "rohan_lenny", "article.conclusion()", nine_gradients),
    Row("A8", "activation functions side by side", "rohan_lenny", "plot.activations", said("0.25 at z = 0")),
    Row("A8", "a step cannot learn", "rohan_lenny", 'activation="step"', said("no weight can learn from it")),
    Row("A9", "equal weights", "rohan_lenny", '"W1": "0.5"', equal_weights),
    Row("A9", "zero weights, sigmoid", "rohan_lenny", '"W1": "0"', from_zero),
    Row("A9", "zero weights, tanh", "rohan_lenny", '"tanh"', said("[0.0, 0.0, 0.0]")),
    Row("A10", "the bugs of the ReLU layer", "rohan_lenny", 'BUGS["A-6"]', said("mended", "neuron view")),
    Row("A11", "gradient check", "rohan_lenny", "problem.gradient_check()", said("21 of 21")),
    Row("A12", "a penalty on large weights", "rohan_lenny", '"lambda": size', penalised),
    Row("A13", "changes at random against descent", "rohan_lenny", "curve[count - 1]", race),
    Row("A14", "the vanishing product of slopes", "rohan_lenny", "dJ/dz{layer}[1]", vanishing),
    Row("A15", "two valleys and a fresh start", "rohan_lenny", "land.restarts", two_valleys),
    Row("B1", "partial derivatives", "handwriting", '"x^2 + 2*z", "x"', said("2*x")),
    Row("B1", "of a longer formula", "handwriting", '"x^2*3*z + 2*x*z^2", "z"', said("x^2*3 + 2*x*2*z")),
    Row("B2", "the update of W2", "handwriting", 'printed["new W2"]', printed_and_right),
    Row("B3", "did it learn?", "handwriting", "article.conclusion()", learned_or_not),
    Row("C1", "one neuron", "crash_course", 'article.neuron.solve("a1[1]"', lambda: [f"{sigma(0.4):.6f}"]),
    Row("C1", "step against sigmoid", "crash_course", "sharp = step.solve", neuron_with_a_step),
    Row("C2", "values moving through the layers", "crash_course", "upto=layer", values_moving),
    Row("C3", "a layer as one product", "crash_course", 'forward.only("forward")', a_layer_at_once),
    Row("C4", "the recursion for any layer", "crash_course", 'view["delta"]', said("sum over i collapses")),
    Row("C4", "proved at every unit", "crash_course", "view.verify()", said("all agree")),
    Row("C4", "the equations with numbers", "crash_course", "problem.solve(*gradients", four_equations),
    Row("D1", "descent on contour lines", "back_propagation", "walk", on_the_map),
    Row("D2", "the mean area of squares", "back_propagation", "plot.squares", squares),
    Row(
        "D3", "two layers in matrices, as code", "back_propagation", "dW1 = dZ1 @ X.T", two_layers_of_samples
    ),
    Row(
        "D3", "the two sets", "back_propagation", "view.sets()", said("First set", "Second set", "transposed")
    ),
    Row("D4", "a single layer first", "back_propagation", "single.solve", one_layer),
)


@functools.cache
def cells(notebook: str) -> list[tuple[str, str]]:
    """The source and the whole output of every code cell, as text."""
    found = []
    for cell in nbformat.read(NOTEBOOKS / f"{notebook}.ipynb", as_version=4).cells:
        if cell.cell_type == "code":
            data = [output.get("data", {"text/plain": output.get("text", "")}) for output in cell.outputs]
            found.append((cell.source, "\n".join(each.get("text/plain", "") for each in data)))
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}, {row.what}")
def test_each_row_is_demonstrated(row):
    shown = [output for source, output in cells(row.notebook) if row.source in source]
    assert shown, f"no cell of {row.notebook} has {row.source!r}"
    wanted = row.shows()
    assert any(all(text in output for text in wanted) for output in shown), f"{wanted} is not in {shown}"


def test_no_row_is_left_out():
    """A1 to A15, B1 to B3, C1 to C4, D1 to D4, one after the other."""
    names = list(dict.fromkeys(row.name for row in ROWS))
    wanted = {"A": 15, "B": 3, "C": 4, "D": 4}
    assert set(names) == {
        f"{letter}{number}" for letter, most in wanted.items() for number in range(1, most + 1)
    }
    assert all((one[0], int(one[1:])) < (two[0], int(two[1:])) for one, two in pairwise(names))


@pytest.mark.parametrize(
    ("name", "flaw"), [(name, flaw.name) for name in ARTICLES for flaw in article(name).FLAWS]
)
def test_each_mistake_has_its_place_in_the_notebook(name, flaw):
    """In the list of all; and where it comes up, or, in the article with numbers, beside these."""
    names = [each.name for each in article(name).FLAWS]
    mentioned = [
        {each for each in names if each in re.findall(r"[A-D]-\d+", output)} for _, output in cells(name)
    ]
    assert any(found == set(names) for found in mentioned)
    assert name == "handwriting" or any(flaw in found and len(found) < len(names) / 2 for found in mentioned)
