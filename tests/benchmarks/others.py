"""How NumPy by hand, PyTorch, JAX and micrograd work out losses and gradients, as their users write it.

Each function takes the numbers of a sigmoid network with half the squared error and gives a
`Candidate`, whose numbers come layer by layer: weights row by row, then biases.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from benchmarks.rows import Candidate


class Drawn(NamedTuple):
    """Inputs, targets, and for each layer weights (to x from) and biases; with a first axis for many sets."""

    x: Any
    y: Any
    weights: list[Any]
    biases: list[Any]


def in_order(weights: Sequence[Any], biases: Sequence[Any], sets: int = 1) -> Any:
    """All numbers of a set in one row: the weights of a layer, then its biases; flat for one set."""
    parts = [
        np.asarray(each).reshape(sets, -1) for pair in zip(weights, biases, strict=True) for each in pair
    ]
    rows = np.concatenate(parts, axis=1)
    return rows if sets > 1 else rows[0]


# --- NumPy --------------------------------------------------------------------------------------------


def loss_and_gradients(x: Any, y: Any, weights: list[Any], biases: list[Any]) -> tuple[Any, list[Any]]:
    """Backpropagation with matrices, as one writes it; gradients from the last layer back."""
    activations = [x]
    for weight, bias in zip(weights, biases, strict=True):
        activations.append(1 / (1 + np.exp(-(weight @ activations[-1] + bias))))
    out = activations[-1]
    loss = 0.5 * np.sum((out - y) ** 2)
    delta = (out - y) * out * (1 - out)
    gradients = []
    for layer in range(len(weights) - 1, -1, -1):
        gradients.append((np.outer(delta, activations[layer]), delta))
        if layer:
            a = activations[layer]
            delta = (weights[layer].T @ delta) * a * (1 - a)
    return loss, gradients


def by_hand(drawn: Drawn) -> Candidate:
    """Loss and all gradients."""
    return Candidate(
        lambda: loss_and_gradients(*drawn),
        lambda found: [float(found[0]), *in_order(*zip(*reversed(found[1]), strict=True))],
    )


def by_hand_training(drawn: Drawn, updates: int, rate: float) -> Candidate:
    """Gradient descent; the loss is not needed and not worked out."""
    x, y, first_weights, first_biases = drawn

    def run() -> tuple[list[Any], list[Any]]:
        weights = [each.copy() for each in first_weights]
        biases = [each.copy() for each in first_biases]
        for _ in range(updates):
            activations = [x]
            for weight, bias in zip(weights, biases, strict=True):
                activations.append(1 / (1 + np.exp(-(weight @ activations[-1] + bias))))
            out = activations[-1]
            delta = (out - y) * out * (1 - out)
            for layer in range(len(weights) - 1, -1, -1):
                slopes, here = np.outer(delta, activations[layer]), delta
                if layer:
                    a = activations[layer]
                    delta = (weights[layer].T @ delta) * a * (1 - a)
                weights[layer] -= rate * slopes
                biases[layer] -= rate * here
        return weights, biases

    return Candidate(run, lambda found: in_order(*found))


# --- PyTorch ------------------------------------------------------------------------------------------


def _torch(drawn: Drawn) -> tuple[Any, Any, list[Any], Callable[..., Any]]:
    """The module, y, the parameters in order (weights, biases, weights, …) and the loss of them."""
    import torch

    torch.set_num_threads(1)
    x, y = torch.from_numpy(drawn.x), torch.from_numpy(drawn.y)
    pairs = zip(drawn.weights, drawn.biases, strict=True)
    parameters = [torch.from_numpy(each.copy()) for pair in pairs for each in pair]

    def loss(*parameters: Any) -> Any:
        a = x
        for weight, bias in zip(parameters[::2], parameters[1::2], strict=True):
            a = torch.sigmoid(weight @ a + bias)
        return 0.5 * ((a - y) ** 2).sum()

    return torch, y, parameters, loss


def torch_eager(drawn: Drawn) -> Candidate:
    """Loss and all gradients by autograd."""
    torch, _, parameters, loss = _torch(drawn)
    for each in parameters:
        each.requires_grad_()

    def run() -> tuple[Any, Any]:
        found = loss(*parameters)
        return found, torch.autograd.grad(found, parameters)

    return Candidate(run, lambda found: [found[0].item(), *in_order(found[1][::2], found[1][1::2])])


def torch_vmap(drawn: Drawn) -> Candidate:
    """Loss and all gradients for many sets of parameters."""
    torch, _, parameters, loss = _torch(drawn)
    sets, every = len(parameters[0]), tuple(range(len(parameters)))
    together = torch.func.vmap(torch.func.grad_and_value(loss, argnums=every))

    def numbers(found: Any) -> Any:
        slopes, losses = found
        return np.column_stack([losses, in_order(slopes[::2], slopes[1::2], sets)]).ravel()

    return Candidate(lambda: together(*parameters), numbers)


def torch_training(drawn: Drawn, updates: int, rate: float) -> Candidate:
    """Gradient descent with the optimizer that PyTorch has for it."""
    torch, _, first, loss = _torch(drawn)

    def run() -> list[Any]:
        parameters = [each.clone().requires_grad_() for each in first]
        optimizer = torch.optim.SGD(parameters, lr=rate)
        for _ in range(updates):
            optimizer.zero_grad()
            loss(*parameters).backward()
            optimizer.step()
        return [each.detach() for each in parameters]

    return Candidate(run, lambda found: in_order(found[::2], found[1::2]))


# --- JAX ----------------------------------------------------------------------------------------------


def _jax(drawn: Drawn) -> tuple[Any, list[Any], Callable[..., Any]]:
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    jax.config.update("jax_cpu_enable_async_dispatch", False)  # on one core a second thread only waits
    x, y = jnp.asarray(drawn.x), jnp.asarray(drawn.y)
    pairs = [
        (jnp.asarray(weight), jnp.asarray(bias))
        for weight, bias in zip(drawn.weights, drawn.biases, strict=True)
    ]

    def loss(pairs: list[Any]) -> Any:
        a = x
        for weight, bias in pairs:
            a = jax.nn.sigmoid(weight @ a + bias)
        return 0.5 * jnp.sum((a - y) ** 2)

    return jax, pairs, loss


def jax_jit(drawn: Drawn) -> Candidate:
    """Loss and all gradients, compiled beforehand."""
    jax, pairs, loss = _jax(drawn)
    compiled = jax.jit(jax.value_and_grad(loss))
    return Candidate(
        lambda: jax.block_until_ready(compiled(pairs)),
        lambda found: [float(found[0]), *in_order(*zip(*found[1], strict=True))],
    )


def jax_vmap(drawn: Drawn) -> Candidate:
    """Loss and all gradients for many sets of parameters, compiled beforehand."""
    jax, pairs, loss = _jax(drawn)
    compiled, sets = jax.jit(jax.vmap(jax.value_and_grad(loss))), len(pairs[0][0])

    def numbers(found: Any) -> Any:
        return np.column_stack([found[0], in_order(*zip(*found[1], strict=True), sets)]).ravel()

    return Candidate(lambda: jax.block_until_ready(compiled(pairs)), numbers)


# --- micrograd ----------------------------------------------------------------------------------------


def micrograd_training(drawn: Drawn, updates: int, rate: float) -> Candidate:
    """Gradient descent with a `Value` for every number; the sigmoid is one more operation, made as its own are."""
    from micrograd.engine import Value

    def sigmoid(z: Any) -> Any:
        a = Value(1 / (1 + math.exp(-z.data)), (z,), "sigmoid")

        def backward() -> None:
            z.grad += a.data * (1 - a.data) * a.grad

        a._backward = backward
        return a

    def run() -> tuple[list[Any], list[Any]]:
        weights = [[[Value(each) for each in row] for row in rows.tolist()] for rows in drawn.weights]
        biases = [[Value(each) for each in row.tolist()] for row in drawn.biases]
        every = [each for rows in weights for row in rows for each in row]
        every += [each for row in biases for each in row]
        x, y = drawn.x.tolist(), drawn.y.tolist()
        for _ in range(updates):
            a = x
            for rows, row in zip(weights, biases, strict=True):
                a = [
                    sigmoid(sum((w * v for w, v in zip(into, a, strict=True)), b))
                    for into, b in zip(rows, row, strict=True)
                ]
            loss = sum((out - target) ** 2 for out, target in zip(a, y, strict=True)) * 0.5
            for each in every:
                each.grad = 0
            loss.backward()
            for each in every:
                each.data -= rate * each.grad
        return [[[w.data for w in row] for row in rows] for rows in weights], [
            [b.data for b in row] for row in biases
        ]

    return Candidate(run, lambda found: in_order(*found))
