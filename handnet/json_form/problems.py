"""The problem behind a solution, put together again from its network, its numbers and its title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..arrays import Members, members
from ..errors import HandnetError
from ..forward import ForwardPass
from ..graph import Source
from ..names import ETA
from ..problem import Problem
from ..quantity import Quantity
from ..terms import Number
from .entries import Entries, refuse

_PROBLEM = ("title", "ask")


def problem_in(entries: Entries, source: Source, given: Mapping[Quantity, Number]) -> Problem:
    """The problem whose numbers are those given."""
    entries.only(*_PROBLEM)
    if not isinstance(source, ForwardPass):
        refuse(entries.where, "only a network has a problem; it is null for a graph")
    title, ask = entries.text("title"), [_ask(each) for each in entries.objects("ask")]
    try:
        problem = _problem(source, given, title, ask)
    except (HandnetError, KeyError) as error:
        missing = isinstance(error, KeyError)
        refuse(entries.where, f"no number is given for {error.args[0]}" if missing else str(error)[:300])
    if problem.values != given:
        refuse(entries.where, "the numbers given are not those of the network and nothing else")
    return problem


def _ask(entries: Entries) -> dict[str, Any]:
    entries.only("quantity", "points", "digits")
    return {name: entries.any(name) for name in ("quantity", "points", "digits")}


def _problem(
    source: ForwardPass, given: Mapping[Quantity, Number], title: str, ask: Iterable[Any]
) -> Problem:
    def texts(nested: Members) -> list[Any]:
        return [texts(each) if isinstance(each, list) else given[each].text for each in nested]

    def array(name: str) -> list[Any]:
        return texts(members(source, name) or [])

    network = source.network
    layers = range(1, len(network.layers))
    has_targets = any(getattr(each, "name", "") == "y" for each in given)
    return Problem(
        network,
        array("X"),
        array("Y") if network.loss or has_targets else None,
        [array(f"W{layer}") for layer in layers],
        [_biases(source, layer, given) for layer in layers] if set(network.biases) != {"none"} else None,
        given[ETA].text if ETA in given else None,
        title=title,
        input_names=source.input_names,
        sample_names=source.sample_names,
        ask=ask,
    )


def _biases(source: ForwardPass, layer: int, given: Mapping[Quantity, Number]) -> list[str]:
    kind, units = source.network.biases[layer - 1], source.network.layers[layer]
    if kind == "none":
        return []
    count = 1 if kind == "shared" else units
    return [given[source.bias(layer, unit)].text for unit in range(1, count + 1)]
