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
from ..given import is_number
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
    tell,
    typeset,
)
from .walks import Walk, draw_walks

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
    words += draw_walks(ax, walks, 1, "cost_curve", lambda x, loss: low <= x <= high and isfinite(loss))
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
    if drawn:
        lines = ax.contour(across, up, losses, levels=drawn, colors=QUIET, linewidths=0.9)
        for text in ax.clabel(lines, fmt=lambda loss: numeral(number(loss)), fontsize=SMALL, colors=INK):
            text.set_clip_on(False)  # one at the border is not cut off
    if 1 / 3 <= (right - left) / (top - bottom) <= 3:
        ax.set_aspect("equal")
    ax.set(xlim=(left, right), ylim=(bottom, top))
    lowest = np.unravel_index(np.nanargmin(losses), losses.shape)
    first, second = (each.text for each in landscape.letters)
    words = [
        f"Lines of equal loss {landscape.loss_letter.text} over {first} (from {number(left)} to {number(right)}) "
        f"and {second} (from {number(bottom)} to {number(top)})"
        f"{f', at {listed(map(number, drawn))}' if drawn else ': none, for it is the same everywhere'}; "
        f"the lowest loss drawn is {number(losses[lowest])} at {first} = {number(across[lowest])}, "
        f"{second} = {number(up[lowest])}."
    ]
    words += draw_walks(ax, walks, 2, "contours", lambda x, y: left <= x <= right and bottom <= y <= top)
    if downhill:
        start = walks[0].points[0] if walks else ((left + right) / 2, (bottom + top) / 2)
        words.append(_downhill(ax, landscape, (start[0], start[1]), right - left, top - bottom))
    return tell(ax, " ".join(words))


# --- what is asked for --------------------------------------------------------------------------------------


def _needs(landscape: Landscape, count: int, where: str) -> None:
    if not hasattr(landscape, "letters"):
        raise HandnetError(
            f"{where}: found {landscape!r}; give a landscape, as hn.landscape(problem, 'w1[1,1]')"
        )
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
    lowest, highest = float(np.nanmin(losses)), float(np.nanmax(losses))
    if not isinstance(levels, int) and not is_number(levels):
        given = {read_number(each, "contours, levels").value for each in levels}
        drawn = sorted(each for each in given if lowest < each < highest)
        if not drawn:
            raise HandnetError(
                f"contours, levels: none is between the lowest loss {number(lowest)} and the highest {number(highest)}"
            )
        return drawn
    if type(levels) is not int or not 1 <= levels <= 30:
        raise HandnetError(
            f"contours: levels is {levels!r}; draw from 1 to 30 lines, or give a list of losses"
        )
    wanted = np.nanquantile(losses, np.arange(1, levels + 1) / (levels + 1))
    for figures in (2, 3, 17):  # as round as they can be and still lie between
        drawn = sorted({float(f"{each:.{figures}g}") for each in wanted})
        drawn = [each for each in drawn if lowest < each < highest]
        if len(drawn) == levels or (drawn and figures == 3):
            break
    return drawn


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
    falls = (slope < 0) == (end == 1)  # from the point to this end
    ax.annotate(
        f"slope {numeral(number(slope))}", (ends[end], line[end]), xytext=(0, 5 if above else -5),
        textcoords="offset points", ha="left" if (above == falls) == (end == 1) else "right",
        va="bottom" if above else "top", fontsize=SMALL, color=PALETTE[1],
        path_effects=[withStroke(linewidth=2.5, foreground=PAPER)], zorder=4,
    )  # fmt: skip
    letter = landscape.letters[0].text
    return f"The tangent at {letter} = {number(at)}, where the loss is {number(height)}, has the slope {number(slope)}."


def _downhill(ax: Axes, landscape: Landscape, start: tuple[float, float], width: float, height: float) -> str:
    """An arrow in the direction of the negative gradient."""
    slope = [float(each) for each in landscape.slope(*start)]
    at = f"({number(start[0])}, {number(start[1])})"
    gradient = f"({number(-slope[0])}, {number(-slope[1])})"
    ranges = (ax.get_xlim(), ax.get_ylim())
    if not all(low <= place <= high for place, (low, high) in zip(start, ranges, strict=True)):
        return f"At {at}, outside of the picture, the negative gradient is {gradient}."
    longest = max(abs(slope[0]) / width, abs(slope[1]) / height)
    if not longest > 0:
        return f"At {at} the gradient is 0."
    reach = 0.2 / longest
    for place, rise, ends in zip(start, slope, ranges, strict=True):
        if rise and (room := abs((ends[rise < 0] - place) / rise)) < reach:
            reach = max(room, 0.07 / longest)  # not out of the picture, unless it begins at its border
    tip = (start[0] - slope[0] * reach, start[1] - slope[1] * reach)
    ax.annotate(
        "", tip, xytext=start, zorder=2.5, gid="downhill", annotation_clip=False,
        arrowprops={"arrowstyle": "simple,head_width=1.4,head_length=1.2,tail_width=0.7", "facecolor": FILL,
                    "edgecolor": PALETTE[1], "shrinkA": 0, "shrinkB": 0},
    )  # fmt: skip
    left, up = start[0] < sum(ax.get_xlim()) / 2, slope[1] > 0  # beside the start, away from the way down
    ax.annotate(
        "negative gradient", start, xytext=(0, 17 if up else -10), textcoords="offset points",
        ha="left" if left else "right", va="bottom" if up else "top", fontsize=SMALL, color=PALETTE[1],
        path_effects=[withStroke(linewidth=2.5, foreground=PAPER)], zorder=5,
    )  # fmt: skip
    return f"The arrow at {at} is the direction of the negative gradient {gradient}."
