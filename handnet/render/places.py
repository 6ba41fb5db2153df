"""Where the units, lines and labels of a network stand, in centimetres.

Columns are layers, their units as far apart as the labels on the lines between them need: all labels
between two columns stand in one column of their own, where none covers another. What has no room on
the page is left out, and said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from .measure import width_of
from .page import Formula
from .picture import ROW, ROW_HEIGHT, SMALL, Box, Label, Picture, Point
from .spread import along, apart_at

WIDEST, HIGHEST = 16.2, 15.0
"""How large a picture may be."""
BELOW = 0.36
"""The room for what stands below a unit."""
BETWEEN = 0.25
BARE = 0.16
"""The size of a unit in which nothing stands."""
SHARES = [share / 120 for share in range(6, 115)]
NEAR = [share for share in SHARES if min(share, 1 - share) < 0.35]
"""Where on their lines labels are tried: anywhere, or near the unit that they come from or go to."""
LABEL = 0.37
"""The height of a label with signs above and below it."""
LEAST_GAP, WIDEST_GAP, USUAL_GAP = 0.9, 4.6, 2.4
"""Between the boxes of two columns."""


class Unit(NamedTuple):
    """What is written in a unit, and below it."""

    rows: tuple[Formula, ...]
    below: Formula | None = None


@dataclass
class Column:
    """A layer: its units, the words above it, and what is written on the lines that come into it.

    `labels[j][k]` stands on the line to unit j from unit k of the column before.
    """

    units: Sequence[Unit]
    caption: Sequence[str]
    labels: Sequence[Sequence[Formula | None]] = ()


@dataclass
class Placed:
    """The picture, whether it keeps to the page, and the columns (from 1) whose labels had no room."""

    picture: Picture
    fits: bool
    left_out: list[int] = field(default_factory=list)


def placed(columns: Sequence[Column], near: bool, widest: float = WIDEST, highest: float = HIGHEST) -> Placed:
    """The columns beside each other with as many labels as have room, as low as that allows.

    `near` keeps labels near units, not in the middle of lines that cross.
    """
    most = max(len(column.units) for column in columns)
    several = [column for column in columns if len(column.units) > 1] or columns
    base = max(_height(column) + (BETWEEN if column.units[0].rows else BARE) for column in several)
    best: _Trial | None = None
    for step in range(40):
        pitch = base + 0.1 * step
        if step and (most == 1 or pitch * (most - 1) + base > highest):
            break
        trial = _Trial(columns, pitch, widest, NEAR if near else SHARES)
        if best is None or len(trial.left_out) < len(best.left_out):
            best = trial
        if not trial.left_out:
            break
    assert best is not None
    fits = best.width <= widest and best.pitch * (most - 1) + base <= highest
    return Placed(best.picture(), fits, best.left_out)


class _Trial:
    """The columns with units at one distance from each other."""

    def __init__(
        self, columns: Sequence[Column], pitch: float, widest: float, shares: Sequence[float]
    ) -> None:
        self.columns, self.pitch, self.near = columns, pitch, shares
        self.widths = [_width(column) for column in columns]
        self._best_shares: dict[tuple[object, int], float] = {}
        needed = [self.needed(column, before) for before, column in pairwise(columns)]
        self.left_out = [number for number, gap in enumerate(needed, start=1) if gap is None]
        self.gaps = [LEAST_GAP if gap is None else gap for gap in needed]
        while self.width > widest and self.can_be_left_out():
            gap = max(self.can_be_left_out(), key=lambda number: self.gaps[number - 1])
            self.left_out.append(gap)
            self.gaps[gap - 1] = LEAST_GAP
        self.left_out.sort()
        self.stretch(widest)

    @property
    def width(self) -> float:
        return sum(self.widths) + sum(self.gaps)

    def can_be_left_out(self) -> list[int]:
        numbers = range(1, len(self.columns))
        return [each for each in numbers if each not in self.left_out and self.gaps[each - 1] > LEAST_GAP]

    def stretch(self, widest: float) -> None:
        """Give what room is left to the narrow gaps, up to the usual one."""
        for _ in range(20):
            narrow = [number for number, gap in enumerate(self.gaps) if gap < USUAL_GAP]
            if not narrow or self.width >= widest - 0.2:
                return
            more = min(0.15, (widest - self.width) / len(narrow))
            for number in narrow:
                self.gaps[number] += more

    def needed(self, column: Column, before: Column) -> float | None:
        """How wide a gap must be for its labels; None if there is no place for them."""
        half = _half(column)
        if half is None:
            return LEAST_GAP
        ways = tuple(way for way, _ in self.ways(column, before, (0.0, 0.0), (1.0, 0.0)))
        shares = self.shares(column, before)
        known = self._best_shares.get((ways, len(shares)))  # layers of a deep network are much alike
        if known is None:
            good = [min(each, 1 - each) for each in shares if apart_at(ways, each, 1.0) >= LABEL]
            known = self._best_shares[ways, len(shares)] = max(good, default=0.0)
        if not known:
            return None
        gap = max(LEAST_GAP, half / known)
        return gap if gap <= WIDEST_GAP else None

    def shares(self, column: Column, before: Column) -> Sequence[float]:
        """Where labels may stand: anywhere on lines that do not cross."""
        return SHARES if min(len(column.units), len(before.units)) == 1 else self.near

    def ways(
        self, column: Column, before: Column, start: Point, end: Point
    ) -> Iterator[tuple[tuple[Point, Point], Formula | None]]:
        """The lines between two columns, which begin and end at these middles, and what stands on each."""
        for j, row in enumerate(column.labels):
            for k, formula in enumerate(row):
                yield (
                    (
                        (start[0], start[1] + self.level(before, k)),
                        (end[0], end[1] + self.level(column, j)),
                    ),
                    formula,
                )

    def level(self, column: Column, unit: int) -> float:
        return self.pitch * ((len(column.units) - 1) / 2 - unit)

    def picture(self) -> Picture:
        lines: list[tuple[Point, Point]] = []
        labels: list[Label] = []
        boxes: list[Box] = []
        left, top = 0.0, max(self.level(each, 0) + _box_height(each) / 2 for each in self.columns)
        for number, column in enumerate(self.columns):
            if number:
                start, left = left, left + self.gaps[number - 1]
                ways = list(self.ways(column, self.columns[number - 1], (start, 0.0), (left, 0.0)))
                lines += [way for way, _ in ways]
                if number not in self.left_out:
                    shares = self.shares(column, self.columns[number - 1])
                    labels += _on_lines(ways, self.gaps[number - 1], _half(column), shares)
            middle = left + self.widths[number] / 2
            boxes += self.boxes(column, middle, self.widths[number])
            labels += self.texts(column, middle, top)
            left += self.widths[number]
        return Picture(tuple(lines), tuple(labels), tuple(boxes))

    def boxes(self, column: Column, middle: float, width: float) -> Iterator[Box]:
        for unit, (rows, _) in enumerate(column.units):
            yield Box((middle, self.level(column, unit)), width, _box_height(column), rows)

    def texts(self, column: Column, middle: float, top: float) -> Iterator[Label]:
        """What stands below the units, and the words above the column."""
        for number, (_, below) in enumerate(column.units):
            if below is not None:
                level = self.level(column, number) - _box_height(column) / 2 - BELOW / 2
                yield Label((middle, level), below, _small(below), covers=True)
        for number, words in enumerate(reversed(column.caption)):
            at = (middle, top + 0.35 + 0.32 * number)
            yield Label(at, words, SMALL * len(words), covers=False)


def _on_lines(
    ways: Sequence[tuple[tuple[Point, Point], Formula | None]],
    gap: float,
    half: float | None,
    shares: Sequence[float],
) -> Iterator[Label]:
    if half is None:
        return
    margin = half / gap - 1e-9
    places = [share for share in shares if margin <= share <= 1 - margin]
    apart = {share: min(apart_at([way for way, _ in ways], share, 1.0), 1.3 * LABEL) for share in places}
    share = max(apart, key=lambda share: (apart[share], -share))
    for (start, end), formula in ways:
        if formula is not None:
            yield Label(along(start, end, share), formula, _small(formula))


def _half(column: Column) -> float | None:
    """Half of the room that the labels on the lines into a column take; None without any."""
    widths = [_small(each) for row in column.labels for each in row if each is not None]
    return max(widths) / 2 + 0.1 if widths else None


def _small(formula: Formula) -> float:
    return SMALL * width_of(formula.latex) + 0.06


def _width(column: Column) -> float:
    """How wide the boxes of a column are; what stands below them is not wider."""
    rows = [ROW * width_of(row.latex) + 0.24 for unit in column.units for row in unit.rows]
    below = [_small(unit.below) for unit in column.units if unit.below is not None]
    return max([0.9 if rows else BARE, *rows, *below])


def _box_height(column: Column) -> float:
    rows = max(len(unit.rows) for unit in column.units)
    return ROW_HEIGHT * rows + 0.14 if rows else BARE


def _height(column: Column) -> float:
    return _box_height(column) + BELOW * any(unit.below is not None for unit in column.units)
