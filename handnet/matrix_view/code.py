"""The lines of whole arrays as NumPy code that runs; of a solution with its numbers.

Every name is made by handnet, from the letters of the notation; nothing that a person typed stands
in the text. Functions are written out with what NumPy has: sigma(Z1) is 1/(1 + np.exp(-Z1)).
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from functools import reduce
from typing import TYPE_CHECKING

from ..elementary import LEAKY_SLOPE
from ..quantity import Quantity, Variable
from ..terms import ONE, TWO, ZERO, Apply, Negative, Number, Product, Quotient, Sum, Term, apply, parts_of
from .language import LARGEST, OVER_ALL, OVER_SAMPLES, OVER_UNITS, SAMPLES, axis_of, rebuilt, size
from .pieces import Kind, Piece, pieces
from .update import one_by_one

if TYPE_CHECKING:
    from . import MatrixView
    from .numbers import MatrixSolution

_LEAKY = Number(repr(LEAKY_SLOPE), LEAKY_SLOPE)
_WRITTEN_OUT: dict[str, Callable[..., Term]] = {
    "sigma": lambda z: Quotient(ONE, Sum((ONE, apply("exp", Negative(z))))),
    "relu": lambda z: apply("maximum", z, ZERO),
    "max": lambda *of: reduce(lambda a, b: apply("maximum", a, b), of),
    "leaky_relu": lambda z: apply("where_positive", z, z, Product((_LEAKY, z))),
    "step": lambda z: apply("where_positive", z, ONE, ZERO),
    "leaky_step": lambda z: apply("where_positive", z, ONE, _LEAKY),
    "softplus": lambda z: apply("logaddexp", ZERO, z),
    "bipolar": lambda z: apply("tanh", Quotient(z, TWO)),
    "weighted_ln": lambda w, v: apply("where_not_zero", w, Product((w, apply("ln", v)))),
    "weighted_inverse": lambda w, v: apply("where_not_zero", w, Quotient(w, v)),
}
_NAMES = {"ln": "np.log", "where_positive": "np.where", "where_not_zero": "np.where", LARGEST: "np.max"}
_SUMS = (OVER_SAMPLES, OVER_UNITS, OVER_ALL)
_COMMAS = {"where_positive": " > 0, ", "where_not_zero": " == 0, 0, "}
LONGEST_ARRAY = 90
_SIGNS = {Kind.ENTRY_BY_ENTRY: "*", Kind.DIVIDED: "/"}


def numpy_code(view: MatrixView, as_function: bool = False, solution: MatrixSolution | None = None) -> str:
    """The lines as NumPy code, with the numbers of a solution; see `MatrixView.to_numpy`."""
    lines = list(_lines(view))
    given = [each for each in view.given if each != SAMPLES]
    names = [view.letters.code(each) for each in given]
    shapes = [f"{name}: {size(view.arrays.shape(each))}" for name, each in zip(names, given, strict=True)]
    head = [*textwrap.wrap(f"given {', '.join(shapes)}", 90, initial_indent="# ", subsequent_indent="# ")]
    if one_by_one(view.rules) and view.updated:
        head.append(
            "# without the updates: they are made one sample at a time, so no array line has them all"
        )
    head += ["import numpy as np", ""]
    numbers = (
        {}
        if solution is None
        else dict(zip(names, (_numbers(solution, each) for each in given), strict=True))
    )
    if not as_function:
        stated = [f"{name} = {number}" for name, number in numbers.items()]
        return "\n".join([*head, *stated, *([""] if stated else []), *lines, ""])
    found = [(view.letters.text(line.quantity), view.letters.code(line.quantity)) for line in view.lines]
    results = [f'    "{text}": {code},' for text, code in found]
    body = [f"    {line}" for line in (*lines, "return {", *results, "}")]
    text = "\n".join([*head, "", f"def calculate({', '.join(names)}):", *body, ""])
    return text if solution is None else text + _program(numbers)


def _numbers(solution: MatrixSolution, quantity: Quantity) -> str:
    """What is given, as it was given: an array row by row, or a number."""
    from ..code.numbers import decimal

    entries = solution.view.arrays.entries(quantity)
    rows = [", ".join(decimal(solution.given[each]) for each in row) for row in entries]
    if not solution.view.arrays.shape(quantity):
        return rows[0]
    on_one_line = f"np.array([{', '.join(f'[{row}]' for row in rows)}])"
    if len(on_one_line) <= LONGEST_ARRAY:
        return on_one_line
    return "\n".join(["np.array([", *(f"    [{row}]," for row in rows), "])"])


def _program(numbers: dict[str, str]) -> str:
    """What prints every array for the numbers given, where the code is run as a program."""
    lines = [f"{name}={number}," for name, number in numbers.items()]
    return "\n".join([
        "", "", 'if __name__ == "__main__":', "    values = calculate(",
        textwrap.indent("\n".join(lines), " " * 8),
        "    )", "    for name, value in values.items():", '        print(name, value, sep="\\n")', "",
    ])  # fmt: skip


def _lines(view: MatrixView) -> Iterable[str]:
    """One assignment for each line; first the number of samples and what is frozen, where they are used."""
    letters, layout = view.letters, view.layout
    if SAMPLES in view.used:
        axis = 1 if layout == "columns" else 0
        yield f"{letters.code(SAMPLES)} = {letters.code(Variable('x'))}.shape[{axis}]"
    for mask in view.masks:
        rows = ", ".join(str([float(entry) for entry in row]) for row in view.mask(mask))
        yield f"{letters.code(mask)} = np.array([{rows}])"
    for line in view.lines:
        misfit = view.misfit(line)
        text = formula_code(view.formula(line), letters.code, view.arrays.shape, layout)
        shape = view.arrays.shape(line.quantity)
        if misfit is None and shape and view.arrays.shape_of(view.formula(line)) == ():
            text = f"np.full({shape}, {text})"
        yield f"{letters.code(line.quantity)} = {text}" + ("  # the shapes do not fit" if misfit else "")


def formula_code(
    term: Term, name: Callable[[Quantity], str], shape: Callable[[Quantity], tuple[int, ...]], layout: str
) -> str:
    """One formula as a NumPy expression."""

    def spell(piece: Piece) -> str:
        kind, what, turned = piece
        transposed = ".T" if turned else ""
        match kind:
            case Kind.ARRAY:
                return name(what) + transposed
            case Kind.ONES:
                return f"np.ones({shape(what)})" + transposed
            case Kind.NUMBER:
                return f"({what})" if "/" in what else what
            case Kind.FRACTION:
                top, bottom, below = what
                return f"{top}/({bottom}*{spell(below)})" if bottom else f"{top}/{spell(below)}"
            case Kind.POWER:
                return f"**{what or ''}"
            case Kind.FUNCTION:
                return "np.sum" if what in _SUMS else _NAMES.get(what, f"np.{what}")
            case Kind.COMMA:
                return ", " if turned else _COMMAS.get(what, ", ")
            case Kind.CLOSE if what in (OVER_SAMPLES, OVER_UNITS, LARGEST):
                return f", axis={axis_of(what, layout)}, keepdims=True)"
        return _SIGNS.get(kind, str(kind.value))

    return "".join(map(spell, pieces(_written_out(term))))


def _written_out(term: Term) -> Term:
    """The formula with every function written as NumPy has it."""
    term = rebuilt(term, tuple(map(_written_out, parts_of(term))))
    if isinstance(term, Apply) and term.function in _WRITTEN_OUT:
        return _WRITTEN_OUT[term.function](*term.arguments)
    return term
