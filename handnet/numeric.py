"""Numbers from steps: the lines as straight-line Python, compiled once.

A `Program` prints each line as one assignment to a local variable, in the order in which the
formula is written, so that it gives what `terms.evaluate` gives.

    program = derivation.compile("dJ/dw1[1,1]")
    program.floats(values)       # {quantity: number} -> numbers
    program.arrays(values)       # {quantity: number or array} -> arrays: many cases at once, by `columns`

`source` has every function as a call, so that it runs on other kinds of numbers too; for floats,
what is called in every line is written out in its place, with the same values to the last bit.
`training_loop` wraps the lines of one update into a loop.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from .elementary import ELEMENTARY
from .expression import Expression
from .number import missing_numbers
from .quantity import Derivative, Quantity, Variable
from .terms import quantities
from .value import divide, power

if TYPE_CHECKING:
    from .columns import Columns
    from .step import Step

Writer: TypeAlias = "Callable[[Callable[[Quantity], str]], Python]"
"""Makes what prints one formula, from what spells a quantity."""
LONGEST_SUM = 100  # Python's compiler descends once for each term of a sum

WRITTEN_OUT = {
    "sigma": "(1.0/(1.0 + exp(-{0})) if {0} > -708.0 else exp({0}))",
    "relu": "({0} if {0} > 0 else 0.0 if {0} == {0} else {0})",
    "step": "(1.0 if {0} > 0 else 0.0 if {0} == {0} else {0})",
}
"""Functions of `elementary` as expressions for a float that has a name: a call costs as much as three lines."""


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
    A quantity that equals another one has its name in `names`, and no line.
    """

    def __init__(self, steps: Iterable[Step], goals: Sequence[Quantity]) -> None:
        self.steps = needed(steps, goals)
        self.goals = tuple(goals)
        worked_out = {step.quantity for step in self.steps}
        used = [quantity for step in self.steps for quantity in quantities(step.formula)]
        free = [each for each in (*used, *self.goals) if each not in worked_out]
        self.inputs: tuple[Quantity, ...] = tuple(dict.fromkeys(free))
        self.names = {quantity: f"v{number}" for number, quantity in enumerate(self.inputs)}
        for step in self.steps:
            same = isinstance(step.formula, Variable | Derivative)
            self.names[step.quantity] = self.names[step.formula] if same else f"v{len(self.names)}"  # type: ignore[index]

    def lines(self, writer: Writer, names: Mapping[Quantity, str] | None = None) -> list[str]:
        """One or more assignments for each step that is no mere copy."""
        names, written = names or self.names, list[str]()
        for step in self.steps:
            if not isinstance(step.formula, Variable | Derivative):
                python = writer(names.__getitem__)
                text = python.write(step.formula)
                written += [*python.before, f"{names[step.quantity]} = {text}"]
        return written

    def function(self, writer: Writer) -> str:
        """The text of a function `run`, from the inputs in order to the goals in order."""
        arguments = ", ".join(self.names[each] for each in self.inputs)
        body = [*self.lines(writer), f"return {tuple_of(self.goals, self.names)}"]
        return "\n    ".join([f"def run({arguments}):", *body])

    @cached_property
    def source(self) -> str:
        """The text of the function, every function in it a call."""
        return self.function(Python)

    @cached_property
    def on_floats(self) -> Callable[..., tuple[float, ...]]:
        """The compiled function, from the inputs in order to the goals in order."""
        return compiled(self.function(PythonForFloats), "run", float_names())

    @cached_property
    def on_arrays(self) -> Columns:
        """The same for NumPy arrays."""
        from .columns import Columns

        return Columns(self.steps, self.inputs, self.goals)

    def floats(self, values: Mapping[Quantity, float]) -> dict[Quantity, float]:
        """The goals from plain numbers."""
        return dict(zip(self.goals, self.on_floats(*self._inputs(values)), strict=True))

    def arrays(self, values: Mapping[Quantity, Any]) -> dict[Quantity, Any]:
        """The goals from numbers or arrays of equal length, one entry per case."""
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
    names |= {"exp": math.exp, "inf": math.inf, "nan": math.nan}
    return names | {"divide": divide, "power": power, "square": lambda v: v * v}


