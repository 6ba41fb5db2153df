"""How long derivations take, as ratios against named peers in the same run.

    python tests/benchmarks/derivations.py [--rounds 15]

Every round times each candidate once, one after the other, so that a change in the machine's
speed meets all of them; the ratio is taken within a round, and the median is shown.

    derive       all gradients of a network as named steps, from nothing
    sympy.diff   SymPy's derivative of the nested loss by every parameter, its cache cleared
    numpy        loss and gradients of one sample, written by hand with matrices: numbers only
    solve        the same steps compiled once and run on floats: numbers only
"""

from __future__ import annotations

import argparse
import gc
import itertools
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import sympy
from sympy.core.cache import clear_cache

import handnet as hn
from handnet.forward import ForwardPass
from handnet.symbolic import nested, symbol

SHAPES = {"2-2-2": [2, 2, 2], "4-4-4-4": [4, 4, 4, 4], "10-10-10-10-10": [10] * 5}
LARGEST_FOR_SYMPY = 12  # parameters; 4-4-4-4 takes SymPy seconds, so one gradient is timed there


def timed(function: Callable[[], object], least: float = 0.02) -> float:
    """Seconds for one call, over at least `least` seconds."""
    gc.collect()
    start, count = time.perf_counter(), 0
    while True:
        function()
        count += 1
        passed = time.perf_counter() - start
        if passed > least:
            return passed / count


def sympy_gradients(layers: list[int]) -> tuple[Callable[[], object], float]:
    """`sympy.diff` of the nested loss, and by how much to multiply its time for all parameters."""
    source = ForwardPass(hn.Network(layers))
    definitions = source.definitions()
    loss = nested(definitions, definitions.total)
    symbols = [symbol(each) for each in source.parameters()]
    timed_symbols = symbols if len(symbols) <= LARGEST_FOR_SYMPY else symbols[:1]

    def run() -> object:
        clear_cache()
        return [sympy.diff(loss, each) for each in timed_symbols]

    return run, len(symbols) / len(timed_symbols)


def numpy_by_hand(layers: list[int]) -> Callable[[], object]:
    """Loss and all gradients of one sample with NumPy, as one writes it."""
    rng = np.random.default_rng(1)
    weights = [rng.uniform(-1, 1, (to, start)) for start, to in itertools.pairwise(layers)]
    biases = [rng.uniform(-1, 1, to) for to in layers[1:]]
    x, y = rng.uniform(-1, 1, layers[0]), rng.uniform(0, 1, layers[-1])

    def run() -> object:
        activations = [x]
        for weight, bias in zip(weights, biases, strict=True):
            activations.append(1 / (1 + np.exp(-(weight @ activations[-1] + bias))))
        out = activations[-1]
        loss = 0.5 * np.sum((out - y) ** 2)
        delta = (out - y) * out * (1 - out)
        gradients = []
        for layer in range(len(weights) - 1, -1, -1):
            gradients.append((np.outer(delta, activations[layer]), delta))
            if layer:
                a = activations[layer]
                delta = (weights[layer].T @ delta) * a * (1 - a)
        return loss, gradients

    return run


def compiled_steps(layers: list[int]) -> Callable[[], object]:
    """The same numbers from the steps as straight-line code."""
    derivation = hn.Network(layers).derive(style="delta")
    program = derivation.compile()
    rng = np.random.default_rng(1)
    values = [float(value) for value in rng.uniform(0.1, 1, len(program.inputs))]
    return lambda: program.on_floats(*values)


def milliseconds(seconds: float) -> str:
    """Three figures, in a unit that fits."""
    return f"{seconds * 1e3:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"


def compare(name: str, layers: list[int], rounds: int) -> None:
    """One line for each candidate: its time, and the ratio to ours."""
    diff, factor = sympy_gradients(layers)
    candidates: dict[str, tuple[Callable[[], object], float]] = {
        "derive, delta style": (lambda: hn.Network(layers).derive(style="delta"), 1),
        "derive, chain style": (lambda: hn.Network(layers).derive(style="chain"), 1),
        "sympy.diff": (diff, factor),
        "solve (compiled)": (compiled_steps(layers), 1),
        "numpy by hand": (numpy_by_hand(layers), 1),
    }
    if name == "10-10-10-10-10":
        del candidates["sympy.diff"]  # hours
    for function, _ in candidates.values():
        function()
    times: dict[str, list[float]] = {each: [] for each in candidates}
    for _ in range(rounds):
        for each, (function, scale) in candidates.items():
            slow = each == "sympy.diff" and len(times[each]) >= 3
            times[each].append(times[each][-1] if slow else timed(function) * scale)
    print(f"\n{name}")
    for each, measured in times.items():
        ours = times["derive, delta style" if each != "numpy by hand" else "solve (compiled)"]
        ratio = statistics.median(theirs / own for theirs, own in zip(measured, ours, strict=True))
        against = "derive, delta style" if each != "numpy by hand" else "solve (compiled)"
        shown = "" if each == against else f"   {ratio:9.3g} x {against}"
        print(f"  {each:<20} best {milliseconds(min(measured)):>9}   median "
              f"{milliseconds(statistics.median(measured)):>9}{shown}")  # fmt: skip


def imports(rounds: int) -> None:
    """A fresh process that imports handnet, one that imports SymPy, one that imports nothing."""
    print("\nfresh process")
    measured: dict[str, list[float]] = {}
    for _ in range(rounds):
        for what in ("pass", "import handnet", "import sympy"):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", what], check=True)
            measured.setdefault(what, []).append(time.perf_counter() - start)
    for what, seconds in measured.items():
        shown = (
            f"   {statistics.median(seconds) / statistics.median(measured['import handnet']):.2g} x handnet"
        )
        print(f"  {what:<20} best {milliseconds(min(seconds)):>9}   median "
              f"{milliseconds(statistics.median(seconds)):>9}{shown}")  # fmt: skip


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    print(
        f"Python {sys.version.split()[0]}, NumPy {np.__version__}, SymPy {sympy.__version__}, {rounds} rounds"
    )
    for name, layers in SHAPES.items():
        compare(name, layers, rounds)
    imports(rounds)


if __name__ == "__main__":
    main()
