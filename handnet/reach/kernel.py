"""One person or many: what a calculation does with plain floats, and with NumPy arrays of one number a person.

Everything that judges answers is written once, over a `Floats` or an `Arrays`. A mask is a bool, or
an array of bools; where all are alike it may stay a bool.
"""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Sequence
from typing import Any

from ..elementary import ELEMENTARY
from ..value import divide, power


class Everyone:
    """All people, or the only one."""

    def take(self, value: Any) -> Any:
        """The values of these people."""
        return value

    def mask(self, mask: Any) -> Any:
        """The mask for these people."""
        return mask

    def put(self, value: Any, otherwise: Any) -> Any:
        """The values for all people again, `otherwise` for those left out."""
        return value


class Some:
    """The people for whom a mask holds."""

    def __init__(self, np: Any, mask: Any) -> None:
        self.np, self.chosen = np, mask

    def take(self, value: Any) -> Any:
        """The values of these people; what is alike for all stays so."""
        return value[self.chosen] if self.np.ndim(value) else value

    def mask(self, mask: Any) -> Any:
        """The mask for these people; True where it holds for all of them."""
        taken = self.take(mask)
        return True if self.np.all(taken) else taken

    def put(self, value: Any, otherwise: Any) -> Any:
        """The values for all people again, `otherwise` for those left out."""
        whole = self.np.full(len(self.chosen), otherwise)
        whole[self.chosen] = value
        return whole


class Floats:
    """Plain floats: one person, without NumPy."""

    def where(self, mask: Any, yes: Any, no: Any) -> Any:
        """`yes` where the mask holds, otherwise `no`."""
        return yes if mask else no

    def lowest(self, *values: Any) -> Any:
        """The least; NaN is passed over."""
        return min((each for each in values if each == each), default=math.nan)

    def highest(self, *values: Any) -> Any:
        """The greatest; NaN is passed over."""
        return max((each for each in values if each == each), default=math.nan)

    def no(self, mask: Any) -> Any:
        """Where the mask does not hold."""
        return not mask

    def any(self, mask: Any) -> bool:
        """Whether it holds anywhere."""
        return bool(mask)

    def all(self, mask: Any) -> bool:
        """Whether it holds everywhere."""
        return bool(mask)

    def finite(self, value: Any) -> Any:
        """Where the value is a number."""
        return math.isfinite(value)

    def divide(self, top: Any, bottom: Any) -> Any:
        """The quotient, infinite or NaN as IEEE arithmetic has it."""
        return divide(top, bottom)

    def power(self, base: Any, exponent: Any) -> Any:
        """The power over the real numbers."""
        return power(base, exponent)

    def apply(self, function: str, *arguments: Any) -> Any:
        """A function of `elementary`."""
        return ELEMENTARY[function].value(*arguments)

    def log10(self, value: Any) -> Any:
        """The logarithm to base 10; -infinity at 0."""
        return math.log10(value) if 0 < value < math.inf else math.inf if value > 0 else -math.inf

    def exponent(self, value: Any) -> Any:
        """The power of ten of the first digit, so that 0.0822 has -2; 0 has -300."""
        if not 0 < abs(value) < math.inf:
            return -300 if value == 0 else 300
        return math.floor(math.log10(abs(value)) + 1e-12)

    def rows(self, mask: Any, count: int) -> list[int]:
        """The people for whom the mask holds."""
        return [0] if mask else []

    def distinct(self, values: Any, mask: Any) -> list[Any]:
        """The different values among those for whom the mask holds."""
        return [values]

    def pick(self, mask: Any) -> Everyone:
        """Only those for whom the mask holds."""
        return Everyone()

    def at(self, value: Any, row: int) -> float:
        """The value for one person."""
        return float(value)

    def covered(self, ends: Sequence[tuple[Any, Any]]) -> Any:
        """The length of the union of intervals, each with its low and high end."""
        total, reached = 0.0, -math.inf
        ordered: list[tuple[float, float]] = []
        for low, high in ends:
            if low < high:
                insort(ordered, (low, high))
        for low, high in ordered:
            total += max(0.0, high - max(low, reached))
            reached = max(reached, high)
        return total


