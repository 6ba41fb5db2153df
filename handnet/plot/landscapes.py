"""The loss over one quantity (a curve) or two (contours), and walks of descent on it.

Walks on it are drawn by `walks`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any, Protocol

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from ..errors import HandnetError
from ..number import read_number
from ..render.page import Formula
from .look import (
    FILL,
    INK,
    PALETTE,
    PAPER,
    QUIET,
    SMALL,
    frame,
    limits,
    listed,
    name_axes,
    number,
    numeral,
    style,
    tell,
    typeset,
)
from .walks import Walk, add_legend, check_walk, draw_walk, walk_words

CURVE_POINTS, GRID_POINTS = 301, 121


class Landscape(Protocol):
    """The loss as a function of one or two quantities, everything else held fixed."""

    @property
    def letters(self) -> Sequence[Formula]:
        """What stands along the axes."""

    @property
    def loss_letter(self) -> Formula:
        """What the loss is called."""

    def value(self, *at: float) -> float:
        """The loss there."""

    def slope(self, *at: float) -> Sequence[float]:
        """Its derivatives there, by each quantity."""

    def values(self, *at: Any) -> Any:
        """The loss for arrays of places."""


def cost_curve(ax: Axes, landscape: Landscape, *walks: Walk, low: Any, high: Any, tangent: Any = None) -> str:
    """The loss along one quantity from `low` to `high`, its tangent at one place, walks on it.

    Returns the words. Raises HandnetError for a landscape of two quantities, or a range that is none.
    """
    low, high = limits("cost_curve", low, high)
    _needs(landscape, 1, "cost_curve")
    at = np.linspace(low, high, CURVE_POINTS)
    losses = _finite(landscape.values(at), "cost_curve")
    frame(ax)
    name_axes(ax, typeset(landscape.letters[0]), typeset(landscape.loss_letter))
    ax.plot(at, losses, color=INK, lw=1.6, gid="curve")
    ax.set_xlim(low, high)
    lowest = int(np.nanargmin(losses))
    letter, loss = landscape.letters[0].text, landscape.loss_letter.text
    words = [
        f"The loss {loss} along {letter} from {number(low)} to {number(high)}; its lowest value drawn is "
        f"{number(losses[lowest])} at {letter} = {number(at[lowest])}."
    ]
    if tangent is not None:
        words.append(_tangent(ax, landscape, read_number(tangent, "cost_curve, tangent").value, at, losses))
    numbered: list[Any] = []
    for order, walk in enumerate(walks):
        check_walk(walk, 1, "cost_curve")
        places = [(point[0], height) for point, height in zip(walk.points, walk.losses, strict=True)]
        inside = [place for place in places if low <= place[0] <= high and isfinite(place[1])]
        draw_walk(ax, inside, places, walk.title, style(order), numbered)
        words.append(walk_words(walk, len(places) - len(inside)))
    add_legend(ax, walks)
    return tell(ax, " ".join(words))


def contours(
    ax: Axes,
    landscape: Landscape,
    *walks: Walk,
    low: Any,
    high: Any,
    levels: int | Sequence[float] = 8,
    downhill: bool = False,
) -> str:
    """The loss over two quantities as lines of equal loss, with their values, and walks.

    `low` and `high` are pairs; `levels` the losses, or how many. `downhill` draws the direction of
    the negative gradient at the start of the first walk (without one, in the middle). Where the
    ranges are alike, both quantities have the same scale, and that arrow is at right angles to the
    lines. Returns the words. Raises HandnetError for what does not fit.
    """
    _needs(landscape, 2, "contours")
    (left, right), (bottom, top) = (
        limits(f"contours, {letter.text}", *pair)
        for letter, pair in zip(landscape.letters, _pairs(low, high), strict=True)
    )
    across, up = np.meshgrid(np.linspace(left, right, GRID_POINTS), np.linspace(bottom, top, GRID_POINTS))
    losses = _finite(landscape.values(across, up), "contours")
    drawn = _levels(losses, levels)
    frame(ax)
    name_axes(ax, *(typeset(each) for each in landscape.letters))
    lines = ax.contour(across, up, losses, levels=drawn, colors=QUIET, linewidths=0.9)
    for text in ax.clabel(lines, fmt=lambda loss: numeral(number(loss)), fontsize=SMALL, colors=INK):
        text.set_clip_on(False)  # one at the border is not cut off
    if 1 / 3 <= (right - left) / (top - bottom) <= 3:
        ax.set_aspect("equal")
    ax.set(xlim=(left, right), ylim=(bottom, top))
    lowest = np.unravel_index(np.nanargmin(losses), losses.shape)
    x, y = (each.text for each in landscape.letters)
    words = [
        f"Lines of equal loss {landscape.loss_letter.text} over {x} (from {number(left)} to {number(right)}) "
        f"and {y} (from {number(bottom)} to {number(top)}), at {listed(map(number, drawn))}; the lowest "
        f"loss drawn is {number(losses[lowest])} at {x} = {number(across[lowest])}, {y} = {number(up[lowest])}."
    ]
    numbered: list[Any] = []
    for order, walk in enumerate(walks):
        check_walk(walk, 2, "contours")
        places = [(point[0], point[1]) for point in walk.points]
        inside = [each for each in places if left <= each[0] <= right and bottom <= each[1] <= top]
        draw_walk(ax, inside, places, walk.title, style(order), numbered)
        words.append(walk_words(walk, len(places) - len(inside)))
    if downhill:
        start = walks[0].points[0] if walks else ((left + right) / 2, (bottom + top) / 2)
        words.append(_downhill(ax, landscape, (start[0], start[1]), right - left, top - bottom))
    add_legend(ax, walks)
    return tell(ax, " ".join(words))


# --- what is asked for --------------------------------------------------------------------------------------


def _needs(landscape: Landscape, count: int, where: str) -> None:
    if len(landscape.letters) != count:
        found, other = ("two quantities", "contours") if count == 1 else ("one quantity", "cost_curve")
        raise HandnetError(f"{where}: the loss is given over {found}; {other} draws that")


def _pairs(low: Any, high: Any) -> list[tuple[Any, Any]]:
    try:
        ends = list(zip(low, high, strict=True))
    except (TypeError, ValueError):
        ends = []
    if len(ends) != 2:
        raise HandnetError(f"contours: low is {low!r} and high {high!r}; each is a pair, as in low=(-2, -2)")
    return ends


def _finite(losses: Any, where: str) -> Any:
    """The losses, what is no finite number left out."""
    losses = np.asarray(losses, dtype=float)
    if not np.isfinite(losses).any():
        raise HandnetError(f"{where}: the loss is no finite number anywhere between low and high")
    return np.where(np.isfinite(losses), losses, np.nan)


def _levels(losses: Any, levels: int | Sequence[float]) -> list[float]:
    """The losses at which lines are drawn: as given, or so many that parts between them are equally large."""
    if isinstance(levels, int):
        if not 1 <= levels <= 30:
            raise HandnetError(f"contours: levels is {levels}; draw from 1 to 30 lines")
        wanted = np.nanquantile(losses, np.arange(1, levels + 1) / (levels + 1))
        found = {float(f"{each:.2g}") for each in wanted}
        levels = [each for each in found if np.nanmin(losses) < each < np.nanmax(losses)] or [
            float(wanted[0])
        ]
    return sorted({read_number(each, "contours, levels").value for each in levels})


# --- what is drawn ------------------------------------------------------------------------------------------


def _tangent(ax: Axes, landscape: Landscape, at: float, curve: Any, losses: Any) -> str:
    """The tangent at one place, with its slope beside it."""
    height, slope = float(landscape.value(at)), float(landscape.slope(at)[0])
    low, high = float(curve[0]), float(curve[-1])
    if not low <= at <= high or not isfinite(height) or not isfinite(slope):
        raise HandnetError(f"cost_curve: no tangent at {at:g} can be drawn from {low:g} to {high:g}")
    reach = (high - low) * 0.14
    ends = np.array([max(low, at - reach), min(high, at + reach)])
    line = height + slope * (ends - at)
    ax.plot(ends, line, color=PALETTE[1], lw=2.4, gid="tangent", zorder=2.5)
    ax.plot([at], [height], "o", color=PALETTE[1], ms=6, zorder=3)
    end = 1 if ends[1] - at >= at - ends[0] else 0
    above = line[end] > np.interp(ends[end], curve, losses)  # on the side where the curve is not
    ax.annotate(
        f"slope {numeral(number(slope))}", (ends[end], line[end]), xytext=(0, 5 if above else -5),
        textcoords="offset points", ha="left" if end else "right", va="bottom" if above else "top",
        fontsize=SMALL, color=PALETTE[1], path_effects=[withStroke(linewidth=2.5, foreground=PAPER)], zorder=4,
    )  # fmt: skip
    letter = landscape.letters[0].text
    return f"The tangent at {letter} = {number(at)}, where the loss is {number(height)}, has the slope {number(slope)}."


def _downhill(ax: Axes, landscape: Landscape, start: tuple[float, float], width: float, height: float) -> str:
    """An arrow in the direction of the negative gradient."""
    slope = [float(each) for each in landscape.slope(*start)]
    at = f"({number(start[0])}, {number(start[1])})"
    longest = max(abs(slope[0]) / width, abs(slope[1]) / height)
    if not longest > 0:
        return f"At {at} the gradient is 0."
    tip = (start[0] - slope[0] * 0.2 / longest, start[1] - slope[1] * 0.2 / longest)
    ax.annotate(
        "", tip, xytext=start, zorder=2.5, gid="downhill",
        arrowprops={"arrowstyle": "simple,head_width=1.4,head_length=1.2,tail_width=0.7", "facecolor": FILL,
                    "edgecolor": PALETTE[1], "shrinkA": 0, "shrinkB": 0},
    )  # fmt: skip
    left, up = start[0] < sum(ax.get_xlim()) / 2, slope[1] > 0  # beside the start, away from the way down
    ax.annotate(
        "negative gradient", start, xytext=(0, 17 if up else -10), textcoords="offset points",
        ha="left" if left else "right", va="bottom" if up else "top", fontsize=SMALL, color=PALETTE[1],
        path_effects=[withStroke(linewidth=2.5, foreground=PAPER)], zorder=5,
    )  # fmt: skip
    return f"The arrow at {at} is the direction of the negative gradient ({number(-slope[0])}, {number(-slope[1])})."
