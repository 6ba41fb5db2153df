"""Slips in writing: the working is right, and the number that stands there is not.

Each slip says what would stand there, from the number that should. `Slip` has the same texts as a
`Mistake`; where that changes a rule, a slip changes an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..reach.interval import Kernel


@dataclass(frozen=True)
class Slip:
    """A named change of a number as it is written."""

    code: str
    title: str
    hint: str
    explanation: str
    kind: str = "writing"


_TABLE = (
    Slip(
        "truncated",
        "the number was cut off instead of rounded",
        "What is the digit after the last one you wrote?",
        "The digits after the last one were dropped. Rounding looks at the next digit: from 5 on, the last "
        "digit goes up by one.",
    ),
    Slip(
        "point-moved",
        "the decimal point stands in the wrong place",
        "Is the number as large as you would guess it to be?",
        "The digits are right and the decimal point is not where it belongs: count the zeros again.",
    ),
    Slip(
        "digits-swapped",
        "two neighbouring digits changed places",
        "Did you copy the digits in their order?",
        "The number has the right digits, and two neighbours among them changed places in copying.",
    ),
    Slip(
        "minus-lost",
        "the number has the wrong sign",
        "Is it above zero or below?",
        "The size is right and the sign is not.",
    ),
    Slip(
        "answers-swapped",
        "two answers changed places",
        "Does this number belong to this line?",
        "This number is the right one for another line, and the number there belongs here.",
    ),
    Slip(
        "value-of-the-step-before",
        "the value of the step before was kept",
        "Which weights does this line use: those before the update or after it?",
        "After an update every value changes. This one was copied from the pass before it.",
    ),
    Slip(
        "one-step-off",
        "the steps were counted one off",
        "How many updates were made before this value?",
        "The value belongs to one update more, or one fewer, than the line says.",
    ),
)

SLIPS: dict[str, Slip] = {each.code: each for each in _TABLE}
"""The known slips, by code."""
MOVES = (1, -1, 2, -2, 3, -3)
"""By so many places a decimal point is looked for."""
MOST_SWAPPED = 12
NOTHING = float("nan")


def slips(kernel: Kernel, base: Any, half: Any) -> Iterator[tuple[Slip, Any]]:
    """What would stand there after each slip, from the number that should and half a unit of its digits."""
    yield SLIPS["minus-lost"], 0.0 - base
    for places in MOVES:
        yield SLIPS["point-moved"], base * 10.0**places
    unit = 2 * half
    whole = kernel.divide(abs(base), unit)
    whole = kernel.where((whole < 1e15) & (unit > 0), whole, 0.0)
    sign = kernel.where(base < 0, -1.0, 1.0)
    cut = whole + 1e-9 - (whole + 1e-9) % 1
    yield SLIPS["truncated"], kernel.where(whole == 0, NOTHING, sign * cut * unit)
    rounded = whole + 0.5 - (whole + 0.5) % 1
    for place in range(MOST_SWAPPED):
        low = rounded // 10.0**place % 10
        high = rounded // 10.0 ** (place + 1) % 10
        swapped = rounded + (low - high) * (10.0 ** (place + 1) - 10.0**place)
        yield SLIPS["digits-swapped"], kernel.where(swapped == rounded, NOTHING, sign * swapped * unit)