class Arrays:
    """NumPy arrays, one entry a person; plain floats where all persons are alike."""

    def __init__(self) -> None:
        import numpy as np

        self.np = np

    def where(self, mask: Any, yes: Any, no: Any) -> Any:
        """`yes` where the mask holds, otherwise `no`."""
        if mask is True or mask is False:
            return yes if mask else no
        return self.np.where(mask, yes, no)

    def lowest(self, *values: Any) -> Any:
        """The least; NaN is passed over."""
        found = values[0]
        for each in values[1:]:
            found = self.np.fmin(found, each)
        return found

    def highest(self, *values: Any) -> Any:
        """The greatest; NaN is passed over."""
        found = values[0]
        for each in values[1:]:
            found = self.np.fmax(found, each)
        return found

    def no(self, mask: Any) -> Any:
        """Where the mask does not hold."""
        return self.np.logical_not(mask)

    def any(self, mask: Any) -> bool:
        """Whether it holds anywhere."""
        return bool(self.np.any(mask))

    def all(self, mask: Any) -> bool:
        """Whether it holds everywhere."""
        return bool(self.np.all(mask))

    def finite(self, value: Any) -> Any:
        """Where the value is a number."""
        return self.np.isfinite(value)

    def divide(self, top: Any, bottom: Any) -> Any:
        """The quotient, infinite or NaN as IEEE arithmetic has it."""
        return self.np.divide(top, bottom)

    def power(self, base: Any, exponent: Any) -> Any:
        """The power over the real numbers."""
        return self.np.power(self.np.asarray(base, dtype=float), exponent)

    def apply(self, function: str, *arguments: Any) -> Any:
        """A function of `elementary`."""
        return ELEMENTARY[function].array(self.np, *arguments)

    def log10(self, value: Any) -> Any:
        """The logarithm to base 10; -infinity at 0."""
        return self.np.log10(value)

    def exponent(self, value: Any) -> Any:
        """The power of ten of the first digit, so that 0.0822 has -2; 0 has -300."""
        with_digits = self.np.log10(self.np.abs(value)) + 1e-12
        return self.np.floor(self.np.nan_to_num(with_digits, nan=300, posinf=300, neginf=-300))

    def rows(self, mask: Any, count: int) -> list[int]:
        """The people for whom the mask holds."""
        return list(self.np.nonzero(self.np.broadcast_to(mask, count))[0])

    def distinct(self, values: Any, mask: Any) -> list[Any]:
        """The different values among those for whom the mask holds."""
        if self.np.ndim(values) == 0:
            return [values]
        return [float(each) for each in self.np.unique(values[mask])]

    def pick(self, mask: Any) -> Everyone | Some:
        """Only those for whom the mask holds."""
        return Some(self.np, mask) if self.np.ndim(mask) else Everyone()

    def at(self, value: Any, row: int) -> float:
        """The value for one person."""
        return float(value if self.np.ndim(value) == 0 else value[row])

    def covered(self, ends: Sequence[tuple[Any, Any]]) -> Any:
        """The length of the union of intervals, each with its low and high end."""
        np = self.np
        low, high = (np.stack(np.broadcast_arrays(*side)) for side in zip(*ends, strict=True))
        low = np.where(low < high, low, np.inf)  # an empty interval stands last and has no length
        order = np.argsort(low, axis=0)
        low, high = np.take_along_axis(low, order, 0), np.take_along_axis(high, order, 0)
        high = np.where(np.isfinite(low), high, -np.inf)
        reached = np.maximum.accumulate(high, axis=0)
        start = low.copy()
        start[1:] = np.maximum(low[1:], reached[:-1])
        return np.where(np.isfinite(start) & (high > start), high - start, 0.0).sum(axis=0)
