"""The functions a formula may contain: their values on plain floats, and on NumPy arrays.

Each value is right to a few units in the last place wherever the true value is finite: none
overflows on the way, and none loses relative accuracy for large negative arguments. How each is
differentiated stands in `calculus`; activations and losses, made from these, in `functions`.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any, NamedTuple

LEAKY_SLOPE = 0.01
ANY_NUMBER = -1


class Elementary(NamedTuple):
    """A function of real numbers by name, with its value for floats and for NumPy arrays.

    `array` receives the NumPy module, so that nothing here imports it; whoever calls it ignores NumPy's
    warnings. An arity of ANY_NUMBER takes one argument or more.
    """

    value: Callable[..., float]
    array: Callable[..., Any]
    arity: int = 1


def sigma(z: float) -> float:
    """1 / (1 + e^-z), without overflow, with full relative accuracy for negative z."""
    return 1.0 / (1.0 + math.exp(-z)) if z > -708.0 else math.exp(z)


def sigma_of_array(np: Any, z: Any) -> Any:
    """The same for an array; e^z, which costs as much again, is taken only where e^-z was too large."""
    a = 1.0 / (1.0 + np.exp(-z))
    return a if np.count_nonzero(a) == a.size else np.where(z > -708.0, a, np.exp(np.minimum(z, 0.0)))


def exp(z: float) -> float:
    """e^z, infinite where it is too large for a float."""
    try:
        return math.exp(z)
    except OverflowError:
        return float("inf")


def ln(v: float) -> float:
    """The natural logarithm; -infinity at 0, NaN below."""
    return math.log(v) if v > 0 else float("-inf") if v == 0 else float("nan")


def weighted_ln(weight: float, v: float) -> float:
    """weight * ln(v), and 0 where the weight is 0, as in the cross-entropy."""
    return weight * ln(v) if weight != 0 else 0.0


def weighted_inverse(weight: float, v: float) -> float:
    """weight / v, and 0 where the weight is 0, as in the slope of the cross-entropy."""
    if weight == 0 or v != 0:
        return weight / v if weight != 0 else 0.0
    return math.copysign(float("inf"), weight)


def softplus(z: float) -> float:
    """ln(1 + e^z), without overflow."""
    return max(z, 0.0) + math.log1p(math.exp(-abs(z)))


def bipolar(z: float) -> float:
    """2 / (1 + e^-z) - 1, which is tanh(z/2)."""
    return math.tanh(z / 2)


def step(z: float) -> float:
    """1 for z > 0, otherwise 0."""
    return 1.0 if z > 0 else 0.0 if z == z else z


def relu(z: float) -> float:
    """z for z > 0, otherwise 0."""
    return z if z > 0 else 0.0 if z == z else z


def leaky_relu(z: float) -> float:
    """z for z > 0, otherwise 0.01 z."""
    return z if z > 0 else LEAKY_SLOPE * z


def leaky_step(z: float) -> float:
    """The slope of the leaky ReLU: 1 for z > 0, otherwise 0.01."""
    return 1.0 if z > 0 else LEAKY_SLOPE


def sqrt(v: float) -> float:
    """The square root; NaN below 0."""
    return math.sqrt(v) if v >= 0 else float("nan")


def _trigonometric(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda z: function(z) if math.isfinite(z) else float("nan")


ELEMENTARY: dict[str, Elementary] = {
    "sigma": Elementary(sigma, sigma_of_array),
    "tanh": Elementary(math.tanh, lambda np, z: np.tanh(z)),
    "relu": Elementary(relu, lambda np, z: np.maximum(z, 0.0)),
    "leaky_relu": Elementary(leaky_relu, lambda np, z: np.where(z > 0, z, LEAKY_SLOPE * z)),
    "step": Elementary(step, lambda np, z: np.heaviside(z, 0.0)),
    "leaky_step": Elementary(leaky_step, lambda np, z: np.where(z > 0, 1.0, LEAKY_SLOPE)),
    "arctan": Elementary(math.atan, lambda np, z: np.arctan(z)),
    "softplus": Elementary(softplus, lambda np, z: np.logaddexp(0.0, z)),
    "bipolar": Elementary(bipolar, lambda np, z: np.tanh(z / 2)),
    "exp": Elementary(exp, lambda np, z: np.exp(z)),
    "ln": Elementary(ln, lambda np, v: np.log(v)),
    "weighted_ln": Elementary(
        weighted_ln,
        lambda np, w, v: np.where(w == 0, 0.0, w * np.log(np.where(w == 0, 1.0, v))),
        arity=2,
    ),
    "weighted_inverse": Elementary(
        weighted_inverse,
        lambda np, w, v: np.where(w == 0, 0.0, np.divide(w, np.where(w == 0, 1.0, v))),
        arity=2,
    ),
    "max": Elementary(lambda *v: max(v), lambda np, *v: functools.reduce(np.maximum, v), arity=ANY_NUMBER),
    "sqrt": Elementary(sqrt, lambda np, v: np.sqrt(v)),
    "sin": Elementary(_trigonometric(math.sin), lambda np, z: np.sin(z)),
    "cos": Elementary(_trigonometric(math.cos), lambda np, z: np.cos(z)),
}

FUNCTION_NAMES = {"sigmoid": "sigma", "log": "ln", "atan": "arctan", "exponential": "exp"} | {
    name: name for name in ELEMENTARY if not name.startswith("weighted")
}
"""What people type for each function."""
