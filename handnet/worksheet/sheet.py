"""A sheet to be filled in by hand: the problem, and for each question room to work it out.

    sheet = problem.worksheet()
    sheet.to_latex(document=True)      a document to print; also to_markdown, to_html, to_text
    sheet.key                          the same questions with working, answers and marks

Nothing that is asked, and no value on the way to it, stands on the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from ..answer_sheet.rows import Rows
from ..shown import Shown
from .questions import Question, points_words

if TYPE_CHECKING:
    from ..problem import Problem
    from ..render.page import Block, Formula, Words
    from .key import Key

MOST_NAMED = 4
"""Of more numbers than these in one question the first and the last are named."""


@dataclass(frozen=True, repr=False)
class Worksheet(Shown):
    """A problem sheet with room to fill in.

    rows        what is asked, of which problem, in which letters
    questions   in the order of the sheet
    title       what stands above it, and `person` whose it is ("" leaves room for a name)
    style       how the key works it: "chain" or "delta"
    """

    rows: Rows
    questions: tuple[Question, ...]
    title: str
    person: str
    style: str = "chain"

    def __repr__(self) -> str:
        whose = f" for {self.person}" if self.person else ""
        return f"<Worksheet{whose}: {len(self.questions)} questions, {points_words(self.points)}>"

    @property
    def problem(self) -> Problem:
        """The problem, asking for just what the sheet asks."""
        return self.rows.problem

    @property
    def points(self) -> float:
        """What all questions are worth together."""
        return sum(each.points for each in self.questions)

    @cached_property
    def key(self) -> Key:
        """The answer key: working, answers, what else is accepted, marks, and what known mistakes give."""
        from .key import keys_of

        return keys_of([self])[0]

    def symbols(self, question: Question) -> list[Formula]:
        """What a question asks, in the letters of the sheet."""
        from ..render.formulas import symbol

        return [symbol(each, self.rows.setting.spelling) for each in question.quantities]

    def _title(self) -> str:
        return self.title

    def _page(self) -> list[Block]:
        from ..render.page import Blank, Heading

        page = self._statement()
        for part, members in groupby(self.questions, key=lambda each: each.part):
            page.append(Heading(part))
            for each in members:
                symbols = self.symbols(each)
                begun = begun_with(symbols) if each.room else ""
                page.append(Blank(f"{each.number}.", begun, each.room, symbols, each.note))
        return page

    def _statement(self) -> list[Block]:
        """The title, whose sheet it is, and the problem as it is given."""
        from ..render.drawing import problem_drawing
        from ..render.page import Fields, Heading, Stack
        from ..render.statement import loss_in_full
        from ..render.whole import picture
        from ..render.words import given_page, setting_words

        problem, setting = self.problem, self.rows.setting
        lines: list[Words] = [f"A {problem.network.description}.", *setting_words(problem)]
        drawing = problem_drawing(problem, setting.notation)
        loss = loss_in_full(setting.source.definitions(), setting.spelling)
        return [
            Heading(self.title, 1),
            Fields([("Name", self.person), ("Date", ""), (f"Points (of {self.points:.4g})", "")]),
            Stack([*lines, *([loss] if loss else [])]),
            picture(drawing),
            *given_page(problem, setting.notation),
        ]


def begun_with(symbols: list[Formula]) -> Words:
    """Where the working begins: z1[1] =, or all that is asked together."""
    from ..render.blanks import with_equals

    return with_equals(symbols[0]) if len(symbols) == 1 else named(symbols)


def named(symbols: list[Formula]) -> Words:
    """Some quantities in a row; of many the first and the last."""
    few = symbols if len(symbols) <= MOST_NAMED else [*symbols[:2], symbols[-1]]
    words: list[str | Formula] = [few[0]]
    for place, each in enumerate(few[1:], start=1):
        left_out = len(few) < len(symbols) and place == len(few) - 1
        words += [", …, " if left_out else ", ", each]
    return tuple(words)
