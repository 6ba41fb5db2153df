"""Which parts the picture of a network has, and to which of them a quantity belongs.

u1.2     unit 2 of layer 1; layer 0 are the inputs        y1   the target of output 1
e1.2.1   the edge of layer 1 to unit 2 from unit 1        b1.2   a bias        J   the loss
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..escape import visible
from ..forward import ForwardPass
from ..quantity import Derivative, Quantity, Variable

if TYPE_CHECKING:
    from ..problem import Problem

Numbered = Callable[[Quantity], "int | None"]


def picture(problem: Problem, source: ForwardPass, number: Numbered) -> dict[str, Any]:
    """The numbers of the quantities that stand in the picture, by where they stand."""
    sizes, layers = problem.network.layers, range(1, len(problem.network.layers))
    samples = source.sample_numbers

    def units(name: str, index: int | None, size: int, sample: int | None) -> list[int | None]:
        return [number(Variable(name, index, (j,), sample)) for j in range(1, size + 1)]

    def layered(name: str, sample: int | None) -> list[list[int | None]]:
        return [units(name, layer, sizes[layer], sample) for layer in layers]

    loss = problem.network.loss is not None
    has_bias = any(kind != "none" for kind in problem.network.biases)
    return {
        "layers": list(sizes),
        "a": [[units("x", None, sizes[0], each), *layered("a", each)] for each in samples],
        "z": [[[], *layered("z", each)] for each in samples],
        "y": [units("y", None, sizes[-1], each) if loss else [] for each in samples],
        "w": [
            [[number(each) for each in source.weights(layer, j)] for j in range(1, sizes[layer] + 1)]
            for layer in layers
        ],
        "b": [
            [number(source.bias(layer, j)) if kind != "none" else None for j in range(1, sizes[layer] + 1)]
            for layer, kind in zip(layers, problem.network.biases, strict=True)
        ]
        if has_bias
        else [],
        "loss": number(Variable("J")) if loss else None,
        "names": {
            "inputs": list(map(visible, problem.input_names)),
            "samples": list(map(visible, problem.sample_names)),
        },
    }


def place(quantity: Quantity) -> str | None:
    """The part of the picture to which a quantity belongs; None for what stands in no part."""
    if isinstance(quantity, Derivative):
        of, by = quantity
        if by.name == "a" and of.name == "z":  # how much of a unit's value comes along an edge
            return f"e{of.layer}.{of.place[0]}.{by.place[0]}"
        return place(by)
    name = quantity.name.removeprefix("change_").removeprefix("velocity_")
    layer, at = quantity.layer, quantity.place
    match name:
        case "w":
            return f"e{layer}.{at[0]}.{at[1]}"
        case "b" | "theta":
            return f"b{layer}.{at[0] if at else 1}"
        case "z" | "a" | "delta":
            return f"u{layer}.{at[0]}"
        case "x":
            return f"u0.{at[0]}"
        case "y":
            return f"y{at[0]}"
        case "J" | "R":
            return "J"
    return None
