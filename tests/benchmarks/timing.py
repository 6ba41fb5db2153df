"""Rows, taken round by round: each candidate once, one after the other, in one process.

A change in the machine's speed meets all of them, and the ratio is taken within a round. Before
anything is timed the numbers of each peer have to be ours. What is fast runs often enough for its
round to last `LEAST` seconds; what is slow has fewer rounds than asked.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from itertools import repeat
from time import perf_counter

from benchmarks.rows import Candidate, Measured, Peer, Row

LEAST = 0.02
LONGEST = 1.0


def seconds(candidate: Candidate, count: int) -> float:
    """Seconds for one run, from `count` runs."""
    gc.collect()
    if candidate.before is None:
        start = perf_counter()
        for _ in repeat(None, count):
            candidate.run()
        return (perf_counter() - start) / count
    passed = 0.0
    for _ in repeat(None, count):
        candidate.before()
        start = perf_counter()
        candidate.run()
        passed += perf_counter() - start
    return passed / count


def often_enough(candidate: Candidate, once: float) -> int:
    """How many runs last `LEAST` seconds, where the first one took `once`; this also warms up.

    The first one may have compiled what the others use, so only what took very long is not run again.
    """
    count, each = 1, once if once > LONGEST else seconds(candidate, 1)
    while each * count < LEAST / 2:
        count = max(2 * count, int(LEAST / 2 / each))
        each = seconds(candidate, count)
    return max(count, round(LEAST / each))


def measured(row: Row, rounds: int, patience: float) -> list[Measured]:
    """A row's times against each peer; `patience` is how many seconds one peer may take.

    Raises AssertionError where the numbers of a peer are not ours.
    """
    ours = row.ours()
    own, once = _compared(ours)
    found: dict[Peer, Candidate | str] = {peer: _made(peer) for peer in row.peers}
    there = {peer: made for peer, made in found.items() if isinstance(made, Candidate)}
    first: dict[Peer, float] = {}
    for peer, made in there.items():
        numbers, first[peer] = _compared(made)
        wrong = row.disagreement(own, numbers)
        assert not wrong, f"{row.what}, {peer.name}: {wrong}"
    gc.collect()
    gc.freeze()  # what all these packages loaded is not walked through again while one of them is timed
    counts = {peer: often_enough(made, first[peer]) for peer, made in there.items()}
    times = _rounds(ours, often_enough(ours, once), there, counts, rounds, patience)
    gc.unfreeze()
    return [
        Measured(row.number, row.what, peer, *times[peer])
        if peer in there
        else Measured(row.number, row.what, peer, missing=str(made))
        for peer, made in found.items()
    ]


def _made(peer: Peer) -> Candidate | str:
    try:
        return peer.make()
    except ImportError as error:
        return f"not installed ({error.name})"


def _compared(candidate: Candidate) -> tuple[Sequence[float], float]:
    """The numbers of a first run, and how long it took."""
    start = perf_counter()
    result = candidate.run()
    passed = perf_counter() - start
    return candidate.numbers(result), passed


def _rounds(
    ours: Candidate,
    own_count: int,
    peers: dict[Peer, Candidate],
    counts: dict[Peer, int],
    rounds: int,
    patience: float,
) -> dict[Peer, tuple[list[float], list[float]]]:
    """For each peer our times and its own, those of the rounds in which it took part."""
    times: dict[Peer, tuple[list[float], list[float]]] = {peer: ([], []) for peer in peers}
    for turn in range(rounds):
        own = seconds(ours, own_count)
        for peer in _patient(times, counts, turn, patience):
            times[peer][0].append(own)
            times[peer][1].append(seconds(peers[peer], counts[peer]))
    return times


def _patient(
    times: dict[Peer, tuple[list[float], list[float]]], counts: dict[Peer, int], turn: int, patience: float
) -> Iterator[Peer]:
    """The peers that take part in this round: all in the first, then those that are quick enough."""
    for peer, (_, theirs) in times.items():
        if turn == 0 or sum(theirs) * counts[peer] < patience:
            yield peer
