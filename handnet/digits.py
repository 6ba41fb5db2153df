"""How numbers are written: decimals or significant figures, never a small value as zero.

Given numbers are written as they were given; derived ones by a `Digits`. Trailing zeros are
kept, because they say how exact a number is. A value too small for its decimals is written in
scientific form: 3.04e-05 never becomes 0.000. Rounding is half up, of the number as it reads.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from .errors import HandnetError

SMALLEST_PLAIN, LARGEST_PLAIN = Decimal("1e-4"), Decimal("1e7")


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
        if self.decimals is not None:
            return self._decimals(_decimal(value), self.decimals)
        if self.significant is not None:
            return self._significant(_decimal(value), self.significant)
        text = repr(float(value) or 0.0)  # a negative zero is a zero
        return text.removesuffix(".0")

    def _decimals(self, value: Decimal, decimals: int) -> str:
        rounded = _rounded(value, -decimals)
        if value and not rounded:
            return self._significant(value, 3)
        return f"{rounded:f}"

    def _significant(self, value: Decimal, figures: int) -> str:
        if not value:
            return "0"
        rounded = _rounded(value, value.adjusted() - figures + 1)
        if rounded.adjusted() > value.adjusted():  # 9.996 became 10.00: one place less
            rounded = _rounded(value, rounded.adjusted() - figures + 1)
        exponent = rounded.adjusted()
        if exponent >= figures or not SMALLEST_PLAIN <= abs(rounded) < LARGEST_PLAIN:
            mantissa = rounded.scaleb(-exponent)  # 123456 to three figures is 1.23e+05, not 123000
            return f"{mantissa:.{figures - 1}f}e{exponent:+03d}"
        return f"{rounded:f}"


def _decimal(value: float) -> Decimal:
    """The number that a person reads off: 0.3925, where the float is a little less."""
    return Decimal(repr(float(value) or 0.0))


def _rounded(value: Decimal, place: int) -> Decimal:
    """Rounded half up at the place 10^place, as people do."""
    with localcontext() as context:
        context.prec = 800
        return value.quantize(Decimal(1).scaleb(place), ROUND_HALF_UP)


DEFAULT = Digits(significant=6)


def as_digits(given: Digits | int | None) -> Digits:
    """A `Digits`, from itself or from a number of decimals; None gives six figures."""
    if isinstance(given, Digits):
        return given
    return DEFAULT if given is None else Digits(decimals=given)


def rounding_alone(apart: float) -> str:
    """How far apart two numbers are that should be equal, in words.

    What is far below 1e-12 is rounding, and its digits are other ones on another machine: of that
    only a bound is told.
    """
    return "under 1e-14" if apart < 2e-15 else "under 1e-12" if apart < 2e-13 else f"{apart:.1e}"
