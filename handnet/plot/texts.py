"""Small texts of a picture whose data are inches: written, measured, kept apart."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from ..render.spread import Point
from .look import SMALL
from .strokes import BRIGHT, Drawn


def write(ax: Axes, at: Point, words: str, colour: str, va: Any = "center", on: Drawn | None = None) -> Text:
    """Words, on paper that hides the lines behind them, or on the surface of what is lit."""
    box: dict[str, Any] | None = None
    if on is not None:
        bright = on is BRIGHT
        edge = on.colour if bright else "none"
        box = {"facecolor": on.surface, "edgecolor": edge, "pad": 1.5 * bright + 0.5}
    return ax.text(
        *at, words, ha="center", va=va, fontsize=SMALL, color=colour, bbox=box, zorder=4, linespacing=1.1
    )


def size(text: Text) -> Point:
    """Width and height in inches."""
    box, figure = text.get_window_extent(), text.get_figure()
    assert figure is not None
    return box.width / figure.dpi, box.height / figure.dpi


def overlap(some: Iterable[Text], others: Iterable[Text]) -> bool:
    """Whether any of the texts covers a part of any of the others."""
    boxes, beside = ([text.get_window_extent() for text in texts] for texts in (some, others))
    return any(Bbox.intersection(one, other) is not None for one, other in product(boxes, beside))
