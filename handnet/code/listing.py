"""What a piece of code has in it, in whatever language: what is given, the lines in order, what is said.

    listing = Listing(solution, "calculate")
    listing.heading       lines of words for the beginning: what is worked out, the loss, mistakes
    listing.arguments     rows of (identifier, literal or None, remark), as one reads a matrix
    listing.groups        (heading, steps) for each part of the calculation
    listing.results       (address, identifier) of everything worked out

Words from people stand in comments only, one line each, with nothing in them that acts.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby
from typing import NamedTuple, TypeAlias

from ..errors import HandnetError
from ..escape import visible
from ..forward import ForwardPass
from ..quantity import Quantity, Variable
from ..render.page import Stack
from ..render.plain import page_text
from ..render.statement import heading
from ..solution import Solution
from ..step import Derivation, Step
from ..value import evaluate
from . import functions
from .names import function_name, identifiers
from .numbers import decimal

Calculation: TypeAlias = Derivation | Solution
WORDS = 96
SEEN = 1e-13
_ORDER = {"x": 0, "y": 1, "w": 2, "b": 2, "theta": 2}


class Argument(NamedTuple):
    """One given quantity: its identifier, and its number as a literal if it has one."""

    name: str
    number: str | None


class Noise(NamedTuple):
    """A sum of decimals that floats do not quite give: 0.1 + 0.2 - 0.3 is 0, floats leave 5.6e-17."""

    exact: float
    in_floats: float


class Row(NamedTuple):
    """Arguments that stand on one line, and what the letters of the notation call them."""

    arguments: tuple[Argument, ...]
    remark: str


class Listing:
    """The parts of the code of a derivation or a solution; see the module.

    Raises HandnetError for a name that no function can have, and for what is neither of both.
    """

    def __init__(self, calculation: Calculation, name: str) -> None:
        self.name = function_name(name)
        self.solution = calculation if isinstance(calculation, Solution) else None
        derivation = calculation.derivation if isinstance(calculation, Solution) else calculation
        if not isinstance(derivation, Derivation):
            raise HandnetError(
                f"code: found {type(calculation).__name__}; code is written of a derivation or a solution"
            )
        self.derivation = derivation
        self.spelling = derivation.setting.spelling
        known = derivation.by_quantity
        goals = [each for each in derivation.goals if each not in known]
        self.given = list(dict.fromkeys([*derivation.given, *goals]))
        if isinstance(derivation.setting.source, ForwardPass):
            self.given.sort(key=_kind)
        every = [*self.given, *known]
        self.identifiers = identifiers(every, functions.names() | {self.name})

    @cached_property
    def heading(self) -> list[str]:
        """What is worked out, line by line: the network, its loss, the convention, mistakes."""
        problem = self.solution.problem if self.solution else None
        lines = page_text([Stack(heading(self.derivation))], WORDS).splitlines()
        if problem is not None and problem.title:
            lines.insert(0, problem.title)
        if not self.letters_are_addresses:
            notation = self.derivation.setting.notation
            lines.append(f"Names are made from addresses; beside them are the letters of {notation.title}.")
        return [piece for line in lines for piece in textwrap.wrap(visible(line), WORDS)]

    @property
    def letters_are_addresses(self) -> bool:
        """Whether the notation spells quantities by their addresses."""
        return self.derivation.setting.notation.addresses

    @property
    def arguments(self) -> Iterator[Row]:
        """What is given: the inputs of a sample, the weights into a unit, … each on a line."""
        for _, row in groupby(self.given, key=_row):
            quantities = list(row)
            arguments = tuple(Argument(self.identifiers[each], self._number(each)) for each in quantities)
            yield Row(arguments, self.letters(quantities))

    def _number(self, quantity: Quantity) -> str | None:
        return None if self.solution is None else decimal(self.solution.given[quantity])

    @property
    def groups(self) -> Iterator[tuple[str, list[Step]]]:
        """The lines by parts, one round of updates after the other."""
        for part, steps in groupby(self.derivation.steps, key=lambda step: step.part):
            yield part.value, list(steps)

    @property
    def results(self) -> list[tuple[str, str]]:
        """The address and the identifier of all that is worked out, and of goals that are given."""
        goals = [each for each in self.derivation.goals if each not in self.derivation.by_quantity]
        every = dict.fromkeys([*goals, *self.derivation.by_quantity])
        return [(str(each), self.identifiers[each]) for each in every]

    def letters(self, quantities: Iterable[Quantity]) -> str:
        """Some quantities in the letters of the notation; nothing where those are the addresses."""
        if self.letters_are_addresses:
            return ""
        return visible(", ".join(self.spelling.text(each) for each in quantities))

    def remark(self, step: Step) -> str:
        """What stands beside a line: the quantity in the letters of the notation, and the rule."""
        letters = self.letters([step.quantity])
        return f"{letters}: {step.rule.title}" if letters else step.rule.title

    def noise(self, step: Step) -> Noise | None:
        """What floats leave where the given decimals cancel each other, if that can be seen; mostly None.

        A solution has the exact value there, because behind a ReLU such a remainder would be a slope.
        """
        if self.solution is None:
            return None
        exact = self.solution.values[step.quantity]
        in_floats = evaluate(step.formula, self.solution.values)
        finite = math.isfinite(exact) and math.isfinite(in_floats)
        seen = finite and abs(in_floats - exact) > SEEN * abs(exact)
        return Noise(exact, in_floats) if seen else None


def _kind(quantity: Quantity) -> tuple[int, int]:
    """Inputs, targets, parameters layer by layer, then the rest."""
    if not isinstance(quantity, Variable):
        return 4, 0
    order = _ORDER.get(quantity.name, 3)
    return order, (quantity.layer or 0) if order == 2 else 0


def _row(quantity: Quantity) -> tuple[object, ...]:
    """What the quantities on one line have in common."""
    if not isinstance(quantity, Variable):
        return (quantity,)
    name, layer, place, sample, time = quantity
    return (name, layer, place[:1] if len(place) > 1 else None, sample, time) if place else (time,)
