"""Where a rule is writing, and what stands there.

A mistake sees the right formula and a `Place`: the quantity on the left, the rule, the definition that
is differentiated or written, and the calculation it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ..functions import Activation, Loss
from ..quantity import Derivative, Quantity, Variable
from ..rules import Definition, Rule
from ..terms import Apply, Negative, Product, Sum, Term, parts_of, quantities, replace

if TYPE_CHECKING:
    from ..graph import Source
    from ..network import Network


class Place(NamedTuple):
    """Where a rule is writing: the quantity on the left, and the definition it differentiates."""

    quantity: Quantity
    rule: Rule
    definition: Definition | None
    source: Source

    @property
    def by(self) -> Variable | None:
        """What is differentiated by, on a backward line."""
        return self.quantity.by if isinstance(self.quantity, Derivative) else None

    @property
    def of(self) -> Variable | None:
        """What is differentiated, on a backward line."""
        return self.quantity.of if isinstance(self.quantity, Derivative) else None

    @property
    def activation(self) -> Activation | None:
        """The activation behind the definition."""
        function = self.definition.function if self.definition else None
        return function if isinstance(function, Activation) else None

    @property
    def loss(self) -> Loss | None:
        """The loss behind the definition."""
        function = self.definition.function if self.definition else None
        return function if isinstance(function, Loss) else None

    @property
    def network(self) -> Network | None:
        """The network, if this is the calculation of one."""
        return getattr(self.source, "network", None)

    def width(self, layer: int) -> int:
        """How many units a layer has, layer 0 being the inputs; 0 where there is no such layer."""
        layers = self.network.layers if self.network else ()
        return layers[layer] if 0 <= layer < len(layers) else 0

    def neighbours(self, variable: Variable, layer: int) -> Iterator[Variable]:
        """The same quantity at the other units of this layer."""
        units = range(1, self.width(layer) + 1)
        return (variable._replace(place=(unit,)) for unit in units if (unit,) != variable.place)

    def other_samples(self, variable: Variable) -> list[Variable]:
        """The same quantity of the other samples."""
        samples = getattr(self.source, "sample_numbers", ())
        if variable.sample is None:
            return []
        return [variable._replace(sample=sample) for sample in samples if sample != variable.sample]


Ways: TypeAlias = Term | tuple[Term, ...] | Iterator[Term]
Change = Callable[[Term, Place], Ways]
"""From the right formula and the place to what the mistake writes there.

A plain tuple lists several ways to make it, for `Mistake.choice`; where there are very many, an iterator writes
each when it is chosen. The right formula, unchanged, says that it cannot be made there.
"""


def exchanged(term: Term, instead: Mapping[Quantity, Term]) -> Term:
    """The formula with some quantities replaced; the formula itself if it has none of them."""
    if not any(quantity in instead for quantity in quantities(term)):
        return term
    return replace(term, lambda quantity: instead.get(quantity, quantity))


def rewritten(term: Term, change: Callable[[Term], Term]) -> Term:
    """The formula with `change` made of every part of it, inner parts first."""
    parts = parts_of(term)
    if parts:
        new = tuple(rewritten(part, change) for part in parts)
        if any(one is not other for one, other in zip(new, parts, strict=True)):
            term = _with_parts(term, new)
    return change(term)


def _with_parts(term: Term, parts: tuple[Term, ...]) -> Term:
    match term:
        case Sum() | Product():
            return type(term)(parts)
        case Apply(function, _):
            return Apply(function, parts)
        case Negative():
            return Negative(parts[0])
    return type(term)(*parts)  # type: ignore[arg-type]
