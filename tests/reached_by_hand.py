"""What rounding reaches on the line of `small_sheets.product_line`: z1 = 0.83*0.37, z2 = 0.59*z1, in decimals.

    by_hand(by)          every number that z1 and z2 can be
    ends(by, "z2[1]")    the lowest and the highest

Every product may be off by half a unit to each side, and need not be rounded at all.
"""

from __future__ import annotations

from decimal import Decimal

from handnet.rounding import Rounding

X, W1, W2 = Decimal("0.37"), Decimal("0.83"), Decimal("0.59")
BY = [
    Rounding(decimals=1),
    Rounding(decimals=2),
    Rounding(decimals=3),
    Rounding(significant=1),
    Rounding(significant=3),
]
LEAST = Decimal("0.0000001")


def half_unit(value: Decimal, by: Rounding) -> Decimal:
    """Half of what the last digit counts that a number of this size is rounded to."""
    last = -by.decimals if by.decimals is not None else value.adjusted() - by.significant + 1
    return Decimal(5).scaleb(last - 1)


def written(value: Decimal, by: Rounding) -> set[Decimal]:
    """What may stand for a value: itself, or off by half a unit; itself where it has no more digits."""
    half = half_unit(value, by)
    return {value} if value % (2 * half) == 0 else {value - half, value, value + half}


def by_hand(by: Rounding, first: set[Decimal] | None = None, x: Decimal = X) -> dict[str, set[Decimal]]:
    """All that z1 and z2 can be; with `first` from these z1."""
    z1 = written(W1 * x, by)
    return {"z1[1]": z1, "z2[1]": {each for z in first or z1 for each in written(W2 * z, by)}}


def ends(by: Rounding, address: str, x: Decimal = X) -> tuple[Decimal, Decimal]:
    """The lowest and the highest number that a line can be."""
    found = by_hand(by, x=x)[address]
    return min(found), max(found)
