"""Numbers that somebody printed, beside ours: what is right, what a mistake makes of it.

A `Printed` is one number with the digits as printed and the formula, in addresses, of what it
is meant to be. A `Flaw` is something wrong in a text, as data. `compare` works the problem out
twice, right and with the author's mistakes, and judges every printed number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..digits import Digits
from ..problem import Problem


class Printed(NamedTuple):
    """A printed number: what it is called there, the formula of what it is, its digits.

    `decimals` are those of the page it was printed with, where trailing zeros were dropped.
    `meant` is the formula of what should stand there, if another was worked out.
    """

    called: str
    formula: str
    text: str
    decimals: int
    meant: str = ""

    @property
    def value(self) -> float:
        """The number as printed."""
        return float(self.text)


class Flaw(NamedTuple):
    """Something wrong in a text: where, what is printed, what is right, why, with what effect.

    `codes` are the mistakes that reproduce it, where it has numbers.
    """

    name: str
    where: str
    printed: str
    right: str
    cause: str
    effect: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One printed number beside the right one and the one that the mistakes give."""

    printed: Printed
    right: float
    mistaken: float

    @property
    def verdict(self) -> str:
        """`right`, `explained` by the mistakes, or `unexplained`."""
        if self._agrees(self.right):
            return "right"
        return "explained" if self._agrees(self.mistaken) else "unexplained"

    def _agrees(self, value: float) -> bool:
        decimals = self.printed.decimals
        return round(value, decimals) == round(self.printed.value, decimals)


@dataclass(frozen=True)
class Comparison:
    """Every printed number beside ours."""

    rows: tuple[Row, ...]
    codes: tuple[str, ...]

    def __str__(self) -> str:
        return self.to_text()

    def count(self, verdict: str) -> int:
        """How many printed numbers have this verdict."""
        return sum(row.verdict == verdict for row in self.rows)

    def to_text(self) -> str:
        """A table for a terminal."""
        table = [("what", "printed", "right", "with the mistakes", "verdict")]
        for row in self.rows:
            digits = Digits(decimals=row.printed.decimals)
            mistaken = "" if row.verdict == "right" else digits.write(row.mistaken)
            table.append(
                (row.printed.called, row.printed.text, digits.write(row.right), mistaken, row.verdict)
            )
        widths = [max(len(line[column]) for line in table) for column in range(5)]
        lines = [
            f"{what:<{widths[0]}}  {printed:>{widths[1]}}  {right:>{widths[2]}}  {wrong:>{widths[3]}}  {verdict}"
            for what, printed, right, wrong, verdict in table
        ]
        lines.insert(1, "-" * max(map(len, lines)))
        explained = f", {self.count('explained')} explained by {', '.join(self.codes)}" if self.codes else ""
        lines += ["", f"{len(self.rows)} printed numbers: {self.count('right')} right{explained}, "
                      f"{self.count('unexplained')} unexplained"]  # fmt: skip
        return "\n".join(lines)


def compare(problem: Problem, printed: Sequence[Printed], codes: Sequence[str]) -> Comparison:
    """Each printed number beside the right one and beside what the mistakes give."""
    right, mistaken = problem.solve(), problem.solve(mistakes=codes)
    rows = (
        Row(each, right.evaluate(each.meant or each.formula), mistaken.evaluate(each.formula))
        for each in printed
    )
    return Comparison(tuple(rows), tuple(codes))
