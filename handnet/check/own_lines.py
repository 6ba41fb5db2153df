"""The line of one answer as it should be worked with the person's own numbers.

Whatever the person wrote is used as it stands; lines of what they did not write come before it. An
error term and the derivative that it is stand for each other, with the sign of the convention.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ..digits import Digits
from ..errors import HandnetError
from ..forward import ForwardPass
from ..number import read_number
from ..quantity import Derivative, Quantity, Variable
from ..setting import Setting
from ..solution import MOST_UPDATES_WRITTEN, Solution, solved
from ..terms import Number

if TYPE_CHECKING:
    from .report import Report

LONGEST = 12
"""Numbers of more characters than this are shown rounded, as derived ones are."""


def own_line(report: Report, quantity: Quantity) -> Solution:
    """The line of a quantity with the person's other numbers, and the lines of what they did not write.

    Raises HandnetError for what is given, and for values so far in training that no line is written.
    """
    setting, problem = report.setting, report.problem
    if quantity in problem.values:
        raise HandnetError(f"{quantity} is given: no line works it out")
    if quantity.time > MOST_UPDATES_WRITTEN:
        raise HandnetError(
            f"{quantity}: lines are written for {MOST_UPDATES_WRITTEN} updates at most; "
            f"problem.train({quantity.time})[{quantity.time}] has the value"
        )
    same = (quantity, twin_of(setting, quantity))
    known = with_twins(setting, report.own)
    others = {each: as_shown(number) for each, number in known.items() if each not in same}
    derivation = setting.knowing(frozenset(others)).derive((quantity,))
    return solved(derivation, {**problem.values, **others})


def as_shown(number: Number) -> Number:
    """The number as it stands in a line: as it was written, unless that is long or no plain decimal."""
    with suppress(HandnetError):
        plain = read_number(number.text)  # 0,3775 is 0.3775
        if plain.value == number.value and len(plain.text) <= LONGEST:
            return plain
    return Number(Digits(significant=6).write(number.value), number.value)


def with_twins(setting: Setting, own: dict[Quantity, Number]) -> dict[Quantity, Number]:
    """The same values, also under the names that the lines of this style use."""
    written = Variable if setting.style == "delta" else Derivative
    known = dict(own)
    for quantity, number in own.items():
        twin = twin_of(setting, quantity)
        if isinstance(twin, written):
            known.setdefault(twin, _signed(setting, number))
    return known


def twin_of(setting: Setting, quantity: Quantity) -> Quantity | None:
    """For an error term the derivative that it is but for its sign, and the other way round."""
    source = setting.source
    return source.twin(quantity) if isinstance(source, ForwardPass) else None


def _signed(setting: Setting, number: Number) -> Number:
    if setting.source.convention.error_sign == 1:
        return number
    return Number(f"-{number.text}".removeprefix("--"), -number.value)
