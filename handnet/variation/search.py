"""The search: for each person the first acceptable set of numbers in the order in which they are drawn.

Sets for many people are drawn and tried at once; how many are tried together changes nobody's numbers.
Before that, sets that are nobody's show where the known mistakes can be told apart, and whether there
are acceptable numbers at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from ..errors import HandnetError
from ..quantity import Quantity
from .apart import Apart
from .kinds import Kind, narrowed
from .obstacle import mistakes_obstacle, numbers_obstacle
from .pleasant import Pleasant, picked
from .stream import SETS, draw

if TYPE_CHECKING:
    import numpy as np

NUMBERS_AT_ONCE = 1_500_000
MOST_ROUNDS_AT_ONCE = 64
MOST_ROUNDS = 4096
"""No more than 64 times so many sets are drawn for one person."""
NOBODY = ""
PROBE_ROUNDS = 128
"""So many rounds that are nobody's are looked at together."""
PROBES = 256
"""So many pleasant sets show where mistakes can be told apart."""
OFTEN_ENOUGH = 0.02
"""Where so many sets are pleasant, the numbers are drawn from no narrower ranges."""
MOST_PROBES, BEST = 16, 80


@dataclass
class Search:
    """What is drawn, and what it must fulfil. `fixed` are the numbers that everyone has."""

    fingerprint: str
    varied: Sequence[Kind]
    fixed: Mapping[Quantity, float]
    pleasant: Pleasant
    apart: Apart

    def learn(self) -> None:
        """Look at sets that are nobody's, and learn from them.

        Where few are pleasant, the ranges are narrowed to where the best ones lie. Raises HandnetError
        where still none is pleasant.
        """
        import numpy as np

        found: list[Any] = []
        for probe in range(MOST_PROBES):
            rounds = range(probe * PROBE_ROUNDS, (probe + 1) * PROBE_ROUNDS)
            drawn = draw(self.fingerprint, [NOBODY], rounds, self.varied)
            far = self.pleasant.misses(self.numbers(drawn), drawn.shape[1])
            pleasant = far == 0
            found.append(drawn[:, pleasant])
            if pleasant.mean() < OFTEN_ENOUGH and probe < MOST_PROBES // 2:
                best = np.argsort(far, kind="stable")[:BEST]
                self.varied = narrowed(self.varied, drawn[:, best])
                found = []
            elif sum(each.shape[1] for each in found) >= PROBES:
                break
        kept = np.concatenate(found, axis=1)[:, :PROBES]
        if not kept.shape[1]:
            self._refuse_numbers(self.numbers(drawn), drawn.shape[1], MOST_PROBES * PROBE_ROUNDS * SETS)
        self.apart.learn(self.numbers(kept), kept.shape[1])

    def find(self, people: Sequence[str]) -> list[tuple[tuple[int, ...], int]]:
        """For each person the numbers in units of their last decimal, and how many sets were drawn."""
        found: dict[str, tuple[tuple[int, ...], int]] = {}
        waiting, begin = list(people), 0
        while waiting:
            if begin >= MOST_ROUNDS:
                self._give_up(waiting[0])
            together = max(1, NUMBERS_AT_ONCE // (SETS * len(self.varied)))  # people and rounds
            rounds = min(max(1, begin), max(1, together // len(waiting)), MOST_ROUNDS_AT_ONCE)
            size = max(1, together // rounds)
            for at in range(0, len(waiting), size):
                found |= self._first(waiting[at : at + size], range(begin, begin + rounds))
            waiting = [each for each in waiting if each not in found]
            begin += rounds
        return [found[each] for each in people]

    def _first(self, people: Sequence[str], rounds: range) -> dict[str, tuple[tuple[int, ...], int]]:
        """The first acceptable set of each person among these rounds, where there is one."""
        drawn = draw(self.fingerprint, people, rounds, self.varied)
        numbers, each = self.numbers(drawn), SETS * len(rounds)
        places = self.apart.hold(numbers, self.pleasant.hold(numbers, drawn.shape[1]))
        found: dict[str, tuple[tuple[int, ...], int]] = {}
        for place in places:
            person, at = people[place // each], int(place % each)
            found.setdefault(person, (tuple(map(int, drawn[:, place])), rounds.start * SETS + at + 1))
        return found

    def numbers(self, drawn: np.ndarray[Any, Any]) -> dict[Quantity, Any]:
        """All given numbers, those that vary as arrays: exactly the floats that their texts read as."""
        varied: dict[Quantity, Any] = {
            kind.quantity: drawn[row] / 10**kind.places for row, kind in enumerate(self.varied)
        }
        return {**self.fixed, **varied}

    def _give_up(self, person: str) -> NoReturn:
        drawn = draw(self.fingerprint, [person], range(MOST_ROUNDS_AT_ONCE), self.varied)
        numbers = self.numbers(drawn)
        places = self.pleasant.hold(numbers, drawn.shape[1])
        if not len(places):
            self._refuse_numbers(numbers, drawn.shape[1], MOST_ROUNDS * SETS)
        hardest = self.apart.hardest(picked(numbers, places), len(places))
        if hardest is None:
            raise HandnetError("variants: no acceptable numbers were found")
        raise mistakes_obstacle(hardest, MOST_ROUNDS * SETS)

    def _refuse_numbers(self, numbers: Mapping[Quantity, Any], columns: int, tried: int) -> NoReturn:
        raise numbers_obstacle(self.pleasant.seen(numbers, columns), tried)
