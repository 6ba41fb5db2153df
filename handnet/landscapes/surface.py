"""A landscape: one quantity, as a rule the loss, as a function of some that are given."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from functools import cached_property
from math import isfinite, ulp
from typing import TYPE_CHECKING, Any

from ..errors import HandnetError, counted
from ..given import is_number, members_of
from ..number import read_number
from ..numeric import Program
from ..quantity import Derivative, Quantity, Variable
from ..setting import Setting
from ..terms import Number

if TYPE_CHECKING:
    from ..render.page import Formula
    from .descent import Descent
    from .perturbation import Perturbation
    from .restarts import Restarts

Point = tuple[float, ...]


class Landscape:
    """One quantity, the loss, as a function of some that are given; all others stay as they are.

    quantities        what moves, in order
    of                what is looked at, as a rule the loss J
    start             the given numbers of what moves: the point where one stands
    letters           the quantities as formulas, as for the axes of a picture; `loss_letter` the loss
    """

    def __init__(
        self, setting: Setting, given: dict[Quantity, Number], quantities: Sequence[Quantity], of: Quantity
    ) -> None:
        self.setting, self.quantities, self.of = setting, tuple(quantities), of
        self._given = given
        self._loss = self._compiled((of,))
        if not self.quantities:
            raise HandnetError(
                f"landscape: all is frozen, and nothing moves {of}; name what moves, as in 'w1[1,1]'"
            )
        apart = [str(each) for each in self.quantities if each not in self._loss.program.inputs]
        if apart:
            raise HandnetError(f"landscape: {of} does not depend on {', '.join(apart)}")
        self.start: Point = tuple(given[each].value for each in self.quantities)

    def __repr__(self) -> str:
        names = ", ".join(each.text for each in self.letters[:4]) + (", ..." if len(self.letters) > 4 else "")
        return f"<Landscape of {self.loss_letter.text} over {names}>"

    @property
    def letters(self) -> tuple[Formula, ...]:
        """The quantities that move, spelled."""
        return tuple(map(self.letter, self.quantities))

    @property
    def loss_letter(self) -> Formula:
        """What is looked at, spelled."""
        return self.letter(self.of)

    def letter(self, quantity: Quantity) -> Formula:
        """A quantity, spelled in the notation of this landscape."""
        from ..render.formulas import symbol

        return symbol(quantity, self.setting.spelling)

    # --- values and slopes ------------------------------------------------------------------------

    def value(self, *at: Any) -> float:
        """The loss at a point, one number for each quantity."""
        return self.loss(self.point(at))

    def slope(self, *at: Any) -> Point:
        """How steep the landscape is at a point: the derivative by each quantity.

        With a convention that multiplies every gradient, this is still the slope of the curve.
        Raises HandnetError where there is no such derivative.
        """
        _, *gradient = self.loss_and_gradient(self.point(at))
        factor = self.setting.source.convention.factor.value if self.of_loss else 1.0
        return tuple(each / factor for each in gradient)

    def values(self, *arrays: Any) -> Any:
        """The loss over NumPy arrays of one shape, one for each quantity."""
        import numpy as np

        self._fits(arrays)
        try:
            moved = np.broadcast_arrays(*(np.asarray(each, dtype=float) for each in arrays))
        except (TypeError, ValueError):
            raise HandnetError("landscape: values takes arrays of numbers, all of one shape") from None
        with np.errstate(all="ignore"):
            return self._loss.arrays(moved)[0] + np.zeros(moved[0].shape)

    def loss(self, point: Point) -> float:
        """The loss at a point of floats."""
        return self._loss.floats(point)[0]

    def loss_and_gradient(self, point: Point) -> Point:
        """The loss, and its derivatives as updates use them: in the convention, after mistakes."""
        return self._gradient.floats(point)

    @property
    def gradient(self) -> tuple[Derivative, ...]:
        """The derivative of the loss by each quantity."""
        if not isinstance(self.of, Variable):
            raise HandnetError(
                f"landscape: {self.of} is a derivative itself, and is not differentiated again"
            )
        found = (self.setting.find(Derivative(self.of, each)) for each in self.quantities)  # type: ignore[arg-type]
        return tuple(each for each in found if isinstance(each, Derivative))

    @property
    def of_loss(self) -> bool:
        """Whether a convention's factor stands in these derivatives."""
        return isinstance(self.of, Variable) and self.of.name in ("J", "R")

    @cached_property
    def _gradient(self) -> _Compiled:
        return self._compiled((self.of, *self.gradient))

    def _compiled(self, goals: tuple[Quantity, ...]) -> _Compiled:
        program = Program(self.setting.derive(goals).steps, goals)
        return _Compiled(program, self.quantities, self._given)

    # --- points -----------------------------------------------------------------------------------

    def point(self, at: Any) -> Point:
        """A point, read from one number or from one for each quantity."""
        members = members_of(at)
        self._fits(members)
        where = (each.text for each in self.letters)
        return tuple(read_number(each, name).value for each, name in zip(members, where, strict=True))

    def _fits(self, members: Sequence[Any]) -> None:
        if len(members) != len(self.quantities):
            names = ", ".join(each.text for each in self.letters[:6]) + ", ..." * (len(self.letters) > 6)
            raise HandnetError(
                f"landscape: found {len(members)} for a point; it has {counted(len(self.letters), 'number')}: {names}"
            )

    def random_points(self, count: int, low: Any, high: Any, seed: int) -> tuple[Point, ...]:
        """Points drawn at random, each number evenly between `low` and `high`; a seed gives the same again."""
        first, last = read_number(low, "low").value, read_number(high, "high").value
        generator = random.Random(whole("seed", seed))
        return tuple(
            tuple(first + (last - first) * generator.random() for _ in self.quantities)
            for _ in range(whole("count", count))
        )

    # --- walks ------------------------------------------------------------------------------------

    def descend(
        self,
        start: Any,
        learning_rate: Any,
        updates: int,
        *,
        anneal: Any = 0,
        momentum: Any = 0,
        title: str = "",
    ) -> Descent:
        """Gradient descent from a point; see `descent.descend`."""
        from .descent import Pace, descend

        return descend(self, self.point(start), Pace.read(learning_rate, anneal, momentum), updates, title)

    def perturb(self, start: Any, size: Any, tries: int, seed: int, *, title: str = "") -> Perturbation:
        """Changes at random, of which those are kept that help; see `perturbation.perturb`."""
        from .perturbation import perturb

        return perturb(self, self.point(start), read_number(size, "size").value, tries, seed, title)

    def restarts(
        self,
        starts: Iterable[Any],
        learning_rate: Any,
        updates: int,
        *,
        anneal: Any = 0,
        momentum: Any = 0,
        tolerance: Any = "0.001",
    ) -> Restarts:
        """Gradient descent from several starts, and which minimum each reached; see `restarts`.

        `starts` are points, such as `random_points(8, -5, 5, seed=1)`.
        """
        from .descent import Pace
        from .restarts import restarts

        if is_number(starts):
            raise HandnetError(f"restarts: found {starts!r}; give a list of points to start from")
        pace = Pace.read(learning_rate, anneal, momentum)
        return restarts(self, [self.point(each) for each in starts], pace, updates, tolerance)


