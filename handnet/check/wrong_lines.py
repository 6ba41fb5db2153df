"""What a report says of wrong lines: a question first, then what was done, then the line worked once more.

What is right is not given away at once: where a page can be folded, all but the question is. Wrong
lines that stand together, and of which the same is to be said, are one section.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING

from ..errors import HandnetError, counted
from ..explain.explanation import Explanation
from ..render.formulas import number, symbol
from ..render.page import Block, Folded, Heading, Items, Line, Lines, Paragraph, Words
from ..render.plain import plain_words
from .own_lines import twin_of
from .remarks import MOST_NAMED, SHORT, VALUES, Said, name_of, shortened
from .verdict import Verdict

if TYPE_CHECKING:
    from .report import Report

MOST_LINES = 16
"""Lines of what a person did not write that are shown before a wrong line."""
MOST_WORKED = 60
"""Wrong answers whose lines are worked on the page."""
TOO_FEW = (
    "Known slips give these digits, but so would nearly any number. The digits are too few to name one: "
    "write more of them."
)
UNKNOWN = "No known slip gives {}. Look at the formula, then at each number put in."


def wrong_lines(report: Report) -> list[Block]:
    """A section for each wrong line, or for some of which the same is to be said."""
    sections = _Sections(report)
    wrong = [verdict for verdict in report if verdict.status == "wrong"]
    groups = (list(group) for _, group in groupby(wrong, sections.key))
    blocks = [block for group in groups for block in sections.section(group)]
    more = len(wrong) - MOST_WORKED
    if more > 0:
        said = f"The lines of {counted(more, 'more wrong answer')} are not shown; report.line_of(…) has each."
        blocks.append(Paragraph(said))
    return blocks


class _Sections:
    """Writes the sections of one report; what stands in one is not written again in the next."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.spelling = report.setting.spelling
        self.shown: set[str] = set()
        self.worked_out = 0

    def key(self, verdict: Verdict) -> tuple[object, ...]:
        """What is to be said of a wrong line, but for its numbers."""
        made = [(each.code, self.where(verdict, each), each.from_own) for each in verdict.mistakes]
        return (verdict.too_few, () if verdict.too_few else tuple(made), verdict.decide)

    def section(self, group: Sequence[Verdict]) -> list[Block]:
        """A question that helps, what was done, and the lines with the person's numbers."""
        named = [f"{self.spelled(each)}: {shortened(each.answer.text, SHORT)}" for each in group[:MOST_NAMED]]
        more = f" and {len(group) - MOST_NAMED} more" if len(group) > MOST_NAMED else ""
        return [Heading(", ".join(named) + more, 3), *self.explained(group), *self.worked(group)]

    def spelled(self, verdict: Verdict) -> str:
        """What was answered, as it is typed."""
        return plain_words(name_of(self.report, verdict))

    def explained(self, group: Sequence[Verdict]) -> list[Block]:
        """What would give just these numbers."""
        first = group[0]
        if first.too_few:
            return [Paragraph(TOO_FEW)]
        if not first.mistakes:
            return [Paragraph(UNKNOWN.format("this number" if len(group) == 1 else "these numbers"))]
        hints = dict.fromkeys(each.hint for each in first.mistakes)
        blocks: list[Block] = [Paragraph(" ".join(hints))]
        what = [self.done(group, place) for place in range(len(first.mistakes))]
        if len(what) == 1:
            return [*blocks, Folded("What was done", [Items(what)])]
        words: tuple[Said, ...] = ("These give the same digits, so any of them may be it.",)
        if first.decide is not None:
            words += (" Your value of ", symbol(first.decide, self.spelling), " would tell them apart.")
        return [*blocks, Folded("What may have been done", [Paragraph(words), Items(what)])]

    def done(self, group: Sequence[Verdict], place: int) -> Words:
        """A mistake: what it is, where it was made, what it gives, and what is right instead."""
        made = group[0].mistakes[place]
        titles = ", and ".join(mistake.title for mistake in made.made)
        from_slip = made.from_own and group[0].follows is not None
        start = ", from your own earlier numbers," if from_slip else ""
        values: list[Said] = []
        for verdict in group[:MOST_NAMED]:
            values += [", ", number(VALUES.write(verdict.mistakes[place].value))]
        more = ", …" if len(group) > MOST_NAMED else ""
        where = self.where(group[0], made)
        return (
            f"What fits: {titles}",
            *where,
            f"; this{start} gives ",
            *values[1:],
            f"{more}. {made.explanation}",
        )

    def where(self, verdict: Verdict, made: Explanation) -> tuple[Said, ...]:
        """Where a mistake was made, if not at the line itself."""
        if made.where.startswith(" at "):
            with suppress(HandnetError):
                place = self.report.setting.find(made.where.removeprefix(" at "))
                same = (verdict.quantity, verdict.quantity and twin_of(self.report.setting, verdict.quantity))
                return () if place in same else (" at ", symbol(place, self.spelling))
        return (made.where,) if made.where else ()

    def worked(self, group: Sequence[Verdict]) -> list[Block]:
        """The lines as they should be worked with the person's numbers."""
        lines: list[Line] = []
        left_out = 0
        for verdict in group:
            new = self.new_lines(verdict)
            lines += new[-MOST_LINES:]
            left_out += max(len(new) - MOST_LINES, 0)
        if not lines:
            return []
        title = "The line with your numbers" if len(group) == 1 else "The lines with your numbers"
        more = f" ({counted(left_out, 'line')} of what was not answered left out)" if left_out else ""
        return [Folded(title, [Paragraph(f"With your own numbers{more}:"), Lines(lines, MOST_LINES)])]

    def new_lines(self, verdict: Verdict) -> list[Line]:
        """The line of an answer and what leads to it, without what stands above."""
        self.worked_out += 1
        if verdict.quantity is None or self.worked_out > MOST_WORKED:
            return []
        try:
            solution = self.report.line_of(verdict.quantity)
        except HandnetError:
            return []  # given, or too far in training for lines
        lines = [solution.written_line(step) for step in solution.derivation.steps]
        new = [line for line in lines if _typed(line) not in self.shown]
        self.shown.update(map(_typed, lines))
        return new or lines[-1:]


def _typed(line: Line) -> str:
    return " = ".join([line.left.text, *(each.text for each in line.right)])
