"""All paths: a derivative as the sum over every path, one product each, beside the shared form.

The chain rule from its other end: the derivative of the loss by a weight is the sum, over all
paths through the graph from the weight to the loss, of the product of the local derivatives along
the path. It is the same number as backpropagation's, and it shows why one goes backward: paths
double with every layer, while the backward pass grows by that layer's lines (`counts`).

    net.paths("dJ/dw1[1,1]")              symbols
    problem.paths("dJ/dw1[1,1]")          with numbers
    graph.paths("df/dx", {"x": 2, ...})   any graph written by hand

The number of paths is counted, not found by walking them; only the first `most` are written out
(`routes`), and the page (`path_page`) says how many are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from math import isfinite
from typing import TYPE_CHECKING

from ..chain import Calculation
from ..errors import HandnetError, counted
from ..forward import ForwardPass
from ..graph import Definitions
from ..quantity import Derivative, Variable
from ..setting import Setting
from ..shown import Shown
from ..solution import Solution
from ..step import Derivation
from ..terms import ONE, Product, Term, quantities, times
from ..value import added, evaluate
from .counts import Count, Counting, whole_gradient

if TYPE_CHECKING:
    from ..render.page import Block

MOST_PATHS = 16
"""Paths that are written out, unless more are asked for."""


@dataclass(frozen=True)
class Path:
    """One path: the variables on it, its product in symbols and put in, its value with numbers."""

    route: tuple[Variable, ...]
    symbols: Term  # one factor for each arrow, from the target's end
    formula: Term
    value: float | None = None


@dataclass(frozen=True, repr=False)
class Paths(Shown):
    """All paths behind one derivative: the first of them, their number, and the shared form.

    count      how many paths there are, exactly
    shown      the paths that are written out
    one        the multiplications of both ways for this derivative
    gradient   the same for the whole gradient; None where there is none
    total      the sum of all paths, which is the derivative; None without numbers
    shared     backpropagation's own lines: a Solution, or a Derivation without numbers
    """

    goal: Derivative
    shown: tuple[Path, ...]
    one: Count
    gradient: Count | None
    shared: Derivation | Solution

    def __repr__(self) -> str:
        return f"<Paths for {self.goal}: {counted(self.count, 'path')}>"

    def __len__(self) -> int:
        return len(self.shown)

    def __iter__(self) -> Iterator[Path]:
        return iter(self.shown)

    @property
    def count(self) -> int:
        """How many paths there are."""
        return self.one.paths

    @property
    def derivation(self) -> Derivation:
        """The lines of the shared form, in symbols."""
        return self.shared.derivation if isinstance(self.shared, Solution) else self.shared

    @property
    def total(self) -> float | None:
        """The value of the derivative: the sum of all paths, where all are written out and in the floats' range."""
        if not isinstance(self.shared, Solution):
            return None
        if self.shown_total is not None and len(self.shown) == self.count and isfinite(self.shown_total):
            return self.shown_total
        return float(self.shared.value(self.goal))

    @cached_property
    def shown_total(self) -> float | None:
        """The sum of the paths that are written out; None without numbers."""
        values = [path.value for path in self.shown if path.value is not None]
        return added(values) if len(values) == len(self.shown) else None

    def _page(self) -> list[Block]:
        from .page import path_page

        return path_page(self)


def all_paths(shared: Derivation | Solution, most: int = MOST_PATHS) -> Paths:
    """The paths of the one derivative that these lines lead to.

    Raises HandnetError if they lead to something else, NoDerivative if a step stands on a path.
    """
    derivation = shared.derivation if isinstance(shared, Solution) else shared
    goal, setting = derivation.goals[0], derivation.setting
    if len(derivation.goals) > 1:
        raise HandnetError(f"paths: one derivative at a time, such as {setting.spelling.text(goal)}")
    if not isinstance(goal, Derivative):
        raise HandnetError(f"paths: {goal} is not a derivative; paths lead from a weight to what it moves, "
                           f"as in {_example(setting)}")  # fmt: skip
    if not isinstance(most, int) or isinstance(most, bool) or most < 0:
        raise HandnetError(f"paths: most is {most!r}; it is how many paths are written out, a whole number")
    one = Counting(setting, goal.of).count([goal.by])
    definitions, calculation = setting.source.definitions(goal.time), Calculation(setting)
    first = islice(routes(definitions, goal.of, goal.by), most)
    shown = tuple(_path(route, calculation, definitions, shared) for route in first)
    return Paths(goal, shown, one, whole_gradient(setting, goal.of), shared)


def routes(definitions: Definitions, of: Variable, by: Variable) -> Iterator[tuple[Variable, ...]]:
    """Every way forward through the graph from `by` to `of`, one at a time."""
    waiting: list[tuple[Variable, ...]] = [(by,)]
    while waiting:
        route = waiting.pop()
        if route[-1] == of:
            yield route
        else:
            waiting += [(*route, user) for user in reversed(definitions.paths(of, route[-1]))]


def _example(setting: Setting) -> str:
    if isinstance(setting.source, ForwardPass):
        return setting.spelling.text(Derivative(Variable("J"), Variable("w", 1, (1, 1))))
    return "df/dx"


def _path(
    route: tuple[Variable, ...],
    calculation: Calculation,
    definitions: Definitions,
    shared: Derivation | Solution,
) -> Path:
    """The product along one route: the convention's factor, then one local derivative for each arrow."""
    seed = calculation.number(route[-1], route[-1]) or ONE
    symbols: list[Term] = [] if seed == ONE else [seed]
    factors: list[Term] = [seed]
    for user, by in pairwise(reversed(route)):
        slope = calculation.local(user, by)[1]
        factors.append(slope)
        symbols.append(Derivative(user, by) if definitions.only_directly(user, by) else slope)
    product = times(*factors)
    value = None
    if isinstance(shared, Solution):
        value = evaluate(product, {each: shared.value(each) for each in quantities(product)})
    return Path(route, _product(symbols), product, value)


def _product(factors: list[Term]) -> Term:
    return Product(tuple(factors)) if len(factors) > 1 else factors[0] if factors else ONE
