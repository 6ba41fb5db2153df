"""Some lines of the matrix view alone: one part of the calculation, or the lines of a few arrays.

    view.only("forward")          the forward pass, with the shape under every factor
    solution.only("dZ1", "dW1")   two lines, with numbers

Mistakes that are made are announced here too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import UnknownQuantity
from ..render.page import Block, Stack
from ..rules import Part
from ..shown import Shown
from .lines import ArrayLine
from .page import mistakes_made, numeric_parts, symbolic_parts

if TYPE_CHECKING:
    from . import MatrixView
    from .numbers import MatrixSolution

PARTS = {part.name.lower(): part for part in Part}


@dataclass(frozen=True, repr=False)
class Excerpt(Shown):
    """Lines of a matrix view, in symbols or, where `solution` is one, with numbers."""

    view: MatrixView
    solution: MatrixSolution | None
    lines: tuple[ArrayLine, ...]

    def __repr__(self) -> str:
        arrays = ", ".join(self.view.letters.text(line.quantity) for line in self.lines)
        return f"<Excerpt of a matrix view: {arrays}>"

    def _page(self) -> list[Block]:
        return self._text_page(100)

    def _text_page(self, width: int) -> list[Block]:
        if self.solution is None:
            lines = symbolic_parts(self.view, self.lines, width)
        else:
            lines = numeric_parts(self.solution, self.lines, width)
        made = [*mistakes_made(self.view)]
        return [Stack(made), *lines] if made else lines


def excerpt(view: MatrixView, names: tuple[str, ...], solution: MatrixSolution | None = None) -> Excerpt:
    """The lines of these parts ("forward", "backward", "update") and arrays, in the order of the view.

    Raises UnknownQuantity for a name that is neither, for an array that is given, and for no name.
    """
    if not names:
        raise UnknownQuantity(f"only: name what to show: an array such as dW1, or {', '.join(PARTS)}")
    wanted = {line.quantity for name in names for line in _named(view, name)}
    return Excerpt(view, solution, tuple(line for line in view.lines if line.quantity in wanted))


def _named(view: MatrixView, name: str) -> Iterator[ArrayLine]:
    if name not in PARTS:
        yield view[name]
        return
    found = [line for line in view.lines if line.rule.part is PARTS[name]]
    if not found:
        raise UnknownQuantity(f"only: no line belongs to {name!r} here; the view has all its lines")
    yield from found
