"""Problems at the ends of the floats, and every way in which handnet works them out, against the textbook.

    nice -n 15 python tests/extremes.py --problems 2000 --seed 7

prints for each way of working: how many values, the largest error over its bound (`running_errors`), the
largest relative error where the lines are well conditioned, and what is infinite or undefined though the
true value is not. Numbers are from 5e-324 to 1e300 of either sign, weighted sums from -1000 to 1000, all
activations and losses, averages, penalties and momentum. NumPy's warnings are errors, and so are Python's.

A quantity is well conditioned where its bound, to first order the sum of all rounding errors on the way, is
below `WELL` of its true value: there it must be right to 1e-13. Everywhere else it must keep to its bound.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from mpmath import inf, isfinite, mp, mpf
from networks import ANY, LAST
from page_answers import answers
from running_errors import DIGITS, worked_out
from taken_away import run_javascript, run_python
from wide import LARGEST, Wide

import handnet as hn
from handnet.page.data import panel_data
from handnet.quantity import Derivative, Quantity, Variable

RELATIVE, WELL = 1e-13, mpf("2e-14")
MOST_OVER_BOUND = 4
LARGE = (
    "1e300",
    "-1e300",
    "1e155",
    "1000",
    "-1000",
    "745",
    "-745",
    "709.5",
    "-709.5",
    "700",
    "-700",
    "40",
    "-40",
)
SMALL = ("1e-300", "-1e-300", "-1e-160", "1e-310", "5e-324", "-5e-324")
SPECIAL = (*LARGE, *SMALL, "0", "1", "2", "-3", "0.5", "-0.25", "36.5")
Found = Mapping[str, float]


def drawn(seed: int, wild: float) -> hn.Problem:
    """A problem with one sample; each number is with this chance a special one."""
    chance = random.Random(seed)

    def number() -> str:
        if chance.random() < wild:
            return chance.choice(SPECIAL)
        return repr(round(chance.uniform(-3, 3), 3))

    layers = [chance.randint(1, 3) for _ in range(chance.choice((2, 2, 3, 4)))]
    loss = chance.choice([each for each in LAST if each != "none"])
    last = chance.choice(LAST[loss])
    if last == "softmax":
        layers[-1] = max(layers[-1], 2)
    options: dict[str, Any] = {
        "l2": chance.choice((None, None, "0.1", "1e-300")),
        "momentum": chance.choice((None, "0.9")),
        "average": chance.choice(("samples", "outputs")),
        "bias": chance.choice(("unit", "none")),
    }
    names = [*(chance.choice(ANY) for _ in layers[2:]), last]
    network = hn.Network(layers, names, loss, **options)
    targets = [chance.choice(("0", "1", "0.25")) for _ in range(layers[-1])]
    if last == "softmax":
        hot = chance.randrange(layers[-1])
        targets = ["1" if unit == hot else "0" for unit in range(layers[-1])]
    elif "entropy" not in loss and last != "sigmoid":
        targets = [number() for _ in targets]
    return hn.Problem(
        network,
        x=[number() for _ in range(layers[0])],
        y=targets,
        weights=[
            [[number() for _ in range(before)] for _ in range(here)] for before, here in pairwise(layers)
        ],
        biases=None if options["bias"] == "none" else [[number() for _ in range(n)] for n in layers[1:]],
        learning_rate="0.5",
    )


# --- the ways of working ---------------------------------------------------------------------------------


def solved(problem: hn.Problem, style: str) -> Found:
    return {str(each): value for each, value in problem.solve(style=style).values.items()}


def compiled(problem: hn.Problem, arrays: bool) -> Found:
    derivation = problem.solve().derivation
    program = derivation.compile(*(step.quantity for step in derivation.steps))
    given: dict[Quantity, Any] = {each: number.value for each, number in problem.values.items()}
    if not arrays:
        return {str(each): value for each, value in program.floats(given).items()}
    import numpy as np

    columns = {each: np.array([value, 0.5, value]) for each, value in given.items()}
    found = {}
    for each, column in program.arrays(columns).items():
        first, _, last = np.broadcast_to(column, 3)
        assert first == last or first != first, f"{each} depends on its place in the array"
        found[str(each)] = float(first)
    return found


def by_gradients(problem: hn.Problem, matrices: bool) -> Found:
    gradients = problem.gradients()
    loss, slopes = (gradients._matrices() if matrices else gradients._lines())(gradients.start)
    found = {
        str(Derivative(Variable("J"), each)): float(s)
        for each, s in zip(gradients.parameters, slopes, strict=True)
    }
    return found | {"J": float(loss)}


def in_the_page(problems: list[hn.Problem]) -> list[Found]:
    """What a panel has."""
    found = answers(panels=[{"data": panel_data(each), "moves": []} for each in problems])
    return [{address: float(value) for address, value in each["values"].items()} for each in found]


def each(way: Callable[[hn.Problem], Found]) -> Callable[[list[hn.Problem]], list[Found]]:
    return lambda problems: [way(problem) for problem in problems]


WAYS: dict[str, Callable[[list[hn.Problem]], list[Found]]] = {
    "solve, chain": each(lambda problem: solved(problem, "chain")),
    "solve, delta": each(lambda problem: solved(problem, "delta")),
    "compiled, floats": each(lambda problem: compiled(problem, arrays=False)),
    "compiled, arrays": each(lambda problem: compiled(problem, arrays=True)),
    "gradients, lines": each(lambda problem: by_gradients(problem, matrices=False)),
    "gradients, matrices": each(lambda problem: by_gradients(problem, matrices=True)),
    "Python taken away": each(lambda problem: run_python(problem.solve().to_python())),
    "JavaScript taken away": lambda problems: run_javascript(
        *(each.solve().to_javascript() for each in problems)
    ),
    "the page": in_the_page,
}


# --- measured ----------------------------------------------------------------------------------------------


@dataclass
class Measured:
    """What came of one way of working."""

    values: int = 0
    well: int = 0
    over_bound: float = 0.0
    relative: float = 0.0
    where: str = ""
    not_finite: Counter[str] = field(default_factory=Counter)
    astray: list[str] = field(default_factory=list)

    def take(self, problem: hn.Problem, found: Found, true: Mapping[Quantity, Wide]) -> None:
        beyond = any(abs(wide.value) > LARGEST for wide in true.values())
        for quantity, wide in true.items():
            if str(quantity) in found and quantity not in problem.values:
                with mp.workdps(DIGITS):
                    self._compare(problem, quantity, found[str(quantity)], wide, beyond)

    def _compare(
        self, problem: hn.Problem, quantity: Quantity, ours: float, wide: Wide, beyond: bool
    ) -> None:
        self.values += 1
        place = f"{quantity} is {ours!r}, not {mp.nstr(wide.value, 17)}, in\n{problem.to_toml()}"
        if not math.isfinite(ours):
            if abs(wide.value) > LARGEST:
                return
            pair = f"{problem.network.activations[-1].name}, {problem.network.loss.name}"
            kind = "from numbers beyond all floats" if beyond else f"{_kind(quantity)} of {pair}"
            self.not_finite[kind] += 1
            if isfinite(wide.off):
                self.astray.append(place)
        elif isfinite(wide.off) and abs(wide.value) <= LARGEST:
            apart = abs(mpf(ours) - wide.value)
            ratio = apart / wide.off if wide.off else mpf(0 if apart == 0 else inf)
            if ratio > self.over_bound:
                self.over_bound, self.where = float(ratio), place
            if ratio > MOST_OVER_BOUND:
                self.astray.append(place)
            if wide.value and wide.off <= WELL * abs(wide.value):
                self.well += 1
                self.relative = max(self.relative, float(apart / abs(wide.value)))

    def __str__(self) -> str:
        figures = f"{self.values:7} values, error at most {self.over_bound:.2f} of its bound; "
        figures += f"{self.well} well conditioned, right to {self.relative:.1e}"
        return "\n    ".join(
            [figures, *(f"not finite: {count:5} {kind}" for kind, count in self.not_finite.items())]
        )


def _kind(quantity: Quantity) -> str:
    if isinstance(quantity, Derivative):
        return "a gradient"
    return "J" if quantity.name == "J" else "a new parameter" if quantity.time else "a sum or an output"


Truth = Mapping[Quantity, Wide]


def measured(way: str, problems: list[hn.Problem], truths: list[Truth]) -> Measured:
    """What comes of these problems, with their true values; warnings are errors."""
    found = Measured()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for problem, values, truth in zip(problems, WAYS[way](problems), truths, strict=True):
            found.take(problem, values, truth)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--problems", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--wild", type=float, default=0.3, help="how many numbers are special ones")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    options = parser.parse_args()
    astray = 0
    problems = [drawn(options.seed + number, options.wild) for number in range(options.problems)]
    truths = [worked_out(problem) for problem in problems]
    for way in options.ways:
        found = measured(way, problems, truths)
        print(f"{way}\n    {found}", flush=True)
        for place in found.astray[:2]:
            print(place)
        astray += len(found.astray)
    sys.exit(1 if astray else 0)


if __name__ == "__main__":
    main()
