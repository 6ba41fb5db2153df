"""Mistakes people make: each changes what one rule writes.

A mistake is a row: a stable code, a title, which rules it changes and how, and the sentence that
helps. The same row writes the wrong numbers of an article, of a published example and of a
student's sheet, because every right-hand side passes through it on the way to the page.

    solution = problem.solve(mistakes=["slope-of-activation", "step-added"])
    solution = problem.solve(mistakes=[mistake("slope-of-activation").at(layer=2)])

    mistake    what a mistake is, and a teacher's own;  own: the formulas of such a one
    place      what a mistake sees of the line it changes
    sums, edges, losses, slopes, paths, counting, samples, penalties, updates, arrays    the rows

The rows of each kind are listed in the order in which they are worked: forward, loss, back, update.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import HandnetError, suggestion
from . import arrays, counting, edges, losses, paths, penalties, samples, slopes, sums, updates
from .mistake import Mistake, error_term_of, layer_of
from .place import Change, Place

__all__ = [
    "ARRAY_MISTAKES",
    "FAMILIAR",
    "IN_ARRAYS",
    "MISTAKES",
    "Change",
    "Mistake",
    "Place",
    "error_term_of",
    "layer_of",
    "mistake",
    "mistakes",
]

_FAMILIAR = (
    "slope-of-activation",
    "inner-minus-lost",
    "step-added",
    "mean-lost",
    "updated-weight-used",
    "gradient-propagated",
    "input-factor-missing",
)
_ROOMS = (sums, losses, penalties, counting, samples, slopes, paths, edges, updates)

MISTAKES: dict[str, Mistake] = {entry.code: entry for room in _ROOMS for entry in room.TABLE}
"""The known mistakes that can be made one unit at a time, by code."""
FAMILIAR: dict[str, Mistake] = {code: MISTAKES[code] for code in _FAMILIAR}
"""Those that the articles and the published examples make; a panel offers these."""
ARRAY_MISTAKES: dict[str, Mistake] = {entry.code: entry for entry in arrays.TABLE}
"""Slips with whole arrays: where their shapes do not fit, the neuron view refuses them in one line."""
IN_ARRAYS = frozenset({*FAMILIAR, *ARRAY_MISTAKES})
"""The codes of mistakes that the matrix view can make as well: the same change of a whole array."""


def mistake(code: str | Mistake) -> Mistake:
    """The mistake with this code; raises HandnetError with the nearest codes."""
    if isinstance(code, Mistake):
        return refuse_known(code)
    known = MISTAKES | ARRAY_MISTAKES
    if not isinstance(code, str) or code not in known:
        raise HandnetError(f"unknown mistake {code!r}; {suggestion(str(code), known)}")
    return known[code]


def mistakes(codes: Iterable[str | Mistake]) -> tuple[Mistake, ...]:
    """The mistakes with these codes, in this order."""
    if isinstance(codes, str) or not isinstance(codes, Iterable):
        raise HandnetError(f"mistakes is a list of codes: write [{codes!r}]")
    return tuple(mistake(code) for code in codes)


def refuse_known(own: Mistake) -> Mistake:
    """The mistake itself; raises for one of a person's own that has the code of a known one."""
    known = MISTAKES.get(own.code) or ARRAY_MISTAKES.get(own.code)
    if known is not None and own.changes is not known.changes:
        raise HandnetError(
            f"{own.code!r} is a known mistake, with changes of its own; give yours another code"
        )
    return own