class _Compiled:
    """A program of which some inputs move and all others stay."""

    def __init__(self, program: Program, moved: Sequence[Quantity], given: dict[Quantity, Number]) -> None:
        self.program = program
        place = {each: number for number, each in enumerate(moved)}
        self._inputs = [
            (place.get(each), 0.0 if each in place else given[each].value) for each in program.inputs
        ]

    def floats(self, point: Point) -> Point:
        return self.program.on_floats(
            *(fixed if place is None else point[place] for place, fixed in self._inputs)
        )

    def arrays(self, moved: Sequence[Any]) -> tuple[Any, ...]:
        return self.program.on_arrays(
            *(fixed if place is None else moved[place] for place, fixed in self._inputs)
        )


def whole(name: str, given: Any) -> int:
    """A whole number, 0 or more."""
    if isinstance(given, bool) or not hasattr(given, "__index__") or given < 0:
        raise HandnetError(f"{name}: found {given!r}; it is a whole number, 0 or more")
    return int(given)


def finite(numbers: Iterable[float]) -> bool:
    """Whether all of them are numbers that a float holds."""
    return all(map(isfinite, numbers))


def rounding(point: Point) -> float:
    """What is no more than this, beside the largest number of the point, may be rounding alone."""
    return 4 * ulp(max(map(abs, point)))
