"""A network worked with NumPy, samples as rows, in pieces that a test can replace by wrong ones.

    worked(problem)                                     every number that a sheet asks for, by address
    worked(problem, slope=lambda s, l: s.a[l])          the same with another slope of the activations
    gives_the_wrong_numbers(code, choice, options, pieces, style)      the test of one mistake

Nothing here reads handnet's formulas: only the numbers that the problem states.
"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

import handnet as hn

X, Y = np.array([[0.1, 0.2], [0.3, -0.4], [0.5, 0.6]]), np.array([[0.1, 0.9], [0.4, 0.6], [0.7, 0.3]])
W1, W2 = np.array([[0.15, 0.2], [0.25, -0.3], [0.4, 0.1]]), np.array([[0.4, 0.45, -0.5], [0.6, -0.2, 0.3]])
B1, B2 = np.array([0.35, -0.1, 0.2]), np.array([0.6, 0.1])
ETA, MU, LAMBDA = 0.5, 0.9, 0.25


def sigma(z):
    return 1 / (1 + np.exp(-z))


FUNCTIONS = {
    "sigmoid": (sigma, lambda z, a: a * (1 - a)),
    "tanh": (np.tanh, lambda z, a: 1 - a**2),
    "bipolar_sigmoid": (lambda z: 2 * sigma(z) - 1, lambda z, a: (1 - a**2) / 2),
    "arctan": (np.arctan, lambda z, a: 1 / (1 + z**2)),
    "identity": (lambda z: z, lambda z, a: np.ones_like(z)),
    "softmax": (lambda z: np.exp(z) / np.exp(z).sum(1, keepdims=True), None),
}
LOSSES = {
    "half_squared_error": (lambda a, y: (a - y) ** 2 / 2, lambda a, y: a - y),
    "squared_error": (lambda a, y: (a - y) ** 2, lambda a, y: 2 * (a - y)),
    "binary_cross_entropy": (
        lambda a, y: -(y * np.log(a) + (1 - y) * np.log(1 - a)),
        lambda a, y: (1 - y) / (1 - a) - y / a,
    ),
    "cross_entropy": (lambda a, y: -y * np.log(a), lambda a, y: -y / a),
}


def problem(activation="sigmoid", loss="squared_error", bias="unit", samples=3, **options) -> hn.Problem:
    network = hn.Network([2, 3, 2], activation, loss, bias=bias, **{"reduction": "mean", **options})
    biases = {"shared": [[0.35], [0.6]], "none": None}.get(bias, [B1, B2])
    return hn.Problem(
        network, x=X[:samples], y=Y[:samples], weights=[W1, W2], biases=biases, learning_rate=ETA
    )


def outer(across, along):
    """The sum over the samples of the products of two rows each."""
    return sum(np.outer(one, other) for one, other in zip(across, along, strict=True))


def jacobian(a):
    """da_k/dz_j of one softmax row."""
    return np.diag(a) - np.outer(a, a)


class Pieces:
    """What each line does when it is right; `s` is the sheet so far."""

    @staticmethod
    def total(s):
        return s.shares.sum() * s.over_samples * s.over_outputs + s.penalty

    sums = staticmethod(lambda s, layer, inputs: inputs @ s.w[layer].T + s.sign * s.b[layer])
    activation = staticmethod(lambda s, layer: s.functions[layer][0](s.z[layer]))
    share = staticmethod(lambda s: s.loss[0](s.a[2], s.y))
    penalty = staticmethod(lambda s: s.l2 / 2 * ((s.w[1] ** 2).sum() + (s.w[2] ** 2).sum()))
    counted = staticmethod(lambda s: s.over_samples * s.over_outputs)
    loss_slope = staticmethod(lambda s: s.loss[1](s.a[2], s.y))
    slope = staticmethod(lambda s, layer: s.functions[layer][1](s.z[layer], s.a[layer]))
    softmax = staticmethod(jacobian)
    before = staticmethod(lambda s, da, slope: da * slope)
    back = staticmethod(lambda s, dz: dz @ s.w[2])
    along = staticmethod(lambda s, layer: s.inputs[layer])
    weights = staticmethod(lambda s, layer, dz, along: outer(dz, along) + s.shrink * s.w[layer])
    biases = staticmethod(lambda s, layer, dz: s.sign * (dz.sum() if s.shared else dz.sum(0)))
    step = staticmethod(lambda s, old, slope: old - ETA * slope)


def worked(given: hn.Problem, **wrong):
    """J, the gradients and the new parameters, with some pieces replaced; `x` and `y` may be, too."""
    network = given.network
    samples = given.samples
    pieces = {name: piece for name, piece in vars(Pieces).items() if not name.startswith("_")}
    do = SimpleNamespace(
        **{name: getattr(Pieces, name) for name in pieces} | {k: v for k, v in wrong.items() if callable(v)}
    )
    shared = network.biases[0] == "shared"
    lam = LAMBDA if network.l2 else 0
    s = SimpleNamespace(
        x=X[:samples], y=Y[:samples], w={1: W1, 2: W2}, z={}, a={}, inputs={}, shared=shared, l2=lam, shrink=lam,
        b={1: 0.35, 2: 0.6} if shared else {1: B1, 2: B2} if network.biases[0] != "none" else {1: 0, 2: 0},
        sign=-1 if network.biases[0] == "threshold" else 1,
        over_samples=1 / samples if network.reduction == "mean" else 1,
        over_outputs=1 / 2 if network.average == "outputs" else 1,
        functions={layer: FUNCTIONS[each.name] for layer, each in enumerate(network.activations, start=1)},
        loss=LOSSES[network.loss.name],
    )  # fmt: skip
    vars(s).update({name: value for name, value in wrong.items() if not callable(value)})
    inputs = s.x
    for layer in (1, 2):
        s.inputs[layer] = inputs
        s.z[layer] = do.sums(s, layer, inputs)
        inputs = s.a[layer] = do.activation(s, layer)
    s.shares, s.penalty = do.share(s), do.penalty(s)
    found = {"J": do.total(s)}
    da = do.counted(s) * do.loss_slope(s)
    s.dz = {}
    for layer in (2, 1):
        if s.functions[layer][1] is None:
            s.dz[layer] = np.array([row @ do.softmax(a) for row, a in zip(da, s.a[layer], strict=True)])
        else:
            s.dz[layer] = do.before(s, da, do.slope(s, layer))
        if layer == 2:
            da = do.back(s, s.dz[2])
    for layer in (1, 2):
        dw = do.weights(s, layer, s.dz[layer], do.along(s, layer))
        db = do.biases(s, layer, s.dz[layer])
        found |= {f"dJ/dW{layer}": dw, f"W{layer}+": do.step(s, s.w[layer], dw)}
        name = "theta" if s.sign < 0 else "b"
        if network.biases[0] != "none":
            found |= {f"dJ/d{name}{layer}": db, f"{name}{layer}+": do.step(s, s.b[layer], db)}
    return found


def same(ours: hn.Solution, theirs) -> None:
    """Every number of the sheet is the solution's own."""
    for address, value in theirs.items():
        np.testing.assert_allclose(ours[address], value, rtol=1e-12, atol=1e-14, err_msg=address)


def differs(one, other) -> bool:
    """Whether two sheets have different numbers somewhere."""
    return any(not np.allclose(one[each], other[each], rtol=1e-6, atol=1e-9) for each in one)


def gives_the_wrong_numbers(code: str, choice: int, options, pieces, style: str) -> None:
    """The mistake gives, in a problem with these options, the numbers of the sheet with these pieces."""
    given = problem(**options)
    right, wrong = worked(given), worked(given, **pieces)
    assert differs(right, wrong)
    same(given.solve(style=style), right)
    same(given.solve(style=style, mistakes=[hn.mistake(code).at(choice=choice)]), wrong)
