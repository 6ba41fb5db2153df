"""Rough places, each once gone wrong or nearly so: what is computed in two ways is the same."""

from __future__ import annotations

import numpy as np
import pytest

import handnet as hn
from handnet.errors import NoDerivative

WEIGHTS = [[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]]
BIASES = [["0.35", "0.35"], ["0.60"]]


def problem(x=("0.05", "0.10"), y=("1",), learning_rate="0.5", **options) -> hn.Problem:
    network = hn.Network([2, 2, 1], **options)
    return hn.Problem(
        network, x=list(x), y=list(y), weights=WEIGHTS, biases=BIASES, learning_rate=learning_rate
    )


TWO = {"x": [["0.05", "0.1"], ["0.3", "0.4"]], "y": [["1"], ["0"]]}


@pytest.mark.parametrize(
    "code", ["slope-of-activation", "updated-weight-used", "step-added", "input-factor-missing"]
)
@pytest.mark.parametrize("style", ["chain", "delta"])
def test_a_mistake_stays_through_training_and_in_both_styles(code, style):
    """Also where activation and loss could be combined, which would leave the mistaken slope out."""
    task = problem(loss="binary_cross_entropy")
    written = task.solve("w1[1,1]@5", "w2[1,1]@5", style=style, mistakes=[code])
    trained = task.train(5, mistakes=[code])[5]
    for address in ("w1[1,1]", "w2[1,1]"):
        assert trained[address] == pytest.approx(written[f"{address}@5"], rel=1e-12)
        assert trained[address] != pytest.approx(task.train(5)[5][address], rel=1e-6)


def test_one_by_one_training_when_only_some_targets_add_up_to_one():
    network = hn.Network([1, 2], "softmax", "cross_entropy", bias="none", updates="each")
    data = {
        "x": [[1], [2]],
        "y": [["0.2", "0.5"], ["1", "0"]],
        "weights": [[[".3"], ["-.2"]]],
        "learning_rate": ".5",
    }
    task = hn.Problem(network, **data)
    for time in (1, 2, 3):
        written = task.solve(f"w1[1,1]@{time}")[f"w1[1,1]@{time}"]
        assert task.train(4)[time]["w1[1,1]"] == pytest.approx(written, rel=1e-13)


@pytest.mark.parametrize(
    "options", [{"momentum": ".9"}, {"updates": "each"}, {"l2": ".1", "updates": "each"}]
)
def test_a_history_gives_the_same_values_all_at_once_and_one_by_one(options):
    history = problem(**TWO, **options).train(5)
    addresses = ["J", "w1[1,1]", "w1[1,1]+", "dJ/dw2[1,1]", "change_w1[1,1]", "a2[1](2)"]
    addresses += ["velocity_w1[1,1]"] if "momentum" in options else []
    for address in addresses:
        values = history.values(address)
        assert values == pytest.approx([history[time][address] for time in range(6)], rel=1e-13), address
    assert len(list(history)) == 6


def test_the_gradient_factor_reaches_the_penalty_in_every_way_of_updating():
    options = {"l2": "0.3", "convention": hn.Convention(gradient_factor="0.5")}
    batch, each = (problem(updates=updates, **options).solve()["W1+"] for updates in ("batch", "each"))
    np.testing.assert_allclose(batch, each, rtol=1e-14)


@pytest.mark.parametrize(
    "address",
    ["dJ+/deta", "dw1[1,1]+/deta", "ddelta1[1]/dw1[1,1]", "dJ/ddelta2[1]", "dchange_w1[1,1]/dw1[1,1]"],
)
def test_what_lies_outside_the_forward_pass_is_not_differentiated(address):
    with pytest.raises(NoDerivative, match="does not stand in the forward pass"):
        problem().solve()[address]


def test_targets_that_are_put_in_later():
    network = hn.Network([1, 2], "softmax", "cross_entropy", bias="none")
    task = hn.Problem(network, x=[1], y=[0, 1], weights=[[[".3"], ["-.2"]]])
    swept = task.sweep({"y[1]": [0.2, 1.0]}, "dJ/dz1[1]")["dJ/dz1[1]"]
    a = task.solve()["A1"]
    assert swept == pytest.approx([a[0] * (y + 1) - y for y in (0.2, 1.0)], rel=1e-14)
    derivation = task.derive("dJ/dz1[1]", style="delta")
    with pytest.raises(hn.HandnetError, match=r"those of sample 1 add up to 0\.4"):
        derivation.solve({"x[1]": 1, "y[1]": ".2", "y[2]": ".2", "w1[1,1]": 1, "w1[2,1]": 1})
    assert derivation.verify().ok


def test_verify_after_an_update():
    assert hn.Network([2, 2, 1]).derive("dJ/dw1[1,1]+").verify().ok


def test_verify_at_a_kink_says_so():
    task = hn.Problem(hn.Network([1, 1], "relu", bias="none"), x=[0], y=[0], weights=[[[1]]])
    with pytest.raises(hn.HandnetError, match="stands at its kink"):
        task.verify()
    assert task.network.verify().ok


def test_a_long_derivation_is_verified_in_part_and_says_so():
    report = hn.Network([9, 9]).derive(samples=9).verify()
    assert report.ok
    assert f"{report.left_out} more were not drawn" in str(report)
    assert all(str(row.quantity).startswith("dJ/d") for row in report.by("sympy"))


