"""A small notebook with panels, as somebody types it, and the problem that its panels begin with."""

from __future__ import annotations

from pathlib import Path

import nbformat
from execute_notebooks import KERNEL, LANGUAGE

PROBLEM = """\
import handnet as hn

net = hn.Network([2, 2, 1], activation="sigmoid", loss="half_squared_error")
problem = hn.Problem(
    net, x=[0.05, 0.10], y=[0.01],
    weights=[[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45]]], biases=[[0.35, 0.35], [0.60]],
    learning_rate=0.5,
)"""
PANEL = "panel = problem.explore()\ndisplay(panel)"


def stated():
    """The problem of the notebook, here."""
    names: dict[str, object] = {}
    exec(PROBLEM, names)
    return names["problem"]


def notebook(*cells: str):
    """A notebook of code cells."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    made.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": LANGUAGE})
    return made


def write(path: Path, *cells: str):
    """A notebook of these cells as a file; the notebook itself."""
    made = notebook(*cells)
    nbformat.write(made, path)
    return made
