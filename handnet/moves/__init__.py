"""Moves back: a derivative taken apart one definition at a time, until nothing in it is unknown.

An open derivative dq/dw is replaced by the sum over those arguments of q's definition through which
w is reached:

    dq/dw  =  sum over the arguments u of  dq/du * du/dw        where u is w, nothing is left open

dq/du is a number as soon as the forward pass is worked out: p (1 - p), a weight, an input. What is
left are the du/dw, and the *reduction test* asks after each move whether there is still one. All
open derivatives that can be taken apart at once are one move, so a network of L layers with one
output takes 2L + 1 moves from its loss back to a weight of the first layer.

    network.moves("dJ/dw1[1,1]")              symbols
    problem.moves("dJ/dw1[1,1]")              with numbers
    moves(derivation_or_solution, "df/dx")    anything that was derived or solved

How one derivative is taken apart stands in `pieces`, how the moves are put into each other in `nested`,
the page in `page`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ..errors import HandnetError
from ..quantity import Derivative, Quantity, Variable
from ..setting import Setting
from ..shown import Shown
from ..solution import Solution
from ..step import Derivation
from ..terms import Term, quantities
from .nested import Nested
from .pieces import Apart, Piece, TakingApart, value_of

if TYPE_CHECKING:
    from ..render.page import Block


@dataclass(frozen=True, repr=False)
class Move(Shown):
    """One move back: what it takes apart, what of it is a number now, what is still open.

    number    counts from 1
    apart     the derivatives that are taken apart, each with its pieces
    open      derivatives that are still no numbers; none after the last move
    whole     the goal as it stands now, in one formula; None where that is too long (`nested`)
    front     the number before each open derivative in it; None without numbers
    done      what of the goal is a number already, added up; None without numbers
    walks     the quantities that the move goes over: what is taken apart, the arguments, the
              weights and values in the local derivatives
    walked    those of the moves before
    """

    number: int
    apart: tuple[Apart, ...]
    open: tuple[Derivative, ...]
    whole: Term | None
    front: dict[Derivative, float] | None
    done: float | None
    walks: tuple[Quantity, ...]
    walked: tuple[Quantity, ...]
    goal: Derivative
    shared: Derivation | Solution = field(compare=False)

    def __repr__(self) -> str:
        return f"<Move {self.number} towards {self.goal}: {len(self.open)} open>"

    @property
    def passed(self) -> bool:
        """Whether the reduction test finds no derivative left."""
        return not self.open

    def _page(self) -> list[Block]:
        from .page import move_page

        return move_page(self)


@dataclass(frozen=True, repr=False)
class Moves(Shown):
    """All moves from one derivative back to what it is taken by; `moves[0]` is the first."""

    goal: Derivative
    moves: tuple[Move, ...]
    nested: Nested = field(compare=False)
    shared: Derivation | Solution = field(compare=False)

    def __repr__(self) -> str:
        return f"<Moves for {self.goal}: {len(self)}>"

    def __len__(self) -> int:
        return len(self.moves)

    def __iter__(self) -> Iterator[Move]:
        return iter(self.moves)

    def __getitem__(self, place: int) -> Move:
        return self.moves[place]

    @property
    def formula(self) -> Term | None:
        """The derivative in one formula without a derivative in it; None where it is too long."""
        return self._whole(lambda piece: piece.factor)

    @property
    def named(self) -> Term | None:
        """The same as a product of named factors: the local derivatives as symbols."""
        return self._whole(lambda piece: piece.named)

    def _whole(self, read: Callable[[Piece], Term]) -> Term | None:
        if self.moves:
            return self.nested.whole(len(self), read)
        derivation = self.shared.derivation if isinstance(self.shared, Solution) else self.shared
        return derivation[self.goal].formula  # by itself, or by what does not move it

    @cached_property
    def value(self) -> float | None:
        """The value of the derivative by these moves; None without numbers."""
        if not isinstance(self.shared, Solution):
            return None
        if self.formula is None:
            return self.moves[-1].done
        return value_of(self.formula, self.shared)

    def _page(self) -> list[Block]:
        from .page import moves_page

        return moves_page(self)


def moves(shared: Derivation | Solution, goal: str | Quantity | None = None) -> Moves:
    """The moves back for a derivative, by default the first that the lines lead to.

    Raises HandnetError for what is no derivative, NoDerivative if a step stands in the way.
    """
    derivation = shared.derivation if isinstance(shared, Solution) else shared
    setting = derivation.setting
    wanted = derivation.goals[0] if goal is None else setting.find(goal)
    if not isinstance(wanted, Derivative):
        raise HandnetError(f"moves: {wanted} is not a derivative; moves take one apart, such as dJ/dw1[1,1]")
    if setting.mistakes:
        raise HandnetError("moves: these lines are written with a mistake; derive them without")
    walk = _Walk(setting, wanted, shared)
    found: list[Move] = []
    while walk.open:
        found.append(walk.move())
    return Moves(wanted, tuple(found), walk.nested, shared)


class _Walk:
    """Goes back from the target, one move at a time."""

    def __init__(self, setting: Setting, goal: Derivative, shared: Derivation | Solution) -> None:
        self.goal, self.shared = goal, shared
        self.solution = shared if isinstance(shared, Solution) else None
        self.taking = TakingApart(setting, goal, self.solution)
        self.pieces = self.taking.pieces
        self.rank = self._ranks()
        self.nested = Nested(goal, self.pieces, self.rank)
        self.open: tuple[Derivative, ...] = () if goal.of == goal.by or not self.rank else (goal,)
        self.front: dict[Derivative, float] = {goal: 1.0}
        self.done, self.number = 0.0, 0
        self.walked: dict[Quantity, None] = {}

    def _ranks(self) -> dict[Variable, int]:
        """The move that takes each variable's derivative apart: the first for which nothing open leads to it."""
        rank = {self.goal.of: 1}
        for quantity, pieces in self.pieces.items():
            for piece in pieces:
                rank[piece.by] = max(rank.get(piece.by, 0), rank[quantity] + 1)
        rank.pop(self.goal.by, None)
        return rank if self.pieces.get(self.goal.of) else {}

    def move(self) -> Move:
        """Take apart all that can be taken apart now."""
        self.number += 1
        apart = tuple(self.taking.apart(each) for each in self.open if self.rank[each.of] == self.number)
        waiting = dict.fromkeys(each for each in self.open if self.rank[each.of] > self.number)
        rests = (piece.rest for each in apart for piece in each.pieces if piece.rest is not None)
        self.open = tuple(dict.fromkeys((*waiting, *rests)))
        self._weigh(apart)
        walks = tuple(dict.fromkeys(each for taken in apart for each in _walked(taken)))
        walked = tuple(self.walked)
        self.walked |= dict.fromkeys(walks)
        return Move(
            number=self.number,
            apart=apart,
            open=self.open,
            whole=self.nested.whole(self.number, lambda piece: piece.factor),
            front={each: self.front[each] for each in self.open} if self.solution else None,
            done=self.done if self.solution else None,
            walks=walks,
            walked=walked,
            goal=self.goal,
            shared=self.shared,
        )

    def _weigh(self, apart: tuple[Apart, ...]) -> None:
        """Pass the numbers before the derivatives taken apart on to what they leave open."""
        for taken in apart if self.solution else ():
            before = self.front[taken.derivative]
            for piece in taken.pieces:
                assert piece.value is not None
                if piece.rest is None:
                    self.done += before * piece.value
                else:
                    self.front[piece.rest] = self.front.get(piece.rest, 0.0) + before * piece.value


def _walked(apart: Apart) -> Iterator[Quantity]:
    yield apart.derivative.of
    for piece in apart.pieces:
        yield piece.by
        yield from quantities(piece.factor)