def test_small_outputs_and_small_powers_keep_their_digits():
    bce = hn.Network([1, 1], "sigmoid", "binary_cross_entropy", bias="none")
    assert hn.Problem(bce, x=[1], y=[1], weights=[[["-735"]]]).solve()["dJ/dz1[1]"] == -1
    softmax = hn.Network([1, 2], "softmax", "cross_entropy", bias="none")
    task = hn.Problem(softmax, x=[1], y=[1, 0], weights=[[["-740"], ["-741"]]])
    assert task.solve()["a1[1]"] == pytest.approx(1 / (1 + np.exp(-1)), rel=1e-14)


@pytest.mark.parametrize(
    ("stated", "value"), [("dJ/da2[1]", "-3"), ("da2[1]/dz2[1]", "0.1"), ("delta2[1]", "0.7")]
)
@pytest.mark.parametrize("loss", ["half_squared_error", "binary_cross_entropy"])
def test_what_is_stated_is_used_in_either_style(stated, value, loss):
    task = problem(loss=loss)
    found = [task.solve(style=style, given={stated: value})["dJ/dw1[2,1]"] for style in ("chain", "delta")]
    assert found[0] == pytest.approx(found[1], rel=1e-13)
    assert found[0] != pytest.approx(task.solve()["dJ/dw1[2,1]"], rel=1e-6)


def test_what_is_stated_for_a_graph_replaces_its_line():
    solution = hn.Graph({"q": "x + y", "f": "q*z"}).solve({"x": -2, "y": 5, "z": -4, "q": 7}, "f")
    assert solution["f"] == -28
    assert "q = x + y" not in solution.to_text()


def test_quotients_of_names_that_begin_with_d():
    solution = problem().solve()
    assert solution.evaluate("delta1[1]/delta2[1]") == solution["delta1[1]"] / solution["delta2[1]"]
    assert hn.Graph({"f": "dose/duration"}).solve({"dose": 6, "duration": 3}, "f")["f"] == 2


def test_rounding_errors_do_not_decide():
    """0.1 + 0.2 - 0.3 is 0, although floats make it 5.6e-17, and step(0) is 0."""
    network = hn.Network([2, 1], "step", loss="none", bias="threshold")
    task = hn.Problem(network, x=[1, 1], weights=[[["0.1", "0.2"]]], biases=[["0.3"]])
    assert (task.solve()["z1[1]"], task.solve()["a1[1]"]) == (0, 0)


def test_the_larger_of_two_has_a_derivative():
    graph = hn.Graph({"f": "max(x, y)", "g": "f*z"})
    assert graph.solve({"x": 4, "y": 2, "z": 3}, "dg/dx", "dg/dy")["dg/dx"] == 3
    assert graph.derive("dg/dy").verify().ok


@pytest.mark.parametrize("name", ["sigmoid", "softmax", "cross_entropy"])
def test_built_in_names_are_refused_for_own_functions(name):
    with pytest.raises(hn.HandnetError, match="is built in"):
        hn.Activation(name, "2*z")


def test_mistakes_that_change_nothing_say_so():
    task = problem()
    assert "changes nothing here" in task.solve("dJ/dw2[1,1]", mistakes=["updated-weight-used"]).to_text()
    assert "changes nothing here" not in task.solve("dJ/dw1[1,1]", mistakes=["updated-weight-used"]).to_text()
    with pytest.raises(hn.HandnetError, match="there is no layer 9"):
        task.solve(mistakes=[hn.mistake("slope-of-activation").at(layer=9)])
    with pytest.raises(hn.HandnetError, match="no quantity 'q'"):
        task.solve(mistakes=[hn.mistake("slope-of-activation").at("q")])


def test_a_mean_lost_is_only_that_over_samples():
    task = hn.Problem(
        hn.Network([1, 2], "identity", "squared_error", reduction="mean", average="outputs", bias="none"),
        x=[[1], [2]], y=[[0, 0], [0, 0]], weights=[[["1"], ["2"]]],
    )  # fmt: skip
    right, wrong = (task.solve(mistakes=codes)["dJ/dw1[1,1]"] for codes in ([], ["mean-lost"]))
    assert wrong == 2 * right


def test_large_sums_compile_and_derive_in_time():
    """5,000 samples and a penalty on many weights: neither deep recursion nor quadratic work."""
    many = problem(x=[["0.1", "0.2"]] * 5000, y=[["1"]] * 5000, reduction="mean")
    assert many.sweep({"w1[1,1]": [0.0, 0.15]}, "J")["J"].shape == (2,)
    assert len(hn.Network([20, 20, 20], l2="0.1").derive(style="delta")) > 800


def test_text_from_people_cannot_act_in_a_terminal():
    evil = "a\x1b[2J\nforged line\u202e"
    task = hn.Problem(
        hn.Network([1, 1], bias="none"), x=[1], y=[1], weights=[[[1]]], title=evil, input_names=[evil]
    )
    words = task.describe()
    assert not set("\x1b\u202e") & set(words)
    assert "a\\x1b[2J\\nforged line\\u202e" in words
