"""Proof: every line of the index view at every layer and unit, beside the neuron view.

For a line such as delta^l_j = sum over k of w^{l+1}_{kj} delta^{l+1}_k f'(s^l_j) the letters are
given every value that they can have, its sums are written out, and both sides are worked out at
random numbers. Derivatives in them have the values that the neuron view's own chain rule gives
them, which `verify.verify` proves by differences and SymPy. Where a line follows from the one
before by differentiating or summing, SymPy is asked as well (`by_sympy.follows`).

Agreement is measured against the sum of the absolute values of the summands of a side. Of a
large network some places are drawn, and the report says so. Without a loss, J is each output in turn.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ..digits import rounding_alone
from ..errors import counted
from ..forward import ForwardPass
from ..network import Network
from ..quantity import Quantity, Variable
from ..render.page import Block, Paragraph, Table
from ..setting import Setting
from ..shown import Shown
from ..terms import Term, quantities
from ..value import evaluate
from ..verify import magnitude, random_point
from .by_sympy import follows
from .general import Partial
from .instance import LOSS, Where, at
from .pieces import Derived, Move

if TYPE_CHECKING:
    from . import IndexView

TOLERANCE = 1e-10
MOST_TERMS = 20_000
"""About how many products all sums of one equation may have, written out."""


class Compared(NamedTuple):
    """One line: of which equation, at how many places it was compared, and how far apart both sides were."""

    equation: str
    line: int
    places: int
    apart: float
    sympy: bool | None  # whether SymPy agrees; None where it is not asked


class Place(NamedTuple):
    """One line with numbers for its letters: both sides in quantities of the network."""

    left: Term
    right: Term


Places: TypeAlias = dict[tuple[str, int], list[Place]]
"""Each line, by its equation and its number from 1, at some places."""


@dataclass(frozen=True, repr=False)
class Agreement(Shown):
    """What was compared, and the largest difference."""

    rows: tuple[Compared, ...]
    title: str
    left_out: int

    def __repr__(self) -> str:
        return f"<Agreement: {self.said}>"

    @property
    def worst(self) -> Compared:
        """The line whose sides are furthest apart."""
        return max(self.rows, key=lambda row: row.apart)

    @property
    def wrong(self) -> tuple[Compared, ...]:
        """The lines that do not hold."""
        return tuple(row for row in self.rows if not row.apart <= TOLERANCE or row.sympy is False)

    @property
    def ok(self) -> bool:
        """Whether all lines hold, to 1e-10 of the sum of absolute summands."""
        return not self.wrong

    @property
    def said(self) -> str:
        """The whole comparison in one sentence."""
        verdict = "all agree" if self.ok else "THEY DO NOT ALL AGREE"
        places = sum(row.places for row in self.rows)
        asked = sum(row.sympy is not None for row in self.rows)
        left_out = f" ({self.left_out} more places were not drawn)" if self.left_out else ""
        where = "" if self.ok else f", in line {self.worst.line} of {self.worst.equation!r}"
        return (
            f"{verdict}: {counted(len(self.rows), 'line')} of the index view at {counted(places, 'place')}"
            f"{left_out}, beside the neuron view of a {self.title} network at random numbers; largest "
            f"difference {rounding_alone(self.worst.apart)} of the sum of absolute summands{where}. "
            f"SymPy was asked for {counted(asked, 'move')} and "
            f"{'agrees' if all(row.sympy is not False for row in self.rows) else 'DOES NOT AGREE'}."
        )

    def _page(self) -> list[Block]:
        rows = [
            (row.equation, str(row.line), str(row.places), rounding_alone(row.apart), _BY_SYMPY[row.sympy])
            for row in self.rows
        ]
        header = ("equation", "line", "places", "difference", "SymPy")
        return [Paragraph(self.said), Table(header, rows, right=(1, 2, 3))]


_BY_SYMPY = {None: "", True: "agrees", False: "NOT EQUAL"}


def compare(view: IndexView, seed: int = 0) -> Agreement:
    """Compare every line of the view with the neuron view; see the module."""
    generator = random.Random(seed)
    places, left_out = _places(view, generator)
    apart = _differences(view, places, generator)
    asked = {derived.name: _asked(derived.moves) for derived in view.derived}
    rows = [
        Compared(name, number, len(some), apart[name, number], asked[name][number - 1])
        for (name, number), some in places.items()
    ]
    return Agreement(tuple(rows), view.network.title, left_out)


def _places(view: IndexView, generator: random.Random) -> tuple[Places, int]:
    """Every line at the places where it is compared, and how many more places an equation has."""
    places: Places = {}
    left_out = 0
    for derived in view.derived:
        chosen: list[Where] = []
        for layer in derived.layers:
            every = list(_everywhere(derived, layer, view.network))
            most = max(MOST_TERMS // max(a * b for a, b in pairwise(view.network.layers)), 2)
            chosen += every if len(every) <= most else generator.sample(every, most)
            left_out += max(len(every) - most, 0)
        for number, move in enumerate(derived.moves, start=1):
            places[derived.name, number] = [
                Place(at(derived.left, where), at(move.right, where))
                for where in chosen
                if where.letters["l"] in move.layers
            ]
    return places, left_out


def _everywhere(derived: Derived, layer: int, network: Network) -> Iterator[Where]:
    """All units of a layer that the letters of an equation's left side can be."""
    left = derived.left.by if isinstance(derived.left, Partial) else derived.left
    last = len(network.layers) - 1
    losses = [LOSS] if network.loss else [Variable("a", last, place) for place in network.outputs]
    sizes = (network.layers[layer], network.layers[layer - 1])
    for units in product(*(range(1, size + 1) for size in sizes[: len(left.place)])):
        for loss in losses:
            yield Where(network, {"l": layer, **dict(zip(left.place, units, strict=True))}, loss)


