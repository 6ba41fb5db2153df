"""The mean squared error as the mean area of squares that stand on the errors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ..errors import HandnetError, counted
from ..given import is_number
from ..number import read_number
from ..value import added
from .look import FILL, INK, PALETTE, SMALL, TEXT, frame, listed, name_axes, number, numeral, tell

MOST_AREAS = 12
"""Areas that are written and told one by one."""
ROOM_FOR_AREA = 30.0
"""Points of type that a square needs for the number in it; a smaller one has it beside it."""


def squares(ax: Axes, points: Sequence[Sequence[Any]], line: tuple[Any, Any]) -> str:
    """Points (x, y), a line (slope, intercept), and a square on each error, drawn true to scale.

    A few squares have their areas written; their mean is the mean squared error. Returns the words.
    Raises HandnetError for anything that is not a pair of numbers.
    """
    if is_number(points):
        raise HandnetError(f"squares: found {points!r}; give pairs, as in [(0, 1), (1, 3)]")
    slope, intercept = _pair(line, "line")
    places = [_pair(point, f"point {count}") for count, point in enumerate(points, start=1)]
    if not places:
        raise HandnetError("squares: no points; give pairs, as in [(0, 1), (1, 3)]")
    errors = [y - (slope * x + intercept) for x, y in places]
    areas = [error * error for error in errors]
    mean = added(areas) / len(areas)
    frame(ax)
    name_axes(ax, "x", "y")
    ax.set_aspect("equal")
    boxes: list[Rectangle] = []
    for (x, y), error in zip(places, errors, strict=True):
        away = -abs(error) if error * slope > 0 else abs(error)  # the side on which the line is not
        boxes.append(Rectangle((min(x, x + away), min(y, y - error)), abs(error), abs(error)))
        boxes[-1].set(facecolor=FILL, edgecolor=INK, lw=0.9, alpha=0.75, zorder=1, gid="square")
        ax.add_patch(boxes[-1])
        ax.plot((x, x), (y, y - error), color=INK, lw=1.6, zorder=2)
    ax.margins(0.09)
    ax.autoscale_view()
    ends = ax.get_xlim()
    ax.plot(ends, [slope * x + intercept for x in ends], color=PALETTE[0], lw=1.8, zorder=2, gid="line")
    ax.plot(*zip(*places, strict=True), "o", color=PALETTE[1], ms=6, zorder=3)
    ax.set_xlim(*ends)
    ax.figure.canvas.figure.draw_without_rendering()  # so that the scale is final
    for box, area, error in zip(boxes, areas, errors, strict=True) if len(areas) <= MOST_AREAS else ():
        _write_area(ax, box, numeral(number(area)), error > 0)
    ax.set_title(f"mean of {counted(len(areas), 'area')} = {numeral(number(mean))}", fontsize=TEXT, color=INK)
    return tell(ax, _words(slope, intercept, areas, mean))


def _pair(given: Any, what: str) -> tuple[float, float]:
    try:
        first, second = given
    except (TypeError, ValueError):
        raise HandnetError(f"squares, {what}: found {given!r}; give two numbers") from None
    return read_number(first, f"squares, {what}").value, read_number(second, f"squares, {what}").value


def _write_area(ax: Axes, box: Rectangle, words: str, above: bool) -> None:
    """The area, in the middle of its square or, if that is small, above or below, where the line is not."""
    side = box.get_window_extent().width * 72 / ax.figure.dpi
    x, y = box.get_xy()
    across, height = x + box.get_width() / 2, box.get_height()
    if side >= ROOM_FOR_AREA:
        ax.text(across, y + height / 2, words, ha="center", va="center", fontsize=SMALL, color=INK)
        return
    ax.annotate(
        words, (across, y + height * above), xytext=(0, 4 if above else -4), textcoords="offset points",
        ha="center", va="bottom" if above else "top", fontsize=SMALL, color=INK,
    )  # fmt: skip


def _words(slope: float, intercept: float, areas: Sequence[float], mean: float) -> str:
    sign = "-" if intercept < 0 else "+"
    line = f"y = {number(slope)} x {sign} {number(abs(intercept))}"
    plural = "area" if len(areas) == 1 else "areas"
    few = f", with the {plural} {listed(map(number, areas))}" if len(areas) <= MOST_AREAS else ""
    many = counted(len(areas), "square")
    seen = f"{many} on the errors of points against the line {line}{few}."
    return f"{seen} Their mean, the mean squared error, is {number(mean)}."
