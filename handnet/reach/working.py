"""One way to work a calculation: a formula for every quantity, and what depends on what.

People differ in how they work, not in what they get: `chain` writes every derivative on its own line,
`delta` goes from error term to error term, `paths` multiplies along each path and adds up. What they
round on the way differs, so an honest answer is one that any of the three can reach.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import cached_property
from itertools import pairwise

from ..chain import Calculation
from ..errors import HandnetError
from ..graph import Definitions, Source
from ..paths import routes
from ..quantity import Derivative, Quantity, Variable
from ..setting import Setting
from ..step import Step
from ..terms import ONE, Term, quantities, times, total

MOST_PATHS = 12
"""A derivative with more paths is hardly worked path by path."""
LONGEST_PATH = 40
"""Nor one with more variables on a path; in a deep network of one unit a layer it would be the whole of it."""


class Working:
    """The formula of every quantity that is worked out, in working order."""

    def __init__(self, setting: Setting, formulas: Mapping[Quantity, Term], over_paths: bool = False) -> None:
        self.setting, self.over_paths = setting, over_paths
        self.formulas = dict(formulas)
        self.inputs: dict[Quantity, tuple[Quantity, ...]] = {
            quantity: tuple(dict.fromkeys(quantities(formula))) for quantity, formula in self.formulas.items()
        }
        self._later: dict[Quantity, set[Quantity]] = {}
        self._before: dict[Quantity, set[Quantity]] = {}

    @cached_property
    def users(self) -> dict[Quantity, list[Quantity]]:
        """The quantities whose formula uses this one."""
        found: dict[Quantity, list[Quantity]] = {}
        for quantity, inputs in self.inputs.items():
            for each in inputs:
                found.setdefault(each, []).append(quantity)
        return found

    def later(self, changed: Iterable[Quantity]) -> set[Quantity]:
        """These quantities, and all that depend on them."""
        found: set[Quantity] = set()
        for each in changed:
            if each not in self._later:
                self._later[each] = _closure(each, self.users)
            found |= self._later[each]
        return found

    def before(self, quantity: Quantity) -> set[Quantity]:
        """The lines that this quantity is worked out from, its own too."""
        if quantity not in self._before:
            found = _closure(quantity, self.inputs)
            self._before[quantity] = {each for each in found if each in self.formulas}
        return self._before[quantity]


def _closure(start: Quantity, leads_to: Mapping[Quantity, Iterable[Quantity]]) -> set[Quantity]:
    """The quantity, and all that can be reached from it."""
    found, waiting = {start}, [start]
    while waiting:
        for each in leads_to.get(waiting.pop(), ()):
            if each not in found:
                found.add(each)
                waiting.append(each)
    return found


def working(setting: Setting, steps: Iterable[Step]) -> Working:
    """The working that these lines are."""
    return Working(setting, {step.quantity: step.formula for step in steps})


def over_paths(chain: Working, apart: bool) -> Working | None:
    """The same with each derivative as the sum over its paths; None where that is nothing new.

    `apart` multiplies the local derivatives as numbers of their own, otherwise they are put in.
    """
    if chain.setting.source.convention.mean_in == "gradient":
        return None
    formulas = dict(chain.formulas)
    calculation, ways = Calculation(chain.setting), _Ways()
    for quantity in chain.formulas:
        if isinstance(quantity, Derivative) and ways.are_few(calculation.source, quantity):
            formula = _sum_over_paths(quantity, calculation, chain.formulas if apart else ())
            if formula is not None:
                formulas[quantity] = formula
    return Working(chain.setting, formulas, over_paths=True) if formulas != chain.formulas else None


class _Ways(dict[Variable, dict[Variable, tuple[int, int]]]):
    """For each target, the number of ways to it and the most variables on one, from all that was asked."""

    def are_few(self, source: Source, goal: Derivative) -> bool:
        """Whether somebody may write the derivative as a sum over its paths, one of them longer than a step."""
        definitions, (of, by) = source.definitions(goal.time), goal
        if of in definitions.users.get(by, ()) and definitions.only_directly(of, by):
            return False
        number, longest = self.of(definitions, of, by)
        return 0 < number <= MOST_PATHS and 3 <= longest <= LONGEST_PATH

    def of(self, definitions: Definitions, of: Variable, by: Variable) -> tuple[int, int]:
        """How many ways there are, as far as it matters, and how long the longest is."""
        known, waiting = self.setdefault(of, {of: (1, 1)}), [by]
        while waiting:
            users = definitions.paths(of, waiting[-1])
            missing = [each for each in users if each not in known]
            waiting += missing
            if not missing:
                number = min(sum(known[each][0] for each in users), MOST_PATHS + 1)
                known.setdefault(
                    waiting.pop(), (number, 1 + max((known[each][1] for each in users), default=0))
                )
        return known[by]


def _sum_over_paths(goal: Derivative, calculation: Calculation, lines: Container[Quantity]) -> Term | None:
    """The derivative as one product for each path; None where it has no derivative."""
    definitions = calculation.source.definitions(goal.time)

    def slope(user: Variable, by: Variable) -> Term:
        own = Derivative(user, by)
        return own if own in lines and own != goal else calculation.local(user, by)[1]

    products = []
    try:
        for route in routes(definitions, goal.of, goal.by):
            first, *others = [slope(*arrow) for arrow in pairwise(reversed(route))]
            seed = calculation.number(route[-1], route[-1]) or ONE
            begun = isinstance(first, Derivative)  # a line of its own has the seed in it
            products.append(times(ONE if begun else seed, first, *others))
    except HandnetError:
        return None
    return total(*products)
