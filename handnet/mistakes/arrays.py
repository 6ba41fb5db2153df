"""Slips with whole arrays, which their shapes give away unless layers happen to be equally large."""

from __future__ import annotations

from ..errors import HandnetError, counted
from ..quantity import Derivative, Variable
from ..rules import Rule
from ..terms import Product, Term, total
from .mistake import Mistake, of_kind
from .place import Place


def _earlier_weights(right: Term, place: Place) -> Term:
    """The last layer's error passed back through the weights before it: W1^T dA2 in the place of dA2."""
    quantity, definition = place.quantity, place.definition
    if not isinstance(quantity, Derivative) or definition is None or quantity.by.name != "z":
        return right
    network, a, z = getattr(place.source, "network", None), definition.quantity, quantity.by
    if network is None or a == quantity.of or z.layer != len(network.layers) - 1 or z.layer == 1:
        return right
    w, slope = Variable("w", z.layer - 1, (), None, z.time), Derivative(a, z)
    if not z.place:  # whole arrays, whose shapes the matrix view shows
        from ..matrix_view.language import matrix_product, transposed

        return Product((matrix_product(transposed(w), Derivative(quantity.of, a)), slope))
    before, through, here = network.layers[z.layer - 2 : z.layer + 1]
    if through != here or before not in (here, 1):
        raise HandnetError(
            f"earlier-weights-before-slope: the weights of layer {w.layer}, transposed, are {before}x{through}; "
            f"they cannot stand before the errors of {counted(here, 'output')}; view='matrix' shows the shapes"
        )
    column = a.place[0] if before > 1 else 1  # a single row is used again for each output
    errors = [a._replace(place=(unit,)) for unit in range(1, here + 1)]
    products = [Product((w._replace(place=(*e.place, column)), Derivative(quantity.of, e))) for e in errors]
    return Product((total(*products), slope))


TABLE = of_kind(
    "whole arrays",
    Mistake(
        "earlier-weights-before-slope",
        "the last layer's error was multiplied by the weights of the layer before",
        {Rule.PATH: _earlier_weights},
        "Which weights lie between the outputs and the loss?",
        "Between the last activations and the loss lie no weights: dZ = dA times the slope, entry by entry. "
        "A layer's weights, transposed, lead back from it to the layer before, so they come one line later. "
        "The shapes give the slip away, unless the layers happen to be equally large.",
    ),
)
