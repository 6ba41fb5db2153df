"""The whole loss of a problem, written from the textbook once more, and its derivatives.

Nothing of handnet's formulas, definitions or rules is used here: only the network's sizes and
names, and the texts of the numbers that a problem states. Two witnesses, written apart:

    loss, gradient             plain loops over units, with mpmath; central differences
    loss_expression, by_sympy  one SymPy expression, differentiated by SymPy

`train_by_hand` is gradient descent as a plain loop over these differences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import mpmath
import sympy
from mpmath import mp

from handnet import Problem
from handnet.quantity import Variable

DIGITS = 50
Numbers = Mapping[Variable, Any]


# --- the parameters -----------------------------------------------------------------------------


def parameters(problem: Problem) -> list[Variable]:
    """Every weight, bias and threshold of the network."""
    net, found = problem.network, []
    for l in range(1, len(net.layers)):  # noqa: E741
        to, from_, kind = net.layers[l], net.layers[l - 1], net.biases[l - 1]
        found += [Variable("w", l, (j, k)) for j in range(1, to + 1) for k in range(1, from_ + 1)]
        if kind == "shared":
            found.append(Variable("b", l))
        elif kind != "none":
            found += [Variable("theta" if kind == "threshold" else "b", l, (j,)) for j in range(1, to + 1)]
    return found


def numbers_of(problem: Problem, digits: int = DIGITS) -> dict[Variable, Any]:
    """The stated numbers, read from their texts."""
    with mp.workdps(digits):
        return {q: _number(number.text) for q, number in problem.values.items()}


def _number(text: str) -> Any:
    exact = Fraction(text)
    return mp.mpf(exact.numerator) / mp.mpf(exact.denominator)


def factor(problem: Problem) -> Any:
    """What the convention multiplies every derivative of the loss by."""
    return _number(problem.network.convention.gradient_factor)


# --- with mpmath, unit by unit ----------------------------------------------------------------------


def activated(name: str, z: Any, fn: Any = mp) -> Any:
    """The textbook's activation of one weighted sum, for the numbers of `fn` (mpmath.mp or .fp)."""
    match name:
        case "sigmoid":
            return 1 / (1 + fn.exp(-z))
        case "tanh":
            return (fn.exp(z) - fn.exp(-z)) / (fn.exp(z) + fn.exp(-z))
        case "relu":
            return z if z > 0 else z * 0
        case "leaky_relu":
            return z if z > 0 else z / 100
        case "arctan":
            return fn.atan(z)
        case "softplus":
            return fn.log(1 + fn.exp(z))
        case "bipolar_sigmoid":
            return 2 / (1 + fn.exp(-z)) - 1
        case "identity":
            return z
        case "step":
            return z * 0 + (1 if z > 0 else 0)
    raise ValueError(name)


def outputs(
    problem: Problem, numbers: Numbers, i: int, fn: Any = mp, trace: list[Any] | None = None
) -> list[Any]:
    """The outputs for sample i; `trace` receives (layer, activation, z) of every unit.

    What `numbers` has for a weighted sum or an activation is added to it.
    """
    net = problem.network
    sample = i if problem.samples > 1 else None
    a = [numbers[Variable("x", None, (k,), sample)] for k in range(1, net.layers[0] + 1)]
    for l in range(1, len(net.layers)):  # noqa: E741
        z = []
        for j in range(1, net.layers[l] + 1):
            summed = fn.mpf(0)
            for k in range(1, net.layers[l - 1] + 1):
                summed += numbers[Variable("w", l, (j, k))] * a[k - 1]
            match net.biases[l - 1]:
                case "unit":
                    summed += numbers[Variable("b", l, (j,))]
                case "shared":
                    summed += numbers[Variable("b", l)]
                case "threshold":
                    summed -= numbers[Variable("theta", l, (j,))]
            summed += numbers.get(Variable("z", l, (j,), sample), 0)  # moved a little, to see what follows
            z.append(summed)
        name = net.activations[l - 1].name
        if trace is not None:
            trace += [(l, name, each) for each in z]
        if name == "softmax":
            powers = [fn.exp(each) for each in z]
            a = [power / sum(powers) for power in powers]
        else:
            a = [activated(name, each, fn) for each in z]
        a = [each + numbers.get(Variable("a", l, (j,), sample), 0) for j, each in enumerate(a, start=1)]
    return a


