"""The numbers of the four articles, worked out once more in plain Python and NumPy.

Each function gives the texts that a notebook has to show.
"""

from __future__ import annotations

import numpy as np


def sigma(z):
    return 1 / (1 + np.exp(-z))


X, A = np.array([0.5, 0.2, 0.9]), 1.0
W1 = np.array([[0.2, -0.4, 0.6], [0.7, 0.1, -0.3], [-0.5, 0.8, 0.4]])
W2 = np.array([[0.3, -0.6, 0.9], [0.5, 0.2, -0.1], [-0.7, 0.4, 0.1]])
W3 = np.array([0.8, -0.2, 0.5])


def three_layers(w1, w2, w3):
    """The gradients of the 3-3-3-1 network, by matrices."""
    y = sigma(w1 @ X)
    z = sigma(w2 @ y)
    p = sigma(w3 @ z)
    dp = (p - A) * p * (1 - p)
    dz = dp * w3 * z * (1 - z)
    dy = w2.T @ dz * y * (1 - y)
    return np.outer(dy, X), np.outer(dz, y), dp * z


def rolling(slope, start, rate, updates, momentum=0.0, anneal=0.0):
    """The weight after so many updates."""
    weight, velocity = start, 0.0
    for time in range(updates):
        velocity = momentum * velocity - rate / (1 + anneal * time) * slope(weight)
        weight += velocity
    return weight


def line_slope(w):
    """Of 1/2 (w - 1)^2 + 1/2 (2w - 3)^2."""
    return (w - 1) + 2 * (2 * w - 3)


def two_samples(w):
    """The loss of one sigmoid without a bias for x = 1, 2 and y = 0.7, 0.8."""
    return 0.5 * ((sigma(w) - 0.7) ** 2 + (sigma(2 * w) - 0.8) ** 2)


def by_differences(loss):
    return lambda w: (loss(w + 1e-6) - loss(w - 1e-6)) / 2e-6


def one_neuron():
    return [f"{sigma(W1[0] @ X):.6f}"]


def down_the_curve():
    return [f"{rolling(line_slope, -1.0, 0.1, 7):.5f}", "14.5"]


def learning_rates():
    after = {rate: rolling(line_slope, -1.0, rate, 30) for rate in (0.02, 0.1, 0.39, 0.41)}
    return [f"{weight:9.5f}" for weight in after.values()]


def annealed():
    return [f"{rolling(line_slope, -1.0, 0.41, 7, anneal=0.2):.5f}"]


def with_momentum():
    slope = by_differences(two_samples)
    return [f"{two_samples(rolling(slope, -4.0, 1.0, 60, mu)):.4f}" for mu in (0.0, 0.7)]


def chain():
    w1, w2, w3, x, t = 0.8, -0.6, 1.2, 0.5, 1.0
    h1 = sigma(w1 * x)
    h2 = sigma(w2 * h1)
    out = sigma(w3 * h2)
    found = (out - t) * out * (1 - out) * w3 * h2 * (1 - h2) * w2 * h1 * (1 - h1) * x
    return [f"derror/dw1 = {found:9.6f}"]


def seven_moves():
    return [f"{three_layers(W1, W2, W3)[0][0, 1]:.9f}"]


def nine_gradients():
    gradients = three_layers(W1, W2, W3)[0]
    return [f"{gradients.sum():.8f}", f"{gradients[0, 0]:.8f}"]


def trained(start, updates):
    """All three arrays after so many updates at the rate 0.5, all weights equal at first."""
    weights = [np.full((3, 3), start), np.full((3, 3), start), np.full(3, start)]
    for _ in range(updates):
        weights = [each - 0.5 * step for each, step in zip(weights, three_layers(*weights), strict=True)]
    return weights


def from_zero():
    """The first weights of all three after three updates from zero."""
    w1, w2, w3 = trained(0.0, 3)
    return [
        "update 1:   W1  0.00e+00   W2  0.00e+00",
        "update 2:   W1  0.00e+00",
        f"W1 {w1[0, 0]:9.2e}   W2 {w2[0, 0]:9.2e}   W3 {w3[0]:9.2e}",
    ]


def equal_weights():
    return [f"{each:.8f}" for each in trained(0.5, 100)[0][0]]


def penalised():
    """5 w - 7 + lambda w = 0."""
    return [f"w ends at {7 / (5 + size):.4f}" for size in (0, 0.5, 2, 10)]


def race():
    """XOR by matrices: the loss after 199 updates, which take 598 of 600."""
    x, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    w1, b1, w2, b2 = np.array([[1.0, -1], [-1, 1]]), np.zeros(2), np.array([1.0, 1]), 0.0
    for update in range(200):
        h = sigma(x @ w1.T + b1)
        a = sigma(h @ w2 + b2)
        if update == 199:
            return [f"{0.5 * ((a - y) ** 2).sum():.4f}"]
        dz = (a - y) * a * (1 - a)
        dh = np.outer(dz, w2) * h * (1 - h)
        w1, b1 = w1 - 3 * dh.T @ x, b1 - 3 * dh.sum(axis=0)
        w2, b2 = w2 - 3 * dz @ h, b2 - 3 * dz.sum()
    raise AssertionError


def vanishing():
    """A chain of eight sigmoids with weights 1, from the input 1 to the target 0."""
    values = [1.0]
    for _ in range(8):
        values.append(sigma(values[-1]))
    error = values[8]
    found = []
    for a in reversed(values[1:]):
        error *= a * (1 - a)
        found.append(f"{error:.3e}")
    return found


