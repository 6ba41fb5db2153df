"""One way to work a calculation: a formula for every quantity, and what depends on what.

People differ in how they work, not in what they get: `chain` writes every derivative on its own line,
`delta` goes from error term to error term, `paths` multiplies along each path and adds up. What they
round on the way differs, so an honest answer is one that any of the three can reach.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import cached_property
from itertools import islice, pairwise

from ..chain import Calculation
from ..errors import HandnetError
from ..paths import routes
from ..quantity import Derivative, Quantity, Variable
from ..setting import Setting
from ..step import Step
from ..terms import ONE, Term, quantities, times, total

MOST_PATHS = 12
"""A derivative with more paths is hardly worked path by path."""


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
    calculation = Calculation(chain.setting)
    for quantity in chain.formulas:
        if isinstance(quantity, Derivative):
            formula = _sum_over_paths(quantity, calculation, chain.formulas if apart else ())
            if formula is not None:
                formulas[quantity] = formula
    return Working(chain.setting, formulas, over_paths=True) if formulas != chain.formulas else None


def _sum_over_paths(goal: Derivative, calculation: Calculation, lines: Container[Quantity]) -> Term | None:
    """The derivative as one product for each path; None where there are too many, or a single step."""
    definitions = calculation.source.definitions(goal.time)
    found = list(islice(routes(definitions, goal.of, goal.by), MOST_PATHS + 1))
    if not 0 < len(found) <= MOST_PATHS or max(map(len, found)) < 3:
        return None

    def slope(user: Variable, by: Variable) -> Term:
        own = Derivative(user, by)
        return own if own in lines and own != goal else calculation.local(user, by)[1]

    products = []
    try:
        for route in found:
            first, *others = [slope(*arrow) for arrow in pairwise(reversed(route))]
            seed = calculation.number(route[-1], route[-1]) or ONE
            begun = isinstance(first, Derivative)  # a line of its own has the seed in it
            products.append(times(ONE if begun else seed, first, *others))
    except HandnetError:
        return None
    return total(*products)
