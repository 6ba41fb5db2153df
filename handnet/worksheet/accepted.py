"""Which numbers `check` accepts, in an answer by itself: for one person, or for many at once.

    accepted = Accepted(problem, asked, numbers)
    alone = accepted.alone(quantity)
    alone.ends(texts)          for each person from where to where their answer is right
    alone.wrong(texts)         for each person whether a number is plainly wrong

Numbers are judged as they are written, as `check` does it with a single one: it is right where correct
work with rounding on the way can lead. One person's are judged with plain floats, many people's with
arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from ..answer import read_answer
from ..check.conventions import counts_the_other_way, others
from ..check.criteria import USUAL
from ..check.judge import Column, Judge, Judged
from ..check.kept import kept
from ..problem import Problem
from ..quantity import Quantity
from ..reach.exactly import Exactly
from ..reach.kernel import Arrays, Floats
from ..reach.sweep import Sweep
from ..rounding import MOST_DIGITS
from ..terms import Number
from .ends import End


class Accepted:
    """What judging needs, made ready once.

    count    how many people there are
    given    the numbers by quantity; of many people an array of each that they have of their own
    """

    def __init__(
        self, problem: Problem, asked: Iterable[Quantity], numbers: Sequence[Mapping[Quantity, Number]] | None
    ) -> None:
        self.kernel = Floats() if numbers is None else Arrays()
        own = numbers or ()
        self.count = len(own) or 1
        varied = [
            each for each, usual in problem.values.items() if any(row[each].text != usual.text for row in own)
        ]
        self.problem, self.asked = problem, tuple(asked)
        self.alike = any(getattr(each, "name", "") == "y" for each in varied)
        self.sheet, self.book, _ = kept(problem, None, self.asked, USUAL, alike=self.alike)
        self.given = self.sheet.given
        if isinstance(self.kernel, Arrays):
            columns = {each: [row[each].value for row in own] for each in varied}
            self.given = self.given | {each: self.kernel.np.array(row) for each, row in columns.items()}

    def alone(self, quantity: Quantity) -> Alone:
        """The judge of answers to one quantity."""
        return Alone(self, quantity)

    def elsewhere(self, quantity: Quantity) -> list[Any]:
        """The right values in other conventions, in which `check` accepts a whole sheet."""
        found = []
        for other in others(self.problem, self.asked):
            sheet, _, _ = kept(self.problem, other, self.asked, USUAL, alike=self.alike)
            if quantity not in sheet.far:
                with self.quiet():
                    value = Sweep(sheet.chain, self.given, {}, Exactly(self.kernel)).value(quantity)
                found.append(-value if other.thresholds and counts_the_other_way(quantity) else value)
        return found

    def quiet(self) -> AbstractContextManager[Any]:
        """Arrays say nothing of what is no number."""
        return self.kernel.np.errstate(all="ignore") if isinstance(self.kernel, Arrays) else nullcontext()


class Alone:
    """Judges numbers for one quantity, one for each person, as if it were the only answer."""

    def __init__(self, accepted: Accepted, quantity: Quantity) -> None:
        self.of, self.kernel, self.quantity = accepted, accepted.kernel, quantity
        self._judge: Judge | None = None

    def ends(self, texts: Sequence[str]) -> list[tuple[str, str]]:
        """The lowest and the highest number that is right, each beside one that is not; between them the answer."""
        lowest, highest = (self._looked_for([End(text, sign) for text in texts]) for sign in (-1, 1))
        return list(zip(lowest, highest, strict=True))

    def right(self, texts: Sequence[str]) -> list[bool]:
        """For each person whether the number is right."""
        judged = self._judged(texts)
        return self._rows((judged.exact | judged.reached) & self.kernel.no(judged.undecided))

    def wrong(self, texts: Sequence[str]) -> list[bool]:
        """For each person whether it is wrong, and not just with too few digits to tell."""
        return self._rows(self._judged(texts).wrong)

    def _looked_for(self, ends: list[End]) -> list[str]:
        """Try numbers until each end is a right one beside one that is not."""
        if any(each.is_open for each in ends):
            texts = [each.text for each in ends]
            self._judged(texts)
            assert self._judge is not None
            with self.of.quiet():
                reach = self._judge.bounds.reach(self.quantity, self._columns(texts)[0].value, True)
            for row, each in enumerate(ends):
                each.guess(self.kernel.at(reach.low if each.sign < 0 else reach.high, row))
        while any(each.is_open for each in ends):
            for each, is_right in zip(ends, self.right([each.candidate for each in ends]), strict=True):
                each.learn(is_right)
        return [each.found for each in ends]

    def _judged(self, texts: Sequence[str]) -> Judged:
        column, figures = self._columns(texts)
        with self.of.quiet():
            if self._judge is not None:
                return self._judge.again(self.quantity, column, figures)
            of, columns = self.of, {self.quantity: column}
            self._judge = Judge(of.sheet, of.book, USUAL, self.kernel, of.count, of.given, columns, figures)
            return self._judge.run()[self.quantity]

    def _rows(self, mask: Any) -> list[bool]:
        return [bool(self.kernel.at(mask, row)) for row in range(self.of.count)]

    def _columns(self, texts: Sequence[str]) -> tuple[Column, Any]:
        """Answers as a column, and the significant figures in which each one's sheet is taken to be written."""
        answers = [read_answer(text) for text in texts]
        decimals = [MOST_DIGITS if each.decimals is None else each.decimals for each in answers]
        figures = [each.figures or MOST_DIGITS for each in answers]
        rows = [each.value for each in answers], [each.half for each in answers], decimals, figures
        if isinstance(self.kernel, Arrays):
            value, half, places, written = (self.kernel.np.array(row, dtype=float) for row in rows)
            return Column(value, half, True, places), written
        return Column(rows[0][0], rows[1][0], True, decimals[0]), figures[0]