def sample_loss(problem: Problem, numbers: Numbers, i: int) -> Any:
    """The loss of sample i alone, without penalty."""
    net = problem.network
    sample = i if problem.samples > 1 else None
    summed = mp.mpf(0)
    for j, a in enumerate(outputs(problem, numbers, i), start=1):
        y = numbers[Variable("y", None, (j,), sample)]
        match net.loss.name:
            case "half_squared_error":
                summed += (a - y) ** 2 / 2
            case "squared_error":
                summed += (a - y) ** 2
            case "binary_cross_entropy":
                summed -= (y * mp.log(a) if y != 0 else 0) + ((1 - y) * mp.log(1 - a) if y != 1 else 0)
            case "cross_entropy":
                summed -= y * mp.log(a) if y != 0 else 0
            case _:
                raise ValueError(net.loss.name)
    return summed / net.layers[-1] if net.average == "outputs" else summed


def penalty(problem: Problem, numbers: Numbers) -> Any:
    """Lambda/2 times the sum of all squared weights, without biases; 0 without l2."""
    if problem.network.l2 is None:
        return mp.mpf(0)
    weights = [numbers[q] for q in parameters(problem) if q.name == "w"]
    return numbers[Variable("lambda")] / 2 * sum(w**2 for w in weights)


def loss(problem: Problem, numbers: Numbers, only: int | None = None) -> Any:
    """The whole loss; with `only`, what one-by-one updates make smaller: one sample's, and the penalty."""
    if only is not None:
        return sample_loss(problem, numbers, only) + penalty(problem, numbers)
    summed = sum(sample_loss(problem, numbers, i) for i in range(1, problem.samples + 1))
    if problem.network.reduction == "mean":
        summed /= problem.samples
    return summed + penalty(problem, numbers)


