"""What a person already has: values read, and the first one that does not fit.

A value fits if it is what follows from the person's own other values (whoever rounds, or goes on
from a slip, is right from there on), or what is right by the problem's numbers. How far off it may
be is told by how it was written (`tolerance`): rounding on the way moves the last digit or two.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from ..errors import HandnetError
from ..forward import ForwardPass
from ..number import read_number
from ..quantity import Derivative, Quantity, Variable
from ..setting import Setting
from ..solution import Solution, solved
from ..terms import Number

LAST_DIGITS = 4.0
"""So many units of the last digit written, a value may be off."""
RELATIVE = 1e-9
NOISE = 1e-15
"""What is smaller is a rounding error of floats."""


def tolerance(text: str, right: float, units: float = LAST_DIGITS) -> float:
    """How far from the right value a number written like this may be.

    Four units of its last digit, but no more than half of the right value, so that 0.2 is not right
    for 0.5; in any case half a unit. A whole number may be off by a half, but 0 is 0; a fraction, and
    a number with all its digits, may be off by one part in 10^9.
    """
    exact = max(RELATIVE * abs(right), NOISE)
    whole = text.lstrip("-").rstrip(".").isdigit()
    if "/" in text or (whole and float(text) == 0):
        return exact
    if whole:
        return max(exact, 0.5 * (1 + RELATIVE))
    unit = float(Decimal(1).scaleb(int(Decimal(text).as_tuple().exponent)))
    unit *= 1 + RELATIVE
    return max(exact, unit / 2, min(units * unit, abs(right) / 2))


def fits(written: Number, right: float, units: float = LAST_DIGITS) -> bool:
    """Whether a number as it was written is near enough to the right value."""
    return abs(written.value - right) <= tolerance(written.text, right, units)


class Answers:
    """The values that a person has for one problem, in the order in which they are worked out.

    own        what the person gave, but for what the problem gives
    known      the same, an error term and the derivative that it is together
    misread    numbers of the problem itself that the person has otherwise
    """

    def __init__(self, solution: Solution, given: Mapping[str, Any] | None) -> None:
        self.solution = solution
        self.setting: Setting = solution.derivation.setting
        self.own: dict[Quantity, Number] = {}
        self.misread: dict[Quantity, Number] = {}
        for quantity, number in _read(self.setting, given).items():
            stated = solution.given.get(quantity)
            if stated is None:
                self.own[quantity] = number
            elif not fits(number, stated.value, units=0.5):  # it was only to be copied
                self.misread[quantity] = number
        self.known = dict(self.own)
        for quantity, number in self.own.items():
            twin = self._twin(quantity)
            written = Variable if self.setting.style == "delta" else Derivative
            if isinstance(twin, written) and twin not in self.own:  # what the lines of this style use
                self.known[twin] = self._signed(number)

    @cached_property
    def in_order(self) -> list[Quantity]:
        """The person's values, each after those that it is worked out from."""
        place = self.setting.derive(tuple(self.own)).by_quantity
        return [quantity for quantity in place if quantity in self.own]

    def first_wrong(self) -> Quantity | None:
        """The first value that fits neither the person's own values nor the right ones."""
        for quantity in self.in_order:
            number = self.own[quantity]
            if not fits(number, self.solution.value(quantity)) and not fits(number, self.follows(quantity)):
                return quantity
        return None

    def follows(self, quantity: Quantity) -> float:
        """The value that follows from the person's other values."""
        return self.line_of(quantity).value(quantity)

    def line_of(self, quantity: Quantity) -> Solution:
        """The line of a quantity with the person's numbers, and the lines of what they do not have."""
        others = {each: number for each, number in self.known.items() if each not in self._same(quantity)}
        derivation = self.setting.knowing(frozenset(others)).derive((quantity,))
        return solved(derivation, {**self.solution.given, **others}, self.solution.digits)

    def _same(self, quantity: Quantity) -> tuple[Quantity | None, ...]:
        return quantity, self._twin(quantity)

    def _twin(self, quantity: Quantity) -> Quantity | None:
        source = self.setting.source
        return source.twin(quantity) if isinstance(source, ForwardPass) else None

    def _signed(self, number: Number) -> Number:
        if self.setting.source.convention.error_sign == 1:
            return number
        return Number(f"-{number.text}".removeprefix("--"), -number.value)


def _read(setting: Setting, given: Mapping[str, Any] | None) -> dict[Quantity, Number]:
    """The values by quantity; what is blank is not there."""
    if given is not None and not isinstance(given, Mapping):
        raise HandnetError(f"given: found {given!r}; give values by address, as in {{'z1[1]': '0.4'}}")
    found: dict[Quantity, Number] = {}
    for address, value in (given or {}).items():
        quantity = setting.find(address)
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        number = read_number(value, f"given, {address}")
        if found.setdefault(quantity, number) != number:
            texts = f"{found[quantity].text} and {number.text}"
            raise HandnetError(f"given: {setting.spelling.text(quantity)} is there twice, as {texts}")
    return found
