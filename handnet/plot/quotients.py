"""How far difference quotients are off, against the step that they were taken with (`steps`)."""

from __future__ import annotations

from math import isfinite

from matplotlib.axes import Axes

from ..gradient_check.steps import Steps
from .look import frame, name_axes, plain, style, tell


def steps(ax: Axes, quotients: Steps) -> str:
    """The error of the quotients to one side and to both, over the step, on logarithmic scales.

    Returns the words. They name no size of an error: where rounding makes it, it is another one on
    another machine. An error of 0 has no place on such a scale and is left out.
    """
    frame(ax)
    name_axes(ax, "step h", "off by")
    ways = {
        "to one side": [(float(each.step), each.off_one) for each in quotients.sizes],
        "to both sides": [(float(each.step), each.off_two) for each in quotients.sizes],
    }
    for order, (name, points) in enumerate(ways.items()):
        some = [(step, off) for step, off in points if isfinite(off) and off > 0]
        signs = style(order)
        ax.plot(*zip(*some, strict=True), color=signs.colour, linestyle=signs.dash, marker=signs.marker, ms=5,
                lw=1.9, label=name, gid=f"quotient {order}")  # fmt: skip
    ax.set(xscale="log", yscale="log")
    ax.invert_xaxis()
    ax.legend()
    first, last = quotients.sizes[0].step, quotients.sizes[-1].step
    return tell(
        ax,
        f"How far the quotients for {plain(quotients.letter.text)} are off, for steps from {first} to {last}, both on "
        "logarithmic scales. To one side and to both the error first falls with the step, to both sides twice "
        "as steeply; then rounding takes over, and it grows again.",
    )
