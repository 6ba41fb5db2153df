"""What a calculation is of: a network worked forward, or a graph written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from ..convention import Convention
from ..errors import HandnetError
from ..forward import ForwardPass
from ..graph import Graph, Source
from ..network import MOST_SAMPLES, Network
from ..quantity import Quantity, Variable, parse_address
from ..render.text import formula_text
from .entries import Entries, refuse, text_in
from .own import activation_in, function_form, loss_in
from .terms import number_form, number_in, term_form, term_in

MOST_FACTORS = 100_000
"""Weights times samples of the largest calculation that is kept; the forward pass is written anew to read it."""
_NETWORK = (
    "kind", "layers", "activations", "loss", "reduction", "average", "l2", "biases", "frozen", "updates",
    "momentum", "convention", "samples", "unit_targets", "shifted", "input_names", "sample_names",
)  # fmt: skip
_GRAPH = ("kind", "title", "formulas")


def source_form(source: Source) -> dict[str, Any]:
    """The network or graph; raises HandnetError for what is neither."""
    if isinstance(source, ForwardPass):
        return _network_form(source)
    if isinstance(source, Graph):
        return _graph_form(source)
    raise HandnetError(f"JSON: a calculation of {type(source).__name__} cannot be kept")


def source_in(entries: Entries) -> Source:
    """The network or graph of a file."""
    kind = entries.choice("kind", ("network", "graph"))
    entries.only(*(_NETWORK if kind == "network" else _GRAPH))
    return _network_in(entries) if kind == "network" else _graph_in(entries)


# --- a network -----------------------------------------------------------------------------------------


def _network_form(source: ForwardPass) -> dict[str, Any]:
    network, convention = source.network, source.network.convention
    _check_size(network.layers, source.samples, "JSON")
    return {
        "kind": "network",
        "layers": list(network.layers),
        "activations": [function_form(each) for each in network.activations],
        "loss": function_form(network.loss) if network.loss else "none",
        "reduction": network.reduction,
        "average": network.average,
        "l2": None if network.l2 is None else number_form(network.l2),
        "biases": list(network.biases),
        "frozen": sorted(map(str, network.frozen)),
        "updates": network.updates,
        "momentum": None if network.momentum is None else number_form(network.momentum),
        "convention": {
            "error_sign": convention.error_sign,
            "gradient_factor": convention.gradient_factor,
            "mean_in": convention.mean_in,
        },
        "samples": source.samples,
        "unit_targets": sorted(source.unit_targets),
        "shifted": source.shifted,
        "input_names": list(source.input_names),
        "sample_names": list(source.sample_names),
    }


def _network_in(entries: Entries) -> ForwardPass:
    layers, samples = entries.members("layers"), entries.whole("samples", least=1)
    _check_size([each for each in layers if type(each) is int], samples, entries.where)
    activations = [activation_in(each, entries.at("activations")) for each in entries.members("activations")]
    loss = loss_in(entries.any("loss"), entries.at("loss"))
    words = {name: entries.text(name) for name in ("reduction", "average", "updates")}
    numbers = {name: _number(entries, name) for name in ("l2", "momentum")}
    biases, frozen = entries.texts("biases"), entries.texts("frozen")
    convention = _convention_in(entries.entries("convention"))
    try:
        network = Network(
            layers, activations, loss, bias=biases, frozen=frozen, convention=convention, **words
        )
    except HandnetError as error:
        refuse(entries.where, str(error)[:300])
    network.l2, network.momentum = numbers["l2"], numbers["momentum"]
    source = ForwardPass(network, samples, _unit_targets(entries, samples), entries.flag("shifted"))
    source.input_names = _names(entries, "input_names", network.layers[0])
    source.sample_names = _names(entries, "sample_names", samples)
    return source


def _check_size(layers: Sequence[int], samples: int, where: str) -> None:
    weights = sum(before * here for before, here in pairwise(layers))
    if samples > MOST_SAMPLES or weights * samples > MOST_FACTORS:
        refuse(where, f"weights times samples are more than {MOST_FACTORS}; that many are not kept")


def _number(entries: Entries, name: str) -> Any:
    return entries.optional(name, lambda each: number_in(entries.text(each), entries.at(each)))


def _convention_in(entries: Entries) -> Convention:
    entries.only("error_sign", "gradient_factor", "mean_in")
    sign, factor = entries.whole("error_sign", least=-1), entries.text("gradient_factor")
    number_in(factor, entries.at("gradient_factor"))
    try:
        return Convention(sign, factor, entries.text("mean_in"))
    except HandnetError as error:
        refuse(entries.where, str(error))


def _unit_targets(entries: Entries, samples: int) -> frozenset[int]:
    numbers = entries.members("unit_targets")
    for each in numbers:
        if type(each) is not int or not 1 <= each <= samples:
            refuse(entries.at("unit_targets"), f"these are numbers of samples, from 1 to {samples}")
    return frozenset(numbers)


def _names(entries: Entries, name: str, count: int) -> tuple[str, ...]:
    names: tuple[str, ...] = tuple(entries.texts(name))
    if len(names) not in (0, count):
        refuse(entries.at(name), f"{len(names)} names for {count}; give all, or none")
    return names


# --- a graph -------------------------------------------------------------------------------------------


def _graph_form(graph: Graph) -> dict[str, Any]:
    formulas = [
        {
            "quantity": str(each.quantity),
            "formula": formula_text(each.formula),
            "term": term_form(each.formula),
        }
        for each in graph.definitions().of.values()
    ]
    return {"kind": "graph", "title": graph.title, "formulas": formulas}


def _graph_in(entries: Entries) -> Graph:
    formulas = {}
    for each in entries.objects("formulas"):
        each.only("quantity", "formula", "term")
        name, text = each.text("quantity"), each.text("formula")
        formula = term_in(each.any("term"), _any_variable, each.at("term"))
        if name in formulas:
            refuse(each.where, f"{name[:40]} is worked out twice")
        if formula_text(formula) != text:
            refuse(each.where, "the formula and its tree are not the same")
        formulas[name] = formula
    try:
        graph = Graph(formulas, entries.text("title"))
    except HandnetError as error:
        refuse(entries.where, str(error)[:300])
    return graph


def _any_variable(address: str, where: str) -> Quantity:
    quantity = address_in(address, where)
    if not isinstance(quantity, Variable):
        refuse(where, f"{address} is a derivative; the formulas of a graph have none")
    return quantity


def address_in(address: Any, where: str) -> Quantity:
    """A quantity from its address, which must be written as handnet writes it."""
    text = text_in(address, where)
    try:
        quantity = parse_address(text)
    except HandnetError as error:
        refuse(where, str(error))
    if str(quantity) != text:
        refuse(where, f"found {text[:60]!r}; it is written {quantity}")
    return quantity
