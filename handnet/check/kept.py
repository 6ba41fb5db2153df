"""What was made ready for checking, kept with the problem, so that checking again is quick."""

from __future__ import annotations

from collections.abc import Iterable

from ..explain.book import Book
from ..notation import STANDARD, Notation
from ..problem import Problem
from ..quantity import Quantity
from ..reach.sheet import Sheet
from .conventions import Other
from .criteria import Criteria
from .formulas import RandomPoints

MOST_KEPT = 24


def kept(
    problem: Problem,
    other: Other | None,
    wanted: Iterable[Quantity],
    criteria: Criteria,
    notation: Notation = STANDARD,
    alike: bool = False,
) -> tuple[Sheet, Book, RandomPoints]:
    """The sheet, its book of mistakes, and points for formulas; kept with the problem."""
    asked = tuple(dict.fromkeys(wanted))
    words = other.words if other else ""
    key = words, frozenset(asked), notation, criteria.without, criteria.extra, alike
    sheets = problem.sheets()
    found: tuple[Sheet, Book, RandomPoints] | None = sheets.get(key)
    if found is None:
        if len(sheets) >= MOST_KEPT:
            sheets.clear()
        sheet = Sheet(other.problem if other else problem, asked, notation, alike)
        book = Book(sheet, criteria.mistakes)
        found = sheets[key] = sheet, book, RandomPoints(sheet, book, criteria.without)
    return found  # another thread may have cleared the table meanwhile
