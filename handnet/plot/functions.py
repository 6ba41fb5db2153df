"""Activation functions, solid, with their slopes, dashed.

Values and slopes are those of the library's own formulas. Where a function or a slope jumps, its
line has a gap; a step has no slope at its jump, and the slope 0 everywhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import isfinite, nan
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ..errors import HandnetError, NoDerivative
from ..functions import A, Activation, Z, activation
from ..value import evaluate
from .look import INK, PALETTE, SMALL, TEXT, frame, limits, name_axes, number, style, tell

POINTS = 401
JUMP = 0.25
"""Neighbouring values that differ by more than this part of the whole range are a jump."""


def activations(
    where: Any, names: str | Activation | Iterable[str | Activation], low: Any = -4, high: Any = 4
) -> str:
    """Activation functions and their slopes from `low` to `high`: each on its own Axes, or all on one.

    `where` is one Axes, or as many as there are names. Returns the words. Raises HandnetError for
    names that are none, for softmax (it belongs to a whole layer), for too few Axes.
    """
    low, high = limits("activations", low, high)
    entries = [activation(each) for each in ([names] if isinstance(names, str | Activation) else names)]
    if any(entry.name == "softmax" for entry in entries):
        raise HandnetError("activations: softmax is a function of a whole layer, not of one z; leave it out")
    panels = [where] if isinstance(where, Axes) else list(where)
    if not entries or (len(panels) != 1 and len(panels) < len(entries)):
        raise HandnetError(
            f"activations: {len(entries)} names for {len(panels)} Axes; give one Axes, or one each"
        )
    at = np.linspace(low, high, POINTS)
    if len(panels) == 1:
        return _overlaid(panels[0], entries, at)
    return " ".join(
        _panel(ax, entry, at, order == 0)
        for order, (ax, entry) in enumerate(zip(panels, entries, strict=False))
    )


def curves(entry: Activation, at: Sequence[float]) -> tuple[list[float], list[float]]:
    """The values and slopes of an activation; NaN where either jumps."""
    values = [evaluate(entry.value(Z), {Z: float(z)}) for z in at]
    try:
        slope = entry.slope(Z, A)
        slopes = [evaluate(slope, {Z: float(z), A: a}) for z, a in zip(at, values, strict=True)]
        return _with_gaps(values), _with_gaps(slopes)
    except NoDerivative:  # flat between its jumps
        values = _with_gaps(values)
        return values, [float(each) for each in np.gradient(values, at)]


def _with_gaps(values: list[float]) -> list[float]:
    whole = max(values) - min(values)
    jumps = [abs(after - before) > JUMP * whole for before, after in pairwise(values)]
    return [nan if jumps[i - 1 : i] == [True] else value for i, value in enumerate(values)]


def _panel(ax: Axes, entry: Activation, at: Any, first: bool) -> str:
    _paper(ax, at, first)
    ax.set_title(entry.title, fontsize=TEXT, color=INK)
    values, slopes = curves(entry, at)
    ax.plot(at, values, color=PALETTE[0], lw=2.2, gid="value")
    ax.plot(at, slopes, color=PALETTE[1], lw=2, linestyle=style(1).dash, gid="slope")
    return tell(ax, f"{_words(entry, at, values, slopes)}.")


def _overlaid(ax: Axes, entries: Sequence[Activation], at: Any) -> str:
    _paper(ax, at, True)
    words = []
    for order, entry in enumerate(entries):
        values, slopes = curves(entry, at)
        colour, _, marker = style(order)
        often = (8 * order, POINTS // 6)  # markers of different functions do not cover each other
        signs: dict[str, Any] = {"color": colour, "marker": marker, "ms": 5, "markevery": often}
        ax.plot(at, values, lw=2, label=entry.title, gid="value", **signs)
        ax.plot(at, slopes, lw=1.6, linestyle=style(1).dash, gid="slope", **signs)
        words.append(_words(entry, at, values, slopes))
    if len(entries) > 1:
        ax.legend(fontsize=SMALL, labelcolor=INK, frameon=False, handlelength=3)
    else:
        ax.set_title(entries[0].title, fontsize=TEXT, color=INK)
    return tell(ax, f"{'; '.join(words)}.")


def _paper(ax: Axes, at: Any, first: bool) -> None:
    frame(ax)
    ax.locator_params(axis="x", nbins=5, integer=bool(at[-1] - at[0] >= 3))
    name_axes(ax, "$z$", "$a$ (solid), $da/dz$ (dashed)" if first else "")


def _words(entry: Activation, at: Any, values: Sequence[float], slopes: Sequence[float]) -> str:
    """One function in words, by what is drawn."""
    ends = [f"{number(values[place])} at z = {number(at[place])}" for place in (0, -1)]
    said = f"{entry.title}: from {ends[0]} to {ends[1]}"
    known = [(slope, z) for slope, z in zip(slopes, at, strict=True) if isfinite(slope)]
    steepest, place = max(known, key=lambda pair: (round(pair[0], 12), -abs(pair[1])))
    gaps = [before for before, value in zip(at, values[1:], strict=False) if not isfinite(value)]
    if not gaps:
        return f"{said}, its steepest slope is {number(steepest)} at z = {number(place)}"
    jump = _jump(entry, gaps[0], at[1] - at[0])
    slope = f"everywhere else its slope is {number(steepest)}"
    return f"{said}, with a jump at z = {number(jump)}, where it has no slope; {slope}"


def _jump(entry: Activation, low: float, width: float) -> float:
    """Where the jump in (low, low + width] is, to nine decimals, by halving."""

    def value(z: float) -> float:
        return evaluate(entry.value(Z), {Z: z})

    high, before = low + width, value(low)
    while high - low > 1e-10:
        middle = (low + high) / 2
        low, high = (
            (middle, high)
            if abs(value(middle) - before) < abs(value(high) - value(middle))
            else (low, middle)
        )
    return round(float(high), 9) + 0.0
