"""The check that needs no software: nudge a number, work the loss out again, compare.

    (J with w + 0.01  -  J with w) / 0.01     is nearly     dJ/dw

How nearly is known too: by half of the step times the curvature, which a nudge to the other side
shows; the mean of the two quotients is much nearer. All is worked out with so many digits that the
quotient can be trusted, and shown with as many as a person needs to carry (`_decimals`); every
quotient that is shown is that of the numbers shown.

A ReLU whose kink lies between the two points breaks the comparison, and is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING, Any

from ..errors import HandnetError
from ..forward import ForwardPass
from ..graph import Definitions
from ..notation import Notation
from ..number import read_number
from ..numeric import Program, compiled
from ..paths.counts import Counting
from ..quantity import Derivative, Quantity, Variable
from ..rules import Definition
from ..shown import Shown
from ..solution import Solution
from ..step import Step
from ..terms import Apply, Difference, Number, Term, parts_of, quantities
from ..value import evaluate
from ..witness import digits_needed, many_digits, mp_names

if TYPE_CHECKING:
    from ..render.page import Block
    from ..study import Study

LARGEST_STEP = 1e6
KINKED = ("relu", "leaky_relu", "step", "leaky_step")
MOST_DECIMALS = 40
CALCULATOR = 12
"""Digits that a usual calculator has."""


@dataclass(frozen=True, repr=False)
class SelfCheck(Shown):
    """A derivative beside quotients of differences; every number with more digits than are shown.

    goal          the derivative, or the error term that it is
    by, of        what is nudged, and what is worked out again
    step          by how much
    before, after, other     the forward pass as it is, nudged, nudged to the other side
    decimals      how many decimals a person has to carry
    gradient      the derivative that the quotient is compared with
    factor        what the sheet's convention multiplies the derivative by
    kinks         activations whose kink stands on the way, and whether they stand at it exactly
    smaller       a step that stays on this side of every kink, where one was found
    """

    goal: Quantity
    of: Variable
    by: Variable
    step: Number
    before: Mapping[Variable, Decimal]
    after: Mapping[Variable, Decimal]
    other: Mapping[Variable, Decimal]
    decimals: int
    gradient: Decimal
    factor: Fraction
    kinks: Mapping[Variable, bool]
    smaller: str
    solution: Solution

    def __repr__(self) -> str:
        return f"<SelfCheck of {self.goal} with a step of {self.step.text}>"

    @property
    def quotient(self) -> float:
        """The growth of J over the step, in the convention of the sheet."""
        return float(self._quotient(self.after, self.before, 1))

    @property
    def two_sided(self) -> float:
        """The mean of this quotient and the one to the other side."""
        return float(self._quotient(self.after, self.other, 2))

    @property
    def apart(self) -> float:
        """How far the quotient is from the derivative."""
        return float(self._quotient(self.after, self.before, 1) - self.gradient)

    @property
    def half_curvature(self) -> float:
        """Half the step times the curvature: half of what the two one-sided quotients differ by."""
        return float(self._quotient(self.after, self.before, 1) - self._quotient(self.after, self.other, 2))

    def _quotient(
        self, there: Mapping[Variable, Decimal], here: Mapping[Variable, Decimal], steps: int
    ) -> Decimal:
        with localcontext() as context:
            context.prec = 100
            factor = Decimal(self.factor.numerator) / self.factor.denominator
            step = Fraction(self.step.text) * steps
            return factor * (there[self.of] - here[self.of]) * step.denominator / step.numerator

    def _page(self) -> list[Block]:
        from .nudge_page import nudge_page

        return nudge_page(self)


def self_check(problem: Study, goal: str, step: Any, notation: Notation) -> SelfCheck:
    """The comparison for one derivative of a forward quantity by any variable that moves it.

    Raises HandnetError for what is no derivative, and for a step that is 0 or cannot be read.
    """
    by_how_much = read_number(step, "step")
    if abs(by_how_much.value) > LARGEST_STEP:
        raise HandnetError(f"step: {by_how_much.text} is no nudge; take 0.01")
    if by_how_much.value == 0:
        raise HandnetError("step: it is 0, but a nudge has to move something; take 0.01")
    solution = problem.solve(goal, notation=notation)
    quantity = solution.derivation.goals[0]
    of, by = _derivative(goal, solution)
    forward = _Forward(solution, of, by)
    size = Fraction(by_how_much.text)
    before, after, other = (forward.at(moved) for moved in (Fraction(0), size, -size))
    kinks = forward.kinks([before, after, other])
    value = solution.value(quantity)
    if not isfinite(value):
        raise HandnetError(f"self_check: {goal} is out of the range of floats here, and so is any quotient")
    found = SelfCheck(
        goal=quantity,
        of=of,
        by=by,
        step=by_how_much,
        before=before,
        after=after,
        other=other,
        decimals=0,
        gradient=Decimal(repr(value)),
        factor=_factor(solution, quantity),
        kinks=kinks,
        smaller=forward.smaller(size) if kinks else "",
        solution=solution,
    )
    return replace(found, decimals=_decimals(found))


def _derivative(goal: str, solution: Solution) -> Derivative:
    """The derivative that is asked for, or that the error term is."""
    goals, spelling = solution.derivation.goals, solution.derivation.setting.spelling
    source = solution.derivation.setting.source
    if len(goals) > 1:
        raise HandnetError(
            f"self_check: {goal} is a whole array; take one of its numbers, such as {spelling.text(goals[0])}"
        )
    (quantity,) = goals
    if isinstance(quantity, Variable) and isinstance(source, ForwardPass) and quantity.name == "delta":
        quantity = source.twin(quantity) or quantity
    if not isinstance(quantity, Derivative):
        raise HandnetError(f"self_check: {goal} is not a derivative; take one, such as dJ/dw1[1,1]")
    if quantity.time:
        raise HandnetError(f"self_check: {goal} is after an update; take {spelling.text(quantity.at(0))}")
    if quantity.of == quantity.by:
        raise HandnetError(f"self_check: {goal} is 1, whatever the numbers are; there is nothing to check")
    return quantity


def _factor(solution: Solution, goal: Quantity) -> Fraction:
    """What the derivative is multiplied by in this sheet's convention."""
    convention = solution.derivation.setting.source.convention
    if isinstance(goal, Derivative):
        return Fraction(convention.gradient_factor) if goal.of.name in ("J", "R") else Fraction(1)
    return Fraction(convention.gradient_factor) * convention.error_sign


