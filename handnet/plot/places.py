"""Where units, lines and labels of a drawn network stand, in inches from the lower left corner.

Columns are layers; units of a column are centred. The circles are as large as the room between
them allows, when names above and biases below them have theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import HandnetError
from ..render.spread import Point, along

CAPTIONS, KEY = 0.42, 0.24
"""Room above for the captions of layers, and below for the key."""
SIDE = 0.4
LINE = 0.2
"""The height of a line of text with indices."""
LARGEST, TWO_LINES, ONE_LINE = 0.34, 0.28, 0.21
"""Radii: the largest, and the least that hold two lines of text, or one."""
WIDEST_GAP, WIDEST_PITCH = 2.3, 1.45
LOSS_GAP = 1.0
"""The way from the outputs to the loss, in gaps between layers."""
LOSS_WIDTH, LOSS_HEIGHT = 0.66, 0.42
LEAST_GAP = LOSS_WIDTH
LEAST_HEIGHT = 2 * (CAPTIONS + LINE) + LOSS_HEIGHT
"""On a smaller sheet captions would cover each other, or the loss its caption."""


@dataclass(frozen=True)
class Places:
    """The centres of units by (layer, unit), the loss, the radius, and what has room.

    `top` and `bottom` are where the captions and the key stand.
    """

    units: dict[tuple[int, int], Point]
    loss: Point | None
    radius: float
    gap: float
    top: float
    bottom: float
    names: bool
    biases: bool

    @property
    def lines(self) -> int:
        """How many lines of text a unit holds."""
        return 2 if self.radius >= TWO_LINES else 1 if self.radius >= ONE_LINE else 0


def places(layers: Sequence[int], width: float, height: float, loss: bool, biases: bool) -> Places:
    """The places for a network of these layers on a sheet of this size; raises HandnetError for a small one."""
    gaps = len(layers) - 1 + LOSS_GAP * loss
    least = gaps * LEAST_GAP + 2 * SIDE
    if width < least or height < LEAST_HEIGHT:
        raise HandnetError(
            f"network: this one needs at least {least:.1f} by {LEAST_HEIGHT:.1f} inches, and has {width:.1f} by "
            f"{height:.1f}; take a larger sheet, as in picture(7, 4)"
        )
    gap = min(WIDEST_GAP, (width - 2 * SIDE) / gaps)
    left = (width - gap * gaps) / 2
    room = height - CAPTIONS - KEY
    narrow = room / max(layers)
    pitches = [min(WIDEST_PITCH, room / size, 1.5 * narrow) for size in layers]
    radius, names, biases = _radius(pitches, min(LARGEST, 0.22 * gap), biases)
    middle = KEY + room / 2 + LINE * (biases - names) / 2  # the texts above and below units, balanced
    units = {
        (layer, unit): (left + gap * layer, middle + pitch * ((size + 1) / 2 - unit))
        for layer, (size, pitch) in enumerate(zip(layers, pitches, strict=True))
        for unit in range(1, size + 1)
    }
    at_loss = (left + gap * gaps, middle) if loss else None
    levels = [y for _, y in units.values()]
    highest = max(levels) + radius + LINE * names
    top = max(highest, middle + LOSS_HEIGHT / 2 + LINE if loss else 0) + CAPTIONS / 2
    bottom = min(levels) - radius - LINE * biases - KEY / 2
    return Places(units, at_loss, radius, gap, top, bottom, names, biases)


def _radius(pitches: Sequence[float], largest: float, biases: bool) -> tuple[float, bool, bool]:
    """The radius, and whether names and biases have room: biases go first, then names."""
    for names, below in dict.fromkeys(((True, biases), (True, False))):
        texts = [LINE * (names + (below and layer > 0)) for layer in range(len(pitches))]
        rooms = [pitch - text for pitch, text in zip(pitches, texts, strict=True)]
        radius = min(largest, (min(rooms) - 0.04) / 2)
        if radius >= ONE_LINE:
            return radius, names, below
    return min(largest, 0.4 * min(pitches)), False, False


def from_rim(start: Point, end: Point, radius: float, end_radius: float) -> tuple[Point, Point]:
    """A line between two circles, without what lies inside of them."""
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    return along(start, end, radius / length), along(start, end, 1 - end_radius / length)
