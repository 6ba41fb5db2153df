"""A sheet: what can be answered in one problem, in working order, with every way to work it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from ..forward import ForwardPass
from ..names import PARAMETERS
from ..notation import STANDARD, Notation
from ..problem import Problem
from ..quantity import Derivative, Quantity
from ..setting import Setting
from ..solution import MOST_UPDATES_WRITTEN, Solution, solved
from .working import Working, over_paths, working


class Sheet:
    """The quantities of a problem that are asked or answered.

    asked     in working order: what is given first, then line by line
    far       those after more updates than are written out: their values come from training
    workings  the ways of working, the first line by line (`chain`)

    With `alike`, the lines hold for any numbers (targets of one sample that add up to 1 or not).
    """

    def __init__(
        self,
        problem: Problem,
        asked: Iterable[Quantity],
        notation: Notation = STANDARD,
        alike: bool = False,
    ) -> None:
        self.problem, self.notation, self.alike = problem, notation, alike
        self.intervals: dict[Any, Any] = {}  # sweeps over intervals by rounding, kept by `check.bounds`
        wanted = tuple(dict.fromkeys(asked))
        self.far = {each for each in wanted if each.time > MOST_UPDATES_WRITTEN}
        near = [each for each in wanted if each not in self.far]
        self.goals = tuple(sorted(near, key=_in_working_order(problem.forward_pass())))
        self.solution = self._solution("chain")
        self.setting: Setting = self.solution.derivation.setting
        source = self.setting.source
        assert isinstance(source, ForwardPass)
        self.source: ForwardPass = source
        place = {quantity: float(number) for number, quantity in enumerate(self.chain.formulas)}
        for quantity in self.goals:  # an error term is there as soon as the derivative that it is
            twin = self.source.twin(quantity)
            if twin in place and quantity in place:
                place[quantity] = min(place[quantity], place[twin] + 0.5)
        last = len(place)
        self.asked = tuple(
            sorted(wanted, key=lambda q: (q in self.far, place.get(q, last if q in self.far else -1)))
        )

    def _solution(self, style: str) -> Solution:
        problem = self.problem
        if self.alike:
            setting = Setting(problem.forward_pass(alike=True), style, notation=self.notation)
            return solved(setting.derive(self.goals), problem.values)
        return problem.solve(*map(str, self.goals or self._some_goal()), style=style, notation=self.notation)

    def _some_goal(self) -> tuple[Quantity, ...]:
        """Something to derive where nothing near is asked."""
        return (next(iter(self.problem.forward_pass().definitions().of)),)

    @cached_property
    def chain(self) -> Working:
        """The working line by line, with a line for everything that any way of working writes."""
        return working(self.solution.derivation.setting, self.solution.derivation.steps)

    @cached_property
    def workings(self) -> tuple[Working, ...]:
        """The ways of working that are not the same."""
        delta = self._solution("delta").derivation
        found = [self.chain, working(delta.setting, delta.steps)]
        paths = (over_paths(self.chain, apart) for apart in (False, True))
        return (*found, *(each for each in paths if each is not None))

    def right(self, quantity: Quantity) -> float:
        """The right value by the problem's own numbers."""
        return float(self.solution.value(quantity))

    @cached_property
    def given(self) -> dict[Quantity, Any]:
        """The given numbers."""
        return {quantity: number.value for quantity, number in self.problem.values.items()}

    def twin(self, quantity: Quantity) -> Quantity | None:
        """The derivative that an error term is but for its sign, or the other way round."""
        return self.source.twin(quantity)


def _in_working_order(source: ForwardPass) -> Callable[[Quantity], Any]:
    """A key to sort goals by, so that lines stand in one order however they are asked for.

    Forward as it is defined, then backward from the last layer, then updates; round by round.
    """
    place = {quantity: number for number, quantity in enumerate(source.definitions().of)}
    kinds = ("a", "z", "delta", "w", "b", "theta")

    def key(quantity: Quantity) -> tuple[Any, ...]:
        by = quantity.by if isinstance(quantity, Derivative) else quantity
        parameter = by is quantity and by.name in PARAMETERS
        if by is quantity and by.at(0) in place:
            return by.time, 0, place[by.at(0)]
        kind = kinds.index(by.name) if by.name in kinds else -1
        part = 1 if by is not quantity or by.name == "delta" else 2
        return by.time - parameter, part, -(by.layer or 0), kind, by.sample or 0, by.place, str(quantity)

    return key
