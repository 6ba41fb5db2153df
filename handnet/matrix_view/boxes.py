"""Formulas of whole arrays on a terminal: pieces beside each other, shapes or numbers below the line.

Z1  = W1  @  X  + b1          = [ 0.15  0.20 ] @ [ 0.05 ]
2x1   2x2   2x1   2x1           [ 0.25  0.30 ]   [ 0.10 ]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from .language import LARGEST, OVER_ALL, OVER_SAMPLES, OVER_UNITS
from .pieces import Kind, Piece, Row

Spell = Callable[[Piece], "Box"]
"""Writes an array, or an array of ones."""

NAMES = {
    OVER_SAMPLES: "sum over samples",
    OVER_UNITS: "sum over units",
    OVER_ALL: "sum over all entries",
    LARGEST: "largest of the units",
}
BREAKS = (Kind.ADD, Kind.SUBTRACT, Kind.MATRIX_PRODUCT, Kind.ENTRY_BY_ENTRY, Kind.DIVIDED)


class Box(NamedTuple):
    """Lines of text of one width; `base` is the line that stands level with its neighbours."""

    lines: tuple[str, ...]
    base: int = 0

    @property
    def width(self) -> int:
        """How many columns it takes."""
        return len(self.lines[0])


def plain(text: str) -> Box:
    """A box of one line."""
    return Box((text,))


def above(text: str, below: str) -> Box:
    """A word with another below it, both in the middle."""
    width = max(len(text), len(below))
    return Box((f"{text:^{width}}", f"{below:^{width}}"))


def matrix(rows: Sequence[Sequence[str]]) -> Box:
    """Numbers in rows, flush right, between square brackets."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "[ " + "  ".join(f"{entry:>{wide}}" for entry, wide in zip(row, widths, strict=True)) + " ]"
        for row in rows
    ]
    return Box(tuple(lines), (len(lines) - 1) // 2)


def beside(boxes: Iterable[Box]) -> Box:
    """Boxes from left to right, their base lines level."""
    boxes = list(boxes)
    over = max(box.base for box in boxes)
    under = max(len(box.lines) - box.base for box in boxes)
    lines = []
    for row in range(-over, under):
        inside = (box.base + row for box in boxes)
        lines.append(
            "".join(
                box.lines[at] if 0 <= at < len(box.lines) else " " * box.width
                for box, at in zip(boxes, inside, strict=True)
            )
        )
    return Box(tuple(lines), over)


def formula_boxes(row: Row, spell: Spell, room: int) -> list[Box]:
    """A formula as boxes below each other, broken before signs, outside of brackets if that is enough."""
    lines: list[Box] = []
    for deepest in range(4):
        lines = _filled(_units(row, lambda piece: _box(piece, spell), deepest), room)
        if max(line.width for line in lines) <= room:
            break
    return lines


def _units(row: Row, box: Callable[[Piece], Box], deepest: int) -> list[Box]:
    """What stays together: a sign that is in few enough brackets begins a new unit."""
    units: list[list[Box]] = [[]]
    depth = 0
    for piece in row:
        depth += (piece.kind is Kind.OPEN) - (piece.kind is Kind.CLOSE)
        if piece.kind in BREAKS and depth <= deepest:
            units.append([])
        units[-1].append(box(piece))
    return [beside(unit) for unit in units if unit]


def _filled(units: list[Box], room: int) -> list[Box]:
    """Units put together into lines as long as fit."""
    lines = units[:1]
    for unit in units[1:]:
        if lines[-1].width + unit.width <= room:
            lines[-1] = beside((lines[-1], unit))
        else:
            lines.append(unit)
    return lines


def _box(piece: Piece, spell: Spell) -> Box:
    kind, what, _ = piece
    match kind:
        case Kind.ARRAY | Kind.ONES:
            return spell(piece)
        case Kind.NUMBER:
            return plain(what)
        case Kind.FRACTION:
            top, bottom, below = what
            start, end = (f"{top}/({bottom}*", ")") if bottom else (f"{top}/", "")
            return beside([plain(start), spell(below), plain(end)])
        case Kind.POWER:
            return plain(f"^{what or ''}")
        case Kind.FUNCTION:
            return plain(NAMES.get(what, what))
    return plain(kind.value)


def equation(left: Box, rights: Sequence[list[Box]]) -> str:
    """left = right = right, each right side on lines of its own."""
    gap = plain(" " * (left.width + 1))
    blocks = []
    for place, boxes in enumerate(rights):
        for at, box in enumerate(boxes):
            start = [left, plain(" ")] if place == at == 0 else [gap]
            sign = plain("= " if at == 0 else "  ")
            blocks.append("\n".join(line.rstrip() for line in beside([*start, sign, box]).lines))
    return "\n".join(blocks)
