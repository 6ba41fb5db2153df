"""A network worked out from the textbook with 60 digits, each number with how far floats may be off.

    worked = worked_out(problem)       {quantity: Wide}: z, a, J, dJ/d…, changes and new parameters
    worked[q].value                    the true value, an mpmath number
    worked[q].off                      what rounding every operation once may add up to, to first order

Nothing of handnet's formulas, rules or values is used. True values come from forms that lose nothing
where a unit saturates: the complement of sigma(z) is sigma(-z), ln(sigma(z)) is -softplus(-z). The errors
are those of the lines as they are written by hand, 1 - a and all: so `off` over the value is the condition
of these lines times the rounding unit, and a quantity is well conditioned where that is small.
"""

from __future__ import annotations

from typing import Any

from mpmath import inf, mp, mpf
from wide import ONE, SMALLEST, TWO, ZERO, Wide, given, summed

from handnet import Problem
from handnet.quantity import Derivative, Quantity, Variable

DIGITS = 60
LOST = 4 * SMALLEST / mpf("1e-50")
"""What a power that is no normal float is off by, over the smallest sum of powers that is not shifted."""


# --- activations, with their slopes -------------------------------------------------------------------


def sigma(z: Any) -> Any:
    return 1 / (1 + mp.exp(-z)) if z > 0 else mp.exp(z) / (1 + mp.exp(z))


def softplus(z: Any) -> Any:
    return max(z, mpf(0)) + mp.log1p(mp.exp(-abs(z)))


def sech2(z: Any) -> Any:
    """1 - tanh(z)^2, where tanh(z) may be 1 to all digits."""
    return 4 * sigma(2 * z) * sigma(-2 * z)


def activated(name: str, z: Wide) -> tuple[Wide, Wide]:
    """a and da/dz, the slope written by hand with a where it is."""
    v = z.value
    near = abs(v) - min(z.off, abs(v))  # how near to 0, where a slope is largest, it may be
    match name:
        case "sigmoid":
            a = z.through(sigma(v), sigma(near) * sigma(-near))
            return a, (a * (ONE - a)).worth(sigma(v) * sigma(-v))
        case "tanh":
            a = z.through(mp.tanh(v), sech2(near))
            return a, (ONE - a * a).worth(sech2(v))
        case "bipolar_sigmoid":
            a = z.through(mp.tanh(v / 2), sech2(near / 2) / 2)
            return a, ((ONE - a * a) * Wide(mpf("0.5"))).worth(sech2(v / 2) / 2)
        case "arctan":
            return z.through(mp.atan(v), 1 / (1 + near**2)), ONE / (ONE + z * z)
        case "softplus":
            slope = z.through(sigma(v), sigma(near) * sigma(-near))
            return z.through(softplus(v), sigma(v + z.off)), slope
        case "relu" | "leaky_relu" | "step":
            low = {"relu": ZERO, "step": ZERO, "leaky_relu": Wide(mpf(0.01))}[name]
            jumps = z.off > 0 and abs(v) <= z.off
            if name == "step":
                return Wide(mpf(v > 0), mpf(1) if jumps else mpf(0)), ZERO
            return (z if v > 0 else z * low), Wide((ONE if v > 0 else low).value, mpf(1) if jumps else mpf(0))
        case "identity":
            return z, ONE
    raise ValueError(name)


def softmax(z: list[Wide]) -> list[Wide]:
    """The shares of the powers, the largest weighted sum subtracted first."""
    largest = max(each.value for each in z)
    top = next(each for each in z if each.value == largest)
    shifted = [each - top if each is not top else ZERO for each in z]
    powers = [s.through(mp.exp(s.value), mp.exp(s.value + s.off)) for s in shifted]
    whole = summed(powers)
    shares = [power / whole for power in powers]
    return [Wide(each.value, each.off + LOST) for each in shares]


# --- losses, with their slopes ------------------------------------------------------------------------


