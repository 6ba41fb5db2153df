"""What the tests of the matrix view share: problems, views, and how far arrays are apart."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

import handnet as hn
from handnet.forward import ForwardPass
from handnet.matrix_view import matrix_view
from handnet.notation import notation
from handnet.render.measure import width_of
from handnet.setting import Setting

LAYOUTS = ("columns", "rows")
EARLIER = "earlier-weights-before-slope"


def sigma(z):
    return 1 / (1 + np.exp(-z))


def view_of(network, samples=1, layout="columns", letters="standard", **options):
    setting = Setting(ForwardPass(network, samples), notation=notation(letters))
    return matrix_view(setting, layout, **options)


def problem_of(sizes, seed=1, samples=2, activation="sigmoid", loss="mean_squared_error", **options):
    draw = np.random.default_rng(seed)

    def some(*shape):
        return np.round(draw.uniform(-1, 1, shape), 2)

    return hn.Problem(
        hn.Network(sizes, activation, loss, **options),
        x=some(samples, sizes[0]),
        y=np.round(draw.uniform(0.1, 0.9, (samples, sizes[-1])), 2),
        weights=[some(here, before) for before, here in pairwise(sizes)],
        biases=[some(here) for here in sizes[1:]],
        learning_rate="0.5",
    )


def made(*codes):
    return [hn.mistake(code) for code in codes]


def apart(ours, theirs):
    """How far two arrays are apart, over the largest entry if that is more than 1."""
    ours, theirs = np.atleast_2d(ours), np.atleast_2d(theirs)
    assert ours.shape == theirs.shape
    return np.max(np.abs(ours - theirs)) / max(1.0, np.max(np.abs(theirs)))


def neuron_arrays(problem, solution, mistakes=()):
    """The neuron view's numbers for every array of a matrix solution, from a solution of its own."""
    view = solution.view
    neuron = problem.solve(mistakes=mistakes, combined=view.rules.combined)
    tables = {each: view.arrays.entries(each) for each in view.by_quantity if each in solution.values}
    return {each: np.array([[neuron[e] for e in row] for row in table]) for each, table in tables.items()}


def numbers_for(view, seed=3):
    draw = np.random.default_rng(seed)
    entries = [e for each in view.given for row in view.arrays.entries(each) for e in row]
    return {each: hn.number.read_number(draw.uniform(0.1, 0.9)) for each in entries}


def rows_of(display):
    """The rows of an alignment in Markdown; a matrix is in braces, so its rows are none of these."""
    inner = re.sub(r"\\(?:begin|end)\{aligned\}|\\rule\[.*?\}\{.*?\}", "", display)
    rows, depth, start = [], 0, 0
    for at, sign in enumerate(inner):
        depth += (sign == "{") - (sign == "}")
        if depth == 0 and inner[at : at + 3] == "\\cr":
            rows.append(inner[start:at])
            start = at + 3
    return [*rows, inner[start:]]


def row_width(row):
    return width_of(row.replace("&&", r"\quad ").replace(r"\thinspace", r"\,"))