def _differences(view: IndexView, places: Places, generator: random.Random) -> dict[tuple[str, int], float]:
    """How far both sides of each line are apart, at the place where they are furthest."""
    apart = dict.fromkeys(places, 0.0)
    units = {
        (derived.name, number)
        for derived in view.derived
        for number, move in enumerate(derived.moves, start=1)
        if move.unit_targets
    }
    network = view.network
    sources = [ForwardPass(network), *([ForwardPass(network, 1, frozenset({1}))] if units else [])]
    for source in sources:
        values = _neuron_view(source, places, generator)
        for line, some in places.items():
            if source.unit_targets or line not in units:
                apart[line] = max([apart[line], *(_apart(place, values) for place in some)])
    return apart


def _neuron_view(source: ForwardPass, places: Places, generator: random.Random) -> dict[Quantity, float]:
    """The values that the neuron view gives to all that stands in the lines, at a random point."""
    sides = (side for some in places.values() for place in some for side in place)
    used = (quantity for side in sides for quantity in quantities(side))
    derivation = Setting(source).derive(tuple(dict.fromkeys(used)))
    values = random_point(derivation, source.definitions(), generator)
    for step in derivation.steps:
        values[step.quantity] = evaluate(step.formula, values)
    return values


def _apart(place: Place, values: Mapping[Quantity, float]) -> float:
    """How far both sides are apart, beside the sum of the absolute values of their summands."""
    left, right = (evaluate(side, values) for side in place)
    magnitudes = {each: abs(values[each]) for side in place for each in quantities(side)}
    scale = max(magnitude(side, values, magnitudes) for side in place) or 1.0
    apart = abs(left - right) / scale
    return apart if apart == apart else float("inf")


def _asked(moves: tuple[Move, ...]) -> list[bool | None]:
    """For each line whether SymPy finds it equal to the one before; None where it is not asked."""
    asked = [follows(before.right, after.right) if after.exact else None for before, after in pairwise(moves)]
    return [None, *asked]
