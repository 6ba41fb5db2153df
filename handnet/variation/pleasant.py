"""When a calculation is pleasant by hand: no sum is extreme, no ReLU at its kink, no gradient tiny or huge.

    Bound(z1[2], 0.05, 3)     0.05 <= |z1[2]| <= 3

The bounds are on every weighted sum and on every gradient by a parameter that what is asked needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

from ..errors import HandnetError
from ..names import PARAMETERS
from ..numeric import Program
from ..quantity import Derivative, Quantity, Variable
from ..step import Derivation

if TYPE_CHECKING:
    import numpy as np

KINKED = ("relu", "leaky_relu", "step")
UNSQUASHED = (*KINKED, "identity", "softplus")
AWAY_FROM_KINK = 0.05
TINY, FARTHEST = 1e-9, 20.0
"""What is outside by nearly nothing, and what is far out, a 0 or no number at all."""


class Bound(NamedTuple):
    """Between what a quantity lies, without its sign."""

    quantity: Quantity
    low: float
    high: float

    def holds(self, values: Any) -> Any:
        """For which of the values."""
        size = abs(values)
        return (self.low <= size) & (size <= self.high)

    def misses(self, values: Any) -> Any:
        """By how many powers of e each value is too small or too large; 0 for those between."""
        import numpy as np

        with np.errstate(all="ignore"):
            size = np.log(abs(values))
            far = np.fmax(np.log(self.low) - size, size - np.log(self.high))
            return np.where(
                self.holds(values), 0.0, np.clip(np.nan_to_num(far, nan=FARTHEST), TINY, FARTHEST)
            )


class Seen(NamedTuple):
    """In which share of many sets a bound holds, and the sizes found there: small, middle, large ones."""

    bound: Bound
    share: float
    small: float
    middle: float
    large: float


class Pleasant:
    """The bounds on the sums and gradients of a derivation; the sums are looked at first."""

    def __init__(
        self,
        derivation: Derivation,
        own: Mapping[Quantity, float],
        sums: float,
        gradients: tuple[float, float],
    ) -> None:
        found = [step.quantity for step in derivation.steps if step.quantity.time == 0]
        self.sums = [_sum(each, derivation, own, sums) for each in found if _is_sum(each)]
        self.gradients = [Bound(each, *gradients) for each in found if _is_gradient(each)]
        self._programs = [
            (bounds, Program(derivation.steps, [bound.quantity for bound in bounds]))
            for bounds in (self.sums, self.gradients)
            if bounds
        ]

    def hold(self, numbers: Mapping[Quantity, Any], columns: int) -> np.ndarray[Any, Any]:
        """The places of the columns for which all bounds hold."""
        import numpy as np

        places = np.arange(columns)
        for bounds, program in self._programs:
            values = program.arrays(picked(numbers, places))
            kept = np.ones(len(places), dtype=bool)
            for bound in bounds:
                kept &= bound.holds(values[bound.quantity])
            places = places[kept]
        return places

    def misses(self, numbers: Mapping[Quantity, Any], columns: int) -> np.ndarray[Any, Any]:
        """How far each column is from fulfilling all bounds, which is 0 where it does."""
        import numpy as np

        far = np.zeros(columns)
        for bounds, program in self._programs:
            values = program.arrays(numbers)
            for bound in bounds:
                far += bound.misses(values[bound.quantity])
        return far

    def seen(self, numbers: Mapping[Quantity, Any], columns: int) -> list[Seen]:
        """What each bound meets with in the columns."""
        import numpy as np

        found = []
        for bounds, program in self._programs:
            values = program.arrays(numbers)
            for bound in bounds:
                sizes = abs(np.broadcast_to(values[bound.quantity], (columns,)))
                found.append(
                    Seen(bound, float(bound.holds(sizes).mean()), *np.quantile(sizes, (0.1, 0.5, 0.9)))
                )
        return found


def picked(numbers: Mapping[Quantity, Any], places: Any) -> dict[Quantity, Any]:
    """The numbers in some columns; what is one number for all stays so."""
    return {each: value if isinstance(value, float) else value[places] for each, value in numbers.items()}


def _is_sum(quantity: Quantity) -> TypeGuard[Variable]:
    return isinstance(quantity, Variable) and quantity.name == "z"


def _is_gradient(quantity: Quantity) -> bool:
    """Whether this is the derivative of the loss, or of an output where there is none, by a parameter."""
    return (
        isinstance(quantity, Derivative) and quantity.of.name in ("J", "a") and quantity.by.name in PARAMETERS
    )


def _sum(quantity: Variable, derivation: Derivation, own: Mapping[Quantity, float], most: float) -> Bound:
    """A sum that is not squashed may be as large as twice the problem's own largest."""
    network: Any = derivation.setting.source.network  # type: ignore[attr-defined]
    name = network.activations[(quantity.layer or 1) - 1].name
    largest = max((abs(value) for each, value in own.items() if _is_sum(each)), default=0.0)
    high = max(most, 2 * largest) if name in UNSQUASHED else most
    return Bound(quantity, AWAY_FROM_KINK if name in KINKED else 0.0, high)


def read_bounds(gradients: Any, sums: Any) -> tuple[tuple[float, float], float]:
    """The bounds as a person gave them; raises HandnetError for what is no range."""
    try:
        low, high = (float(each) for each in gradients)
    except (TypeError, ValueError):
        raise HandnetError(f"gradients: found {gradients!r}; give two numbers, as in (0.01, 1)") from None
    if not 0 <= low < high:
        raise HandnetError(f"gradients: found {low:g} and {high:g}; the first is from 0, the second larger")
    try:
        most = float(sums)
    except (TypeError, ValueError):
        most = 0.0
    if not most > 0:
        raise HandnetError(f"sums: found {sums!r}; give the largest weighted sum without its sign, as in 3")
    return (low, high), most
