"""Activations and losses: values against mpmath, slopes against differences, and the far ends."""

from __future__ import annotations

import math
import warnings

import mpmath
import pytest

import handnet as hn
from handnet.elementary import ELEMENTARY
from handnet.functions import ACTIVATIONS, LOSSES
from handnet.quantity import Variable
from handnet.value import evaluate

Z, A, Y = Variable("z"), Variable("a"), Variable("y")

# Textbook definitions, written here once more for mpmath.
TRUE = {
    "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
    "tanh": mpmath.tanh,
    "relu": lambda z: max(z, mpmath.mpf(0)),
    "leaky_relu": lambda z: z if z > 0 else z / 100,
    "arctan": mpmath.atan,
    "softplus": lambda z: mpmath.log(1 + mpmath.exp(z)),
    "bipolar_sigmoid": lambda z: 2 / (1 + mpmath.exp(-z)) - 1,
    "identity": lambda z: z,
    "step": lambda z: mpmath.mpf(1 if z > 0 else 0),
}
TRUE_LOSS = {
    "half_squared_error": lambda a, y: (a - y) ** 2 / 2,
    "squared_error": lambda a, y: (a - y) ** 2,
    "binary_cross_entropy": lambda a, y: -(y * mpmath.log(a) + (1 - y) * mpmath.log(1 - a)),
    "cross_entropy": lambda a, y: -y * mpmath.log(a),
}
POINTS = [-700.0, -40.0, -3.7, -1e-3, 1e-9, 0.5, 2.25, 30.0, 700.0]


def test_every_entry_is_tested():
    assert set(TRUE) | {"softmax"} == set(ACTIVATIONS)
    assert set(TRUE_LOSS) == set(LOSSES)


@pytest.mark.parametrize("name", TRUE)
def test_values_are_right_to_the_last_places(name):
    for z in POINTS:
        value = evaluate(ACTIVATIONS[name].value(Z), {Z: z})
        with mpmath.workdps(700):
            true = TRUE[name](mpmath.mpf(z))
            assert abs(mpmath.mpf(value) - true) <= 1e-15 * abs(true), z


@pytest.mark.parametrize("name", sorted(set(TRUE) - {"step"}))
def test_slopes_as_written_by_hand(name):
    for z in (-3.7, -0.4, 0.5, 2.25):
        values = {Z: z, A: evaluate(ACTIVATIONS[name].value(Z), {Z: z})}
        slope = evaluate(ACTIVATIONS[name].slope(Z, A), values)
        with mpmath.workdps(40):
            assert slope == pytest.approx(float(mpmath.diff(TRUE[name], z)), rel=1e-13)


@pytest.mark.parametrize("name", ["relu", "leaky_relu"])
def test_the_slope_at_the_kink_is_that_from_below(name):
    assert evaluate(ACTIVATIONS[name].slope(Z, A), {Z: 0.0, A: 0.0}) == (0 if name == "relu" else 0.01)


@pytest.mark.parametrize("name", TRUE_LOSS)
def test_losses_and_their_slopes(name):
    for a, y in ((0.3, 0.8), (0.9, 0.0), (0.2, 1.0), (0.5, 0.5)):
        values = {A: a, Y: y}
        with mpmath.workdps(40):
            true = TRUE_LOSS[name](mpmath.mpf(a), mpmath.mpf(y))
            slope = mpmath.diff(lambda v: TRUE_LOSS[name](v, mpmath.mpf(y)), a)  # noqa: B023
        assert evaluate(LOSSES[name].value(A, Y), values) == pytest.approx(float(true), rel=1e-14)
        assert evaluate(LOSSES[name].slope(A, Y), values) == pytest.approx(float(slope), rel=1e-13)


