"""Worksheets: a problem to print, with room to work it out, and the key to it; for one or for a class.

questions   what is asked, and how much room it takes
sheet       the sheet, as blocks for every form;  key: its answers
marking     what a marker needs of each answer: the numbers that are right (`accepted`, `ends`), and
            what known mistakes give (`slips`)
many        a sheet for each person of a class, and their keys
written     files, in which form and under which name;  command: `handnet worksheet`
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..answer_sheet.rows import rows_of
from ..digits import Digits, as_digits
from ..errors import HandnetError
from ..notation import STANDARD, Notation
from ..notation import notation as as_notation
from .key import Key
from .questions import questions_of
from .sheet import Worksheet

if TYPE_CHECKING:
    from ..problem import Problem

MOST_SPACE = 20
"""Nobody needs so many times the usual room."""

__all__ = ["Key", "Worksheet", "worksheet"]


def worksheet(
    problem: Problem,
    quantities: Sequence[str] = (),
    *,
    style: str = "chain",
    notation: str | Notation = STANDARD,
    digits: Digits | int | None = None,
    space: float = 1,
    title: str | None = None,
    person: str | None = None,
) -> Worksheet:
    """A sheet for a problem; see `Problem.worksheet`."""
    if isinstance(space, bool) or not isinstance(space, int | float) or not 0 <= space <= MOST_SPACE:
        raise HandnetError(f"worksheet: space is {space!r}; it is a number from 0 to {MOST_SPACE}, usually 1")
    rows = rows_of(problem, quantities, as_notation(notation), "worksheet")
    written = None if digits is None else as_digits(digits)
    questions = questions_of(rows, quantities, style, written, float(space))
    named = (title if title is not None else problem.title).strip() or "Worksheet"
    return Worksheet(rows, questions, named, (person or "").strip(), style)
