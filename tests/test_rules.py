"""What each kind of line is worth by one variable in it: written as on the blackboard, by its rule."""

from __future__ import annotations

import pytest

import handnet as hn
from handnet.rules import Part, Rule, local
from handnet.step import Step

PLAIN = hn.Network([2, 2, 1], l2="0.1", reduction="mean")
LINES = [
    (PLAIN, "z1[1](2)", "w1[1,2]", "coefficient", "x[2](2)"),
    (PLAIN, "z1[1](2)", "x[2](2)", "coefficient", "w1[1,2]"),
    (PLAIN, "z1[1](2)", "b1[1]", "coefficient", "1"),
    (hn.Network([2, 1], bias="threshold"), "z1[1](2)", "theta1[1]", "coefficient", "-1"),
    (hn.Network([2, 1], bias="threshold"), "z1[1](2)", "w1[1,1]", "coefficient", "x[1](2)"),
    (hn.Network([1, 1], bias="none"), "z1[1](2)", "w1[1,1]", "coefficient", "x[1](2)"),
    (PLAIN, "a1[1](2)", "z1[1](2)", "slope of the activation", "a1[1](2)*(1 - a1[1](2))"),
    (PLAIN, "J(2)", "a2[1](2)", "slope of the loss", "a2[1](2) - y[1](2)"),
    (PLAIN, "J(2)", "y[1](2)", "partial derivative", "-(a2[1](2) - y[1](2))"),
    (PLAIN, "J", "J(2)", "share of the total", "1/2"),
    (PLAIN, "J", "R", "share of the total", "1"),
    (hn.Network([2, 1], l2="0.1"), "J", "J(2)", "share of the total", "1"),
    (hn.Network([2, 1], reduction="mean"), "J", "J(2)", "share of the total", "1/2"),
    (PLAIN, "R", "w2[1,2]", "partial derivative", "lambda*w2[1,2]"),
    (hn.Network([1, 1], l2="0.1"), "R", "lambda", "partial derivative", "1/2*w1[1,1]^2"),
    (hn.Network([1, 2], "softmax"), "a1[2](2)", "z1[2](2)", "slope of softmax", "a1[2](2)*(1 - a1[2](2))"),
    (hn.Network([1, 2], "softmax"), "a1[2](2)", "z1[1](2)", "slope of softmax", "-a1[2](2)*a1[1](2)"),
]  # fmt: skip


@pytest.mark.parametrize(("network", "line", "by", "title", "right"), LINES)
def test_a_line_by_one_variable_in_it(network, line, by, title, right):
    source = network.derive(samples=2).setting.source
    definition = source.definitions(0).of[source.find(line)]
    rule, term = local(definition, source.find(by))
    step = Step(source.find(f"d{line}/d{by}"), rule, term)
    assert (rule.title, str(step).partition(" = ")[2]) == (title, right)


def test_the_coefficient_of_the_only_product():
    """No sum stands around w x where one input comes in and there is no bias."""
    derivation = hn.Network([1, 1], bias="none").derive("dJ/dw1[1,1]")
    assert str(derivation["dz1[1]/dw1[1,1]"]) == "dz1[1]/dw1[1,1] = x[1]"


def test_a_calculation_goes_forward_backward_and_updates():
    assert [part.order for part in (Part.FORWARD, Part.BACKWARD, Part.UPDATE)] == [0, 1, 2]
    assert all(rule.order == rule.part.order for rule in Rule)
    assert [part.value for part in Part] == ["Forward pass", "Backward pass", "Update"]


def test_rules_have_the_names_of_the_books():
    network = hn.Network(
        [1, 1, 2], ["tanh", "softmax"], "cross_entropy", l2="0.1", momentum="0.9", frozen=["b2[1]"]
    )
    goals = ["J", "w1[1,1]+", "b2[1]+", "change_w1[1,1]", "delta2[1]"]
    assert {step.rule.title: str(step.quantity) for step in reversed(network.derive(*goals).steps)} == {
        "weighted sum": "z1[1]", "activation": "a1[1]", "sum of powers": "s2", "softmax": "a2[1]",
        "loss": "J[1]", "penalty": "R", "total loss": "J",
        "slope of the loss": "dJ/da2[1]", "slope of softmax": "da2[1]/dz2[1]", "chain rule": "dJ/dz2[1]",
        "coefficient": "dz2[1]/da1[1]", "slope of the activation": "da1[1]/dz1[1]", "error term": "delta2[1]",
        "momentum": "velocity_w1[1,1]", "update": "w1[1,1]+", "frozen": "b2[1]+", "change": "change_w1[1,1]",
    }  # fmt: skip
    (graph,) = hn.Graph({"q": "x + y"}).derive("q")
    assert graph.rule.title == "definition"
