"""How pictures look: colours that stay apart in grey, dashes and markers, letters, numbers.

Lines are told apart by colour, dashes and marker at once. The colours have steps of at least a
tenth between their greys and stand out from white at least 3 to 1; text is 9 points or more.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.mathtext import MathTextParser

from ..errors import HandnetError
from ..escape import visible
from ..number import read_number
from ..render.page import Formula

PALETTE = ("#081d36", "#8f2a0e", "#1f8072", "#d47f00")
INK, QUIET, FAINT, PAPER = "#111111", "#595959", "#9a9a9a", "#ffffff"
FILL, PALE = "#ffd98a", "#ececec"
"""Surfaces: what is lit, and what is only there."""
SMALL, TEXT = 9.0, 10.0
THIN = "\N{THIN SPACE}"
LONGEST_WORDS = 40
"""Words from people that are longer are cut in a picture; what is said of it has all."""
DASHES: tuple[Any, ...] = ("-", (0, (6, 2)), (0, (1.2, 1.4)), (0, (6, 2, 1.2, 2)))
MARKERS = ("o", "s", "^", "D")


class Style(NamedTuple):
    """The signs by which a line is known."""

    colour: str
    dash: Any
    marker: str


def style(number: int) -> Style:
    """The signs of line `number` (from 0); after four lines the dashes are paired anew."""
    turn = number // len(PALETTE)
    dash, marker = (number + turn) % len(DASHES), (number + 2 * turn) % len(MARKERS)
    return Style(PALETTE[number % len(PALETTE)], DASHES[dash], MARKERS[marker])


def check_axes(ax: Any) -> None:
    """Raise HandnetError for what cannot be drawn on."""
    if not isinstance(ax, Axes):
        raise HandnetError(f"plot: found {ax!r} to draw on; give Axes, such as picture().ax")


def frame(ax: Axes) -> None:
    """White paper, axes left and below, dark letters, whatever theme is set."""
    check_axes(ax)
    ax.set_facecolor(PAPER)
    ax.grid(visible=False)
    ax.spines[["top", "right"]].set_visible(False)
    for spine in ax.spines.values():
        spine.set_color(QUIET)
    ax.tick_params(which="both", colors=INK, labelsize=SMALL)


def name_axes(ax: Axes, x: str, y: str) -> None:
    """What stands along the axes; already typeset."""
    ax.set_xlabel(x, fontsize=TEXT, color=INK)
    ax.set_ylabel(y, fontsize=TEXT, color=INK)


def tell(ax: Axes, words: str) -> str:
    """Store the words for a picture with its Axes; returns them."""
    words = visible(words)
    ax.set_label(words)
    return words


def typeset(formula: Formula) -> str:
    """A formula as Matplotlib sets it; as it is typed where Matplotlib's own TeX cannot."""
    latex = formula.latex.replace(r"\tfrac", r"\frac")
    return f"${latex}$" if _can_be_set(latex) else plain(formula.text)


@lru_cache(4096)
def _can_be_set(latex: str) -> bool:
    try:
        MathTextParser("path").parse(f"${latex}$")
    except ValueError:
        return False
    return True


def plain(text: object) -> str:
    """Words from people, none of whose signs begins a formula, cut where they are long."""
    words = visible(str(text))
    cut = words if len(words) <= LONGEST_WORDS else f"{words[: LONGEST_WORDS - 1]}\N{HORIZONTAL ELLIPSIS}"
    return cut.replace("$", r"\$")


def numeral(text: str) -> str:
    """A number as it stands in a picture, with a true minus sign and a short exponent."""
    mantissa, e, exponent = text.partition("e")
    return (mantissa + (f"e{int(exponent)}" if e else "")).replace("-", "\N{MINUS SIGN}")


def number(value: float, figures: int = 3) -> str:
    """A number in words and labels: so many significant figures, without idle zeros."""
    return f"{float(value) + 0.0:.{figures}g}"  # a negative zero is a zero


def limits(what: str, low: Any, high: Any) -> tuple[float, float]:
    """Two finite numbers, the lower first; raises HandnetError for others."""
    first, last = (
        read_number(each, f"{what}, {name}").value for name, each in (("low", low), ("high", high))
    )
    if not first < last:
        raise HandnetError(f"{what}: low is {first:g} and high {last:g}; low is the smaller one")
    return first, last


def listed(words: Iterable[str]) -> str:
    """Words in a sentence: a, b and c."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
