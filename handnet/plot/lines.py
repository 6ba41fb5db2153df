"""Numbers in order (`history`) and beside each other (`bars`), on a plain or a logarithmic scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import isfinite, nan
from typing import Any

from matplotlib.axes import Axes

from ..errors import HandnetError, counted
from ..number import read_number
from .look import INK, PALETTE, QUIET, SMALL, frame, name_axes, number, numeral, plain, style, tell
from .texts import overlap

LABEL_HEIGHT = 13.0
"""Points of type between two labels at the end of their lines."""
LARGEST = 1e300
"""Sums and differences of larger numbers may leave the floats, and no scale holds them."""


def history(
    ax: Axes,
    curves: Mapping[str, Sequence[float]],
    log: bool = False,
    ylabel: str = "loss",
    xlabel: str = "updates",
) -> str:
    """Values after 0, 1, 2, … updates, a line for each name, which is written at its end.

    `xlabel` says what is counted, if it is not updates. On a logarithmic scale only what is above 0
    is drawn. Returns the words. Raises HandnetError where there is nothing to draw, or no room for names.
    """
    _check(curves, "history", 'history(ax, {"rate 0.5": losses})')
    frame(ax)
    name_axes(ax, plain(xlabel), plain(ylabel))
    ends, words = [], []
    for order, (name, values) in enumerate(curves.items()):
        drawn = _drawn(name, values, log)
        known = [(count, value) for count, value in enumerate(drawn) if isfinite(value)]
        signs = style(order)
        ax.plot(
            range(len(drawn)), drawn, color=signs.colour, linestyle=signs.dash, lw=1.9, gid=f"curve {order}",
            marker=signs.marker, ms=5, markevery=max(1, len(drawn) // 6),
        )  # fmt: skip
        ends.append((name, known[-1][1], signs.colour))
        words.append(_course(name, known, xlabel, len(drawn) - len(known)))
    if log:
        ax.set_yscale("log")
    ax.margins(x=0.02)
    ax.locator_params(axis="x", integer=True)
    _end_labels(ax, ends)
    scale = ", on a logarithmic scale" if log else ""
    return tell(ax, f"The {ylabel} against the number of {xlabel}{scale}: {'; '.join(words)}.")


def bars(ax: Axes, values: Mapping[str, float], log: bool = False, ylabel: str = "") -> str:
    """One bar for each name, with its value; on a logarithmic scale by size, negative ones hatched.

    So one sees how a product of slopes vanishes layer by layer. Returns the words. Raises
    HandnetError where there is nothing to draw.
    """
    _check(values, "bars", 'bars(ax, {"layer 1": 0.01, "layer 2": 0.05})')
    numbers = {name: read_number(value, f"bars, {name}").value for name, value in values.items()}
    heights = [abs(value) if log else value for value in numbers.values()]
    if log and not any(heights):
        raise HandnetError("bars: all values are 0, and a logarithmic scale has no 0")
    frame(ax)
    name_axes(ax, "", plain(ylabel))
    if log:
        ax.set_yscale("log")
        ax.set_ylim(min(filter(None, heights)) / 4, max(heights) * 4)
    drawn = ax.bar(range(len(heights)), heights, width=0.6, color=PALETTE[2], edgecolor=INK)
    names = ax.set_xticks(range(len(heights)), map(plain, numbers))
    for bar, value in zip(drawn, numbers.values(), strict=True):
        if value < 0:
            bar.set(hatch="///", facecolor="white")
    texts = [numeral(number(value)) for value in numbers.values()]
    labels = ax.bar_label(drawn, texts, fontsize=SMALL, color=INK, padding=2)
    if not log:
        ax.axhline(0, color=QUIET, lw=0.8)
        ax.margins(y=0.12)
    ax.figure.canvas.figure.draw_without_rendering()  # so that the scale is final
    for row in ([tick.label1 for tick in names], labels):
        if any(overlap([one], [other]) for one, other in pairwise(row)):
            for text in row:
                text.set_rotation(90)
    scale = " on a logarithmic scale, by their size" if log else ""
    said = ", ".join(f"{name}: {number(value)}" for name, value in numbers.items())
    return tell(ax, f"{counted(len(numbers), 'bar')}{scale}{f' for {ylabel}' if ylabel else ''}: {said}.")


def _check(given: Any, where: str, example: str) -> None:
    if not isinstance(given, Mapping) or not given:
        raise HandnetError(f"{where}: found {given!r}; give names with numbers, as in {example}")


def _drawn(name: str, values: Any, log: bool) -> list[float]:
    """The numbers of a curve, what cannot be drawn left out."""
    try:
        numbers = [float(value) for value in values]
    except (TypeError, ValueError):
        raise HandnetError(f"history, {name}: not all are numbers; give a list, as in [0.5, 0.4]") from None
    drawn = [value if abs(value) <= LARGEST and (value > 0 or not log) else nan for value in numbers]
    if not any(map(isfinite, drawn)):
        raise HandnetError(f"history: {name!r} has no number that can be drawn")
    return drawn


def _course(name: str, known: Sequence[tuple[int, float]], counted_in: str, left_out: int) -> str:
    """A curve in words: where it begins and ends, and where it is lowest."""
    (start, first), (end, last) = known[0], known[-1]
    at, lowest = min(known, key=lambda each: each[1])
    over = f"{end - start} {counted_in.removesuffix('s') if end - start == 1 else counted_in}"
    if start == end:
        words = f"{name} is {number(first)} after {start}"
    elif first == last:
        words = f"{name} begins and ends at {number(first)}, in {over}"
    else:
        moves = "falls" if last < first else "rises"
        words = f"{name} {moves} from {number(first)} to {number(last)} in {over}"
    if lowest < min(first, last):
        words += f", its lowest value is {number(lowest)} after {at}"
    return words + (f" ({counted(left_out, 'value')} cannot be drawn)" if left_out else "")


def _end_labels(ax: Axes, ends: Sequence[tuple[str, float, str]]) -> None:
    """Names right of the ends of their lines, moved apart where they would overlap."""
    ax.figure.canvas.figure.draw_without_rendering()  # so that the scale is final
    to_axes = ax.transData + ax.transAxes.inverted()
    apart = LABEL_HEIGHT / 72 * ax.figure.dpi / ax.get_window_extent().height
    if len(ends) * apart > 1 + apart:
        raise HandnetError(
            f"history: no room for {len(ends)} names; draw fewer curves, or on a higher sheet, as in picture(7, 8)"
        )
    order = sorted(ends, key=lambda end: end[1])
    levels = [float(to_axes.transform((0, value))[1]) for _, value, _ in order]
    for place in range(1, len(levels)):
        levels[place] = max(levels[place], levels[place - 1] + apart)
    over = max(0.0, levels[-1] - 1)
    for place in reversed(range(len(levels))):  # what was pushed over the top goes down again
        above = levels[place + 1] - apart if place + 1 < len(levels) else levels[place] - over
        levels[place] = min(levels[place], above)
    for (name, _, colour), level in zip(order, levels, strict=True):
        ax.text(1.01, level, plain(name), transform=ax.transAxes, color=colour, fontsize=SMALL, va="center")