def two_valleys():
    """Where the slope of the loss changes its sign, by bisection."""

    def slope(w):
        return by_differences(lambda v: 0.5 * ((sigma(-v - 2) - 0.7) ** 2 + (sigma(4 * v - 2) - 0.5) ** 2))(w)

    low, high = 0.2, 0.8
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (low, middle) if slope(middle) > 0 else (middle, high)
    return [f"{low:.5f}"]


def neuron_with_a_step():
    """One unit with target 1 at the bias -1, where s is -1."""
    a = sigma(-1.0)
    return [f"step: J = 0.5   sigmoid: J = {0.5 * (a - 1) ** 2:.4f}, slope {(a - 1) * a * (1 - a):7.4f}"]


V1 = np.array([[0.4, -0.2, 0.1], [-0.5, 0.6, 0.3], [0.2, 0.7, -0.4]])
V2 = np.array([[0.6, -0.3, 0.5], [-0.4, 0.8, 0.2]])


def two_layers():
    """Sums, activations and gradients of the 3-3-2 network."""
    x, y = np.array([0.5, -0.3, 0.8]), np.array([1.0, 0.0])
    s2 = V1 @ x + np.array([0.1, -0.1, 0.2])
    a2 = sigma(s2)
    a3 = sigma(V2 @ a2 + np.array([0.05, -0.15]))
    delta3 = (a3 - y) * a3 * (1 - a3)
    delta2 = V2.T @ delta3 * a2 * (1 - a2)
    return x, s2, a2, a3, delta3, delta2


def values_moving():
    _, _, a2, a3, _, _ = two_layers()
    return [f"a^2_1 = {a2[0]:.3f}", f"a^2_3 = {a2[2]:.3f}", f"a^3_1 = {a3[0]:.3f}"]


def a_layer_at_once():
    return [f"{value:.4f} ]" for value in two_layers()[1]] + ["3x1"]


def four_equations():
    x, _, a2, _, delta3, delta2 = two_layers()
    return [f"{delta2[0] * x[0]:.6f}", f"{delta3[0] * a2[0]:.6f}", f"{delta2[2]:.6f}"]


SCORES = np.array([[0.4, 0.8, 0.4, 0.3], [1.0, 0.2, 0.4, 0.3], [0.3, 0.4, 0.5, 0.4]])
HAPPY = np.array([1.0, 0.85, 0.4])


def three_people(slope=lambda a: a * (1 - a)):
    """The new weights of the 4-1-1 network and the cost with them, for one way to take the slope."""
    w1, w2 = np.array([0.25, 1.0, 0.25, 1.0]), 0.5
    hidden = sigma(SCORES @ w1)
    out = sigma(hidden * w2)
    error = 2 * (out - HAPPY) * slope(out)
    new_w2 = w2 - hidden @ error
    new_w1 = w1 - (error * w2 * slope(hidden)) @ SCORES
    cost = ((sigma(sigma(SCORES @ new_w1) * new_w2) - HAPPY) ** 2).sum()
    return new_w1, new_w2, cost


def twice(a):
    return sigma(a) * (1 - sigma(a))


def printed_and_right():
    return [f"{three_people(twice)[1]:.8f}", f"{three_people()[1]:.8f}"]


def learned_or_not():
    return [f"{three_people(twice)[2]:.8f}", f"{three_people()[2]:.8f}"]


POINTS = np.array([0.0, 1, 2, 3]), np.array([1.9, 1.6, 3.3, 2.9])


def on_the_map():
    """The line after ten updates with the rate 0.1 from slope -1 and intercept 3, and its mean squared error."""
    (x, y), slope, intercept = POINTS, -1.0, 3.0
    for _ in range(10):
        error = slope * x + intercept - y
        slope, intercept = slope - 0.1 * 2 * np.mean(error * x), intercept - 0.1 * 2 * np.mean(error)
    return [f"{slope:.6f}"[:7], f"{np.mean((slope * x + intercept - y) ** 2):.6f}"[:7]]


def squares():
    """The least squares line by numpy.polyfit, and the means of the areas."""
    (x, y), lines = POINTS, [(-1.0, 3.0), (0.6, 1.4), tuple(np.polyfit(*POINTS, 1))]
    means = [np.mean((slope * x + intercept - y) ** 2) for slope, intercept in lines]
    return [f"W1 = {lines[2][0]:.6f}, B1 = {lines[2][1]:.6f}", *(f"is {mean:.3g}" for mean in means)]


def one_layer():
    z = 0.3 * 0.1 - 0.5 * 0.9 + 0.1
    a = sigma(z)
    return [f"{2 * (a - 0.7) * a * (1 - a) * 0.1:.6f}"]


def two_layers_of_samples():
    x = np.array([[0.1, 0.9], [0.8, 0.4], [0.5, 0.2], [0.9, 0.7]]).T
    y, w2 = np.array([[0.7, 0.5, 0.1, 0.9]]), np.array([[0.7, -0.4, 0.9]])
    a1 = sigma(np.array([[0.3, -0.5], [0.8, 0.2], [-0.6, 0.4]]) @ x + np.array([[0.1], [-0.2], [0.3]]))
    a2 = sigma(w2 @ a1 - 0.5)
    dz2 = 2 * (a2 - y) / 4 * a2 * (1 - a2)
    dw1 = (w2.T @ dz2 * a1 * (1 - a1)) @ x.T
    return [f"{each:.8f}".rstrip("0") for each in dw1[:, 0]]
