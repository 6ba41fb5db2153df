"""Whole arrays by address: W1, b1, X, Y, Z1, A1, delta1, dJ/dW1, W1+.

Weights are to x from, whatever a book prints. X, Y, Z1, A1 and delta1 have one row per sample;
with one sample they are vectors.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .errors import HandnetError
from .forward import ForwardPass
from .given import is_number, members_of
from .graph import Source
from .quantity import Derivative, Quantity, Variable, parse_address

Members = list[Any]  # quantities, or lists of them

_LETTERS = {"W": "w", "B": "b", "Theta": "theta", "X": "x", "Y": "y", "Z": "z", "A": "a", "Delta": "delta"}


def members(source: Source, address: str | Quantity) -> Members | None:
    """The quantities of the array with this address, nested as the array is; None for no array."""
    quantity = parse_address(address) if isinstance(address, str) else address
    if not isinstance(source, ForwardPass) or not isinstance(quantity, Variable | Derivative):
        return None
    if isinstance(quantity, Derivative):
        inner = _variables(source, quantity.by)
        return None if inner is None else _each(inner, lambda by: source.find(Derivative(quantity.of, by)))
    return _variables(source, quantity)


def expand(source: Source, address: str | Quantity) -> list[Quantity]:
    """The quantity with this address, or the members of the array with it, row by row."""
    nested = members(source, address)
    return [source.find(address)] if nested is None else flat(nested)


def flat(nested: Members) -> list[Any]:
    """The members of a nested list in one list."""
    found: list[Any] = []
    for each in nested:
        found += flat(each) if isinstance(each, list) else [each]
    return found


def shape(nested: Members) -> tuple[int, ...]:
    """The lengths of a nested list, outermost first."""
    return (len(nested), *(shape(nested[0]) if isinstance(nested[0], list) else ()))


def paired(where: str, nested: Members | Quantity, given: Any) -> Iterator[tuple[Quantity, Any]]:
    """Each quantity of an array with the number in its place; raises HandnetError for another shape."""
    if not isinstance(nested, list):
        if not is_number(given):
            raise HandnetError(f"{where}: found {given!r}; give one number")
        yield nested, given
        return
    each = [] if is_number(given) else members_of(given)
    if len(each) != len(nested):
        found = "one number" if is_number(given) else f"{len(each)} rows or numbers"
        raise HandnetError(f"{where}: {found}, but the array has the shape {shape(nested)}, to x from")
    for inner, number in zip(nested, each, strict=True):
        yield from paired(where, inner, number)


def _each(nested: Members, change: Any) -> Members:
    return [_each(each, change) if isinstance(each, list) else change(each) for each in nested]


def _variables(source: ForwardPass, variable: Variable) -> Members | None:
    network, name = source.network, _LETTERS.get(variable.name, variable.name)
    layer, time = variable.layer, variable.time
    if variable.place or (variable.name in ("w", "x", "y", "z", "a")):
        return None
    kind = network.biases[layer - 1] if layer and layer < len(network.layers) else ""
    if name in ("w", "b", "theta"):
        if variable.sample is not None or not kind:
            return None
        units = range(1, network.layers[layer or 1] + 1)
        if name == "w":
            return [list(source.weights(layer or 1, unit, time)) for unit in units]
        if (name == "b" and kind == "unit") or (name == "theta" and kind == "threshold"):
            return [source.bias(layer or 1, unit, time) for unit in units]
        return None
    if name not in ("x", "y", "z", "a", "delta"):
        return None
    if name in ("x", "y") and layer is None:
        width, time = network.layers[0 if name == "x" else -1], 0
    elif name in ("z", "a", "delta") and kind:
        width = network.layers[layer or 1]
    else:
        return None
    samples = source.sample_numbers if variable.sample is None else (variable.sample,)
    rows = [
        [source.canonical(Variable(name, layer, (unit,), sample, time)) for unit in range(1, width + 1)]
        for sample in samples
    ]
    return rows if len(rows) > 1 else rows[0]