def tuple_of(members: Iterable[Quantity], names: Mapping[Quantity, str]) -> str:
    """A tuple of variables; `_` for a quantity that no line uses."""
    return "(" + "".join(names.get(each, "_") + ", " for each in members) + ")"


def training_loop(
    program: Program,
    state: Sequence[Quantity],
    data: Sequence[Quantity],
    writer: Writer | None = None,
    called: dict[str, Any] | None = None,
) -> Callable[..., Any]:
    """A loop over updates: `advance(state, fixed, rows, start, updates)` gives the new state.

    The program's goals are the new values of `state`, in order. `data` are the inputs that come
    from `rows[t % len(rows)]` in update t; all other inputs are `fixed`, in the program's order.
    `writer` and what its text has `called` are those for floats if they are left out.
    """
    names = _in_place(program, state)
    moving = {*state, *data}
    fixed = [each for each in program.inputs if each not in moving]
    before, after = tuple_of(state, names), tuple_of(program.goals, names)
    body = program.lines(writer or PythonForFloats, names)
    if data:
        body.insert(0, f"{tuple_of(data, names)} = rows[t % len(rows)]")
    if before != after:
        body.append(f"{before} = {after}")
    lines = [
        "def advance(state, fixed, rows, start, updates):",
        f"    {before} = state",
        f"    {tuple_of(fixed, names)} = fixed",
        "    for t in range(start, start + updates):",
        *(f"        {line}" for line in body or ["pass"]),
        f"    return {before}",
    ]
    return compiled("\n".join(lines), "advance", called or float_names())


def _in_place(program: Program, state: Sequence[Quantity]) -> dict[Quantity, str]:
    """The names of the program, but a new value has the name of the old one if no later line needs that."""
    names, made, last = program.names, dict[str, int](), dict[str, int]()
    for number, step in enumerate(program.steps):
        if not isinstance(step.formula, Variable | Derivative):
            made[names[step.quantity]] = number
            last |= dict.fromkeys((names[each] for each in quantities(step.formula)), number)
    taken: dict[str, str] = {}
    for old, new in zip(state, program.goals, strict=True):
        before, after = names.get(old, ""), names[new]
        if after in made and before and after not in taken and made[after] >= last.get(before, -1):
            taken[after] = before
    return {each: taken.get(name, name) for each, name in names.items()}


class Python(Expression):
    """Writes Python; `before` are the lines that must come first."""

    def __init__(self, name: Callable[[Quantity], str]) -> None:
        super().__init__(name)
        self.before: list[str] = []

    def function(self, name: str) -> str:
        """The name under which a function of `elementary` is called."""
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


class PythonForFloats(Python):
    """Writes Python in which the commonest functions are no calls."""

    def named(self, text: str) -> str:
        """A variable that holds the value of an expression."""
        if text.isidentifier():
            return text
        name = f"t{len(self.before)}"
        self.before.append(f"{name} = {text}")
        return name

    def square(self, base: str) -> str:
        """The base times itself."""
        name = self.named(base)
        return f"({name}*{name})"

    def quotient(self, top: str, bottom: str) -> str:
        """A division; where the bottom is zero, what `divide` says."""
        top, bottom = self.named(top), self.named(bottom)
        return f"({top}/{bottom} if {bottom} else divide({top}, {bottom}))"

    def call(self, name: str, arguments: list[str]) -> str:
        """A function, written out if it is one of the commonest."""
        if name not in WRITTEN_OUT:
            return super().call(name, arguments)
        return WRITTEN_OUT[name].format(*map(self.named, arguments))