def test_values_on_arrays_are_those_on_floats():
    numpy = pytest.importorskip("numpy")
    points = [-710.5, -40.0, -1.5, 0.0, 1e-3, 0.25, 3.0, 800.0]
    for name, entry in ELEMENTARY.items():
        usable = [p for p in points if name not in ("ln", "sqrt") or p >= 0]
        arguments = [usable] if entry.arity == 1 else [usable, usable[::-1]]
        with numpy.errstate(all="ignore"):
            array = entry.array(numpy, *map(numpy.array, arguments))
        single = [entry.value(*each) for each in zip(*arguments, strict=True)]
        numpy.testing.assert_allclose(array, single, rtol=1e-15, err_msg=name)


# --- saturated units ------------------------------------------------------------------------------------


@pytest.mark.parametrize("z", [800, -800])
@pytest.mark.parametrize("y", ["0", "1"])
@pytest.mark.parametrize(("activation", "loss"), [("sigmoid", "half_squared_error"), ("tanh", "squared_error"),
                                                  ("sigmoid", "binary_cross_entropy")])  # fmt: skip
def test_saturated_units_neither_warn_nor_fail(z, y, activation, loss):
    network = hn.Network([1, 1], activation, loss, bias="none")
    problem = hn.Problem(network, x=[1], y=[y], weights=[[[z]]], learning_rate=1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        solution = problem.solve()
        text = solution.to_text()
        assert problem.train(3)[3]["w1[1,1]"] == pytest.approx(z, abs=4)
    wrong = (z > 0) == (y == "0")
    if loss == "binary_cross_entropy":  # the error term is a - y although dJ/da is infinite
        assert solution["dJ/dz1[1]"] == (math.copysign(1, z) if wrong else 0)
        assert math.isinf(solution["dJ/da1[1]"]) is wrong
        assert ("to all digits of a float" in text) is wrong
    assert not math.isnan(solution["dJ/dw1[1,1]"])


@pytest.mark.parametrize("z", ["800", "-800", "0.5"])
def test_softmax_does_not_leave_the_floats(z):
    network = hn.Network([1, 3], "softmax", "cross_entropy", bias="none")
    problem = hn.Problem(network, x=[1], y=[0, 1, 0], weights=[[[z], ["0"], ["1"]]], learning_rate=1)
    solution = problem.solve()
    with mpmath.workdps(50):
        powers = [mpmath.exp(mpmath.mpf(each)) for each in (z, "0", "1")]
        shares = [float(each / sum(powers)) for each in powers]
    assert list(solution["A1"]) == pytest.approx(shares, rel=1e-14)
    assert list(solution["dJ/dZ1"]) == pytest.approx([shares[0], shares[1] - 1, shares[2]], rel=1e-14)
    assert solution["W1+"].ravel().tolist() == pytest.approx(
        [float(z) - shares[0], 1 - shares[1], 1 - shares[2]], rel=1e-14
    )
    assert problem.train(1)[1]["w1[2,1]"] == pytest.approx(solution["w1[2,1]+"], rel=1e-14)


# --- a learner's own ------------------------------------------------------------------------------------


def test_own_activation_and_loss():
    swish = hn.Activation("swish", "z*sigma(z)")
    quartic = hn.Loss("quartic", "1/4*(a - y)^4", slope="(a - y)^3")
    network = hn.Network([2, 2, 1], [swish, "identity"], quartic)
    assert str(network.derive()["a1[1]"]) == "a1[1] = z1[1]*sigma(z1[1])"
    assert str(network.derive()["dJ/da2[1]"]) == "dJ/da2[1] = (a2[1] - y[1])^3"
    assert network.verify(points=3).ok


def test_an_own_slope_that_is_wrong_is_found_out():
    network = hn.Network([1, 1], hn.Activation("square", "z^2", slope="3*z"))
    assert not network.verify().ok
    assert "THEY DO NOT ALL AGREE" in str(network.verify())


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("z*sigma(q)", "may contain z, but not q"),
        ("z*", "ends too early"),
        ("__import__('os')", "not part of"),
    ],
)
def test_own_formulas_that_do_not_fit(formula, said):
    with pytest.raises(hn.HandnetError, match=said):
        hn.Activation("own", formula)
