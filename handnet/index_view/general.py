"""The small language of general terms: quantities at a layer l and units j, k that are left open.

    At("w", l.plus(1), ("k", "j"))      the weight to unit k of layer l+1 from unit j of layer l
    Applied("f", s, slope=True)         f'(s)
    Bracket("k", "j")                   [k = j]: 1 if they are the same unit, otherwise 0
    Partial(of, by)                     the derivative of a quantity, or of a whole term
    Over("k", l, body)                  the sum over all units k of layer l
    Written(term, holes)                an ordinary formula with general terms in it

Kinds are named as in addresses (z, a, w, b, theta, delta, y, x, J, R, lambda). All arithmetic is
that of `terms`: `written(times, p, q)` lifts any maker of terms, so that the slopes of activations
and losses are written by their own entries. Readers: text and LaTeX in `letters`, SymPy in
`by_sympy`, and the line for units with numbers in `instance`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from ..quantity import Quantity, Variable
from ..terms import Number, Term, replace, times


class Layer(NamedTuple):
    """A layer that is left open, l, or the last one, L; or one that stands some places after it."""

    letter: str
    shift: int = 0

    def plus(self, more: int) -> Layer:
        """The layer that many places further on."""
        return Layer(self.letter, self.shift + more)

    def __str__(self) -> str:
        return self.letter + (f"{self.shift:+d}" if self.shift else "")


@dataclass(frozen=True, slots=True)
class At:
    """A quantity of some kind at a layer and at units that are left open."""

    kind: str
    layer: Layer | None = None
    place: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """An activation function, or its slope, at a weighted sum; `own` where each layer has its own."""

    name: str
    of: At
    slope: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Bracket:
    """[left = right]: 1 for the same unit, otherwise 0. Books call it the Kronecker delta."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Partial:
    """The derivative of a quantity, or of a whole term, by a quantity.

    `stands_for` is the term behind a quantity, for SymPy to differentiate.
    """

    of: General
    by: At
    stands_for: General | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Over:
    """The sum of `body` over all units `index` of a layer."""

    index: str
    layer: Layer
    body: General


@dataclass(frozen=True, slots=True)
class Written:
    """An ordinary formula, in which the variable with layer n stands for `holes[n]`."""

    term: Term
    holes: tuple[General, ...]

    def fill(self, read: Callable[[General], Term]) -> Term:
        """The formula with something else in the place of each general term in it."""
        return replace(self.term, lambda hole: read(self.hole(hole)))

    def hole(self, quantity: Quantity) -> General:
        """The general term that a variable in the formula stands for."""
        return self.holes[_number(quantity)]


General: TypeAlias = At | Applied | Bracket | Partial | Over | Written


def written(write: Callable[..., Term], *parts: General | Number) -> Written:
    """What `write` makes of the parts: `written(loss.slope, a, y)`; formulas among them are spliced in."""
    holes: list[General] = []
    terms: list[Term] = []
    for part in parts:
        if isinstance(part, Number):
            terms.append(part)
            continue
        own = part if isinstance(part, Written) else Written(_hole(0), (part,))
        first = len(holes)
        holes += own.holes
        terms.append(replace(own.term, lambda hole, first=first: _hole(_number(hole) + first)))  # type: ignore[misc]
    return Written(write(*terms), tuple(holes))


def product(*factors: General | Number) -> Written:
    """The factors multiplied, as a person leaves out 1 and puts numbers first."""
    return written(times, *factors)


def _hole(number: int) -> Variable:
    """The variable that keeps the place of a general term in a formula."""
    return Variable("hole", number)


def _number(hole: Quantity) -> int:
    assert isinstance(hole, Variable)
    return hole.layer or 0
