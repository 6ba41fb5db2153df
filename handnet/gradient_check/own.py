"""A person's own numbers, or those of their code, one by one or as arrays.

Text says how exact it is: 0.0822 may be off by half a unit of its last digit. A whole number and a
fraction are exact. A float, or an array of them, may be off by the rounding of its own precision.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from ..arrays import paired
from ..errors import HandnetError
from ..number import read_number
from ..quantity import Quantity
from ..setting import Setting
from ..terms import Number
from .rounding import UNIT


class Own(NamedTuple):
    """A number as it was given, by how much its writing may be off, and its float's unit of rounding."""

    number: Number
    written: float
    unit: float


def read_own(setting: Setting, own: Mapping[str, Any]) -> dict[Quantity, Own]:
    """Numbers by quantity, from numbers and arrays by address."""
    if not isinstance(own, Mapping):
        raise HandnetError(f'own: found {own!r}; give numbers by address, as in {{"dJ/dw1[1,1]": "0.08"}}')
    found: dict[Quantity, Own] = {}
    for address, given in own.items():
        nested = setting.members(address)
        members = setting.find(address) if nested is None else nested
        given, unit = _as_array(given)
        for quantity, number in paired(f"own, {address}", members, given):
            found[quantity] = _own(number, f"own, {setting.spelling.text(quantity)}", unit)
    return found


def _as_array(given: Any) -> tuple[Any, float]:
    """What any library calls an array as one of NumPy's, and its unit of rounding."""
    if not hasattr(given, "__array__"):
        return given, UNIT
    import numpy as np

    array = np.asarray(given)
    unit = float(np.finfo(array.dtype).eps) / 2 if array.dtype.kind == "f" else UNIT
    return array if array.shape else array[()], unit


def _own(given: Any, where: str, unit: float) -> Own:
    """One number; how far its text may be off."""
    number = read_number(given, where)
    text = number.text.lower()
    plain = isinstance(given, str | Decimal) and "/" not in text and ("." in text or "e" in text)
    last = Decimal(text).as_tuple().exponent if plain else None
    return Own(number, 0.5 * 10.0**last if isinstance(last, int) else 0.0, unit)
