"""The gradient check: move a weight a little, work the loss out again, compare.

    problem.gradient_check()                            every gradient of the loss
    problem.gradient_check("da2[1]/dw1[1,1]")           any derivative, by anything before it
    problem.gradient_check(mistakes=["mean-lost"])      points at what the mistake makes wrong
    problem.gradient_check(own={"dJ/dW1": array})       a person's numbers, or those of their code
    check.steps("dJ/dw1[1,1]")                          why the step is neither larger nor smaller

Beside each derivative stands the difference quotient to both sides, (J(w + h) - J(w - h)) / 2h, from
the forward pass alone (`quotients`). How far apart the two may be is worked out too: the curvature
of the loss makes the quotient inexact where h is large, rounding where it is small (`rounding`). Where
a smaller step allows less and says otherwise, the step is too large to tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING, Any

from ..errors import HandnetError, UnknownQuantity
from ..forward import ForwardPass as NetworkPass
from ..network import gradient_goals
from ..number import read_number
from ..quantity import Derivative, Quantity, Variable
from ..setting import Setting
from ..shown import Shown
from ..solution import Solution
from ..step import Derivation
from ..terms import Number
from .own import Own, read_own
from .quotients import ForwardPass
from .rounding import UNIT, Rounded, rounded

if TYPE_CHECKING:
    from ..render.page import Block
    from .steps import Steps

LARGEST_STEP = 1.0
SMALLER = tuple(10.0**-power for power in range(1, 11))
LOOSE = 0.01
"""Where a derivative differs, or more than this part of it is allowed, these parts of the step are tried too."""


@dataclass(frozen=True)
class Row:
    """One derivative, the difference quotient beside it, and how far apart they may be.

    goal        the derivative, or the error term that it is
    analytic    by backpropagation, or the person's own number; `own` is how that was written
    numeric     the difference quotient
    curvature, rounding, written    what may keep them apart: the step, floats, the digits written
    kinks       activations whose kink lies within four steps
    smaller     a smaller step that allows less and says otherwise; 0 if there is none
    """

    goal: Quantity
    analytic: float
    numeric: float
    curvature: float
    rounding: float
    written: float
    kinks: tuple[Variable, ...]
    own: str = ""
    smaller: float = 0.0

    @property
    def difference(self) -> float:
        """The derivative less the quotient."""
        return self.analytic - self.numeric

    @property
    def relative(self) -> float:
        """The size of the difference over the larger of the two; 0 if both are 0."""
        larger = max(abs(self.analytic), abs(self.numeric))
        return abs(self.difference) / larger if larger else 0.0

    @property
    def allowed(self) -> float:
        """How far apart a right derivative and its quotient may be."""
        return self.curvature + self.rounding + self.written

    @property
    def within(self) -> bool:
        """Whether the difference is allowed."""
        return abs(self.difference) <= self.allowed

    @property
    def verdict(self) -> str:
        """Agrees, differs, too small to tell (from 0), step too large, kink, or no number; as text."""
        if not isfinite(self.difference) or not isfinite(self.allowed):
            return "no number"
        if self.kinks:
            return "kink"
        if self.smaller:
            return "step too large"
        if not self.within:
            return "differs"
        return "too small to tell" if 0 < abs(self.analytic) <= self.allowed else "agrees"


@dataclass(frozen=True, repr=False)
class GradientCheck(Shown):
    """Derivatives beside difference quotients of the forward pass, each with a verdict."""

    rows: tuple[Row, ...]
    step: Number
    checker: Checker

    def __repr__(self) -> str:
        agree = sum(row.verdict == "agrees" for row in self.rows)
        return f"<GradientCheck: {agree} of {len(self.rows)} agree, step {self.step.text}>"

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, address: str | Quantity) -> Row:
        quantity = self.checker.setting.find(address)
        for row in self.rows:
            if row.goal == quantity:
                return row
        raise UnknownQuantity(f"gradient_check: {address} is not among what was checked")

    @property
    def ok(self) -> bool:
        """Whether all agree."""
        return all(row.verdict == "agrees" for row in self.rows)

    @property
    def wrong(self) -> tuple[Row, ...]:
        """The rows that differ by more than is allowed."""
        return tuple(row for row in self.rows if row.verdict == "differs")

    def steps(self, address: str | Quantity) -> Steps:
        """How far off the quotients of one derivative are, with steps from 1e-1 to 1e-12; see `steps`."""
        from .steps import steps

        return steps(self, self[address])

    def _page(self, most: int | None = None) -> list[Block]:
        from .page import check_page

        return check_page(self, most)

    def _shown_page(self) -> list[Block]:
        from .page import MOST_ROWS

        return self._page(MOST_ROWS)


class Checker:
    """Works out derivatives, their quotients, and how far off both may be."""

    def __init__(self, solution: Solution, goals: Sequence[str | Quantity], own: Mapping[str, Any]) -> None:
        self.setting: Setting = solution.derivation.setting
        if self.setting.known:
            raise HandnetError("gradient_check: these lines have stated values; check them without")
        self.own = read_own(self.setting, own)
        wanted = [each for goal in goals for each in self.setting.expand(goal)]
        self.goals = tuple(dict.fromkeys([*wanted, *self.own])) or _gradients(self.setting)
        self.derivatives = {goal: derivative_of(goal, self.setting) for goal in self.goals}
        numbers = {each: number.value for each, number in solution.given.items()}
        self.forward = ForwardPass(
            self.setting.source, numbers, [each.of for each in self.derivatives.values()]
        )
        self.solved = _with_errors(self.setting.derive(self.goals), self.forward, solution)

    def factor(self, goal: Quantity) -> float:
        """What the convention of the sheet multiplies this derivative by."""
        convention = self.setting.source.convention
        if isinstance(goal, Variable):
            return convention.factor.value * convention.error_sign
        return convention.factor.value if goal.of.name in ("J", "R") else 1.0

    def row(self, goal: Quantity, step: float) -> Row:
        """A derivative beside its quotient with this step."""
        quotient = self.forward.quotient(self.derivatives[goal], step)
        factor = self.factor(goal)
        value, error = self.solved[goal]
        own: Own | None = self.own.get(goal)
        return Row(
            goal=goal,
            analytic=own.number.value if own else value,
            numeric=factor * quotient.value,
            curvature=abs(factor) * quotient.curvature,
            # the error of J(w + h) is not that of J(w): it grows along the step as that of dJ/dw says
            rounding=abs(factor) * quotient.rounding + error * UNIT + error * (own.unit if own else UNIT),
            written=own.written if own else 0.0,
            kinks=quotient.kinks,
            own=own.number.text if own else "",
        )

    def checked(self, goal: Quantity, step: float) -> Row:
        """The row with this step; where that may be too large, the most exact of smaller ones is asked too."""
        row = self.row(goal, step)
        loose = row.verdict == "agrees" and row.curvature > LOOSE * abs(row.numeric)
        if row.verdict != "differs" and not loose:
            return row
        finer = {step * part: self.row(goal, step * part) for part in SMALLER}
        exact = {at: each for at, each in finer.items() if each.allowed < row.allowed}
        at = min(exact, key=lambda at: exact[at].allowed, default=0.0)
        return replace(row, smaller=at) if at and exact[at].within != row.within else row


def check_gradients(
    solution: Solution,
    goals: Sequence[str] = (),
    step: Any = "1e-4",
    own: Mapping[str, Any] | None = None,
) -> GradientCheck:
    """The gradient check of a solution; without goals, of all gradients or of the own numbers alone.

    Raises HandnetError for what is no derivative, and for a step that is not between 0 and 1.
    """
    size = read_number(step, "step")
    if not 0 < size.value <= LARGEST_STEP:
        raise HandnetError(f"step: found {size.text}; it is above 0 and at most 1, as 1e-4 is")
    checker = Checker(solution, goals, own or {})
    rows = tuple(checker.checked(goal, size.value) for goal in checker.goals)
    return GradientCheck(rows, size, checker)


def _gradients(setting: Setting) -> tuple[Quantity, ...]:
    """The derivatives of the loss by all trained parameters, or of a graph's last line by what is given."""
    source = setting.source
    if isinstance(source, NetworkPass):
        return tuple(gradient_goals(source)[1:])
    definitions = source.definitions()
    *_, last = definitions.of
    upstream = definitions.upstream(last)
    return tuple(Derivative(last, each) for each in definitions.given if each in upstream)


def derivative_of(goal: Quantity, setting: Setting) -> Derivative:
    """The derivative that a goal is; an error term is one too."""
    source, found = setting.source, goal
    if isinstance(goal, Variable) and goal.name == "delta" and isinstance(source, NetworkPass):
        found = source.twin(goal) or goal
    name = setting.spelling.text(goal)
    if not isinstance(found, Derivative):
        raise HandnetError(f"gradient_check: {name} is not a derivative; take one, such as dJ/dw1[1,1]")
    if found.of.time or found.by.time:
        raise HandnetError(f"gradient_check: {name} is after an update; only the forward pass is moved")
    return found


def _with_errors(derivation: Derivation, forward: ForwardPass, solution: Solution) -> dict[Quantity, Rounded]:
    """Every line's value with its rounding error: backpropagation with the numbers of the solution."""
    known = {each: value for each, value in forward.known.items() if each not in derivation.by_quantity}
    known |= {each: Rounded(number.value) for each, number in solution.given.items()}
    for step in derivation.steps:
        known[step.quantity] = rounded(step.formula, known)
    return known
