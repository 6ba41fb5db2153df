"""Many cases at once: the lines worked out on columns of numbers, one entry per case.

    columns = Columns(steps, inputs, goals)
    columns(*values)        # numbers or arrays, in the order of the inputs -> an array for each goal

Every operation of the formulas becomes one call that writes into a column that is there already,
as in `multiply(v0, v1, r2)`; a column is used again as soon as nothing needs what is in it. Cases
are worked through in blocks, so that the columns stay in the processor's cache. The operations are
those of `value.evaluate`, in the same order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from .elementary import ELEMENTARY, sigma_of_array
from .quantity import Derivative, Quantity, Variable
from .terms import ZERO, Apply, Difference, Negative, Number, Power, Product, Quotient, Sum, Term, quantities

if TYPE_CHECKING:
    from .step import Step

BLOCK = 5000
"""Cases at a time. A 3-3-3-1 network with 10,000 cases takes 2.3 ms in blocks of 1,024, 1.2 ms in blocks
of 5,000, 2.1 ms all at once: smaller ones make more calls, larger ones leave the cache."""
INTO_A_COLUMN = {"sigma": "sigma_into", "tanh": "tanh", "exp": "exp"}
"""Functions that write into a column themselves; what others give is copied."""


class Columns:
    """Steps as one function of columns: from the inputs in order to the goals in order."""

    def __init__(self, steps: Iterable[Step], inputs: Sequence[Quantity], goals: Sequence[Quantity]) -> None:
        self.inputs, self.goals = tuple(inputs), tuple(goals)
        self._writer = _Writer(list(steps), self.inputs, self.goals)

    @cached_property
    def source(self) -> str:
        """The text that is compiled: what is given, the columns to work in, and those for the goals."""
        heads = {
            "given": [self._writer.places[each] for each in self.inputs],
            "work": [f"r{number}" for number in range(self._writer.columns)],
            "found": [f"g{number}" for number in range(len(self.goals))],
        }
        unpacked = [f"({', '.join(names)},) = {head}" for head, names in heads.items() if names]
        return "\n    ".join(["def run(given, work, found):", *unpacked, *self._writer.lines, "return"])

    @cached_property
    def _run(self) -> Callable[..., None]:
        import numpy as np

        from .numeric import compiled

        called = {"sigma_into": partial(sigma_into, np), "tanh": np.tanh, "exp": np.exp}
        return compiled(self.source, "run", array_names(np) | called)

    def __call__(self, *values: Any) -> tuple[Any, ...]:
        """The goals, as arrays of the shape that all values go together in; numbers for numbers alone."""
        import numpy as np

        whole = np.broadcast_shapes(*map(np.shape, values))
        given = [
            np.broadcast_to(np.asarray(each, float), whole).ravel() if np.shape(each) else float(each)
            for each in values
        ]
        cases = int(np.prod(whole, dtype=int))
        found = np.empty((len(self.goals), cases))
        self.fill(found, given)
        return tuple(row.reshape(whole)[()] for row in found)

    def fill(self, found: Any, given: Sequence[Any]) -> None:
        """Write the goals into the rows of an array; `given` has a number or a column for each input."""
        import numpy as np

        cases = found.shape[1]
        work = np.empty((self._writer.columns, min(BLOCK, cases)))
        with np.errstate(all="ignore"):
            for start in range(0, cases, BLOCK):
                stop = min(start + BLOCK, cases)
                some = [each if isinstance(each, float) else each[start:stop] for each in given]
                self._run(some, work[:, : stop - start], found[:, start:stop])


def array_names(np: Any) -> dict[str, Any]:
    """What the text calls."""

    def bound(entry: Any) -> Callable[..., Any]:
        return lambda *arguments: entry.array(np, *arguments)

    names: dict[str, Any] = {f"f_{name}": bound(entry) for name, entry in ELEMENTARY.items()}
    called = ("add", "subtract", "multiply", "divide", "power", "square", "copyto", "inf", "nan")
    return names | {name: getattr(np, name) for name in called}


def sigma_into(np: Any, z: Any, column: Any) -> None:
    """The sigmoid, written into a column without others for what lies between, in the usual range."""
    if np.min(z, initial=0.0) > -708.0:
        np.exp(np.negative(z, column), column)
        np.divide(1.0, np.add(column, 1.0, column), column)
    else:
        column[...] = sigma_of_array(np, z)


class _Writer:
    """Writes a line for each operation, and keeps account of which column each value is in."""

    def __init__(self, steps: list[Step], inputs: Sequence[Quantity], goals: Sequence[Quantity]) -> None:
        self.places = {quantity: f"v{number}" for number, quantity in enumerate(inputs)}
        self.lines: list[str] = []
        self.columns = 0
        self._free: list[str] = []
        self._same: dict[Quantity, Quantity] = {}
        self._reads = Counter(each for step in steps for each in quantities(step.formula))
        kept = {goal: f"g{number}" for number, goal in reversed(list(enumerate(goals)))}
        copies = [each for each in steps if isinstance(each.formula, Variable | Derivative)]
        for step in reversed(copies):
            whole: Quantity = step.formula  # type: ignore[assignment]
            self._same[step.quantity] = whole
            self._reads[whole] += self._reads[step.quantity] - 1
            if step.quantity in kept:
                kept.setdefault(whole, kept[step.quantity])
        for step in steps:
            if step.quantity not in self._same:
                self.places[step.quantity] = self._write(step.formula, kept.get(step.quantity))
        for number, goal in enumerate(goals):
            if self._place(goal) != f"g{number}":
                self.lines.append(f"copyto(g{number}, {self._place(goal)})")

    def _write(self, term: Term, out: str | None = None) -> str:
        """The place of a formula's value: `out`, if there is one, otherwise a column to work in."""
        match term:
            case Variable() | Derivative() | Number():
                return self._operation("copyto", [term], out)
            case Sum(parts):
                return self._chain("add", parts, out)
            case Product(parts):
                return self._chain("multiply", parts, out)
            case Difference(left, right):
                return self._operation("subtract", [left, right], out)
            case Negative(inner):
                return self._operation("subtract", [ZERO, inner], out)
            case Quotient(top, bottom):
                return self._operation("divide", [top, bottom], out)
            case Power(base, Number("2", _)):
                return self._operation("square", [base], out)
            case Power(base, exponent):
                return self._operation("power", [base, exponent], out)
            case Apply(function, arguments):
                return self._operation(INTO_A_COLUMN.get(function, f"f_{function}"), arguments, out)
        raise TypeError(f"not a term: {term!r}")

    def _chain(self, call: str, parts: Sequence[Term], out: str | None) -> str:
        """What is added or multiplied, from left to right in one column."""
        place = self._operation(call, parts[:2], out) if len(parts) > 1 else self._write(parts[0], out)
        for part in parts[2:]:
            operand = self._operand(part)
            self.lines.append(f"{call}({place}, {operand}, {place})")
            self._done_with(part, operand)
        return place

    def _operation(self, call: str, terms: Sequence[Term], out: str | None) -> str:
        operands = [self._operand(term) for term in terms]
        for term, operand in zip(terms, operands, strict=True):
            self._done_with(term, operand)
        place = out or self._column()
        if call == "copyto":
            self.lines.append(f"copyto({place}, {operands[0]})")
        elif call.startswith("f_"):
            self.lines.append(f"copyto({place}, {call}({', '.join(operands)}))")
        else:
            self.lines.append(f"{call}({', '.join(operands)}, {place})")
        return place

    def _operand(self, term: Term) -> str:
        if isinstance(term, Variable | Derivative):
            return self._place(term)
        return repr(term.value) if isinstance(term, Number) else self._write(term)

    def _place(self, quantity: Quantity) -> str:
        return self.places[self._source(quantity)]

    def _source(self, quantity: Quantity) -> Quantity:
        """The quantity whose value this one has."""
        while quantity in self._same:
            quantity = self._same[quantity]
        return quantity

    def _column(self) -> str:
        if self._free:
            return self._free.pop()
        self.columns += 1
        return f"r{self.columns - 1}"

    def _done_with(self, term: Term, place: str) -> None:
        """Let a column be used again if this was the last that needed it."""
        if isinstance(term, Variable | Derivative):
            quantity = self._source(term)
            self._reads[quantity] -= 1
            if self._reads[quantity]:
                return
        if place.startswith("r"):
            self._free.append(place)
