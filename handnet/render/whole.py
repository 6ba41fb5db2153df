"""A calculation as a page of its own: what is given, the network drawn, the letters, then the lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..forward import ForwardPass
from ..step import Derivation
from .calculation import derivation_page, solution_page
from .drawing import MOST_LINES, MOST_UNITS, derivation_drawing, solution_drawing
from .legend import legend
from .page import Block, Drawing, Heading, Paragraph, Table

if TYPE_CHECKING:
    from ..solution import Solution

TOO_LARGE = (
    f"The network is too large for a picture: one is drawn for layers of up to {MOST_UNITS} units "
    f"and up to {MOST_LINES} weights."
)


def document_page(calculation: Derivation | Solution) -> list[Block]:
    """The page of a whole document; its first block states what is worked out."""
    if isinstance(calculation, Derivation):
        page = derivation_page(calculation)
        source, drawing = calculation.setting.source, derivation_drawing(calculation)
        letters = legend(calculation, None)
    else:
        page = solution_page(calculation)
        source, drawing = calculation.derivation.setting.source, solution_drawing(calculation)
        letters = legend(calculation.derivation, calculation)
    pictured = [picture(drawing)] if isinstance(source, ForwardPass) else []
    return [page[0], *pictured, *named(letters), *page[1:]]


def picture(drawing: Drawing | None) -> Block:
    """The network's picture, or a sentence that there is none."""
    return Paragraph(TOO_LARGE) if drawing is None else drawing


def named(letters: Table) -> Sequence[Block]:
    """The table of letters under its heading."""
    return Heading("Letters"), letters
