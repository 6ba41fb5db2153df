r"""Formulas that somebody printed, worked out with numbers beside what they are printed for.

    \frac{\partial J}{\partial p_j} = p_j - a = 0.2317          right
    \frac{\partial y_i}{\partial W^1_{ij}} = \sum_j x_j = 0.9   wrong: A-4 (right is 0.5)

A `PrintedFormula` has both sides as the text prints them, and as formulas in addresses what the
right side says, taken literally, and what it ought to be. `compare_formulas` works both out on a
problem, for every unit that its letters may stand for. A formula may be right in value and
wrongly written; the flaw that it names says what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import isclose
from typing import TYPE_CHECKING, NamedTuple

from ..errors import counted
from ..shown import Shown
from ..solution import Solution

if TYPE_CHECKING:
    from ..render.page import Block, Line

VERDICTS = ("right", "wrongly written", "wrong", "unexplained")


class PrintedFormula(NamedTuple):
    """One printed equation: both sides as text and as LaTeX, and what they come to.

    `says` is the right side taken literally, in addresses ("" if no number can be made of it),
    `meant` what it ought to be. In both, letters in braces stand for numbers, `over` says up to
    which: {"j": 3}. `flaw` is the name of what is wrong, `of` the solution that it is worked out on.
    """

    left: tuple[str, str]
    right: tuple[str, str]
    says: str
    meant: str
    flaw: str = ""
    over: Mapping[str, int] = {}
    of: str = ""


@dataclass(frozen=True)
class FormulaRow:
    """A printed formula with its values beside the right ones, one for each choice of its letters."""

    printed: PrintedFormula
    values: tuple[float, ...]
    right: tuple[float, ...]

    @property
    def agrees(self) -> bool:
        """Whether it has the right value for every choice of its letters."""
        pairs = zip(self.values, self.right, strict=True)
        return bool(self.values) and all(isclose(a, b, rel_tol=1e-12, abs_tol=1e-15) for a, b in pairs)

    @property
    def verdict(self) -> str:
        """`right`, `wrongly written` (its value is right), `wrong` by a known flaw, or `unexplained`."""
        if self.agrees:
            return "wrongly written" if self.printed.flaw else "right"
        return "wrong" if self.printed.flaw else "unexplained"

    @property
    def cause(self) -> str:
        """The verdict, with the flaw; of what is only wrongly written, where to read about it."""
        if self.verdict == "wrongly written":
            return f"see {self.printed.flaw}"
        return f"{self.verdict}: {self.printed.flaw}" if self.printed.flaw else self.verdict


@dataclass(frozen=True)
class FormulaComparison(Shown):
    """Every printed formula, worked out beside ours."""

    rows: tuple[FormulaRow, ...]
    decimals: int = field(default=8)

    heading = "Every formula that the article prints, with numbers"

    def count(self, verdict: str) -> int:
        """How many printed formulas have this verdict."""
        return sum(row.verdict == verdict for row in self.rows)

    def named(self, *flaws: str) -> FormulaComparison:
        """Only the formulas that these flaws explain."""
        return FormulaComparison(tuple(row for row in self.rows if row.printed.flaw in flaws), self.decimals)

    @cached_property
    def summary(self) -> str:
        """How many formulas have which verdict."""
        counts = {verdict: self.count(verdict) for verdict in VERDICTS}
        said = [f"{count} {name}" for name, count in counts.items() if count or name == "unexplained"]
        return f"{counted(len(self.rows), 'printed formula')}: {', '.join(said)}"

    def _page(self) -> list[Block]:
        from ..render.page import Lines, Paragraph

        several = any(len(row.right) > 1 for row in self.rows)
        said = [Paragraph("Letters stand for every unit; shown is the value for the first one.")] * several
        if self.count("wrongly written"):
            said.append(Paragraph("Beside “see” the value is right, and the way it is written is not."))
        return [*said, Lines([self._line(row) for row in self.rows]), Paragraph(f"{self.summary}.")]

    def _line(self, row: FormulaRow) -> Line:
        from ..digits import Digits
        from ..render.formulas import number
        from ..render.page import Formula, Line

        def written(values: Sequence[float]) -> str:
            return Digits(decimals=self.decimals).write(values[0])

        printed = row.printed
        value = row.values and printed.right[0] != printed.says  # 1 = 1.000 says nothing
        right = (Formula(*printed.right), *([number(written(row.values))] if value else []))
        note = ""
        if row.verdict in ("wrong", "unexplained"):
            note = f"{'' if row.values else 'it has no value; '}right is {written(row.right)}"
        return Line(Formula(*printed.left), right, row.cause, note)


def compare_formulas(
    solutions: Mapping[str, Solution], printed: Sequence[PrintedFormula], decimals: int
) -> FormulaComparison:
    """Each printed formula worked out beside what it is printed for; `solutions` by what `of` names."""

    def row(each: PrintedFormula) -> FormulaRow:
        solution = solutions[each.of]
        choices = list(product(*(range(1, most + 1) for most in each.over.values())))
        named = [dict(zip(each.over, choice, strict=True)) for choice in choices]
        values = tuple(solution.evaluate(each.says.format(**at)) for at in named) if each.says else ()
        return FormulaRow(each, values, tuple(solution.evaluate(each.meant.format(**at)) for at in named))

    return FormulaComparison(tuple(map(row, printed)), decimals)
