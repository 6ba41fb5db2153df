"""Numbers from steps: the lines as straight-line Python, for one float or for whole arrays.

A `Program` prints each line as one assignment to a local variable and compiles it once. The same
text runs on plain floats and on NumPy arrays (one array per quantity, not one row per case),
in the order in which the formulas are written, so that it gives what `terms.evaluate` gives.

    program = derivation.compile("dJ/dw1[1,1]")
    program.floats(values)       # {quantity: number} -> numbers
    program.arrays(values)       # {quantity: number or array} -> arrays

`training_loop` wraps the lines of one update into a loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .elementary import ELEMENTARY
from .expression import Expression
from .number import missing_numbers
from .quantity import Quantity
from .terms import Term, quantities
from .value import divide, power

if TYPE_CHECKING:
    from .step import Step

LONGEST_SUM = 100  # Python's compiler descends once for each term of a sum


def needed(steps: Iterable[Step], goals: Iterable[Quantity]) -> list[Step]:
    """The steps that the goals depend on, in order."""
    wanted, kept = set(goals), []
    for step in reversed(list(steps)):
        if step.quantity in wanted:
            kept.append(step)
            wanted.update(quantities(step.formula))
    return kept[::-1]


class Program:
    """Steps as one compiled function from given quantities to goals.

    `inputs` are the quantities that must have a value; `source` is the text that is compiled.
    """

    def __init__(self, steps: Iterable[Step], goals: Sequence[Quantity]) -> None:
        self.steps = needed(steps, goals)
        self.goals = tuple(goals)
        worked_out = {step.quantity for step in self.steps}
        used = [quantity for step in self.steps for quantity in quantities(step.formula)]
        free = [each for each in (*used, *self.goals) if each not in worked_out]
        self.inputs: tuple[Quantity, ...] = tuple(dict.fromkeys(free))
        every = (*self.inputs, *(step.quantity for step in self.steps))
        self.names = {quantity: f"v{number}" for number, quantity in enumerate(every)}

    @cached_property
    def lines(self) -> list[str]:
        """One or more assignments for each step."""
        written: list[str] = []
        for step in self.steps:
            written += _assignments(self.names[step.quantity], step.formula, self.names)
        return written

    @cached_property
    def source(self) -> str:
        """The text of the function."""
        arguments = ", ".join(self.names[each] for each in self.inputs)
        results = "".join(self.names[each] + ", " for each in self.goals)
        return "\n    ".join([f"def run({arguments}):", *self.lines, f"return ({results})"])

    @cached_property
    def on_floats(self) -> Callable[..., tuple[float, ...]]:
        """The compiled function, from the inputs in order to the goals in order."""
        return compiled(self.source, "run", float_names())

    @cached_property
    def on_arrays(self) -> Callable[..., tuple[Any, ...]]:
        """The same for NumPy arrays."""
        import numpy as np

        return compiled(self.source, "run", array_names(np))

    def floats(self, values: Mapping[Quantity, float]) -> dict[Quantity, float]:
        """The goals from plain numbers."""
        return dict(zip(self.goals, self.on_floats(*self._inputs(values)), strict=True))

    def arrays(self, values: Mapping[Quantity, Any]) -> dict[Quantity, Any]:
        """The goals from numbers or arrays of equal length, one entry per case."""
        import numpy as np

        with np.errstate(all="ignore"):
            return dict(zip(self.goals, self.on_arrays(*self._inputs(values)), strict=True))

    def _inputs(self, values: Mapping[Quantity, Any]) -> list[Any]:
        missing = [each for each in self.inputs if each not in values]
        if missing:
            raise missing_numbers(missing)
        return [values[each] for each in self.inputs]


def compiled(source: str, name: str, names: dict[str, Any]) -> Callable[..., Any]:
    """The function `name` that the text defines; the text is ours, made from terms alone."""
    exec(compile(source, "<steps>", "exec"), names)
    function: Callable[..., Any] = names[name]
    return function


def float_names() -> dict[str, Any]:
    """What the generated text calls, for floats."""
    names: dict[str, Any] = {f"f_{name}": entry.value for name, entry in ELEMENTARY.items()}
    return names | {"divide": divide, "power": power, "square": lambda v: v * v}


def array_names(np: Any) -> dict[str, Any]:
    """What the generated text calls, for NumPy arrays."""

    def bound(entry: Any) -> Callable[..., Any]:
        return lambda *arguments: entry.array(np, *arguments)

    names: dict[str, Any] = {f"f_{name}": bound(entry) for name, entry in ELEMENTARY.items()}
    return names | {"divide": np.divide, "power": np.power, "square": np.square}


def training_loop(
    program: Program, state: Sequence[Quantity], data: Sequence[Quantity]
) -> Callable[..., Any]:
    """A loop over updates: `advance(state, fixed, rows, start, updates)` gives the new state.

    The program's goals are the new values of `state`, in order. `data` are the inputs that come
    from `rows[t % len(rows)]` in update t; all other inputs are `fixed`, in the program's order.
    """
    names = program.names
    fixed = [each for each in program.inputs if each not in set(state) | set(data)]

    def tuple_of(members: Iterable[Quantity]) -> str:
        return "(" + "".join(names.get(each, "_") + ", " for each in members) + ")"

    lines = [
        "def advance(state, fixed, rows, start, updates):",
        f"    {tuple_of(state)} = state",
        f"    {tuple_of(fixed)} = fixed",
        "    for t in range(start, start + updates):",
        *([f"        {tuple_of(data)} = rows[t % len(rows)]"] if data else []),
        *(f"        {line}" for line in program.lines),
        f"        {tuple_of(state)} = {tuple_of(program.goals)}",
        f"    return {tuple_of(state)}",
    ]
    return compiled("\n".join(lines), "advance", float_names())


def _assignments(name: str, formula: Term, names: dict[Quantity, str]) -> list[str]:
    """`name = formula`; long sums inside come first, each in several pieces that add in the same order."""
    python = _Python(names.__getitem__)
    text = python.write(formula)
    return [*python.before, f"{name} = {text}"]


class _Python(Expression):
    """Writes Python; `before` are the lines that must come first."""

    def __init__(self, name: Callable[[Quantity], str]) -> None:
        super().__init__(name)
        self.before: list[str] = []

    def function(self, name: str) -> str:
        return f"f_{name}"

    def sum(self, parts: list[str]) -> str:
        """The sum; of a long one the name of a variable that holds it, added up piece by piece."""
        if len(parts) <= LONGEST_SUM:
            return super().sum(parts)
        name = f"t{len(self.before)}"
        for at in range(0, len(parts), LONGEST_SUM):
            piece = " + ".join(parts[at : at + LONGEST_SUM])
            self.before.append(f"{name} = {name} + {piece}" if at else f"{name} = {piece}")
        return name
