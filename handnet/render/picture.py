"""A picture as data, in centimetres: boxes with formulas in them, lines, labels; what TikZ and SVG write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from .page import Formula

Point = tuple[float, float]

ROW, SMALL = 0.158, 0.14
"""How wide a digit is in a box, and in a label or caption, in centimetres."""
ROW_HEIGHT = 0.46


class Box(NamedTuple):
    """A unit: formulas under each other inside of a rounded box, in the middle `at`."""

    at: Point
    width: float
    height: float
    rows: tuple[Formula, ...]


class Label(NamedTuple):
    """A formula, or a few plain words, around a point; `covers` hides the lines behind it."""

    at: Point
    words: str | Formula
    width: float
    covers: bool = True


@dataclass(frozen=True)
class Picture:
    """Everything that is drawn; lines are behind labels, and labels behind boxes."""

    lines: tuple[tuple[Point, Point], ...]
    labels: tuple[Label, ...]
    boxes: tuple[Box, ...]

    def corners(self) -> tuple[Point, Point]:
        """The lower left and the upper right corner of all that is drawn."""
        parts = [(each.at, each.width, each.height) for each in self.boxes]
        parts += [(each.at, each.width, ROW_HEIGHT) for each in self.labels]
        return (
            (min(x - w / 2 for (x, _), w, _ in parts), min(y - h / 2 for (_, y), _, h in parts)),
            (max(x + w / 2 for (x, _), w, _ in parts), max(y + h / 2 for (_, y), _, h in parts)),
        )
