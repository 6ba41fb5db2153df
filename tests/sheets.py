"""Sheets drawn at random: networks of two or three layers with short numbers, kept as text.

`Sheet.problem()` states one to handnet; the rest is for those who work it by hand, with numbers as
decimals. Units, inputs and samples count from 0 here, from 1 in addresses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

from handnet import Network, Problem

Texts = list[list[str]]
SIZES = ((2, 2, 1), (2, 2, 2), (3, 2, 2), (2, 3, 2, 1))
BIASES = ("unit", "unit", "shared", "none", "threshold")
LAST = {
    "half_squared_error": ("sigmoid", "sigmoid", "tanh", "relu", "identity"),
    "squared_error": ("sigmoid", "tanh", "identity"),
    "binary_cross_entropy": ("sigmoid",),
    "cross_entropy": ("softmax",),
}
"""The activations of the last layer that go with a loss."""
HIDDEN = ("sigmoid", "sigmoid", "tanh", "relu", "identity")


@dataclass
class Sheet:
    """The numbers of a homework sheet, as text; `weights[l-1][j][k]`, `biases[l-1][j]`."""

    sizes: tuple[int, ...]
    activations: list[str]
    loss: str
    bias_kind: str
    mean: bool
    inputs: Texts
    targets: Texts
    weights: list[Texts]
    biases: Texts | None
    rate: str

    def __post_init__(self) -> None:
        self.x = [_decimals(row) for row in self.inputs]
        self.y = [_decimals(row) for row in self.targets]
        self.w = {layer: [_decimals(row) for row in rows] for layer, rows in enumerate(self.weights, 1)}
        self.b = {layer: _decimals(row) for layer, row in enumerate(self.biases or [], 1)}
        self.eta = Decimal(self.rate)
        self.samples = range(len(self.inputs))
        self.layers = range(1, len(self.sizes))

    def problem(self, **options: Any) -> Problem:
        """The same sheet as handnet has it; `options` are further ones of the network."""
        net = Network(
            list(self.sizes),
            self.activations,
            self.loss,
            bias=self.bias_kind,
            reduction="mean" if self.mean else "sum",
            **options,
        )
        return Problem(net, self.inputs, self.targets, self.weights, self.biases, self.rate)

    def units(self, layer: int) -> range:
        """The units of a layer; layer 0 are the inputs."""
        return range(self.sizes[layer])

    def activation(self, layer: int) -> str:
        """The name of a layer's activation."""
        return self.activations[layer - 1]

    def bias(self, layer: int, j: int) -> Decimal | None:
        """What is added to the weighted sum of a unit."""
        if self.bias_kind == "none":
            return None
        bias = self.b[layer][0 if self.bias_kind == "shared" else j]
        return -bias if self.bias_kind == "threshold" else bias

    def at(self, name: str, sample: int, j: int) -> str:
        """The address of a unit's quantity in one sample."""
        mark = f"({sample + 1})" if len(self.samples) > 1 else ""
        return f"{name}[{j + 1}]{mark}"

    def bias_addresses(self, layer: int) -> Iterator[tuple[str, list[int]]]:
        """Each bias of a layer, and the units that have it."""
        units = list(self.units(layer))
        if self.bias_kind == "shared":
            yield f"b{layer}", units
        elif self.bias_kind != "none":
            name = "theta" if self.bias_kind == "threshold" else "b"
            yield from ((f"{name}{layer}[{j + 1}]", [j]) for j in units)

    def parameters(self) -> Iterator[tuple[str, Decimal]]:
        """Every weight and bias with its number."""
        for layer in self.layers:
            for j, row in enumerate(self.w[layer], 1):
                yield from ((f"w{layer}[{j},{k}]", w) for k, w in enumerate(row, 1))
            for address, units in self.bias_addresses(layer):
                yield address, self.b[layer][units[0] if self.bias_kind != "shared" else 0]


def _decimals(row: list[str]) -> list[Decimal]:
    return [Decimal(text) for text in row]


def drawn_sheet(chance: Random) -> Sheet:
    """A sheet with numbers of one or two digits."""
    sizes = chance.choice(SIZES)
    loss = chance.choice([each for each in LAST if each != "cross_entropy" or sizes[-1] > 1])
    activations = [chance.choice(HIDDEN) for _ in sizes[2:]] + [chance.choice(LAST[loss])]
    count = chance.choice((1, 1, 2, 3))
    kind = chance.choice(BIASES)

    def rows(numbers: int, size: int) -> Texts:
        return [[_number(chance) for _ in range(size)] for _ in range(numbers)]

    return Sheet(
        sizes,
        activations,
        loss,
        kind,
        count > 1 and chance.random() < 0.5,
        rows(count, sizes[0]),
        [_targets(chance, activations[-1], loss, sizes[-1]) for _ in range(count)],
        [rows(here, before) for before, here in pairwise(sizes)],
        None if kind == "none" else [rows(1, 1 if kind == "shared" else size)[0] for size in sizes[1:]],
        chance.choice(("0.1", "0.5", "0.05", "1", "0.01")),
    )


def _number(chance: Random) -> str:
    sign = chance.choice((-1, 1, 1))
    if chance.random() < 0.6:
        return str(sign * Decimal(chance.randint(1, 99)) / 100)
    return str(sign * Decimal(chance.randint(1, 20)) / 10)


def _targets(chance: Random, activation: str, loss: str, size: int) -> list[str]:
    if loss == "cross_entropy":
        hot = chance.randrange(size)
        return ["1" if unit == hot else "0" for unit in range(size)]
    choices = {"sigmoid": ("0", "1", "0.01", "0.99", "0.5", "0.3"), "tanh": ("-1", "1", "0.5", "0")}
    return [chance.choice(choices.get(activation, ("1", "0.5", "-0.5", "2", "0"))) for _ in range(size)]
