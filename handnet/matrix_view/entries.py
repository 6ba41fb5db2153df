"""An array line entry by entry: each entry as the neuron view writes it, sums written out.

The neuron view is another way to the same numbers: it knows no arrays, only the chain rule over paths.
`entry_lines` shows its lines beside the array line, `agreement` compares all numbers of both.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..digits import DEFAULT, rounding_alone
from ..number import read_number
from ..quantity import Derivative, Quantity, Variable
from ..render.calculation import numeric_line, symbolic_line
from ..render.page import Block, Heading, Lines, Paragraph
from ..rules import Rule
from ..shown import Shown
from ..solution import Solution, solved
from ..step import Derivation, Step
from ..terms import Number, Term, replace
from .lines import BACKWARD_RULES
from .numbers import MatrixSolution
from .numbers import solved as solved_with_arrays
from .page import display
from .written import Writer

if TYPE_CHECKING:
    from . import MatrixView

AT_ONCE = 12
"""Entries that are not folded."""
TOLERANCE = 1e-12
_LOCAL = frozenset({*BACKWARD_RULES} - {Rule.PATH})


@dataclass(frozen=True, repr=False)
class EntryLines(Shown):
    """One array line, and a line of the neuron view for each of its entries.

    `steps` are those lines, row by row, with the local derivatives put in; `neuron` is what they come from.
    """

    view: MatrixView
    solution: MatrixSolution | None
    quantity: Quantity
    steps: tuple[Step, ...]
    neuron: Derivation | Solution

    def __repr__(self) -> str:
        return f"<EntryLines: {len(self.steps)}, as the neuron view writes them>"

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def _page(self) -> list[Block]:
        writer = Writer(self.view, self.solution)
        line = self.view[self.quantity]
        blocks: list[Block] = [
            display(writer.left(self.quantity), [writer.symbolic(self.view.formula(line))]),
            Heading("Entry by entry"),
        ]
        if isinstance(self.neuron, Solution):
            lines = [numeric_line(step, self.neuron) for step in self.steps]
        else:
            lines = [symbolic_line(step, self.neuron.setting.spelling) for step in self.steps]
        blocks.append(Lines(lines, AT_ONCE))
        if self.solution is not None:
            blocks.append(Paragraph(agreement(self.solution, self.quantity).said()))
        return blocks


def entry_lines(view: MatrixView, quantity: Quantity, solution: MatrixSolution | None = None) -> EntryLines:
    """The lines of the neuron view for the entries of an array that a line works out."""
    view[quantity]  # raises for what is given
    goals = tuple(dict.fromkeys(entry for row in view.arrays.entries(quantity) for entry in row))
    derivation = view.setting.derive(goals)
    steps = tuple(_put_in(derivation, goal) for goal in goals)
    neuron: Derivation | Solution = derivation
    if solution is not None:
        neuron = solved(derivation, solution.given, solution.digits)
    return EntryLines(view, solution, quantity, steps, neuron)


def _put_in(derivation: Derivation, goal: Quantity) -> Step:
    """The line of one quantity, local derivatives put in."""
    step = derivation[goal]

    def local(quantity: Quantity) -> Term:
        found = derivation.by_quantity.get(quantity)
        inside = isinstance(quantity, Derivative) and quantity.of.name != "J"
        return found.formula if found is not None and inside and found.rule in _LOCAL else quantity

    return step._replace(formula=replace(step.formula, local))


# --- both views compared ----------------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class Agreement(Shown):
    """How far the arrays are from the neuron view's numbers, at most, by name: relative to the largest.

    `without` names the arrays that have no numbers, as their shapes do not fit.
    """

    apart: dict[str, float]
    without: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Agreement: {self.said()}>"

    @property
    def ok(self) -> bool:
        """Whether all arrays have the neuron view's numbers."""
        return all(each <= TOLERANCE for each in self.apart.values())

    def said(self) -> str:
        """The result in a sentence."""
        said = f"No numbers, since shapes do not fit: {', '.join(self.without)}. " if self.without else ""
        wrong = ", ".join(name for name, far in self.apart.items() if not far <= TOLERANCE)
        if wrong:
            return f"{said}These arrays differ from the neuron view: {wrong}."
        if not self.apart:
            return f"{said}Nothing was compared."
        worst, which = rounding_alone(max(self.apart.values())), "other " * bool(self.without)
        return f"{said}Every {which}entry has the number of the neuron view (largest difference {worst})."

    def _page(self) -> list[Block]:
        return [Paragraph(self.said())]


def agreement(solution: MatrixSolution, *only: Quantity) -> Agreement:
    """Every entry of the arrays beside the number that the neuron view has for it."""
    view = solution.view
    every = only or tuple(view.by_quantity)
    wanted = [each for each in every if each in solution.values]
    tables = {each: view.arrays.entries(each) for each in wanted}
    goals = dict.fromkeys(entry for table in tables.values() for row in table for entry in row)
    neuron = solved(view.setting.derive(tuple(goals)), solution.given, solution.digits)
    apart = {view.letters.text(each): _apart(solution, neuron, each) for each in wanted}
    return Agreement(apart, tuple(view.letters.text(each) for each in every if each not in wanted))


def _apart(solution: MatrixSolution, neuron: Solution, quantity: Quantity) -> float:
    import numpy as np

    theirs = np.array([[neuron.value(e) for e in row] for row in solution.view.arrays.entries(quantity)])
    ours = np.atleast_2d(solution.values[quantity])
    if np.array_equal(ours, theirs, equal_nan=True):
        return 0.0
    scale = max(1.0, float(np.max(np.abs(theirs))))
    return float(np.max(np.abs(ours - theirs))) / scale


def at_random(view: MatrixView, seed: int) -> MatrixSolution:
    """The lines with numbers drawn at random."""
    source, draw = view.arrays.source, random.Random(seed)
    values: dict[Quantity, float] = {}
    for array in view.given:
        for entry in (entry for row in view.arrays.entries(array) for entry in row):
            low = 0.1 if isinstance(entry, Variable) and entry.name in ("y", "eta", "mu", "lambda") else -1.0
            values[entry] = draw.uniform(low, 0.9)
    values |= source.drawn_targets(values)
    numbers: dict[Quantity, Number] = {each: read_number(value) for each, value in values.items()}
    return solved_with_arrays(view, numbers, DEFAULT)
