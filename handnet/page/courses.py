"""The courses of a panel: every order of lines that its choices can ask for.

A course is what is worked for one style, with one mistake or none, in one phase. Phases are the
updates that are not alike: one by one, each sample in turn has its own; with momentum the first
update has no velocity before it. The lines of a later phase are told as if it were the first, so
that the weights are always those of now and w+ those after the next step.

    courses(problem, ("chain", "delta"))                     right, with the ways where floats end
    mistaken_courses(problem, ("chain", "delta"), mistakes)  right and wrong, line beside line
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


def courses(problem: Problem, styles: Iterable[str]) -> Iterator[Course]:
    """The courses without a mistake."""
    for style in styles:
        for writer in _writers(problem, style):
            yield Course(style, None, writer.phase, writer.attempts())


def mistaken_courses(
    problem: Problem, styles: Iterable[str], mistakes: Iterable[Mistake]
) -> Iterator[Course]:
    """The courses with each mistake; one that changes nothing, or cannot be made here, has none."""
    offered = list(mistakes)
    for style in styles:
        writers = _writers(problem, style)
        for mistake in offered:
            with suppress(HandnetError):
                first = writers[0].mistaken(mistake)
                if first.wrong != first.right["plain"]:
                    yield from [first, *(writer.mistaken(mistake) for writer in writers[1:])]


def _writers(problem: Problem, style: str) -> list[_Writer]:
    return [_Writer(problem, style, phase) for phase in range(phases(problem)[0])]


class _Writer:
    """Writes the lines of one phase in one style."""

    def __init__(self, problem: Problem, style: str, phase: int) -> None:
        self.problem, self.style, self.phase = problem, style, phase
        self._right: dict[tuple[bool, bool | None], tuple[Step, ...]] = {}

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

    def right(self, shifted: bool = False, combined: bool | None = None) -> tuple[Step, ...]:
        """The lines of this phase without a mistake, told as those of now."""
        key = shifted, combined
        if key not in self._right:
            self._right[key] = self._lines(self.setting(shifted, combined))
        return self._right[key]

    def mistaken(self, mistake: Mistake) -> Course:
        """The course with a mistake, beside the right lines that are written in the same way."""
        setting = self.setting(mistakes=(mistake,))
        right = {"plain": self.right(combined=setting.combined)}
        return Course(self.style, mistake, self.phase, right, self._lines(setting))

    def attempts(self) -> dict[str, tuple[Step, ...]]:
        """The usual lines, and those that hold where the usual ones leave the floats."""
        softmax = self.problem.network.activations[-1].name == "softmax"
        combines = self.problem.network.combines
        plain = self.right()
        written = {"plain": plain}
        if softmax:
            written["shifted"] = self.right(shifted=True)
        if combines:
            written["combined"] = self.right(combined=True)
        if softmax and combines:
            written["both"] = self.right(shifted=True, combined=True)
        return {name: lines for name, lines in written.items() if name == "plain" or lines != plain}

    def _lines(self, setting: Setting) -> tuple[Step, ...]:
        goals = (each.at(each.time + self.phase) for each in self.problem.goals(setting.source))  # type: ignore[arg-type]
        return tuple(map(self._told_as_now, setting.derive(tuple(goals)).steps))

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