def logarithm(v: Wide, true: Any) -> Wide:
    """ln(v), whose true value is known."""
    if v.value == 0 or v.off >= abs(v.value):
        return Wide(true, inf)
    return Wide(true, v.off / (v.value - v.off)).rounded(2)


def share(name: str, a: Wide, y: Wide, logs: tuple[Any, Any]) -> tuple[Wide, Wide]:
    """One output's loss and its slope by a; `logs` are the true ln(a) and ln(1 - a)."""
    error = a - y
    match name:
        case "half_squared_error":
            return Wide(mpf("0.5")) * (error * error), error
        case "squared_error":
            return error * error, TWO * error
        case "cross_entropy" | "binary_cross_entropy":
            weights = [(y, a, mpf(-1), logs[0])]
            if name == "binary_cross_entropy":
                weights.append((ONE - y, ONE - a, mpf(1), logs[1]))
            loss, slope = ZERO, ZERO
            for weight, v, sign, true in weights:
                if weight.value != 0:
                    loss = loss - weight * logarithm(v, true)
                    slope = slope + Wide(sign) * (weight / v)
            return loss, slope
    raise ValueError(name)


# --- the whole network ----------------------------------------------------------------------------------


def worked_out(problem: Problem) -> dict[Quantity, Wide]:
    """Forward, backward and one update of a problem with one sample, a bias per unit or none, and a loss."""
    with mp.workdps(DIGITS):
        return _Textbook(problem).found


