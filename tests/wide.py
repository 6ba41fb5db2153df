"""Numbers with many digits, each with how far off the float may be that stands for it; see `running_errors`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mpmath import inf, mpf

UNIT = mpf(2) ** -53
SMALLEST = mpf(2) ** -1074
LARGEST = mpf(2) ** 1024 * (1 - mpf(2) ** -54)
"""From here on a number is rounded to infinity."""


@dataclass(frozen=True)
class Wide:
    """A number with many digits, and how far off the float may be that stands for it."""

    value: Any
    off: Any = 0

    def rounded(self, ulps: int = 1) -> Wide:
        """After one operation, which is right to so many rounding units or to the smallest float."""
        off = self.off + ulps * (UNIT * abs(self.value) + SMALLEST)
        return Wide(self.value, inf if abs(self.value) + off > LARGEST else off)

    def worth(self, value: Any) -> Wide:
        """The same, its value known better than from the operations that led here."""
        return Wide(value, self.off)

    def __add__(self, other: Wide) -> Wide:
        return Wide(self.value + other.value, self.off + other.off).rounded()

    def __sub__(self, other: Wide) -> Wide:
        return Wide(self.value - other.value, self.off + other.off).rounded()

    def __mul__(self, other: Wide) -> Wide:
        return Wide(self.value * other.value, _moved(self, other) + _moved(other, self)).rounded()

    def __truediv__(self, other: Wide) -> Wide:
        if abs(other.value) <= other.off:  # it may be 0
            return Wide(self.value / other.value if other.value else inf, inf)
        least = abs(other.value) - other.off
        off = self.off / least + abs(self.value) * other.off / (abs(other.value) * least)
        return Wide(self.value / other.value, off).rounded()

    def through(self, value: Any, slope: Any, ulps: int = 4) -> Wide:
        """A function of it, with this value and this largest slope nearby."""
        return Wide(value, abs(slope) * self.off if self.off else mpf(0)).rounded(ulps)


def _moved(one: Wide, other: Wide) -> Any:
    """What the first being off adds to a product; 0 times an infinite error is one as well."""
    return one.off * (abs(other.value) + other.off / 2) if one.off else mpf(0)


def given(text: str) -> Wide:
    """A stated number, and how far off the float is that it is read as."""
    exact = Fraction(text)
    value = mpf(exact.numerator) / exact.denominator
    return Wide(value, abs(mpf(float(exact)) - value))


ONE, ZERO, TWO = Wide(mpf(1)), Wide(mpf(0)), Wide(mpf(2))


def summed(parts: list[Wide]) -> Wide:
    """The parts added from left to right."""
    whole = parts[0]
    for part in parts[1:]:
        whole = whole + part
    return whole
