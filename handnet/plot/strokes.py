"""How the parts of a drawn network look, lit or not, and how they are called.

What is lit is thick and filled, what was walked before thinner and grey, everything else thin and
dashed; so nothing hangs on colour alone.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from .look import DASHES, FAINT, FILL, INK, PALE, PALETTE, PAPER, QUIET
from .parts import Part


class Drawn(NamedTuple):
    """How a part is drawn: its line, its surface, its letters."""

    colour: str
    width: float
    dash: Any
    surface: str
    letters: str


PLAIN = Drawn(QUIET, 1.1, DASHES[0], PAPER, INK)
NEGATIVE = Drawn(QUIET, 1.1, DASHES[1], PAPER, INK)
BRIGHT = Drawn(PALETTE[0], 3.0, DASHES[0], FILL, INK)
BEFORE = Drawn(FAINT, 1.9, DASHES[0], PALE, INK)
ASIDE = Drawn(FAINT, 0.8, DASHES[1], PAPER, QUIET)
HAIR = Drawn(FAINT, 0.4, DASHES[0], PAPER, QUIET)
"""A line among so many that dashes would only blur."""


def called(part: Part) -> str:
    """The name of what is drawn for a part, by which it is found again."""
    return " ".join([part.kind, str(part.layer), *map(str, part.place)])
