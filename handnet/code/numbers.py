"""Numbers as literals that Python and JavaScript read as the same float, written as they were given.

A number that stands alone is a `decimal`: 0.10, 1.0, 1/3. Inside a formula, as a `literal`, 2 may be a 2.
"""

from __future__ import annotations

import re
from fractions import Fraction

from ..terms import Number

_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_FRACTION = re.compile(r"-?[1-9][0-9]{0,14}/[1-9][0-9]{0,14}")
_SMALL = re.compile(r"-?[0-9]{1,3}")
LONGEST = 40


def decimal(number: Number) -> str:
    """The number as a float; a whole one has .0 behind it."""
    text, value = number
    if _FRACTION.fullmatch(text) and float(Fraction(text)) == value:
        return repr(value) if Fraction(repr(value)) == Fraction(text) else text
    if text.lstrip("-").isdigit():
        return repr(value)
    fits = _DECIMAL.fullmatch(text) and len(text) <= LONGEST and float(text) == value
    return text if fits else repr(value)


def literal(number: Number) -> str:
    """The number as a part of a formula; a small whole one without a point, as one writes 2*(a - y)."""
    text = decimal(number)
    whole = text.removesuffix(".0")
    return whole if _SMALL.fullmatch(whole) else text
