"""What a row of the table is: one piece of work, done by us and by each peer.

A `Candidate` does the work: `run` is what is timed, `numbers` reads from its result what has to
agree with ours. A row makes its candidates late, by functions, since making one imports the peer;
an ImportError there means that it is not installed. Whatever can be compiled or warmed up
beforehand is made ready in that function, not in `run`, for us as for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple


class Candidate(NamedTuple):
    """One way of doing a row's work; `before` is done before each run and not timed: clearing a cache."""

    run: Callable[[], Any]
    numbers: Callable[[Any], Sequence[float]]  # of what `run` returns; as long and in the order of ours
    before: Callable[[], None] | None = None


class Peer(NamedTuple):
    """Against whom: the name in the table, how many times faster we ought to be, and how it is made.

    `make` is None where the row is measured in a page; `limit` says, where we are not that fast, why.
    """

    name: str
    at_least: float
    make: Callable[[], Candidate] | None
    limit: str = ""


class Row(NamedTuple):
    """One piece of work; `number` is its place in the table, which several sizes share."""

    number: int
    what: str
    ours: Callable[[], Candidate]
    peers: Sequence[Peer]
    tolerance: float = 1e-10  # |theirs - ours| <= tolerance * max(1, |ours|)

    def disagreement(self, ours: Sequence[float], theirs: Sequence[float]) -> str:
        """What is different about a peer's numbers; nothing if they agree."""
        if len(ours) != len(theirs):
            return f"{len(theirs)} numbers, not {len(ours)}"
        for place, (own, other) in enumerate(zip(ours, theirs, strict=True)):
            if not abs(own - other) <= self.tolerance * max(1.0, abs(own)):  # NaN agrees with nothing
                return f"number {place + 1} is {other!r}, not {own!r}"
        return ""


class Measured(NamedTuple):
    """Seconds of each round, ours and the peer's; without any, `missing` says why."""

    number: int
    what: str
    peer: Peer
    ours: Sequence[float] = ()
    theirs: Sequence[float] = ()
    missing: str = ""

    @property
    def ratios(self) -> list[float]:
        """How many times faster we were, round by round."""
        return [theirs / own for own, theirs in zip(self.ours, self.theirs, strict=True)]
