"""Walks of descent in a picture: numbered points, joined, and each walk in a sentence.

Walks differ in colour, dashes and markers; what lies outside of the picture is counted in words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import hypot
from typing import Any, Protocol

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from ..errors import HandnetError, counted
from .look import INK, PAPER, SMALL, THIN, Style, number, plain, style

BETWEEN_NUMBERS = 13.0
"""A point nearer than so many points of type to one with a number gets none."""


class Walk(Protocol):
    """Places that follow each other, with the loss at each."""

    @property
    def title(self) -> str:
        """What the walk is called."""

    @property
    def points(self) -> Sequence[Sequence[float]]:
        """One or two numbers for each place."""

    @property
    def losses(self) -> Sequence[float]:
        """The loss at each place."""


def draw_walks(
    ax: Axes, walks: Sequence[Walk], count: int, where: str, inside: Callable[[float, float], bool]
) -> list[str]:
    """Draw walks whose points have one number, beside the loss, or two; returns the words for each.

    `inside` says whether a place is in the picture. Raises HandnetError for other walks.
    """
    numbered: list[Any] = []  # the spots on the paper that have a number already
    words = []
    for order, walk in enumerate(walks):
        points = getattr(walk, "points", ())
        if not points or any(len(point) != count for point in points):
            name = getattr(walk, "title", walk)
            raise HandnetError(
                f"{where}: the walk {name!r} has no points with {counted(count, 'number')} each"
            )
        places = [(*point, loss)[:2] for point, loss in zip(points, walk.losses, strict=True)]
        seen = {step: place for step, place in enumerate(places) if inside(*place)}
        _draw(ax, seen, walk.title, style(order), numbered)
        words.append(_words(walk, len(places) - len(seen)))
    if any(walk.title for walk in walks) and ax.get_legend_handles_labels()[1]:
        ax.legend(fontsize=SMALL, labelcolor=INK, facecolor=PAPER, handlelength=3)
    return words


def _draw(
    ax: Axes, seen: Mapping[int, Sequence[float]], title: str, signs: Style, numbered: list[Any]
) -> None:
    """The points of a walk, joined; those that lie apart from all that are numbered are numbered too."""
    if seen:
        ax.plot(
            *zip(*seen.values(), strict=True), color=signs.colour, linestyle=signs.dash, marker=signs.marker,
            lw=1.4, ms=5.5, markeredgecolor=PAPER, markeredgewidth=0.6, label=f"{THIN}{plain(title)}",
            gid="walk", zorder=3,
        )  # fmt: skip
    for step, place in seen.items():
        spot = ax.transData.transform(place) * 72 / ax.figure.dpi
        if all(hypot(*(spot - other)) >= BETWEEN_NUMBERS for other in numbered):
            numbered.append(spot)
            ax.annotate(
                str(step), (place[0], place[1]), xytext=(3, 5), textcoords="offset points", fontsize=SMALL,
                color=signs.colour, path_effects=[withStroke(linewidth=2, foreground=PAPER)], zorder=4,
            )  # fmt: skip


def _words(walk: Walk, outside: int) -> str:
    """One walk in a sentence."""
    first, last = (", ".join(map(number, point)) for point in (walk.points[0], walk.points[-1]))
    title = walk.title or "The walk"
    left_out = f"; {counted(outside, 'point')} outside of the picture" if outside else ""
    return (
        f"{title} goes in {counted(len(walk.points) - 1, 'step')} from {first} (loss {number(walk.losses[0])}) "
        f"to {last} (loss {number(walk.losses[-1])}){left_out}."
    )
