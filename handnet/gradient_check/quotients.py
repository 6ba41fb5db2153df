"""Difference quotients of the forward pass, and how far they may be from the derivative.

    D(h) = (J(w + h) - J(w - h)) / 2h

Moving w by h to both sides, D(h) = J' + c h^2 + d h^4 + …, with c = J'''/6. Therefore

    curvature  D(2h) - D(h) = 3 c h^2 + 15 d h^4, and D(4h) - D(2h) = 12 c h^2 + 240 d h^4. A third of the
               first and a twelfth of the second both show c h^2. The two cannot both be small by chance:
               twice the larger of them is never less than c h^2 + d h^4, whatever c and d are
    rounding   J(w + h) and J(w - h) may each be off by what `rounding` says, and their difference is
               divided by 2h

A ReLU whose kink lies between w - 4h and w + 4h breaks this, and is named. So does a step in which the
loss bends so much that further powers of h count. Only forward lines are used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..graph import Source
from ..number import missing_numbers
from ..numeric import Program
from ..quantity import Derivative, Quantity, Variable
from ..rules import Rule
from ..step import Step
from ..terms import Apply, Term, parts_of, quantities
from ..value import divide, evaluate
from ..verify import KINKED
from .rounding import UNIT, Rounded, rounded

MULTIPLES = (0, 1, -1, 2, -2, 4, -4)
"""Where the forward pass is worked out, in steps."""


@dataclass(frozen=True)
class Quotient:
    """A difference quotient: its value to both sides and to one, by how much it may be off, the kinks."""

    value: float
    one_sided: float
    curvature: float
    rounding: float
    kinks: tuple[Variable, ...]


class ForwardPass:
    """The forward pass of a solution, ready to be worked out with one of its variables moved."""

    def __init__(self, source: Source, numbers: Mapping[Quantity, float], of: Iterable[Variable]) -> None:
        definitions = source.definitions()
        self.definitions = definitions
        self.lines = tuple(definitions.of.values())
        self.known: dict[Quantity, Rounded] = {each: Rounded(value) for each, value in numbers.items()}
        missing = [each for each in definitions.given if each not in self.known]
        if missing:
            raise missing_numbers(missing)
        for line in self.lines:
            self.known[line.quantity] = rounded(line.formula, self.known)
        self.of = tuple(dict.fromkeys(of))
        self._programs: dict[Variable | None, Program] = {}
        self._moved: dict[tuple[Variable, float], list[dict[Quantity, float]]] = {}

    def quotient(self, goal: Derivative, step: float) -> Quotient:
        """The difference quotient for a derivative, with this step."""
        of, by = goal
        points = self._at(by, step)
        if by not in points[0]:  # no line contains it
            return Quotient(0.0, 0.0, 0.0, 0.0, ())
        here = dict(zip(MULTIPLES, points, strict=True))
        J = {at: point[of] for at, point in here.items()}

        def sloped(at: int, back: int) -> float:
            return divide(J[at] - J[back], here[at][by] - here[back][by])

        once, twice, further = (sloped(at, -at) for at in (1, 2, 4))
        curvature = 2 * max(abs(twice - once) / 3, abs(further - twice) / 12)
        units = 2 * self.known[of].error + 3 * abs(J[1] - J[-1])  # the difference, the width and the division
        rounding = divide(UNIT * units, here[1][by] - here[-1][by])
        return Quotient(once, sloped(1, 0), curvature, rounding, self._kinks(of, points))

    def _at(self, by: Variable, step: float) -> list[dict[Quantity, float]]:
        """What is asked and what the kinks depend on, at each multiple of the step."""
        found = self._moved.get((by, step))
        if found is None:
            program = self._program(by)
            start = {each: self.known[each].value for each in program.inputs}
            moved = (
                [start | {by: self.known[by].value + at * step} for at in MULTIPLES]
                if by in start
                else [start]
            )
            found = self._moved[by, step] = [
                program.floats(point) | {each: value for each, value in point.items() if each == by}
                for point in moved
            ]
        return found

    def _program(self, by: Variable) -> Program:
        """All lines compiled; a variable that a line works out is moved in the place of that line."""
        key = by if by in self.definitions.of else None
        if key not in self._programs:
            goals = tuple(dict.fromkeys((*self.of, *self._beside_kinks)))
            steps = [Step(*line[:3]) for line in self.lines if line.quantity != by]
            self._programs[key] = Program(steps, goals)
        return self._programs[key]

    # --- kinks --------------------------------------------------------------------------------------

    @cached_property
    def _kinked(self) -> dict[Variable, list[Apply]]:
        """The lines that have kinks, and the functions in them that do."""
        found = {
            line.quantity: kinked_parts(line.formula) for line in self.lines if line.rule is not Rule.LARGEST
        }
        return {quantity: parts for quantity, parts in found.items() if parts}

    @cached_property
    def _beside_kinks(self) -> tuple[Quantity, ...]:
        return tuple(each for parts in self._kinked.values() for part in parts for each in quantities(part))

    def _kinks(self, of: Variable, points: list[dict[Quantity, float]]) -> tuple[Variable, ...]:
        """The lines before `of` whose kink lies between these points."""
        before = self.definitions.upstream(of)
        return tuple(
            quantity
            for quantity, parts in self._kinked.items()
            if quantity in before and any(len({_side(part, point) for point in points}) > 1 for part in parts)
        )


def kinked_parts(formula: Term) -> list[Apply]:
    """The functions with kinks in a formula."""
    found = [each for part in parts_of(formula) for each in kinked_parts(part)]
    several = isinstance(formula, Apply) and formula.function == "max" and len(formula.arguments) > 1
    if isinstance(formula, Apply) and (formula.function in KINKED or several):
        found.append(formula)
    return found


def _side(part: Apply, point: Mapping[Quantity, float]) -> int:
    """On which side of its kink a function is; of a maximum, which term is the largest."""
    values = [evaluate(each, point) for each in part.arguments]
    if part.function == "max":
        return values.index(max(values))
    return (values[0] > 0) - (values[0] < 0)