def slope(function: Any, numbers: Numbers, by: Variable, digits: int = DIGITS) -> Any:
    """The central difference of function(numbers) by one of them, right to some 2/3 of the digits.

    `by` may also be a weighted sum or an activation, which is then moved from where it is.
    """
    with mp.workdps(digits):
        h, here = mp.mpf(10) ** (-digits // 3), numbers.get(by, 0)
        return (function({**numbers, by: here + h}) - function({**numbers, by: here - h})) / (2 * h)


def gradient(
    problem: Problem,
    by: Iterable[Variable] | None = None,
    numbers: Numbers | None = None,
    only: int | None = None,
    digits: int = DIGITS,
) -> dict[Variable, Any]:
    """The derivative of the loss by every parameter (or by `by`), times the convention's factor."""
    numbers = numbers_of(problem, digits) if numbers is None else numbers
    times = factor(problem)
    return {
        each: times * slope(lambda moved: loss(problem, moved, only), numbers, each, digits)
        for each in (parameters(problem) if by is None else by)
    }


def train_by_hand(problem: Problem, updates: int) -> list[dict[Variable, Any]]:
    """The numbers after 0, 1, 2, … updates: V := mu V - eta g, w := w + V, one sample in turn or all."""
    net, numbers = problem.network, numbers_of(problem)
    moved = [q for q in parameters(problem) if q not in net.frozen]
    eta, mu = numbers[Variable("eta")], numbers.get(Variable("mu"), mp.mpf(0))
    velocity, history = dict.fromkeys(moved, mp.mpf(0)), [numbers]
    for t in range(updates):
        only = t % problem.samples + 1 if net.updates == "each" else None
        slopes = gradient(problem, moved, numbers, only)
        velocity = {q: mu * velocity[q] - eta * slopes[q] for q in moved}
        numbers = {**numbers, **{q: numbers[q] + velocity[q] for q in moved}}
        history.append(numbers)
    return history


# --- with SymPy, layer by layer ----------------------------------------------------------------------


class _Ramp(sympy.Function):
    """z for z > 0, otherwise slope * z, for SymPy to differentiate by its own chain rule."""

    @classmethod
    def eval(cls, z: Any, low: Any) -> Any:
        if z.is_number:
            return z if z > 0 else low * z

    def fdiff(self, argindex: int = 1) -> Any:
        z, low = self.args
        return sympy.Piecewise((1, z > 0), (low, True))


def _of_layer(name: str, z: list[Any]) -> list[Any]:
    """The textbook's activation of all weighted sums of a layer."""
    if name == "softmax":
        powers = [sympy.exp(s) for s in z]
        return [power / sympy.Add(*powers) for power in powers]
    functions = {
        "sigmoid": lambda s: 1 / (1 + sympy.exp(-s)),
        "tanh": sympy.tanh,
        "relu": lambda s: _Ramp(s, sympy.S.Zero),
        "leaky_relu": lambda s: _Ramp(s, sympy.Rational(1, 100)),
        "arctan": sympy.atan,
        "softplus": lambda s: sympy.log(1 + sympy.exp(s)),
        "bipolar_sigmoid": lambda s: 2 / (1 + sympy.exp(-s)) - 1,
        "identity": lambda s: s,
    }
    return [functions[name](s) for s in z]


SHARES = {
    "half_squared_error": lambda a, y: (a - y) ** 2 / 2,
    "squared_error": lambda a, y: (a - y) ** 2,
    "binary_cross_entropy": lambda a, y: -y * sympy.log(a) - (1 - y) * sympy.log(1 - a),
    "cross_entropy": lambda a, y: -y * sympy.log(a),
}


def loss_expression(problem: Problem, symbols: Mapping[Variable, sympy.Symbol]) -> sympy.Expr:
    """The whole loss as one SymPy expression in the symbols, all other numbers put in."""
    net = problem.network
    stated = {q: sympy.Float(sympy.Rational(number.text), DIGITS) for q, number in problem.values.items()}
    stated |= symbols
    by_layer: dict[int, dict[tuple[int, ...], Any]] = {}
    biases: dict[int, dict[tuple[int, ...], Any]] = {}
    for q in parameters(problem):
        kind = by_layer if q.name == "w" else biases
        kind.setdefault(q.layer, {})[q.place] = -stated[q] if q.name == "theta" else stated[q]
    whole = []
    for i in range(problem.samples):
        sample = i + 1 if problem.samples > 1 else None
        flow = [stated[q] for q in stated if q.name == "x" and q.sample == sample]
        for layer, name in enumerate(net.activations, start=1):
            weights, bias = by_layer[layer], biases.get(layer, {})
            units = range(1, net.layers[layer] + 1)
            parts = [[weights[j, k] * a for k, a in enumerate(flow, start=1)] for j in units]
            flow = _of_layer(
                name.name,
                [sympy.Add(*part, bias.get((j,), bias.get((), 0))) for j, part in enumerate(parts, start=1)],
            )
        targets = [stated[q] for q in stated if q.name == "y" and q.sample == sample]
        whole += [SHARES[net.loss.name](a, y) for a, y in zip(flow, targets, strict=True)]
    divisor = (len(flow) if net.average == "outputs" else 1) * (
        problem.samples if net.reduction == "mean" else 1
    )
    lambda_ = stated.get(Variable("lambda"), 0)
    squares = [w**2 for weights in by_layer.values() for w in weights.values()]
    return sympy.Add(*whole) / divisor + lambda_ * sympy.Add(*squares) / 2


def by_sympy(problem: Problem, by: Variable) -> Any:
    """SymPy's own derivative of the whole loss by one parameter, at the stated numbers."""
    t = sympy.Symbol("t", real=True)
    slope = sympy.diff(loss_expression(problem, {by: t}), t)
    ramp = {"_Ramp": lambda z, low: z if z > 0 else low * z}
    function = sympy.lambdify(t, slope, modules=[ramp, "mpmath"], cse=True)
    with mp.workdps(DIGITS):
        return factor(problem) * function(_number(problem.values[by].text))


def close(ours: float, theirs: Any, scale: float, tolerance: float) -> bool:
    """Whether two values are at most tolerance * scale apart; with scale 0 they are both 0."""
    return bool(mpmath.isfinite(ours) and abs(mp.mpf(ours) - theirs) <= tolerance * mp.mpf(scale))
