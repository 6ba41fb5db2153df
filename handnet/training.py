"""Training: the update's own lines, again and again.

`problem.train(10_000)` compiles the lines of one update into a loop and keeps the parameters at
checkpoints. `history[100]["a2[1]"]` is worked out from the parameters after 100 updates; so is
any other quantity, by the same lines as in a solution. A large network is trained with the lines of
whole arrays, which agree with those to rounding; with mistakes, always line by line (see `gradients`).
"""

from __future__ import annotations

from collections.abc import Callable
from math import isqrt
from typing import TYPE_CHECKING, Any

from .errors import HandnetError
from .forward import ForwardPass
from .gradients import by_matrices
from .mistakes import Mistake
from .numeric import Program, training_loop
from .quantity import Quantity, Variable
from .rules import Part
from .setting import Setting
from .solution import Solution, solved
from .terms import Number

if TYPE_CHECKING:
    from .problem import Problem

State = tuple[float, ...]


class NoSuchUpdate(HandnetError, IndexError):
    """A number of updates that a history does not hold."""


class History:
    """The parameters of a problem during `updates` updates, and whatever follows from them.

    `len(history)` is the number of updates plus one; `history[t]` is a `Snapshot`.
    """

    def __init__(self, problem: Problem, updates: int, mistakes: tuple[Mistake, ...] = ()) -> None:
        self.problem = problem
        self.updates = updates
        self._source = problem.forward_pass(shifted=True, alike=True)
        self._setting = Setting(self._source, "delta", mistakes)
        trained = [each for each in self._source.parameters() if not self._source.is_frozen(each)]
        self._parameters = trained
        self._velocities = (
            [each.named(f"velocity_{each.name}") for each in trained]
            if problem.network.momentum is not None
            else []
        )
        together = 1 if problem.network.updates == "each" else problem.samples
        self._by_matrices = by_matrices(problem.network, together) and not mistakes
        self._prepare()
        self.every = max(1, isqrt(updates))
        zeros = [0.0] * len(self._velocities)
        state: State = (*(problem.values[each].value for each in trained), *zeros)
        self._first = self._first_update() if updates and not self._by_matrices else state
        self._checkpoints: list[State] = [state]
        for start in range(0, updates, self.every):
            state = self._advance(state, start, min(self.every, updates - start))
            self._checkpoints.append(state)

    def _prepare(self) -> None:
        """Compile the lines from one state to the next; the state is taken to be that after update 1."""
        source, network = self._source, self.problem.network
        before = [*(each.at(1) for each in self._parameters), *self._velocities]
        self._state = before
        if self._by_matrices:
            from .matrix_view.program import Training

            state = [*self._parameters, *self._velocities]
            loop = Training(source, state, self.problem.values)
            self._loop: Callable[..., State] = loop
            self._fixed, self._rows = loop.fixed, loop.rows
            return
        after = [each.at(each.time + 1) for each in before]
        program = Program(self._from_state().derive(tuple(after)).steps, after)
        one_by_one = network.updates == "each" and source.samples > 1
        data = [each for each in program.inputs if isinstance(each, Variable) and each.name in ("x", "y")]
        data = data if one_by_one else []
        values = self.problem.values
        self._rows = [
            tuple(values[each._replace(sample=sample)].value for each in data)
            for sample in source.sample_numbers
        ]
        moving, at_first = {*before, *data}, set(self._parameters)
        inputs = [each for each in program.inputs if each not in moving]
        early = [str(each) for each in inputs if each in at_first]
        if early:
            raise HandnetError(
                f"train: with these mistakes an update uses values from before the last one, such as {early[0]}; "
                "solve() writes such lines, for a few updates"
            )
        self._fixed = tuple(values[each.at(0)].value for each in inputs)
        self._loop = training_loop(program, before, data)

    def _from_state(self) -> Setting:
        """The calculation in which the parameters after update 1, and the velocities, are known."""
        known = frozenset([*(each.at(1) for each in self._source.parameters()), *self._velocities])
        return Setting(self._source, "delta", self._setting.mistakes, known=known)

    def _first_update(self) -> State:
        """The state after update 1, from the given numbers as a solution works it out."""
        goals = (*(each.at(1) for each in self._parameters), *self._velocities)
        values = solved(self._setting.derive(goals), self.problem.values).values
        return tuple(values[goal] for goal in goals)

    def _advance(self, state: State, start: int, updates: int) -> State:
        if start == 0 and updates > 0 and not self._by_matrices:
            state, start, updates = self._first, 1, updates - 1
        moved: State = self._loop(state, self._fixed, self._rows, start, updates)
        return moved

    def __len__(self) -> int:
        return self.updates + 1

    def state(self, time: int) -> State:
        """The trained parameters (and velocities) after `time` updates, in order."""
        checkpoint = min(time // self.every, len(self._checkpoints) - 1)
        start = checkpoint * self.every
        state = self._checkpoints[checkpoint]
        return self._advance(state, start, time - start) if time > start else state

    def __getitem__(self, time: int) -> Snapshot:
        if not hasattr(time, "__index__") or not 0 <= time <= self.updates:
            raise NoSuchUpdate(f"history: found {time!r}; there are updates 0 to {self.updates}")
        return Snapshot(self, int(time))

    def stated(self, time: int) -> dict[Quantity, float]:
        """Every parameter (and velocity) after `time` updates."""
        names = [
            *(each.at(time) for each in self._parameters),
            *(each.at(time - 1) for each in self._velocities),
        ]
        found: dict[Quantity, float] = dict(zip(names, self.state(time), strict=True))
        for each in self._source.parameters():
            found.setdefault(each.at(time), self.problem.values[each].value)
        return found

    def values(self, address: str) -> list[float]:
        """A quantity after 0, 1, 2, … updates, as for a loss curve.

        What belongs to an update (a velocity, a value after it) is worked out one by one.
        """
        quantity = self._source.find(address)
        steps = self._from_state().derive((quantity.at(quantity.time + 1),)).steps
        if any(step.rule.part is Part.UPDATE for step in steps) or quantity in (
            *self._parameters,
            *self._velocities,
        ):
            return [self[time].value(quantity.at(quantity.time + time)) for time in range(len(self))]
        program = Program(steps, (self._source.find(quantity.at(1)),))
        given: dict[Quantity, float] = {each: number.value for each, number in self.problem.values.items()}
        given |= {each.at(1): given[each] for each in self._source.parameters()}
        found: list[float] = []
        state = self._checkpoints[0]
        for time in range(self.updates + 1):
            given.update(zip(self._state, state, strict=True))
            found += (
                program.on_floats(*(given[each] for each in program.inputs))
                if time
                else [self[0].value(quantity)]
            )
            if time < self.updates:
                state = self._advance(state, time, 1)
        return found

    def __repr__(self) -> str:
        return f"<History of {self.updates} updates>"


class Snapshot:
    """All quantities after some number of updates, by their plain addresses."""

    def __init__(self, history: History, time: int) -> None:
        self.time = time
        self._history = history
        self._solution: Solution | None = None

    @property
    def solution(self) -> Solution:
        """A solution in which the parameters after this many updates are stated."""
        if self._solution is None:
            history, time = self._history, self.time
            stated = history.stated(time) if time else {}
            source: ForwardPass = history._source
            combined = source.network.combines and not history._setting.mistakes_slopes
            setting = Setting(source, "chain", history._setting.mistakes, combined, frozenset(stated))
            numbers: dict[Quantity, Number] = dict(history.problem.values)
            numbers |= {each: Number(repr(value), value) for each, value in stated.items()}
            self._solution = solved(setting.derive(()), numbers)
        return self._solution

    def value(self, quantity: Quantity) -> float:
        """The value of a quantity whose time is counted from the start."""
        return self.solution.value(quantity)

    def __getitem__(self, address: str | Quantity) -> Any:
        """The value of a quantity or array, as a `Solution` gives it."""
        from .arrays import members
        from .solution import array_of

        source = self._history._source
        nested = members(source, address)
        if nested is not None:
            return array_of(nested, lambda each: self.value(self._later(each)))
        return self.value(self._later(source.find(address)))

    def _later(self, quantity: Quantity) -> Quantity:
        return self._history._source.find(quantity.at(quantity.time + self.time))

    def __repr__(self) -> str:
        return f"<Snapshot after update {self.time}>"
