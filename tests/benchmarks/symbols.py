"""Rows 1 to 3: derivations as named steps against derivatives of the nested loss, and their LaTeX.

    derive       the forward pass and all gradients of a network as lines of working, from nothing
    diff         SymPy or symengine differentiates the loss, which is one nested expression that was
                 made beforehand, by every parameter; each gradient is then one expression
    LaTeX        all lines of a solution: formula, numbers put in, value; handcalcs writes the same
                 lines from their source text and their values

Derivatives are compared at a point drawn at random, LaTeX by the numbers that stand in it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import handnet as hn
from benchmarks.rows import Candidate, Peer, Row
from handnet.forward import ForwardPass
from handnet.quantity import Derivative, Quantity
from handnet.render import measure
from handnet.render.text import formula_text
from handnet.solution import Solution

SMALL, DEEP = [2, 2, 2], [4, 4, 4, 4]
DECIMALS = 6


def point(source: ForwardPass) -> dict[Quantity, float]:
    """A number for everything that is given, by chance but always the same."""
    chance = random.Random("derivatives")
    return {each: chance.uniform(-1, 1) for each in source.definitions().given}


def parameters(source: ForwardPass) -> list[Quantity]:
    """The weights and biases, in the order of the gradients."""
    return list(source.parameters())


def derive(layers: list[int], style: str) -> Candidate:
    """All gradients as lines of working."""
    source = ForwardPass(hn.Network(layers))
    wanted = [Derivative(source.definitions().total, each) for each in parameters(source)]

    def numbers(derivation: hn.Derivation) -> list[float]:
        values = derivation.solve(dict(point(source))).values
        return [values[each] for each in wanted]

    return Candidate(lambda: hn.Network(layers).derive(style=style), numbers)


def sympy_diff(layers: list[int]) -> Candidate:
    """SymPy's derivatives of the nested loss, its cache cleared each time."""
    import sympy
    from sympy.core.cache import clear_cache

    from handnet.symbolic import nested, symbol

    source = ForwardPass(hn.Network(layers))
    loss = nested(source.definitions(), source.definitions().total)
    symbols = [symbol(each) for each in parameters(source)]
    values = {symbol(each): number for each, number in point(source).items()}
    return Candidate(
        lambda: [sympy.diff(loss, each) for each in symbols],
        lambda found: sympy.lambdify(list(values), found, "math", cse=True)(*values.values()),
        clear_cache,
    )


def symengine_diff(layers: list[int]) -> Candidate:
    """The same by symengine, which is written in C++."""
    import symengine

    from handnet.symbolic import nested, symbol

    source = ForwardPass(hn.Network(layers))
    loss = symengine.sympify(nested(source.definitions(), source.definitions().total))
    symbols = [symengine.sympify(symbol(each)) for each in parameters(source)]
    values = {symengine.sympify(symbol(each)): number for each, number in point(source).items()}
    return Candidate(
        lambda: [loss.diff(each) for each in symbols],
        lambda found: [float(each.subs(values)) for each in found],
    )


def solved(layers: list[int]) -> Solution:
    """All lines of a network with numbers that are easy to read."""
    derivation = hn.Network(layers).derive(style="delta")
    given = {each: round(number, 2) for each, number in point(ForwardPass(hn.Network(layers))).items()}
    return derivation.solve(dict(given)).with_digits(hn.Digits(decimals=DECIMALS))


def written(layers: list[int]) -> Candidate:
    """The lines in LaTeX, as for a document; widths that were measured before are forgotten."""
    solution = solved(layers)
    return Candidate(
        solution.to_latex,
        lambda latex: numbers_at_ends(latex, r"(?: && .*?)?(?: \\\\.*)?"),
        measure.width_of.cache_clear,
    )


def handcalcs_written(layers: list[int]) -> Candidate:
    """The same lines in LaTeX by handcalcs, from their text as Python and from their values."""
    from handcalcs.handcalcs import LatexRenderer

    solution = solved(layers)
    values: dict[str, Any] = {_identifier(str(each)): number for each, number in solution.values.items()}
    values["sigma"] = None  # the name of a function; it is not called
    source = "\n".join(map(_assignment, solution.derivation.steps))
    how = {"override": "", "precision": DECIMALS, "sci_not": None}
    return Candidate(
        lambda: LatexRenderer(source, values, how).render(),
        lambda latex: numbers_at_ends(latex, r"\s*(?:\\;)?\s*(?:\\\\)?"),
    )


def _identifier(address: str) -> str:
    """An address as a name that Python has: `w1[2,1]` is w_1_2_1, `dJ/dw1[2,1]` dJ_dw_1_2_1."""
    return re.sub(r"\W+", "_", re.sub(r"([A-Za-z])(\d)", r"\1_\2", address)).strip("_")


def _assignment(step: hn.Step) -> str:
    addresses = sorted(map(str, step.inputs), key=len, reverse=True)
    text = formula_text(step.formula).replace("^", "**")
    for address in addresses:
        text = text.replace(address, _identifier(address))
    return f"{_identifier(str(step.quantity))} = {text}"


def numbers_at_ends(latex: str, after: str) -> list[float]:
    """The numbers with all decimals after the last = of a line."""
    found = re.finditer(rf"= (-?\d+\.\d{{{DECIMALS}}}){after}$", latex, re.MULTILINE)
    return [float(each[1]) for each in found]


NAMED_LINES = (
    "Each line is worked out with its name, its rule and its place, for any samples, convention, notation and "
    "mistake, in some ten microseconds of Python; a writer for plain networks alone would be faster, but a second one."
)
LAID_OUT = (
    "Half of the time goes into what handcalcs does not do: how wide every formula is, where it is broken, "
    "in which size of print all lines fit; and every formula is also written as it is typed."
)


def _against(
    number: int, make: Callable[[list[int]], Candidate], name: str, least: dict[str, float]
) -> list[Row]:
    sizes = {"2-2-2": SMALL, "4-4-4-4": DEEP}
    return [
        Row(
            number,
            f"all gradients as named steps, {title}",
            partial(derive, sizes[title], "delta"),
            [Peer(name, at_least, partial(make, sizes[title]), NAMED_LINES)],
        )
        for title, at_least in least.items()
    ]


ROWS = [
    *_against(1, sympy_diff, "sympy.diff of the nested loss", {"2-2-2": 400, "4-4-4-4": 6000}),
    *_against(2, symengine_diff, "symengine's diff of the nested loss", {"2-2-2": 1, "4-4-4-4": 4}),
    Row(
        3,
        "LaTeX of the steps with numbers, 2-2-2",
        partial(written, SMALL),
        [Peer("handcalcs", 200, partial(handcalcs_written, SMALL), LAID_OUT)],
    ),
]
