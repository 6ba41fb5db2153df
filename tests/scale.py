"""How time and memory grow with the number of weights, for everything that is done with a calculation.

    python tests/scale.py [--most 10000] [--patience 60] [--families five,deep] [--doing solve,latex]

Four families of networks, each at several sizes up to so many weights: one wide layer (100-100), two outputs
(5000-2), five layers (50-50-50-50-50) and many layers of two units (2-2-…-2). Every measurement is a process
of its own, forked when all is loaded: seconds of its processor, and by how much its memory grew at most.

For each the table has seconds and megabytes at every size, and k, where seconds ~ weights^k from the second
size on: about 1 is linear, 2 quadratic. "-" was not done, as one size less had taken all of the patience, or
because handnet itself says in a line that it is too much. Exits with 1 where a k is above --steepest.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import os
import platform
import random
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import handnet as hn

FAMILIES = {
    "wide": ([10, 10], [32, 32], [56, 56], [100, 100]),
    "flat": ([50, 2], [500, 2], [1600, 2], [5000, 2]),
    "five": ([5] * 5, [16] * 5, [28] * 5, [50] * 5),
    "deep": ([2] * 26, [2] * 201, [2] * 801, [2] * 2501),
}
Work = Callable[[], object]


def problem_of(layers: list[int]) -> hn.Problem:
    """A network with two-digit numbers."""
    chance = random.Random(1)
    pairs = list(itertools.pairwise(layers))

    def numbers(count: int, most: float = 1.0) -> list[str]:
        return [f"{chance.uniform(-most, most):.2f}" for _ in range(count)]

    return hn.Problem(
        hn.Network(layers),
        x=numbers(layers[0]),
        y=[f"{chance.random():.2f}" for _ in range(layers[-1])],
        weights=[[numbers(here, max(0.2, here**-0.5)) for _ in range(to)] for here, to in pairs],
        biases=[numbers(to) for to in layers[1:]],
        learning_rate="0.5",
    )


def answered(problem: hn.Problem, wrong: bool) -> dict[str, str]:
    """Four answers at both ends of the calculation, right or with one mistake and what follows from it."""
    last = len(problem.network.layers) - 1
    asked = ("z1[1]", f"a{last}[1]", "J", "dJ/dw1[1,1]")
    found = problem.solve(*asked, mistakes=["slope-of-activation"] if wrong else [])
    return {each: f"{found[each]:.6g}" for each in asked}


def of_solution(how: str, **options: Any) -> Callable[[hn.Problem], Work]:
    """A form of the whole solution."""

    def prepared(problem: hn.Problem) -> Work:
        solution = problem.solve()
        return lambda: getattr(solution, how)(**options)

    return prepared


def panel(problem: hn.Problem) -> Work:
    from handnet.page.data import panel_data

    return lambda: panel_data(problem)


def read_back(problem: hn.Problem) -> Work:
    text = problem.solve().to_json()
    return lambda: hn.from_json(text)


def checked(wrong: bool) -> Callable[[hn.Problem], Work]:
    def prepared(problem: hn.Problem) -> Work:
        answers = answered(problem, wrong)
        return lambda: problem.check(answers)

    return prepared


DOING: dict[str, Callable[[hn.Problem], Work]] = {
    "derive": lambda problem: lambda: problem.derive(),
    "derive, delta": lambda problem: lambda: problem.derive(style="delta"),
    "solve": lambda problem: lambda: problem.solve(),
    "solve one goal": lambda problem: lambda: problem.solve("dJ/dw1[1,1]"),
    "train 10 updates": lambda problem: lambda: problem.train(10),
    "check 4 right": checked(False),
    "check a mistake": checked(True),
    "hint": lambda problem: lambda: str(problem.hint("dJ/dw1[1,1]")),
    "paths": lambda problem: lambda: str(problem.paths("dJ/dw1[1,1]")),
    "describe": lambda problem: lambda: problem.describe(),
    "problem file": lambda problem: lambda: problem.to_toml(),
    "shown in a notebook": of_solution("_repr_mimebundle_"),
    "text": of_solution("to_text"),
    "Markdown": of_solution("to_markdown"),
    "LaTeX": of_solution("to_latex"),
    "LaTeX document": of_solution("to_latex", document=True),
    "HTML, living page": of_solution("to_html"),
    "JSON": of_solution("to_json"),
    "JSON read back": read_back,
    "Python": of_solution("to_python"),
    "JavaScript": of_solution("to_javascript"),
    "panel": panel,
    "worksheet": lambda problem: lambda: problem.worksheet("a1[1]", "J").to_latex(),
    "index view": lambda problem: lambda: problem.derive(view="index").to_latex(),
    "matrix view": lambda problem: lambda: problem.derive(view="matrix").to_latex(),
    "matrix view, numbers": lambda problem: lambda: problem.solve(view="matrix").to_latex(),
}


class Measured(NamedTuple):
    """What one thing took at one size; `refused` if handnet said that it is too much."""

    weights: int
    seconds: float
    megabytes: float
    refused: bool = False


def peak() -> float:
    """The most megabytes that this process had in memory since it was last asked to count anew."""
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1e3


def measured(what: str, layers: list[int]) -> Measured:
    """Do it in a process of its own; raises RuntimeError with what went wrong there."""
    near, far = os.pipe()
    child = os.fork()
    if not child:
        try:
            found = _in_here(what, layers)
        except BaseException as error:  # the other process says so
            found = {"error": f"{type(error).__name__}: {str(error)[:200]}"}
        os.write(far, json.dumps(found).encode())
        os._exit(0)
    os.close(far)
    with open(near, "rb") as pipe:
        found = json.loads(pipe.read() or b'{"error": "it was killed"}')
    os.waitpid(child, 0)
    if "error" in found:
        raise RuntimeError(f"{what}, {layers[0]}-…-{layers[-1]}: {found['error']}")
    return Measured(**found)


def _in_here(what: str, layers: list[int]) -> dict[str, Any]:
    weights = sum(here * to for here, to in itertools.pairwise(layers))
    work, refused = DOING[what](problem_of(layers)), False
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    before, start = peak(), time.process_time()
    try:
        work()
    except hn.HandnetError:
        refused = True
    seconds = time.process_time() - start
    return {"weights": weights, "seconds": seconds, "megabytes": peak() - before, "refused": refused}


def steepness(found: list[Measured]) -> float:
    """k by least squares in seconds ~ weights^k, without the first size; nan for fewer than two others."""
    points = [(math.log(each.weights), math.log(each.seconds)) for each in found[1:]]
    if len(points) < 2:
        return math.nan
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, b in points)


def line(family: str, what: str, sizes: list[list[int]], patience: float) -> float:
    """Measure one thing at all sizes, print its line, and return its k."""
    found: list[Measured] = []
    cells = []
    for layers in sizes:
        growing = found[-1].weights and 3 * found[-1].seconds if found else 0
        each = measured(what, layers) if growing <= patience else None
        if each and not each.refused:
            found.append(each)
        cells.append(
            f"{each.seconds:9.3f}{each.megabytes:6.0f}" if each and not each.refused else f"{'-':>15}"
        )
    k = steepness(found)
    print(f"{family:6}{what:21}{''.join(cells)}{k:7.2f}", flush=True)
    return k


def main() -> int:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--most", type=int, default=10_000, help="weights")
    options.add_argument("--patience", type=float, default=60, help="seconds that one measurement may take")
    options.add_argument("--steepest", type=float, default=1.35)
    options.add_argument("--families", default=",".join(FAMILIES))
    options.add_argument("--doing", default=";".join(DOING), help="separated by semicolons")
    chosen = options.parse_args()
    for prepare in DOING.values():  # whatever is loaded on demand is there before the first process
        prepare(problem_of([3, 3, 2]))()
    print(f"handnet {hn.__version__}, Python {platform.python_version()}, {platform.machine()}")
    steep = []
    for family in chosen.families.split(","):
        sizes = [each for each in FAMILIES[family] if _weights(each) <= chosen.most]
        heads = "".join(f"{_weights(each):>9,}    MB" for each in sizes)
        print(f"\n{'':6}{'seconds at weights':21}{heads}{'k':>7}")
        for what in chosen.doing.split(";"):
            if line(family, what, sizes, chosen.patience) > chosen.steepest:
                steep.append(f"{family}: {what}")
    print("\nsteeper than allowed:", "; ".join(steep) or "nothing")
    return int(bool(steep))


def _weights(layers: list[int]) -> int:
    return sum(here * to for here, to in itertools.pairwise(layers))


if __name__ == "__main__":
    sys.exit(main())
