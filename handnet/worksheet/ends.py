"""The last number, in units of the last digit of an answer, that something still holds for.

ends = [End(text, sign) …]      each: try `candidate`, `learn` whether it holds, while it `is_open`
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ..answer import read_answer

FARTHEST = 10**15
"""So many units of its last digit from an answer nobody looks."""


@dataclass
class End:
    """One end that is looked for, from an answer up or down.

    good, bad   how many units away a number is known for which it holds, and one for which it does not
    """

    text: str
    sign: int
    good: int = 0
    bad: int = FARTHEST
    tried: int = 1
    step: int = 1

    @property
    def is_open(self) -> bool:
        """Whether there are numbers between the two."""
        return self.bad - self.good > 1 and unit_of(self.text) is not None

    @property
    def candidate(self) -> str:
        """The number to try next; the answer itself where nothing is left to try."""
        return moved(self.text, self.sign * self.tried) if self.is_open else self.text

    @property
    def found(self) -> str:
        """The last number for which it holds."""
        return moved(self.text, self.sign * self.good)

    def guess(self, end: float) -> None:
        """Begin where the end is expected."""
        unit = unit_of(self.text)
        if unit is not None and end == end:
            units = self.sign * (end - float(self.text)) / float(unit)
            self.tried = int(min(max(units, 1), FARTHEST - 1))

    def learn(self, holds: bool) -> None:
        """Take what was found of the candidate, and go on nearby: farther at each step, at most halfway."""
        if not self.is_open:
            return
        if holds:
            self.good = self.tried
            self.tried = min(self.good + self.step, (self.good + self.bad) // 2)
        else:
            self.bad = self.tried
            self.tried = max(self.bad - self.step, (self.good + self.bad) // 2)
        self.step *= 2


def unit_of(text: str) -> Decimal | None:
    """What the last digit of a number counts; None where that says nothing, as in 1/3 or infinity."""
    if not read_answer(text).unit:
        return None
    return Decimal(1).scaleb(int(Decimal(text).as_tuple().exponent))


def moved(text: str, units: int) -> str:
    """The number so many units of its last digit away, written alike."""
    unit = unit_of(text)
    if unit is None or not units:
        return text
    _, mark, exponent = text.partition("e")
    return f"{(Decimal(text) + units * unit).scaleb(-int(exponent or 0)):f}{mark}{exponent}"
