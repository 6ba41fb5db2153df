"""A layer of ReLU units in plain NumPy, as Rohan & Lenny #1 sets one up, with its mistakes mended.

    layers = [ReLULayer(3, 4, seed=1), ReLULayer(4, 2, seed=2)]
    out = x                              forward, layer by layer
    for layer in layers: out = layer.forward(out)
    grad = out - y                       dJ/d out for half the squared error
    for layer in reversed(layers): grad = layer.backward(grad)
    for layer in layers: layer.update(0.1)

It works on one sample, a vector. `W[k, j]` leads from input k to unit j (inputs x units, where the
rest of handnet has units x inputs); with a bias, each vector that comes in has a 1 at its end and
`W` a last row. The mistakes of the printed code can be put in by name, `bugs=("A-6",)`; what each
does is run and shown by `relu_bugs`. This module needs NumPy from the start.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from ...errors import HandnetError, counted

Array: TypeAlias = NDArray[np.float64]


class ReLULayer:
    """Units with z = in_act W and a = max(0, z); the slope at 0 is 0.

    First weights are drawn as He and others (2015) do: normal, of
    variance 2 / size_in; biases are 0.
    """

    def __init__(
        self,
        size_in: int,
        size_out: int,
        *,
        bias: bool = True,
        seed: int | None = None,
        bugs: Iterable[str] = (),
    ) -> None:
        for size in (size_in, size_out):
            if type(size) is not int or size < 1:
                raise HandnetError(f"ReLULayer: found {size!r} for a size; it is a whole number from 1 on")
        put_in(self, bugs)
        self.bias = bias
        self.start(size_in, size_out, np.random.default_rng(seed))

    def start(self, size_in: int, size_out: int, random: Generator) -> None:
        """Keep the sizes and draw the first weights."""
        self.size_in, self.size_out = size_in, size_out
        spread = np.sqrt(2 / size_in)
        self.W: Array = random.normal(0.0, spread, (size_in, size_out))
        if self.bias:
            self.W = np.vstack([self.W, np.zeros(size_out)])

    def forward(self, in_act: Any) -> Array:
        """The activations, from those of the layer before."""
        in_act = vector(in_act, self.size_in, "forward")
        self.in_act = self.with_one(in_act) if self.bias else in_act
        self.out_act: Array = np.maximum(self.in_act @ self.W, 0.0)
        return self.out_act

    def with_one(self, in_act: Array) -> Array:
        """What comes in, with a 1 at its end for the bias."""
        return np.append(in_act, 1.0)

    def backward(self, out_grad: Any) -> Array:
        """dJ/d in_act from dJ/d out_act; dJ/dW is kept."""
        cost_by_output = self.received(out_grad)
        self.dW = self.by_weights(cost_by_output)
        return self.passed_back(cost_by_output)

    def received(self, out_grad: Any) -> Array:
        """dJ/d out_act: one number for each unit."""
        return vector(out_grad, self.size_out, "backward")

    def off(self) -> NDArray[np.bool_]:
        """The units whose slope is 0: the maximum has set them to 0."""
        return self.out_act <= 0

    def by_weights(self, cost_by_output: Array) -> Array:
        """dJ/dW: the input times dJ/dz, 0 where the unit is off."""
        cost_by_sum = np.where(self.off(), 0.0, cost_by_output)
        return np.outer(self.in_act, cost_by_sum)

    def outputs_by_inputs(self) -> Array:
        """d out_act / d in_act: the weights, 0 into what is off."""
        slopes = self.W.copy()
        slopes[:, self.off()] = 0.0
        return slopes

    def passed_back(self, cost_by_output: Array) -> Array:
        """dJ/d in_act for the layer before, without the bias."""
        by_input: Array = self.outputs_by_inputs() @ cost_by_output
        return by_input[:-1] if self.bias else by_input

    def update(self, alpha: float) -> None:
        """One step of gradient descent."""
        self.W = self.W - alpha * self.dW


def vector(given: Any, size: int, where: str) -> Array:
    """One sample as an array; raises HandnetError for another shape, and for what is no number."""
    try:
        array = np.asarray(given, dtype=float)
    except (TypeError, ValueError):
        raise HandnetError(
            f"{where}: not all are numbers; this layer takes {counted(size, 'number')}"
        ) from None
    if array.shape != (size,):
        raise HandnetError(
            f"{where}: found an array of shape {array.shape}; this layer takes one vector of "
            f"{counted(size, 'number')}"
        )
    return array


def put_in(layer: ReLULayer, bugs: Iterable[str]) -> None:
    """Replace methods of one layer by those with these bugs; raises HandnetError for an unknown name."""
    from .relu_bugs import methods_of

    for name, method in methods_of(bugs).items():
        setattr(layer, name, method.__get__(layer))
