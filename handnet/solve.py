"""From a problem to its solution: what is stated, and what to do where numbers leave the floats."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from copy import copy
from typing import TYPE_CHECKING, Any

from .arrays import expand, flat, paired, shape
from .digits import Digits
from .errors import HandnetError
from .forward import ForwardPass
from .given import is_number, members_of
from .mistakes import Mistake
from .names import ETA, LAMBDA, MU
from .notation import STANDARD, Notation
from .number import read_number
from .quantity import Quantity
from .rules import Part, Rule
from .setting import Setting
from .solution import Solution, solved
from .terms import Number

if TYPE_CHECKING:
    from .problem import Problem
    from .training import History

SMALLEST_SUM, LARGEST_SUM = 1e-50, 1e250
"""Sums of powers outside have members that lose digits, or have none left."""


def solve(
    problem: Problem,
    goals: tuple[str, ...],
    style: str,
    mistakes: tuple[Mistake, ...],
    given: Mapping[str, Any],
    combined: bool | None,
    digits: Digits,
    notation: Notation = STANDARD,
) -> Solution:
    """The lines with numbers; see `Problem.solve`."""
    numbers, stated = _stated(problem, given, notation)
    problem = _with(problem, numbers) if numbers else problem

    def attempt(shifted: bool, combined: bool | None) -> Solution:
        source = problem.forward_pass(shifted)
        setting = Setting(source, style, mistakes, combined, frozenset(stated), notation)
        wanted = [quantity for goal in goals for quantity in setting.expand(goal)]
        derivation = setting.derive(tuple(wanted or problem.goals(source)))
        train = None if stated or problem.learning_rate is None else Trainer(problem, mistakes)
        return solved(derivation, {**problem.values, **stated}, digits, train, None if stated else problem)

    solution = attempt(False, combined)
    shifted = _powers_leave_floats(solution)
    if shifted:
        solution = attempt(True, combined)
    may_combine = combined is None and not solution.derivation.setting.mistakes_slopes
    if may_combine and problem.network.combines and _slopes_leave_floats(solution):
        solution = attempt(shifted, True)
    return solution


class Trainer:
    """Trains when a value after many updates is asked for, and remembers the longest training."""

    def __init__(self, problem: Problem, mistakes: tuple[Mistake, ...]) -> None:
        self.problem, self.mistakes = problem, mistakes
        self._history: History | None = None

    def __call__(self, updates: int) -> History:
        """A history of at least so many updates."""
        if self._history is None or self._history.updates < updates:
            self._history = self.problem.train(updates, mistakes=self.mistakes)
        return self._history


def sweep(problem: Problem, values: Mapping[str, Any], goals: tuple[str, ...]) -> dict[str, Any]:
    """Many parameter sets at once; see `Problem.sweep`."""
    import numpy as np

    if not goals:
        raise HandnetError('sweep: say what to work out, as in sweep({"w1[1,1]": values}, "J")')
    targets = any(address.lstrip().startswith("y") for address in values)
    source = (
        ForwardPass(problem.network, problem.samples, shifted=True) if targets else problem.forward_pass(True)
    )
    wanted = [quantity for goal in goals for quantity in expand(source, goal)]
    program = Setting(source, "delta").derive(tuple(wanted)).compile()
    numbers: dict[Quantity, Any] = {each: number.value for each, number in problem.values.items()}
    lengths = set()
    for address, given in values.items():
        quantity = source.find(address)
        if quantity not in numbers:
            raise HandnetError(
                f"sweep: {quantity} is worked out, not given; take one of the given quantities"
            )
        try:
            numbers[quantity] = np.asarray(given, dtype=float)
        except (TypeError, ValueError):
            raise HandnetError(f"sweep: the values of {quantity} are not all numbers") from None
        lengths.add(numbers[quantity].shape)
    shapes = lengths - {()}
    if len(shapes) > 1:
        raise HandnetError(f"sweep: arrays of different shapes {sorted(shapes)}; give them one length")
    found = program.arrays(numbers)
    whole = shapes.pop() if shapes else ()
    return {str(each): np.broadcast_to(found[each], whole) for each in wanted}


def _stated(
    problem: Problem, given: Mapping[str, Any], notation: Notation
) -> tuple[dict[Quantity, Number], dict[Quantity, Number]]:
    """Stated values: of what the problem gives, and of what would be worked out.

    An error term and the derivative that it is are stated together.
    """
    numbers: dict[Quantity, Number] = {}
    stated: dict[Quantity, Number] = {}
    if not isinstance(given, Mapping):
        raise HandnetError(f"given: found {given!r}; give values by address, as in {{'z1[1]': '0.4'}}")
    if not given:
        return numbers, stated
    source = problem.forward_pass()
    setting = Setting(source, notation=notation)
    for address, value in given.items():
        quantity, number = setting.find(address), read_number(value, str(address))
        table = numbers if quantity in problem.values else stated
        if table.get(quantity, number) != number:
            raise HandnetError(
                f"given: {quantity} is stated twice, as {table[quantity].text} and {number.text}"
            )
        table[quantity] = number
        twin = source.twin(quantity)
        if twin is not None and str(twin) not in given:
            other = f"-{number.text}".replace("--", "")
            stated[twin] = number if source.convention.error_sign == 1 else Number(other, -number.value)
    return numbers, stated


def changed(problem: Problem, given: Mapping[str, Any], notation: Notation) -> Problem:
    """The same problem with other numbers; see `Problem.with_numbers`."""
    if not isinstance(given, Mapping):
        raise HandnetError(f"with_numbers: found {given!r}; give numbers by address, as in {{'eta': '2'}}")
    setting = Setting(problem.forward_pass(), notation=notation)
    each = {str(quantity): value for address in given for quantity, value in _spread(setting, address, given)}
    numbers, stated = _stated(problem, each, STANDARD)
    numbers |= {ETA: stated.pop(ETA)} if ETA in stated else {}  # a problem may have had none
    for quantity in stated:
        raise HandnetError(
            f"with_numbers: {quantity} is worked out, not given; solve(given={{...}}) states a value for it"
        )
    return _with(problem, numbers)


def _spread(setting: Setting, address: str, given: Mapping[str, Any]) -> Iterator[tuple[Quantity, Any]]:
    """The quantities with this address, each with its value: one for all, or an array of the same shape."""
    value, nested = given[address], setting.members(address)
    if nested is None:
        return paired(address, setting.find(address), value)
    quantities, values = flat(nested), members_of(value)
    if is_number(value):
        return iter([(each, value) for each in quantities])
    one_row = 1 in shape(nested) and len(values) == len(quantities) and all(map(is_number, values))
    return paired(address, quantities if one_row else nested, value)


def _with(problem: Problem, numbers: Mapping[Quantity, Number]) -> Problem:
    """The same problem with some other numbers."""
    other = copy(problem)
    other.values = {**problem.values, **numbers}
    other.learning_rate = numbers.get(ETA, problem.learning_rate)
    other.network = copy(problem.network)
    other.network.momentum = numbers.get(MU, problem.network.momentum)
    other.network.l2 = numbers.get(LAMBDA, problem.network.l2)
    other.check_targets()
    return other


def _powers_leave_floats(solution: Solution) -> bool:
    """Whether a sum of powers in a softmax is out of a float's good range."""
    return any(
        step.rule is Rule.POWERS and not SMALLEST_SUM < solution.values[step.quantity] < LARGEST_SUM
        for step in solution.derivation.steps
    )


def _slopes_leave_floats(solution: Solution) -> bool:
    """Whether a backward line is infinite or undefined."""
    return any(
        step.rule.part is Part.BACKWARD and not math.isfinite(solution.values[step.quantity])
        for step in solution.derivation.steps
    )
