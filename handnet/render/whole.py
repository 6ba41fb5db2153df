"""A calculation as a page of its own: what is given, the network drawn, the letters, then the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..step import Derivation
from .calculation import derivation_page, solution_page
from .drawing import derivation_drawing, solution_drawing
from .legend import legend
from .page import Block, Heading

if TYPE_CHECKING:
    from ..solution import Solution


def document_page(calculation: Derivation | Solution) -> list[Block]:
    """The page of a whole document; its first block states what is worked out."""
    if isinstance(calculation, Derivation):
        head, *lines = derivation_page(calculation)
        drawing, letters = derivation_drawing(calculation), legend(calculation, None)
    else:
        head, *lines = solution_page(calculation)
        drawing, letters = solution_drawing(calculation), legend(calculation.derivation, calculation)
    return [head, *([drawing] if drawing else []), Heading("Letters"), letters, *lines]