class _Textbook:
    def __init__(self, problem: Problem) -> None:
        self.problem, self.net = problem, problem.network
        self.found: dict[Quantity, Wide] = {q: given(number.text) for q, number in problem.values.items()}
        self.slopes: dict[tuple[int, int], Wide] = {}
        self.forward()
        self.backward()
        self.update()

    def layer(self, letter: str, layer: int | None) -> list[Wide]:
        """The numbers of a layer's units; layer 0 is the input."""
        letter, layer = ("x", None) if layer == 0 else (letter, layer)
        size = self.net.layers[0 if letter == "x" else -1 if layer is None else layer]
        return [self.found[Variable(letter, layer, (unit,))] for unit in range(1, size + 1)]

    def forward(self) -> None:
        for l in range(1, len(self.net.layers)):  # noqa: E741
            before = self.layer("a", l - 1)
            for j in range(1, self.net.layers[l] + 1):
                weights = [self.found[Variable("w", l, (j, k))] for k in range(1, len(before) + 1)]
                parts = [w * a for w, a in zip(weights, before, strict=True)]
                bias = self.found.get(Variable("b", l, (j,)))
                z = self.found[Variable("z", l, (j,))] = summed(parts + ([bias] if bias else []))
                name = self.net.activations[l - 1].name
                if name != "softmax":
                    self.found[Variable("a", l, (j,))], self.slopes[l, j] = activated(name, z)
            if self.net.activations[l - 1].name == "softmax":
                for j, a in enumerate(softmax(self.layer("z", l)), start=1):
                    self.found[Variable("a", l, (j,))] = a
        self.losses()

    def true_logs(self) -> list[tuple[Any, Any]]:
        """ln(a) and ln(1 - a) of the outputs, from the weighted sums."""
        last = len(self.net.layers) - 1
        z, name = [each.value for each in self.layer("z", last)], self.net.activations[-1].name
        if name == "sigmoid":
            return [(-softplus(-v), -softplus(v)) for v in z]
        if name == "softmax":
            top = max(z)
            powers = [mp.exp(v - top) for v in z]
            whole = mp.log(sum(powers))
            others = [sum(powers[:j] + powers[j + 1 :]) for j in range(len(z))]
            return [
                (v - top - whole, mp.log(rest) - whole if rest else -inf)
                for v, rest in zip(z, others, strict=True)
            ]
        return [(mp.log(a.value) if a.value > 0 else -inf, mpf("nan")) for a in self.layer("a", last)]

    def losses(self) -> None:
        last = len(self.net.layers) - 1
        outputs, targets, name = self.layer("a", last), self.layer("y", None), self.net.loss.name
        self.shares = [
            share(name, a, y, logs) for a, y, logs in zip(outputs, targets, self.true_logs(), strict=True)
        ]
        J = summed([loss for loss, _ in self.shares])
        self.scale = ONE
        if self.net.average == "outputs" and len(outputs) > 1:
            self.scale = ONE / Wide(mpf(len(outputs)))
            J = J / Wide(mpf(len(outputs)))
        if self.net.l2 is not None:
            squares = [w * w for q, w in self.found.items() if isinstance(q, Variable) and q.name == "w"]
            J = J + Wide(mpf("0.5")) * self.found[Variable("lambda")] * summed(squares)
        self.found[Variable("J")] = J

    def backward(self) -> None:
        J, last = Variable("J"), len(self.net.layers) - 1
        after = self.output_errors()
        for l in range(last, 0, -1):  # noqa: E741
            for j, error in enumerate(after, start=1):
                self.found[Derivative(J, Variable("z", l, (j,)))] = error
                for k, a in enumerate(self.layer("a", l - 1), start=1):
                    slope, w = error * a, Variable("w", l, (j, k))
                    if self.net.l2 is not None:
                        slope = slope + self.found[Variable("lambda")] * self.found[w]
                    self.found[Derivative(J, w)] = slope
                if Variable("b", l, (j,)) in self.found:
                    self.found[Derivative(J, Variable("b", l, (j,)))] = error
            if l > 1:
                after = [self.error_before(l, k, after) for k in range(1, self.net.layers[l - 1] + 1)]

    def output_errors(self) -> list[Wide]:
        """dJ/dz of the last layer: in short where activation and loss cancel."""
        last = len(self.net.layers) - 1
        outputs, targets = self.layer("a", last), self.layer("y", None)
        pair = self.net.activations[-1].name, self.net.loss.name
        if pair == ("sigmoid", "binary_cross_entropy"):
            return [self.scale * (a - y) for a, y in zip(outputs, targets, strict=True)]
        if pair == ("softmax", "cross_entropy"):
            whole = summed(targets)
            lost = (
                sum(y.value / a.value for a, y in zip(outputs, targets, strict=True) if y.value)
                * 2
                * SMALLEST
            )
            errors = [self.scale * (a * whole - y) for a, y in zip(outputs, targets, strict=True)]
            return [Wide(each.value, each.off + lost) for each in errors]  # a product of two outputs may be 0
        if pair[0] == "softmax":
            return [self.softmax_error(j) for j in range(len(outputs))]
        return [
            self.scale * slope * self.slopes[last, j] for j, (_, slope) in enumerate(self.shares, start=1)
        ]

    def softmax_error(self, j: int) -> Wide:
        """The sum over all outputs k of dJ/da_k a_k ([j = k] - a_j)."""
        outputs = self.layer("a", len(self.net.layers) - 1)
        parts = []
        for k, (a, (_, slope)) in enumerate(zip(outputs, self.shares, strict=True)):
            local = a * (ONE - a) if k == j else ZERO - a * outputs[j]
            parts.append(self.scale * slope * local)
        return summed(parts)

    def error_before(self, layer: int, k: int, after: list[Wide]) -> Wide:
        weights = [self.found[Variable("w", layer, (j, k))] for j in range(1, len(after) + 1)]
        reached = summed([error * w for error, w in zip(after, weights, strict=True)])
        return reached * self.slopes[layer - 1, k]

    def update(self) -> None:
        J, eta = Variable("J"), self.found[Variable("eta")]
        for q, value in list(self.found.items()):
            if isinstance(q, Variable) and q.name in ("w", "b"):
                self.found[q.at(1)] = value - eta * self.found[Derivative(J, q)]
