"""How numbers are written: decimals or significant figures, never a small value as zero.

Given numbers are written as they were given; derived ones by a `Digits`. Trailing zeros are
kept, because they say how exact a number is. A value too small for its decimals is written in
scientific form: 3.04e-05 never becomes 0.000.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from .errors import HandnetError

SMALLEST_PLAIN, LARGEST_PLAIN = 1e-4, 1e7


@dataclass(frozen=True)
class Digits:
    """The digits of derived numbers: so many decimals, or so many significant figures, or all.

    `Digits(decimals=4)` writes 0.3775; `Digits(significant=3)` writes 0.378; `Digits()` writes
    the shortest text that reads back to the same number.
    """

    decimals: int | None = None
    significant: int | None = None

    def __post_init__(self) -> None:
        if self.decimals is not None and self.significant is not None:
            raise HandnetError("digits: give decimals or significant, not both")
        for name, count, least in (("decimals", self.decimals, 0), ("significant", self.significant, 1)):
            if count is not None and (type(count) is not int or not least <= count <= 17):
                raise HandnetError(f"digits: {name} is {count!r}; it is a whole number from {least} to 17")

    def write(self, value: float) -> str:
        """The number as text."""
        if not math.isfinite(value):
            return "undefined" if math.isnan(value) else "infinity" if value > 0 else "-infinity"
        if value == 0:
            value = 0.0  # a negative zero is a zero
        if self.decimals is not None:
            return self._decimals(value, self.decimals)
        if self.significant is not None:
            return self._significant(value, self.significant)
        text = repr(float(value))
        return text.removesuffix(".0")

    def _decimals(self, value: float, decimals: int) -> str:
        text = f"{value:.{decimals}f}"
        if value and float(text) == 0:
            return f"{value:.2e}"
        return text

    def _significant(self, value: float, figures: int) -> str:
        scientific = f"{value:.{figures - 1}e}"
        rounded = abs(float(scientific))
        if rounded and not SMALLEST_PLAIN <= rounded < LARGEST_PLAIN:
            return scientific
        exponent = int(scientific[scientific.index("e") + 1 :])
        if exponent >= figures:  # 123456 to three figures is 1.23e+05, not 123000
            return scientific
        return f"{value:.{figures - 1 - exponent}f}"


DEFAULT = Digits(significant=6)


def as_digits(given: Digits | int | None) -> Digits:
    """A `Digits`, from itself or from a number of decimals; None gives six figures."""
    if isinstance(given, Digits):
        return given
    return DEFAULT if given is None else Digits(decimals=given)
