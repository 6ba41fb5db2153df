"""Gradient descent on a landscape, update by update.

    w := w - eta dJ/dw                         plain
    V := mu V - eta dJ/dw,  w := w + V         with momentum; V is 0 at the start
    eta_t = eta / (1 + anneal t)               annealed: the rate of update t + 1, so eta_0 = eta

Only what the landscape is made over moves. The gradient is that of the whole loss at once, as in
`Problem.train` with batch updates. A walk that leaves the range of floats stops before that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import HandnetError
from ..number import read_number
from ..shown import Shown
from ..terms import Number
from .surface import Landscape, Point, finite, rounding, whole

if TYPE_CHECKING:
    from ..render.page import Block

MOST_UPDATES = 100_000
GRADIENT = 2
"""A backward pass costs about as much as this many forward passes: for each product w a of the forward
pass it has two, one for the derivative by w and one for that by a."""


class Pace(NamedTuple):
    """How far each update goes: the learning rate, how it is annealed, the momentum."""

    rate: Number
    anneal: Number
    momentum: Number

    @classmethod
    def read(cls, rate: Any, anneal: Any, momentum: Any) -> Pace:
        """A pace from numbers; raises HandnetError for an annealing below 0."""
        given = {"learning_rate": rate, "anneal": anneal, "momentum": momentum}
        pace = cls(*(read_number(each, name) for name, each in given.items()))
        if pace.anneal.value < 0:
            raise HandnetError(f"anneal: found {pace.anneal.text}; it is 0 or more, as in eta/(1 + anneal*t)")
        return pace

    def rate_of(self, update: int) -> float:
        """The learning rate of an update; updates count from 1."""
        return self.rate.value / (1 + self.anneal.value * (update - 1))


@dataclass(frozen=True, repr=False)
class Walk(Shown):
    """Where a walk stood after 0, 1, 2, … updates or tries, and the loss there.

    `evaluations` says how often the loss had been worked out by then; a gradient counts as two more.
    """

    title: str
    landscape: Landscape
    points: tuple[Point, ...]
    losses: tuple[float, ...]
    evaluations: tuple[int, ...]

    def __repr__(self) -> str:
        J = self.landscape.loss_letter.text
        return f"<{self.title}: {J} from {self.losses[0]:.6g} to {self.losses[-1]:.6g}>"

    def __len__(self) -> int:
        """How many points it has, the start among them."""
        return len(self.points)

    @property
    def end(self) -> Point:
        """The last point."""
        return self.points[-1]

    def loss_after(self, evaluations: int) -> float:
        """The loss that was reached once it had been worked out so many times, at the most."""
        reached = [
            loss for loss, spent in zip(self.losses, self.evaluations, strict=True) if spent <= evaluations
        ]
        if not reached:
            raise HandnetError(
                f"loss_after: found {evaluations!r}; the first point took {self.evaluations[0]}"
            )
        return reached[-1]


@dataclass(frozen=True, repr=False)
class Descent(Walk):
    """A walk of gradient descent.

    pace        the learning rate, how it is annealed, the momentum
    slopes      the gradient at each point, as the updates use it
    steps       what each update added to the point; with momentum, the velocity after it
    left        whether it stopped early, because the next point left the range of floats
    """

    pace: Pace
    slopes: tuple[Point, ...]
    steps: tuple[Point, ...]
    left: bool

    @property
    def rates(self) -> tuple[float, ...]:
        """The learning rate of each update."""
        return tuple(self.pace.rate_of(update) for update in range(1, len(self.steps) + 1))

    @property
    def jumps(self) -> int:
        """How many updates jumped across a bottom: the slope behind them has the other sign.

        Counted over a landscape of one quantity; with more there is no "across", and it is 0.
        """
        if len(self.landscape.quantities) > 1:
            return 0
        updates = zip(pairwise(self.slopes), self.steps, self.points, strict=False)
        return sum(
            here[0] * there[0] < 0 and abs(step[0]) > rounding(point)
            for (here, there), step, point in updates
        )

    @property
    def growths(self) -> int:
        """How many updates made the loss grow, by more than rounding."""
        return sum(there - here > rounding((here,)) for here, there in pairwise(self.losses))

    def _page(self) -> list[Block]:
        from .page import descent_page

        return descent_page(self)


def descend(land: Landscape, start: Point, pace: Pace, updates: int, title: str = "") -> Descent:
    """Gradient descent on the landscape, at most `updates` updates; see the module for the formulas.

    Raises HandnetError where the loss has no finite value to start from.
    """
    if whole("updates", updates) > MOST_UPDATES:
        raise HandnetError(
            f"updates: found {updates}; a walk keeps every point, so it has at most {MOST_UPDATES}"
        )
    point, velocity = start, (0.0,) * len(start)
    points, steps, found = [point], [], [_at(land, point)]
    for update in range(1, updates + 1):
        rate, gradient = pace.rate_of(update), found[-1][1:]
        velocity = tuple(
            pace.momentum.value * v - rate * slope for v, slope in zip(velocity, gradient, strict=True)
        )
        new = tuple(each + move for each, move in zip(point, velocity, strict=True))
        there = land.loss_and_gradient(new) if finite(new) else (float("nan"),)
        if not finite(there):
            break
        point = new
        points.append(point)
        steps.append(velocity)
        found.append(there)
    count = len(points)
    return Descent(
        title=title or "descent",
        landscape=land,
        points=tuple(points),
        losses=tuple(loss for loss, *_ in found),
        evaluations=tuple(1 + (1 + GRADIENT) * update for update in range(count)),
        pace=pace,
        slopes=tuple(tuple(gradient) for _, *gradient in found),
        steps=tuple(steps),
        left=count <= updates,
    )


def _at(land: Landscape, start: Point) -> Point:
    found = land.loss_and_gradient(start)
    if not finite(found):
        raise HandnetError(
            f"landscape: at {listed(start)} {land.loss_letter.text} or its slope is no finite number; start elsewhere"
        )
    return found


def listed(numbers: Sequence[float], most: int = 4) -> str:
    """The first numbers of a point, for a message."""
    return ", ".join(f"{each:.6g}" for each in numbers[:most]) + ", ..." * (len(numbers) > most)
