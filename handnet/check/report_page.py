"""The page of a report: the sum of it, every answer with its mark, notes, and what to do about wrong lines.

The table has no right values, and what follows it gives them away late: notes that are the same for
many answers are said once (`remarks`), a wrong line begins with a question (`wrong_lines`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import counted
from ..escape import visible
from ..render.formulas import NO_BREAK
from ..render.page import Block, Heading, Items, Paragraph, Table
from .remarks import SHORT, name_of, remarks, shortened
from .verdict import Verdict
from .wrong_lines import wrong_lines

if TYPE_CHECKING:
    from .report import Report

SIGNS = {"right": "✓", "follows": "→", "wrong": "✗", "undecided": "?", "unreadable": "!", "missing": "–"}
"""What stands before the words of a mark."""
SUMMED_UP = {
    "right": ("is right", "are right"),
    "follows": ("follows from earlier values", "follow from earlier values"),
    "wrong": ("is wrong", "are wrong"),
    "undecided": ("cannot be decided", "cannot be decided"),
    "unreadable": ("cannot be read", "cannot be read"),
    "missing": ("is missing", "are missing"),
}
SEVERAL = 3
"""So many wrong answers and no right one may have been worked out from other numbers."""


def report_page(report: Report) -> list[Block]:
    """The report as blocks."""
    title = report.problem.title
    blocks: list[Block] = [Heading(f"Report: {title}" if title else "Report", 1), *summary(report)]
    if report.verdicts:
        blocks.append(table(report))
    notes, wrong = remarks(report), wrong_lines(report)
    if notes:
        blocks += [Heading("Notes"), Items(notes)]
    if wrong:
        blocks += [Heading("Where to look"), *wrong]
    return blocks


def failure_text(report: Report) -> str:
    """What a test cell says of answers that are not all right; empty if they are. No answer is given away."""
    others = [verdict for verdict in report if verdict.status != "right"]
    if not others:
        return ""
    first = report.first_wrong or others[0]
    verb = SUMMED_UP[first.status][0]
    written = f" ({shortened(first.answer.text, SHORT)})" if first.answer.text else ""
    lines = [f"{first.address} {verb}{written}", counts(report)]
    if first.mistakes and not first.too_few:
        lines.append(first.mistakes[0].hint)
    elif first.status == "unreadable":
        lines.append(first.because)
    return "\n".join(map(visible, lines))


def counts(report: Report) -> str:
    """How many answers have which status, in one sentence."""
    if report.count("right") == len(report) > 1:
        return f"All {len(report)} answers are right."
    parts = [(count, SUMMED_UP[status][count != 1]) for status in SIGNS if (count := report.count(status))]
    (first, verb), *others = parts
    said = [
        f"{first} of {counted(len(report), 'answer')} {verb}",
        *(f"{count} {verb}" for count, verb in others),
    ]
    return ", ".join(said) + "."


def summary(report: Report) -> list[Block]:
    """How much is right, by which agreement, and where to begin."""
    if not report.verdicts:
        return [Paragraph("Nothing was answered, and nothing is asked.")]
    points = f"{report.points:g} of {report.out_of:g} point{'' if report.out_of == 1 else 's'}"
    blocks: list[Block] = [
        Paragraph(f"{counts(report)} That makes {points}. Rounding: {report.rounding.words}.")
    ]
    if report.convention:
        said = f"The answers are in another convention, and are judged in it: {report.convention}."
        blocks.append(Paragraph(said))
    first = report.first_wrong
    if first is not None:
        is_last = first is report.verdicts[-1]
        more = "." if is_last else ". What comes after it is judged by your own numbers."
        blocks.append(Paragraph(("The first wrong answer is ", name_of(report, first), more)))
    if report.count("wrong") >= SEVERAL and not report.count("right"):
        blocks.append(Paragraph("None is right. Are the inputs and the weights those of this problem?"))
    return blocks


def table(report: Report) -> Table:
    """Every answer with its mark and its points."""
    rows = [
        (
            name_of(report, each),
            shortened(each.answer.text, SHORT),
            mark(each),
            f"{each.points:g} of {each.out_of:g}",
        )
        for each in report
    ]
    return Table(("", "your answer", "mark", "points"), rows, right=(3,))


def mark(verdict: Verdict) -> str:
    """The sign and the word of a verdict, and what must not be overlooked."""
    note = ", but does not follow" if verdict.but_does_not_follow else ""
    note += ", few digits" if verdict.few_digits else ""
    return f"{SIGNS[verdict.status]}{NO_BREAK}{verdict.status}{note}"
