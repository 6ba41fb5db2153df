"""A crosswalk: the quantities of one network in the letters of several books, side by side.

    Network([2, 2, 1]).crosswalk()                          every notation
    Network([2, 2, 1]).crosswalk("nielsen", "mazur")        these two, and mine: a Notation

A small network is shown whole; of a large one the first and the last quantity of each kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .arrays import expand
from .notation import Notation, notation, notations
from .notation.spelling import Spelling
from .quantity import Derivative, Quantity, Variable
from .shown import Shown

if TYPE_CHECKING:
    from .forward import ForwardPass
    from .render.page import Block

MOST_ROWS = 40
"""A network with more quantities than this is shown by the first and last of each kind."""


@dataclass(frozen=True, repr=False)
class Crosswalk(Shown):
    """The spellings of some quantities of one network in several notations."""

    quantities: tuple[Quantity, ...]
    spellings: tuple[Spelling, ...]

    def __repr__(self) -> str:
        names = ", ".join(each.notation.name for each in self.spellings)
        return f"<Crosswalk of {len(self.quantities)} quantities: {names}>"

    def _page(self) -> list[Block]:
        from .render.formulas import symbol
        from .render.page import Facts, Table, Words

        header = ("address", *(each.notation.name for each in self.spellings))
        rows: list[tuple[Words, ...]] = [
            (str(quantity), *(symbol(quantity, each) for each in self.spellings))
            for quantity in self.quantities
        ]
        titles = [(each.notation.name, each.notation.title) for each in self.spellings]
        return [Table(header, rows), Facts("", titles, typeset_only=True)]


def crosswalk(
    source: ForwardPass, chosen: Sequence[str | Notation], quantities: Iterable[str] = ()
) -> Crosswalk:
    """The crosswalk of a network; without notations chosen, of all there are."""
    each = [notation(name) for name in chosen] or list(notations().values())
    wanted = [quantity for address in quantities for quantity in expand(source, address)]
    return Crosswalk(tuple(wanted or _rows(source)), tuple(Spelling(one, source) for one in each))


def _rows(source: ForwardPass) -> list[Quantity]:
    """What a reader looks up: given, forward, backward, update."""
    definitions = source.definitions()
    parameters = source.parameters()
    deltas = [z.named("delta") for z in definitions.of if z.name == "z"] if definitions.total else []
    every: list[Variable] = [*definitions.given, *definitions.of, *deltas]
    if len(every) > MOST_ROWS:
        every = _ends(every)
    every.sort(key=lambda variable: _ORDER.index(variable.name))
    rows: list[Quantity] = list(every)
    if definitions.total and parameters:
        w = parameters[0]
        rows += [Variable("eta"), Derivative(definitions.total, w), w.at(1)]
    return rows


_ORDER = ("x", "y", "lambda", "w", "b", "theta", "z", "m", "s", "a", "R", "J", "delta")


def _ends(variables: Sequence[Variable]) -> list[Variable]:
    """The first and the last variable of each kind in each layer."""
    kinds: dict[tuple[str, int | None], list[Variable]] = {}
    for variable in variables:
        kinds.setdefault((variable.name, variable.layer), []).append(variable)
    return [each for some in kinds.values() for each in dict.fromkeys((some[0], some[-1]))]
