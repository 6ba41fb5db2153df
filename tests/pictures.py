"""Problems to draw, pictures of them, and what of their texts lies where; for the tests of pictures."""

from __future__ import annotations

import random
from functools import cache
from itertools import pairwise

import handnet as hn
from handnet import plot
from handnet.landscapes import landscape

SHAPES = ([2, 2, 1], [2, 2, 2], [3, 3, 3, 1], [4, 1, 1], [2, 3, 1], [1, 1, 1, 1], [10, 10, 10])
READABLE = SHAPES[:-1]


def numbers(layers, seed=3, samples=1, **options):
    """A problem with numbers of two decimals."""
    draw = random.Random(seed)

    def row(size):
        return [f"{draw.uniform(-1, 1):.2f}" for _ in range(size)]

    net = hn.Network(layers, **options)
    biases = [row(size) for size in layers[1:]]
    return hn.Problem(
        net,
        x=[row(layers[0]) for _ in range(samples)],
        y=[["0.5"] * layers[-1]] * samples,
        weights=[[row(before) for _ in range(here)] for before, here in pairwise(layers)],
        biases=biases if options.get("bias", "unit") == "unit" else None,
    )


def drawn(source, width=7, height=4, **options):
    sheet = plot.picture(width, height)
    plot.network(sheet.ax, source, **options)
    return sheet


@cache
def sheet_of(*layers, **options):
    """The drawn network of these layers; tests that only look at it share one picture."""
    return drawn(numbers(list(layers)), **options)


def inside(sheet):
    """Whether all texts lie on the paper."""
    paper = sheet.figure.bbox
    return all(
        paper.x0 <= box.x0 and box.x1 <= paper.x1 and paper.y0 <= box.y0 and box.y1 <= paper.y1
        for box in boxes(sheet)
    )


def title(shape):
    return "-".join(map(str, shape))


def boxes(sheet):
    sheet.figure.draw_without_rendering()
    return [text.get_window_extent() for ax in sheet.axes for text in ax.texts if text.get_text()]


def filled(draw, *sheet):
    """A picture with a drawing on it, made when it is asked for."""

    def make():
        paper = plot.picture(*sheet)
        draw(paper)
        return paper

    return make


BOWL = hn.Graph({"J": "(u - 1)^2 + 3*v^2"}).solve({"u": 0, "v": 0})
ONE, TWO = landscape(BOWL, "u"), landscape(BOWL, "u", "v")
"""A loss whose values and slopes are known by heart: 2 (u - 1) and 6 v."""
PLAIN_FUNCTIONS = [name for name in hn.functions.ACTIVATIONS if name != "softmax"]
PICTURES = {
    **{title(shape): (lambda shape=shape: sheet_of(*shape)) for shape in SHAPES},
    "long names": lambda: drawn(hn.articles.handwriting.problem, notation="handwriting"),
    "curve": filled(lambda paper: plot.cost_curve(
        paper.ax, ONE, ONE.descend((-2,), 0.1, 6, title="slow"), ONE.descend((3,), 0.9, 6, title="fast"),
        low=-3, high=4, tangent=2.5)),
    "contours": filled(lambda paper: plot.contours(
        paper.ax, TWO, TWO.descend((-2, 1), 0.05, 9, title="slow"), low=(-3, -2), high=(4, 2), downhill=True), 7, 5),
    "squares": filled(lambda paper: plot.squares(
        paper.ax, [(0, 1.2), (1, 1.4), (2, 3.9), (3, 3.2)], (1, 0.8)), 7, 5),
    "activations": filled(lambda paper: plot.activations(paper.axes, PLAIN_FUNCTIONS), 8, 6, 3, 3),
    "overlaid": filled(lambda paper: plot.activations(paper.ax, ["sigmoid", "relu"])),
    "history": filled(lambda paper: plot.history(
        paper.ax, {"a long name of a curve": [1, 0.5, 0.2], "$b_": [1, 0.6, 0.21]}, log=True)),
    "bars": filled(lambda paper: plot.bars(paper.ax, {"layer 1": -0.001, "layer 2": 0.01}, log=True)),
}  # fmt: skip
