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

MOST_KEPT = 24


def kept(
    problem: Problem,
    other: Other | None,
    wanted: Iterable[Quantity],
    criteria: Criteria,
    notation: Notation = STANDARD,
    alike: bool = False,
) -> tuple[Sheet, Book]:
    """The sheet and its book of mistakes; kept with the problem, so that checking again is quick."""
    asked = tuple(dict.fromkeys(wanted))
    words = other.words if other else ""
    key = words, frozenset(asked), notation, criteria.without, criteria.extra, alike
    sheets = problem.sheets()
    if key not in sheets:
        if len(sheets) >= MOST_KEPT:
            sheets.clear()
        sheet = Sheet(other.problem if other else problem, asked, notation, alike)
        sheets[key] = sheet, Book(sheet, criteria.mistakes)
    found: tuple[Sheet, Book] = sheets[key]
    return found
