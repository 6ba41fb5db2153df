"""Activation functions, solid, with their slopes, dashed.

Values and slopes are those of the library's own formulas. Where a function or a slope jumps, its
line has a gap; a step has no slope at its jump, and the slope 0 everywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import isfinite, nan
from typing import Any, TypeAlias

import numpy as np
from matplotlib.axes import Axes

from ..errors import HandnetError, NoDerivative
from ..functions import A, Activation, Z, activation
from ..value import evaluate
from .look import INK, PALETTE, SMALL, TEXT, frame, limits, listed, name_axes, number, style, tell

POINTS = 401
JUMP = 0.25
"""Neighbouring values that differ by more than this part of the whole range may be a jump."""
HALVINGS = 60
"""So often their distance is halved; what is only steep is flat then."""

Function: TypeAlias = Callable[[float], float]


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
    panels = list(where) if isinstance(where, Iterable) else [where]
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
    """The values and slopes of an activation; NaN where either jumps or is no number."""
    values = _with_gaps(_function(entry), at)
    try:
        slope = entry.slope(Z, A)
    except NoDerivative:  # it has one between its jumps
        rises = np.gradient(values, at)
        return values, [float(rise) + 0 * value for rise, value in zip(rises, values, strict=True)]
    function = _function(entry)
    slopes = _with_gaps(lambda z: evaluate(slope, {Z: z, A: function(z)}), at)
    return values, [slope + 0 * value for slope, value in zip(slopes, values, strict=True)]


def _function(entry: Activation) -> Function:
    value = entry.value(Z)
    return lambda z: evaluate(value, {Z: z})


def _with_gaps(function: Function, at: Sequence[float]) -> list[float]:
    values = [function(float(z)) for z in at]
    values = [value if isfinite(value) else nan for value in values]
    whole = max(filter(isfinite, values), default=0.0) - min(filter(isfinite, values), default=0.0)
    steep = [abs(after - before) > JUMP * whole for before, after in pairwise(values)]
    jumps = [is_steep and _jump(function, *ends) is not None
             for is_steep, ends in zip(steep, pairwise(at), strict=True)]  # fmt: skip
    return [values[0], *(nan if jumps_ else value for jumps_, value in zip(jumps, values[1:], strict=True))]


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
    drawn = [place for place, value in enumerate(values) if isfinite(value)]
    if not drawn:
        raise HandnetError(f"activations: {entry.title} has no value from z = {at[0]:g} to {at[-1]:g}")
    first, last = (f"{number(values[place])} at z = {number(at[place])}" for place in (drawn[0], drawn[-1]))
    gaps = [place for place in range(drawn[0], drawn[-1]) if not isfinite(values[place])]
    jumps = [_jump(_function(entry), at[place - 1], at[place]) for place in gaps]
    where = [number(at[place] if jump is None else jump) for place, jump in zip(gaps, jumps, strict=True)]
    gap = f", with a jump at z = {listed(where)}, where it has no slope" if where else ""
    return f"{entry.title}: from {first} to {last}{gap}{_slope(at, slopes, bool(gap))}"


def _slope(at: Any, slopes: Sequence[float], with_jump: bool) -> str:
    """The steepest slope, and where it is, if it is not so steep elsewhere too."""
    known = [
        (abs(round(slope, 12)), slope, z) for slope, z in zip(slopes, at, strict=True) if isfinite(slope)
    ]
    if not known:
        return ""
    steepest, slope, place = max(known)
    if with_jump and steepest == min(known)[0]:
        return f"; everywhere else its slope is {number(slope)}"
    once = sum(each == steepest for each, *_ in known) == 1
    return f", its steepest slope is {number(slope)}" + (f" at z = {number(place)}" if once else "")


def _jump(function: Function, low: float, high: float) -> float | None:
    """Where between two places the function jumps, to nine decimals, by halving; None if it is only steep."""
    low, high = float(low), float(high)
    start, end = function(low), function(high)
    apart = abs(end - start)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        value = function(middle)
        if abs(value - start) < abs(end - value):
            low, start = middle, value
        else:
            high, end = middle, value
    return round(high, 9) + 0.0 if abs(end - start) > apart / 2 else None
