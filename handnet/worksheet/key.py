"""The answer key of a sheet: each question with its working, the answer, marks, and what slips give.

    keys_of(sheets)      the keys of the sheets of one class, or of a single one

Under each question stand the lines that it needs and that no question before it has: symbols, numbers
put in, value, rule. Then the answer to the digits asked, from where to where answers are right that were
rounded on the way, and the numbers that known mistakes give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from ..answer_sheet.rows import LATER
from ..digits import Digits
from ..quantity import Quantity
from ..rounding import MOST_DIGITS
from ..shown import Shown
from ..solution import MOST_UPDATES_WRITTEN, Solution
from ..step import Step
from .accepted import Accepted
from .marking import Marking, markings
from .questions import Question, new_lines, points_words
from .sheet import MOST_NAMED, Worksheet, named

if TYPE_CHECKING:
    from ..render.page import Block, Formula, Table, Words

MORE, LEAST = 2, 6
"""The working has so many digits more than the answers, and at least so many significant figures."""
HOW = (
    "Where it says from and to, all numbers between with as many digits are right: correct work leads there "
    "if it is rounded on the way. What follows rightly from a wrong number above it counts in full."
)


@dataclass(frozen=True, repr=False)
class Key(Shown):
    """The answers to a sheet.

    sheet      what was asked
    solution   all lines with their numbers
    marking    the answers, what else is accepted, and what known mistakes give
    """

    sheet: Worksheet
    solution: Solution
    marking: Marking

    def __repr__(self) -> str:
        return f"<Key of {self.sheet!r}>"

    def _title(self) -> str:
        return f"{self.sheet.title}: answer key"

    def _page(self) -> list[Block]:
        from ..render.page import Fields, Heading, Paragraph, Stack
        from ..render.statement import heading

        sheet, derivation = self.sheet, self.solution.derivation
        page: list[Block] = [
            Heading(self._title(), 1),
            *([Fields([("Name", sheet.person)])] if sheet.person else []),
            Stack(heading(derivation)),
            Paragraph(HOW),
        ]
        both = zip(sheet.questions, new_lines(derivation.setting, sheet.questions), strict=True)
        for part, members in groupby(both, key=lambda each: each[0].part):
            page.append(Heading(part))
            for question, steps in members:
                page += self._question(question, steps)
        return [*page, Paragraph(f"In all {points_words(sheet.points)}.")]

    def _question(self, question: Question, steps: Sequence[Step]) -> Iterator[Block]:
        from ..render.page import Items, Lines, Paragraph, parts_of_words

        symbols = self.sheet.symbols(question)
        each = f", {points_words(question.points / len(symbols))} each" if len(symbols) > 1 else ""
        head = parts_of_words(named(symbols))
        yield Paragraph((f"{question.number}. ", *head, f" ({question.note}{each})"))
        if steps:
            yield Lines([self.solution.written_line(step) for step in steps])
        pairs = zip(question.quantities, symbols, strict=True)
        yield Items([self._answer(quantity, symbol) for quantity, symbol in pairs])
        if self.marking.slips[question.number - 1]:
            yield self._slips(question)

    def _answer(self, quantity: Quantity, symbol: Formula) -> Words:
        from ..render.formulas import equals, number

        found = self.marking.answers[quantity]
        words: list[str | Formula] = [equals(symbol, number(found.text))]
        if quantity.time > MOST_UPDATES_WRITTEN:
            words.append(f" after {quantity.time} updates")
        if found.lowest != found.highest:
            words += [", right from ", number(found.lowest), " to ", number(found.highest)]
        return tuple(words)

    def _slips(self, question: Question) -> Table:
        """What known mistakes give, of many answers for the first ones."""
        from ..render.formulas import number
        from ..render.page import Table

        rows: list[list[Words]] = []
        for slip in self.marking.slips[question.number - 1]:
            cells: list[str | Formula] = []
            for place, text in enumerate(slip.texts[:MOST_NAMED]):
                cells += [", "] * (place > 0)
                cells.append(number(text) if text else "\N{EN DASH}")
            if len(slip.texts) > MOST_NAMED:
                cells.append(", …")
            rows.append([tuple(cells), slip.mistake.code, slip.mistake.title])
        return Table(
            ["wrong" if len(question.quantities) == 1 else "wrong, in this order", "mistake", ""], rows
        )


def keys_of(sheets: Sequence[Worksheet]) -> list[Key]:
    """The keys of sheets that ask the same; of many the numbers are worked out together."""
    first = sheets[0]
    digits = working_digits(first.questions)
    solutions = [_solved(sheet, digits) for sheet in sheets]
    asked = [quantity for question in first.questions for quantity in question.quantities]
    numbers = [sheet.problem.values for sheet in sheets] if len(sheets) > 1 else None
    found = markings(first.questions, solutions, Accepted(first.problem, asked, numbers))
    return [Key(*each) for each in zip(sheets, solutions, found, strict=True)]


def _solved(sheet: Worksheet, digits: Digits) -> Solution:
    goals = [
        str(quantity)
        for question in sheet.questions
        if question.part != LATER
        for quantity in question.quantities
    ]
    notation = sheet.rows.setting.notation
    return sheet.problem.solve(*goals, style=sheet.style, notation=notation, digits=digits)


def working_digits(questions: Sequence[Question]) -> Digits:
    """The digits of the working: more than those of the answers, in decimals where all answers have them."""
    figures = [each.digits.significant for each in questions if each.digits.significant is not None]
    decimals = [each.digits.decimals for each in questions if each.digits.decimals is not None]
    most = min(max([*figures, *decimals], default=MOST_DIGITS) + MORE, MOST_DIGITS)
    if decimals and not figures:
        return Digits(decimals=most)
    return Digits(significant=max(most, LEAST))
