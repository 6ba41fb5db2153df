"""One answer as a person gives it: a number with its digits, a formula, nothing, or something unreadable.

    read_answer("0,3775")             a number; its last digit counts 0.0001
    read_answer("8.22e-2")            a number; its last digit counts 0.0001
    read_answer("1/3")                exact
    read_answer(0.3775)               a float: judged at 12 significant digits
    read_answer("a1[1]*(1-a1[1])")    a formula in the quantities
    read_answer("about 3")            unreadable, and why

Nothing raises: what cannot be read says so in `why`, so that nothing else of a sheet is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from .errors import HandnetError, shown
from .number import LONGEST_NUMBER, read_number
from .parse import parse_formula
from .terms import Term, quantities
from .value import evaluate

FLOAT_FIGURES = 12
"""A float says nothing of its digits; it is judged at so many."""
LONGEST_ANSWER = 1000
_POWER_OF_TEN = re.compile(r"\s*(?:\*|·|×|x)\s*10\s*\^?\s*\(?([-−+]?[0-9]+|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)\)?$")
_AS_COPIED = re.compile(r"^[^=≈~]*[=≈~]\s*|^[=≈~]\s*|(?<=[0-9])\.$")
_DECIMALS = re.compile(r"[0-9]?\.([0-9]+)")
_RAISED = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "-+0123456789")


class Answer(NamedTuple):
    """An answer as it was read.

    kind      "number", "formula", "blank" or "unreadable"
    text      as it was written
    value     the number; NaN where there is none
    unit      what its last digit counts; 0.0 for an exact number such as 1/3
    decimals  digits after the point; None where the digits say nothing (a float, a fraction)
    figures   significant figures; None likewise
    term      the formula
    why       what is wrong with it
    """

    kind: str
    text: str
    value: float = float("nan")
    unit: float = 0.0
    decimals: int | None = None
    figures: int | None = None
    term: Term | None = None
    why: str = ""

    @property
    def half(self) -> float:
        """Half a unit of its last digit, and a little for the floats in between."""
        return max(self.unit / 2 * (1 + 1e-9), abs(self.value) * 0.5e-12, 1e-300)

    def is_for(self, right: float) -> bool:
        """Whether it is this number, to the digits written."""
        return abs(self.value - right) <= self.half + 1e-12 * abs(right)


BLANK = Answer("blank", "")


def read_answer(given: Any, formula: Callable[[str], Term] = parse_formula) -> Answer:
    """The answer; `formula` reads a formula in the sheet's letters or raises HandnetError."""
    if given is None or (isinstance(given, str) and not given.strip()):
        return BLANK
    if isinstance(given, str):
        return _text(given.strip(), formula)
    try:
        number = read_number(given)
    except HandnetError as error:
        return Answer("unreadable", shown(given, LONGEST_ANSWER), why=str(error))
    if isinstance(given, Decimal):
        return _with_digits(number.text, number.text)
    return Answer(
        "number", number.text, number.value, 0.0 if isinstance(given, Fraction) else _float_unit(number.value)
    )


def _float_unit(value: float) -> float:
    adjusted = Decimal(repr(value)).adjusted() if value else 0
    return float(f"1e{adjusted - FLOAT_FIGURES + 1}") if value else 1e-15


def _text(text: str, formula: Callable[[str], Term]) -> Answer:
    if len(text) > LONGEST_ANSWER:
        return Answer("unreadable", text[:LONGEST_ANSWER], why=f"longer than {LONGEST_ANSWER} characters")
    found = _number(text) if len(text) <= 2 * LONGEST_NUMBER else None  # those that were read are kept
    if found is not None:
        return found
    shorter = _AS_COPIED.sub("", text).strip()  # from a line such as z = 0.3775
    if shorter != text and shorter:
        return _text(shorter, formula)._replace(text=text)
    try:
        term = formula(text)
    except HandnetError as error:
        return Answer("unreadable", text, why=_why(text, error))
    if not quantities(term):  # a sum of numbers, such as 0.15*0.05 + 0.35
        value = evaluate(term, {})
        if value - value != 0:  # infinite, or NaN
            return Answer("unreadable", text, why=f"{text} is no finite number")
        return Answer("number", text, value, 0.0, _most_decimals(text), term=term)
    return Answer("formula", text, term=term)


def _most_decimals(text: str) -> int | None:
    """The most decimals of the numbers in a calculation; None if they are all whole."""
    return max((len(found[1]) for found in _DECIMALS.finditer(text)), default=None)


def _why(text: str, error: HandnetError) -> str:
    like_a_number = re.match(r"[-+−]?[.,]?[0-9]", text) and not re.search(r"[\[*/]", text)
    if like_a_number or not re.search(r"[-+*/^()\[\]=]", text):
        return f"{text[:40]!r} is no number; write it like 0.0822 or 8.22e-2"
    return str(error)


@lru_cache(maxsize=100_000)
def _number(text: str) -> Answer | None:
    """A decimal number or a fraction, however it is written; None for anything else."""
    plain = _POWER_OF_TEN.sub(lambda found: f"e{found[1].translate(_RAISED)}", text)
    try:
        number = read_number(plain.replace("−", "-"))
    except HandnetError:
        return None
    if "/" in number.text:
        return Answer("number", text, number.value)
    return _with_digits(text, number.text)


def _with_digits(text: str, number: str) -> Answer:
    _, digits, exponent = Decimal(number).as_tuple()
    assert isinstance(exponent, int)
    significant = len("".join(map(str, digits)).lstrip("0"))
    return Answer("number", text, float(number), float(f"1e{exponent}"), max(-exponent, 0), significant)
