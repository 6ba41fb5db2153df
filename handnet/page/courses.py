"""The courses of a panel: every order of lines that its choices can ask for.

A course is what is worked for one style, with one mistake or none, in one phase. Phases are the
updates that are not alike: one by one, each sample in turn has its own; with momentum the first
update has no velocity before it. The lines of a later phase are told as if it were the first, so
that the weights are always those of now and w+ those after the next step.

    for course in courses(problem, ("chain", "delta"), mistakes):
        course.right["plain"], course.wrong
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import HandnetError
from ..forward import ForwardPass
from ..mistakes import Mistake
from ..names import PARAMETERS
from ..quantity import Derivative, Quantity, Variable
from ..setting import Setting
from ..step import Step
from ..terms import replace

if TYPE_CHECKING:
    from ..problem import Problem

BEFORE = -1
"""The time of a velocity that is left from the step before."""


@dataclass(frozen=True)
class Course:
    """The lines for one choice; `right` has the ways to work it where floats end, `wrong` the mistake's."""

    style: str
    mistake: Mistake | None
    phase: int
    right: dict[str, tuple[Step, ...]]
    wrong: tuple[Step, ...] | None = None


def phases(problem: Problem) -> tuple[int, int]:
    """How many phases there are, and the one that follows the last."""
    if not has_updates(problem):
        return 1, 0
    turns = problem.samples if problem.network.updates == "each" else 1
    first_is_alike = problem.network.momentum is None
    return (turns, 0) if first_is_alike else (turns + 1, 1)


def has_updates(problem: Problem) -> bool:
    """Whether steps of gradient descent can be taken."""
    steps = any(each.name == "step" for each in problem.network.activations)
    return problem.learning_rate is not None and problem.network.loss is not None and not steps


def courses(problem: Problem, styles: Iterable[str], mistakes: Iterable[Mistake]) -> Iterator[Course]:
    """Every course; a mistake that changes nothing, or cannot be made here, has none."""
    count, _ = phases(problem)
    for style in styles:
        for phase in range(count):
            writer = _Writer(problem, style, phase)
            plain = writer.lines()
            yield Course(style, None, phase, writer.attempts(plain))
        for mistake in mistakes:
            with suppress(HandnetError):
                made = [_mistaken(_Writer(problem, style, phase), mistake) for phase in range(count)]
                if made[0].wrong != made[0].right["plain"]:
                    yield from made


def _mistaken(writer: _Writer, mistake: Mistake) -> Course:
    combined = writer.setting(mistakes=(mistake,)).combined
    right = {"plain": writer.lines(combined=combined)}
    return Course(
        writer.style, mistake, writer.phase, right, writer.lines(mistakes=(mistake,), combined=combined)
    )


class _Writer:
    """Writes the lines of one phase in one style."""

    def __init__(self, problem: Problem, style: str, phase: int) -> None:
        self.problem, self.style, self.phase = problem, style, phase

    def source(self, shifted: bool = False) -> ForwardPass:
        """The forward pass, for whatever targets a knob may be set to."""
        source = ForwardPass(self.problem.network, self.problem.samples, shifted=shifted)
        source.input_names, source.sample_names = self.problem.input_names, self.problem.sample_names
        return source

    def setting(
        self, shifted: bool = False, combined: bool | None = None, mistakes: tuple[Mistake, ...] = ()
    ) -> Setting:
        source = self.source(shifted)
        known: list[Variable] = []
        if self.phase:
            parameters = source.parameters(self.phase)
            known = list(parameters)
            if self.problem.network.momentum is not None:
                known += [each.named(f"velocity_{each.name}").at(self.phase - 1) for each in parameters]
        return Setting(source, self.style, mistakes, combined, frozenset(known))

    def lines(
        self, shifted: bool = False, combined: bool | None = None, mistakes: tuple[Mistake, ...] = ()
    ) -> tuple[Step, ...]:
        """The lines of this phase, told as those of now."""
        setting = self.setting(shifted, combined, mistakes)
        goals = (each.at(each.time + self.phase) for each in self.problem.goals(setting.source))  # type: ignore[arg-type]
        return tuple(map(self._told_as_now, setting.derive(tuple(goals)).steps))

    def attempts(self, plain: tuple[Step, ...]) -> dict[str, tuple[Step, ...]]:
        """The usual lines, and those that hold where the usual ones leave the floats."""
        softmax = self.problem.network.activations[-1].name == "softmax"
        combines = self.problem.network.combines
        written = {"plain": plain}
        if softmax:
            written["shifted"] = self.lines(shifted=True)
        if combines:
            written["combined"] = self.lines(combined=True)
        if softmax and combines:
            written["both"] = self.lines(shifted=True, combined=True)
        return {name: lines for name, lines in written.items() if name == "plain" or lines != plain}

    def _told_as_now(self, step: Step) -> Step:
        if not self.phase:
            return step
        return Step(self._now(step.quantity), step.rule, replace(step.formula, self._now))

    def _now(self, quantity: Quantity) -> Quantity:
        if isinstance(quantity, Derivative):
            of, by = map(self._now, quantity)
            return Derivative(of, by)  # type: ignore[arg-type]
        if quantity.time >= self.phase:
            return quantity.at(quantity.time - self.phase)
        left = quantity.name.startswith("velocity_") and quantity.time == self.phase - 1
        return quantity.at(BEFORE) if left else quantity


def velocities_before(problem: Problem) -> list[Variable]:
    """The velocities that the step before has left, where there is momentum."""
    if not has_updates(problem) or problem.network.momentum is None:
        return []
    source = problem.forward_pass()
    trained = [each for each in source.parameters() if not source.is_frozen(each)]
    return [each.named(f"velocity_{each.name}").at(BEFORE) for each in trained if each.name in PARAMETERS]