class _Forward:
    """The forward pass with many digits, with one of its variables moved."""

    def __init__(self, solution: Solution, of: Variable, by: Variable) -> None:
        self.solution, self.by = solution, by
        setting = solution.derivation.setting
        self.definitions: Definitions = setting.source.definitions()
        self.on_the_way = [each for each in reversed(Counting(setting, of).between([by])) if each != by]
        wanted = [*dict.fromkeys([*self.on_the_way, of])]
        steps = [Step(*each[:3]) for each in self.definitions.of.values() if each.quantity != by]
        self.program = Program(steps, (*wanted, *(each for each in self.arguments() if each not in wanted)))

    def arguments(self) -> list[Variable]:
        """What the kinks on the way depend on."""
        used = [each for line in self.kinked() for each in quantities(line.formula)]
        return [each for each in dict.fromkeys(used) if isinstance(each, Variable)]

    def kinked(self) -> list[Definition]:
        """The lines on the way that have a kink."""
        return [
            self.definitions.of[each] for each in self.on_the_way if _sides(self.definitions.of[each].formula)
        ]

    def start(self) -> Fraction | None:
        """The exact number of what is moved, if it is given."""
        given = self.solution.given.get(self.by)
        return None if given is None else Fraction(given.text)

    def at(self, moved: Fraction) -> dict[Variable, Decimal]:
        """All that is on the way, and what is moved, after so much of a nudge."""
        import mpmath

        def exact(value: Fraction) -> Any:
            return mpmath.mpf(value.numerator) / value.denominator

        with many_digits(max(digits_needed(self.solution.values), 60)):
            numbers = {each: exact(Fraction(number.text)) for each, number in self.solution.given.items()}
            if self.by in self.program.inputs and self.by not in numbers:
                numbers[self.by] = self.worked_out(numbers, mpmath)
            if self.by in numbers:
                numbers[self.by] += exact(moved)
            run = compiled(self.program.source, "run", mp_names(mpmath))
            found = dict(
                zip(self.program.goals, run(*(numbers[each] for each in self.program.inputs)), strict=True)
            )
            found[self.by] = numbers.get(self.by, exact(moved))
            return {each: Decimal(mpmath.nstr(value, 60)) for each, value in found.items()}  # type: ignore[misc]

    def worked_out(self, numbers: Mapping[Quantity, Any], mpmath: Any) -> Any:
        """The value of what is moved, where a line works it out."""
        program = Program([Step(*each[:3]) for each in self.definitions.of.values()], (self.by,))
        run = compiled(program.source, "run", mp_names(mpmath))
        return run(*(numbers[each] for each in program.inputs))[0]

    def kinks(self, points: list[dict[Variable, Decimal]]) -> dict[Variable, bool]:
        """The lines whose kink lies between these points, or at the first, and whether it is there."""
        found: dict[Variable, bool] = {}
        for line in self.kinked():
            for side in _sides(line.formula):
                here, *there = [_value(side, point, self.solution) for point in points]
                if here == 0 or any(each * here < 0 for each in there):
                    found[line.quantity] = found.get(line.quantity, False) or here == 0
        return found

    def smaller(self, size: Fraction) -> str:
        """A step, smaller by tens, that crosses no kink."""
        for power in range(1, 7):
            step = size / 10**power
            if not self.kinks([self.at(moved) for moved in (Fraction(0), step, -step)]):
                return f"{Decimal(step.numerator) / Decimal(step.denominator):f}"
        return ""


def _sides(formula: Term) -> list[Term]:
    """What stands in the kinked functions of a formula, each with its kink at 0."""
    found = [side for part in parts_of(formula) for side in _sides(part)]
    match formula:
        case Apply(function, (argument,)) if function in KINKED:
            found.append(argument)
        case Apply("max", (first, second)):
            found.append(Difference(first, second))
    return found


def _value(term: Term, point: Mapping[Variable, Decimal], solution: Solution) -> float:
    def read(quantity: Quantity) -> float:
        return float(point[quantity]) if quantity in point else solution.value(quantity)  # type: ignore[index]

    return evaluate(term, {each: read(each) for each in quantities(term)})


# --- how many digits ----------------------------------------------------------------------------------


def _decimals(check: SelfCheck) -> int:
    """Decimals to carry, so that the quotient is right to a tenth of how far off it may be.

    No finer than a thousandth of the derivative, and no coarser than a twentieth.
    """
    gradient, apart = abs(check.gradient), abs(Decimal(check.apart))
    finest = max(min(apart / 10, gradient / 20), gradient / 1000) if gradient else apart / 10
    return max(2, min(decimals_for(finest) + decimals_for(Decimal(abs(check.step.value))), MOST_DECIMALS))


def decimals_for(value: Decimal) -> int:
    """How many decimals show a number of this size."""
    return max(0, -value.adjusted()) if value else 4


def rounded(value: Decimal, decimals: int) -> Decimal:
    """A number as it is written to so many decimals, half up."""
    with localcontext() as context:
        context.prec = 200
        return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0
