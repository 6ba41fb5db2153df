"""What a sheet asks, one question after the other: numbers, room, digits, points.

    questions_of(rows, addresses, style, digits, space)
    new_lines(setting, questions)       for each the lines of working that no question before it has

What a problem asks as an array is one question with an answer for each number. Questions stand in the
order of the calculation, forward before backward before update, inside of each part as they were asked.
The room is what a question's new lines take in handwriting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import ceil
from typing import NamedTuple

from ..answer_sheet.rows import LATER, Row, Rows
from ..check.one import asked_of
from ..digits import Digits
from ..errors import counted
from ..quantity import Derivative, Quantity, Variable
from ..render.text import formula_text
from ..rules import Part
from ..setting import Setting
from ..step import Step
from ..terms import Number

UNSTATED = Digits(significant=4)
"""So answers are written where nothing else is said: short enough to work with, long enough to tell slips apart."""
PARTS = ("Given", *(part.value for part in Part), LATER)
HANDWRITTEN = 52
"""About so many letters are written by hand on one line."""
LETTERS, NUMBER = "w11", "0.12345"
"""A quantity and a number in handwriting."""
ROOM_FOR_FAR = 2
"""The lines for a value after many updates, which nobody writes out."""


class Question(NamedTuple):
    """One question: what is asked, and what it takes to answer it.

    quantities   one number for each is the answer
    part         the heading under which it stands
    points       what it is worth in all
    digits       how the answers are to be written
    room         how many ruled lines its working takes
    """

    number: int
    quantities: tuple[Quantity, ...]
    part: str
    points: float
    digits: Digits
    room: int

    @property
    def note(self) -> str:
        """What it is worth, and how the answers are to be written."""
        decimals, figures = self.digits.decimals, self.digits.significant
        worth = points_words(self.points)
        if decimals is not None:
            return f"{worth}, to {counted(decimals, 'decimal')}"
        return worth if figures is None else f"{worth}, to {counted(figures, 'significant figure')}"


def points_words(points: float) -> str:
    """So many points."""
    return f"{points:.4g} point{'' if points == 1 else 's'}"


def questions_of(
    rows: Rows, addresses: Sequence[str], style: str, digits: Digits | None, space: float
) -> tuple[Question, ...]:
    """The questions of a sheet; see the module."""
    worth = asked_of(rows.problem)
    found = []
    for number, group in enumerate(_in_order(_groups(rows, addresses)), start=1):
        wanted = tuple(row.quantity for row in group)
        stated = group[0].digits
        written = Digits(decimals=stated) if stated is not None else digits or UNSTATED
        points = round(sum(worth[each][0] for each in wanted), 9)
        found.append(Question(number, wanted, group[0].part, points, written, 0))
    lines = new_lines(replace(rows.setting, style=style, combined=None), found)
    return tuple(
        each._replace(room=_room(each, steps, space)) for each, steps in zip(found, lines, strict=True)
    )


def _groups(rows: Rows, addresses: Sequence[str]) -> Iterator[list[Row]]:
    """The rows of each address that was named or asked; each number once."""
    left = {row.quantity: row for row in rows.rows}
    for address in addresses or [ask.quantity for ask in rows.problem.ask]:
        group = [left.pop(each) for each in rows.setting.expand(address) if each in left]
        if group:
            yield group


def _in_order(groups: Iterable[list[Row]]) -> list[list[Row]]:
    """Forward, backward, update; otherwise as they come."""
    return sorted(groups, key=lambda group: PARTS.index(group[0].part))


def new_lines(setting: Setting, questions: Iterable[Question]) -> Iterator[tuple[Step, ...]]:
    """For each question the lines that lead to its answers and that no question before it has."""
    seen: set[Quantity] = set()
    for question in questions:
        near = () if question.part == LATER else question.quantities
        steps = tuple(step for step in setting.derive(near).steps if step.quantity not in seen)
        seen.update(step.quantity for step in steps)
        yield steps


def _room(question: Question, steps: Sequence[Step], space: float) -> int:
    lines = ROOM_FOR_FAR if question.part == LATER else max(sum(map(_handwritten, steps)), bool(steps))
    return ceil(lines * space)


def _handwritten(step: Step) -> int:
    """How many lines a person fills with symbols, numbers put in, and the value; none just to look one up."""
    if isinstance(step.formula, Variable | Derivative | Number):
        return 0
    symbols = formula_text(step.formula, lambda quantity: LETTERS)
    numbers = formula_text(step.formula, lambda quantity: NUMBER)
    return ceil(len(f"{LETTERS} = {symbols} = {numbers} = {NUMBER}") / HANDWRITTEN)
