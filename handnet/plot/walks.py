"""Walks of descent in a picture: numbered points, joined, and each walk in a sentence.

Walks differ in colour, dashes and markers; what lies outside of the picture is counted in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import Any, Protocol

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from ..errors import HandnetError, counted
from .look import INK, PAPER, SMALL, Style, number, plain

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


def check_walk(walk: Walk, count: int, where: str) -> None:
    """Raise HandnetError unless every point of the walk has so many numbers."""
    if not walk.points or any(len(point) != count for point in walk.points):
        raise HandnetError(
            f"{where}: the walk {walk.title!r} has no points with {counted(count, 'number')} each"
        )


def draw_walk(
    ax: Axes,
    inside: Sequence[tuple[float, float]],
    places: Sequence[tuple[float, float]],
    title: str,
    signs: Style,
    numbered: list[Any],
) -> None:
    """The points of a walk, joined; those that lie apart are numbered.

    `numbered` are the spots on the paper that have a number already; new ones are added.
    """
    if inside:
        ax.plot(
            *zip(*inside, strict=True), color=signs.colour, linestyle=signs.dash, marker=signs.marker, lw=1.4,
            ms=5.5, markeredgecolor=PAPER, markeredgewidth=0.6, label=plain(title), gid="walk", zorder=3,
        )  # fmt: skip
    for count, place in enumerate(places):
        if place not in inside:
            continue
        spot = ax.transData.transform(place) * 72 / ax.figure.dpi
        if all(hypot(*(spot - other)) >= BETWEEN_NUMBERS for other in numbered):
            numbered.append(spot)
            ax.annotate(
                str(count), place, xytext=(3, 5), textcoords="offset points", fontsize=SMALL,
                color=signs.colour, path_effects=[withStroke(linewidth=2, foreground=PAPER)], zorder=4,
            )  # fmt: skip


def add_legend(ax: Axes, walks: Sequence[Walk]) -> None:
    """Which walk is which, if any has a title."""
    if any(walk.title for walk in walks):
        ax.legend(fontsize=SMALL, labelcolor=INK, facecolor=PAPER, handlelength=3)


def walk_words(walk: Walk, outside: int) -> str:
    """One walk in a sentence."""
    first, last = (", ".join(map(number, point)) for point in (walk.points[0], walk.points[-1]))
    title = walk.title or "The walk"
    left_out = f"; {counted(outside, 'point')} outside of the picture" if outside else ""
    return (
        f"{title} goes in {counted(len(walk.points) - 1, 'step')} from {first} (loss {number(walk.losses[0])}) "
        f"to {last} (loss {number(walk.losses[-1])}){left_out}."
    )
