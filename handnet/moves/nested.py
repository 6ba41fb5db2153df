"""The moves put into each other: the goal as one formula, with what is still open in it.

Where all ways back from a variable meet again, what follows stands once, behind the bracket:

    (p - a) p (1 - p) (W_1 z_1 (1 - z_1) W_11 + W_2 z_2 (1 - z_2) W_12) dy_1/dw

The bracket has a summand for each way, so that a formula may double with every layer. One of more
than `MOST_FACTORS` factors, which are counted without writing it, is not written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from ..quantity import Derivative, Variable
from ..terms import ONE, Term, times, total

if TYPE_CHECKING:
    from .pieces import Piece

    Read = Callable[[Piece], Term]

MOST_FACTORS = 60
"""A formula with more local derivatives than these is not written."""


class Nested:
    """Puts pieces into each other.

    `pieces` has, for each variable on the way from the target, what its derivative falls into, each
    variable after all that use it; `taken` the number of the move that takes it apart.
    """

    def __init__(
        self, goal: Derivative, pieces: Mapping[Variable, tuple[Piece, ...]], taken: Mapping[Variable, int]
    ) -> None:
        self.goal, self.pieces, self.taken = goal, pieces, taken
        self.meeting: dict[Variable, Variable] = {}
        self._depth = {goal.by: 0}
        self._last: dict[Variable, int] = {}  # the move after which all up to the meeting is taken apart
        self._size: dict[Variable, int] = {}  # local derivatives up to the meeting
        for quantity in reversed(tuple(pieces) if taken else ()):
            self._measure(quantity)
        self.factors = sum(self._size[each] for each in self._chain(goal.of, goal.by)) if taken else 0

    def whole(self, after: int, read: Read) -> Term | None:
        """The goal after so many moves, each local derivative as `read` has it; None if it is too long."""
        return None if self.factors > MOST_FACTORS else self._standing(self.goal.of, after, read)

    def _measure(self, quantity: Variable) -> None:
        """Where the ways back from a variable meet again, how many factors it is until there, when it is done."""
        first, *others = (piece.by for piece in self.pieces[quantity])
        meeting = first
        for other in others:
            meeting = self._common(meeting, other)
        between = [each for piece in self.pieces[quantity] for each in self._chain(piece.by, meeting)]
        self.meeting[quantity] = meeting
        self._depth[quantity] = self._depth[meeting] + 1
        self._size[quantity] = len(self.pieces[quantity]) + sum(self._size[each] for each in between)
        self._last[quantity] = max([self.taken[quantity], *(self._last[each] for each in between)])

    def _common(self, one: Variable, other: Variable) -> Variable:
        """The first variable that lies on every way back from both."""
        while one != other:
            if self._depth[one] >= self._depth[other]:
                one = self.meeting[one]
            else:
                other = self.meeting[other]
        return one

    def _chain(self, start: Variable, end: Variable) -> Iterator[Variable]:
        """From meeting to meeting, without the end."""
        while start != end:
            yield start
            start = self.meeting[start]

    def _standing(self, quantity: Variable, after: int, read: Read) -> Term:
        """The derivative of a variable as it stands after so many moves."""
        if quantity == self.goal.by:
            return ONE
        if self.taken[quantity] > after:
            return Derivative(quantity, self.goal.by)
        if self._last[quantity] <= after:
            behind = self._standing(self.meeting[quantity], after, read)
            return times(self._bracket(quantity, read), behind)
        pieces = self.pieces[quantity]
        return total(*(times(read(piece), self._standing(piece.by, after, read)) for piece in pieces))

    def _bracket(self, quantity: Variable, read: Read) -> Term:
        """The derivative of a variable by the one where its ways meet, all taken apart."""
        summands = []
        for piece in self.pieces[quantity]:
            between = self._chain(piece.by, self.meeting[quantity])
            summands.append(times(read(piece), *(self._bracket(each, read) for each in between)))
        return total(*summands)
