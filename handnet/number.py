"""Numbers from what people type or hand over, with their text kept.

A given 0.10 prints as 0.10, a fraction as a fraction. What a float cannot hold is refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn

from .errors import HandnetError, UnreadableText
from .terms import Number

DECIMAL = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_NUMBER = re.compile(rf"[+-]?{DECIMAL}|[+-]?[0-9]+/[1-9][0-9]*")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")  # 1,500: one and a half, or 1500?
LONGEST_NUMBER = 100
FAR_EXPONENT = re.compile(r"[eE][-+]?0*[1-9][0-9]{3}")
"""Beyond every float; only a 0 may have it, as in 0e9999999, which exact arithmetic would write out."""


def read_number(given: Any, where: str = "") -> Number:
    """One finite number, its text kept so that a given 0.10 prints as 0.10.

    `given` is text ("0.10", "8.22e-2", "1/3", ".5", "0,25"), an int, float, Decimal, Fraction, or
    a NumPy number; a float's text is its shortest. `where` begins the message of the
    UnreadableText that is raised for anything else, for NaN and for infinite values.
    """
    text = _number_text(given)
    found = text is not None and len(text) <= LONGEST_NUMBER and _NUMBER.fullmatch(text)
    if text is None or not found:
        _refuse_number(given, where)
    value = float(Fraction(text)) if "/" in text else float(text)
    lost = value == 0 and re.search("[1-9]", text.lower().split("e")[0])
    if lost or not math.isfinite(value) or FAR_EXPONENT.search(text):
        _refuse_number(given, where)
    sign = "+-" if value == 0 else "+"  # a plus is not written, nor the sign of a zero
    return Number(text.lstrip(sign), abs(value) if value == 0 else value)


def _number_text(given: Any) -> str | None:
    """The text of anything that is meant as a number, or None."""
    if isinstance(given, str):
        text = given.strip().replace("−", "-")
        if _THOUSANDS.fullmatch(text):
            return None
        return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    if isinstance(given, bool):
        return None
    if hasattr(given, "dtype") and getattr(given, "shape", None) == ():
        text = str(given)  # a NumPy number: the shortest text for its precision
        return None if text in ("True", "False") else text
    if isinstance(given, float):
        return repr(given)
    if isinstance(given, int | Decimal | Fraction):
        try:
            return str(given)
        except ValueError:  # Python refuses to print an int of thousands of digits
            return None
    return None


def missing_numbers(missing: Iterable[object]) -> HandnetError:
    """The error for quantities that have no number."""
    known = {"eta": "the learning rate eta", "mu": "the momentum mu", "lambda": "the penalty's lambda"}
    names = [known.get(str(each), str(each)) for each in missing]
    return HandnetError(f"no number given for {', '.join(names[:8])}{' ...' if len(names) > 8 else ''}")


def _refuse_number(given: Any, where: str) -> NoReturn:
    try:
        shown = str(given) if isinstance(given, Decimal) else repr(given)
    except ValueError:
        shown = "a number of thousands of digits"
    shown = shown if len(shown) <= 40 else shown[:37] + "..."
    raise UnreadableText(
        f"{where + ': ' if where else ''}cannot read {shown} as a finite number: write it like 0.0822 or 8.22e-2"
    )
