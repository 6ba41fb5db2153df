"""Rows 4 to 7: the same numbers as others work out, and how long they take.

    one sample    loss and all gradients at the numbers of a problem: `problem.gradients()`, made beforehand
    many sets     the same for 10,000 sets of parameters, each peer with its arrays as it likes them
    training      10,000 updates of all parameters, from the problem to the last ones: `problem.train`

Everything is in floats of 64 bits. Ours is the way that handnet takes by itself; `others` has the peers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

import handnet as hn
from benchmarks import others
from benchmarks.others import Drawn
from benchmarks.rows import Candidate, Peer, Row

SETS, UPDATES, RATE = 10_000, 10_000, 0.5


def drawn(layers: Sequence[int], sets: int | None = None) -> Drawn:
    """Numbers by chance, but always the same; with `sets`, so many of each parameter."""
    rng = np.random.default_rng(1)
    many = () if sets is None else (sets,)
    return Drawn(
        rng.uniform(-1, 1, layers[0]),
        rng.uniform(0, 1, layers[-1]),
        [rng.uniform(-1, 1, (*many, to, start)) for start, to in pairwise(layers)],
        [rng.uniform(-1, 1, (*many, to)) for to in layers[1:]],
    )


def problem(layers: Sequence[int]) -> hn.Problem:
    """A sigmoid network with half the squared error, and these numbers."""
    x, y, weights, biases = drawn(layers)
    lists = ([each.tolist() for each in arrays] for arrays in (weights, biases))
    return hn.Problem(hn.Network(layers), x.tolist(), y.tolist(), *lists, learning_rate=RATE)


def one_sample(layers: Sequence[int]) -> Candidate:
    """Loss and all gradients."""
    gradients = problem(layers).gradients()
    start = np.array(gradients.start) if gradients.by_matrices else gradients.start
    return Candidate(lambda: gradients(start), lambda found: [found[0], *found[1]])


def many_sets(layers: Sequence[int]) -> Candidate:
    """Loss and all gradients, 10,000 times."""
    gradients = problem(layers).gradients()
    columns = others.in_order(drawn(layers, SETS).weights, drawn(layers, SETS).biases, sets=SETS).T.copy()
    return Candidate(lambda: gradients.many(columns), lambda found: np.vstack(found).T.ravel())


def training(layers: Sequence[int]) -> Candidate:
    """All parameters after 10,000 updates."""
    stated = problem(layers)

    def numbers(history: Any) -> Sequence[float]:
        last = history[UPDATES]
        of = range(1, len(layers))
        return others.in_order([last[f"W{each}"] for each in of], [last[f"b{each}"] for each in of])

    return Candidate(lambda: stated.train(UPDATES), numbers)


def _rows(
    number: int,
    what: str,
    ours: Callable[[Sequence[int]], Candidate],
    peers: dict[str, Callable[[Drawn], Candidate]],
    least: dict[tuple[int, ...], tuple[float, ...]],
    sets: int | None = None,
    limit: str = "",
) -> list[Row]:
    """A row for each size; `least` has what each peer ought to take at least, in order."""
    return [
        Row(
            number,
            f"{what}, {'-'.join(map(str, layers))}",
            partial(ours, layers),
            [
                Peer(name, times, lambda make=make, layers=layers: make(drawn(layers, sets)), limit)
                for (name, make), times in zip(peers.items(), ratios, strict=True)
            ],
        )
        for layers, ratios in least.items()
    ]


BY_HAND = "NumPy by hand"
ONE_EXP_AT_A_TIME = (
    "On a processor without AVX-512, NumPy works out e^z in float64 one number at a time, some 5 ns each; for "
    "2-2-2 that is more than half of what JAX takes for everything. The rest is one call of NumPy for each "
    "operation of the formulas, where JAX has one loop for all of them."
)
SMALL, THREE, FIVE, LARGE = (2, 2, 2), (3, 3, 3, 1), (10,) * 5, (30,) * 3
ROWS = [
    *_rows(
        4,
        "loss and all gradients, one sample",
        one_sample,
        {BY_HAND: others.by_hand, "PyTorch eager": others.torch_eager, "jax.jit": others.jax_jit},
        {SMALL: (13, 120, 11), THREE: (10, 85, 8)},
    ),
    *_rows(
        5,
        "loss and all gradients, one sample",
        one_sample,
        {BY_HAND: others.by_hand},
        {FIVE: (1,), LARGE: (1,)},
    ),
    *_rows(
        6,
        "10,000 parameter sets, one core",
        many_sets,
        {"jax.jit(vmap)": others.jax_vmap, "torch.vmap": others.torch_vmap},
        {SMALL: (1.1, 10), THREE: (2.2, 13)},
        SETS,
        ONE_EXP_AT_A_TIME,
    ),
    *_rows(
        7,
        "10,000 training steps",
        training,
        {
            BY_HAND: partial(others.by_hand_training, updates=UPDATES, rate=RATE),
            "PyTorch": partial(others.torch_training, updates=UPDATES, rate=RATE),
            "micrograd": partial(others.micrograd_training, updates=UPDATES, rate=RATE),
        },
        {SMALL: (14, 110, 45)},
    ),
]
