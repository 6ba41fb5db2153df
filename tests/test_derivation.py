"""Which lines a derivation has: the goal, just what it needs, each once, in a workable order."""

from __future__ import annotations

import pytest

import handnet as hn
from handnet.errors import NoDerivative
from handnet.quantity import Derivative, parse_address
from handnet.rules import Part, Rule
from handnet.terms import quantities


def lines(derivation) -> list[str]:
    return [str(step) for step in derivation]


def usable_in_order(derivation) -> bool:
    """Every line uses only what is given or stands above it, and no quantity comes twice."""
    above = set(derivation.given)
    for step in derivation:
        if step.quantity in above or not set(quantities(step.formula)) <= above:
            return False
        above.add(step.quantity)
    return True


def test_one_gradient_of_a_2_2_1_net_as_a_person_writes_it():
    assert lines(hn.Network([2, 2, 1]).derive("dJ/dw1[2,1]")) == [
        "z1[1] = w1[1,1]*x[1] + w1[1,2]*x[2] + b1[1]",
        "a1[1] = sigma(z1[1])",
        "z1[2] = w1[2,1]*x[1] + w1[2,2]*x[2] + b1[2]",
        "a1[2] = sigma(z1[2])",
        "z2[1] = w2[1,1]*a1[1] + w2[1,2]*a1[2] + b2[1]",
        "a2[1] = sigma(z2[1])",
        "dJ/da2[1] = a2[1] - y[1]",
        "da2[1]/dz2[1] = a2[1]*(1 - a2[1])",
        "dJ/dz2[1] = dJ/da2[1] * da2[1]/dz2[1]",
        "dz2[1]/da1[2] = w2[1,2]",
        "dJ/da1[2] = dJ/dz2[1] * dz2[1]/da1[2]",
        "da1[2]/dz1[2] = a1[2]*(1 - a1[2])",
        "dJ/dz1[2] = dJ/da1[2] * da1[2]/dz1[2]",
        "dz1[2]/dw1[2,1] = x[1]",
        "dJ/dw1[2,1] = dJ/dz1[2] * dz1[2]/dw1[2,1]",
    ]


def test_the_same_with_error_terms():
    derivation = hn.Network([2, 2, 2]).derive("dJ/dw1[2,1]", style="delta")
    assert [line for line in lines(derivation) if line.startswith("d")] == [
        "delta2[1] = (a2[1] - y[1])*a2[1]*(1 - a2[1])",
        "delta2[2] = (a2[2] - y[2])*a2[2]*(1 - a2[2])",
        "delta1[2] = (delta2[1]*w2[1,2] + delta2[2]*w2[2,2])*a1[2]*(1 - a1[2])",
        "dJ/dw1[2,1] = delta1[2]*x[1]",
    ]


def test_only_what_is_needed():
    quantities_ = {str(step.quantity) for step in hn.Network([3, 4, 2]).derive("dJ[2]/dw2[2,3]")}
    assert "z2[1]" not in quantities_  # output 1 has nothing to do with share 2
    assert "dJ[2]/da2[2]" in quantities_


@pytest.mark.parametrize("style", ["chain", "delta"])
@pytest.mark.parametrize(
    "network",
    [
        hn.Network([2, 3, 2]),
        hn.Network([2, 2, 3], ["relu", "softmax"], "cross_entropy", l2="0.1", reduction="mean"),
        hn.Network([1, 2, 1], "tanh", bias="shared", momentum="0.9"),
        hn.Network([2, 1], "bipolar_sigmoid", bias="threshold", convention=hn.Convention(error_sign=-1)),
    ],
)
def test_each_once_and_in_order(network, style):
    derivation = network.derive(style=style, samples=2)
    assert usable_in_order(derivation)
    parts = [list(Part).index(step.part) for step in derivation]
    assert parts == sorted(parts)


def test_after_the_update_comes_after_the_update():
    derivation = hn.Network([1, 1, 1]).derive("J+", style="delta")
    assert usable_in_order(derivation)
    assert [step.part for step in derivation][-1] is Part.FORWARD
    assert str(derivation["w2[1,1]+"]) == "w2[1,1]+ = w2[1,1] - eta * dJ/dw2[1,1]"


def test_a_deep_chain_does_not_reach_the_recursion_limit():
    network = hn.Network([1] * 600)
    assert len(network.derive("dJ/dw1[1,1]", style="delta")) > 1700
    assert len(network.derive("J")) == 599 * 2 + 1


# --- graphs written by hand ---------------------------------------------------------------------------


def test_the_circuit():
    circuit = hn.Graph({"q": "x + y", "f": "q*z"})
    assert lines(circuit.derive("df/dx")) == ["df/dq = z", "dq/dx = 1", "df/dx = df/dq * dq/dx"]
    solution = circuit.solve({"x": -2, "y": 5, "z": -4})
    assert [solution[each] for each in ("q", "f", "df/dx", "df/dy", "df/dz")] == [3, -12, -4, -4, 3]


CHAIN = {
    "hidden1": "sigma(w1*input)",
    "hidden2": "sigma(w2*hidden1)",
    "output": "sigma(w3*hidden2)",
    "error": "1/2*(output - target)^2",
}


def test_the_chain_of_three_weights():
    graph = hn.Graph(CHAIN)
    assert lines(graph.derive("derror/dw1"))[3:] == [
        "derror/doutput = output - target",
        "doutput/dhidden2 = output*(1 - output)*w3",
        "derror/dhidden2 = derror/doutput * doutput/dhidden2",
        "dhidden2/dhidden1 = hidden2*(1 - hidden2)*w2",
        "derror/dhidden1 = derror/dhidden2 * dhidden2/dhidden1",
        "dhidden1/dw1 = hidden1*(1 - hidden1)*input",
        "derror/dw1 = derror/dhidden1 * dhidden1/dw1",
    ]
    assert graph.derive("doutput/dw1", "derror/dw1").verify().ok
    network = hn.Network([1, 1, 1, 1], bias="none")  # the same as a network
    numbers = {"input": "0.7", "w1": "0.5", "w2": "-1.2", "w3": "0.8", "target": "1"}
    problem = hn.Problem(network, x=["0.7"], y=["1"], weights=[[["0.5"]], [["-1.2"]], [["0.8"]]])
    solution = graph.solve(numbers)
    assert solution["derror/dw1"] == pytest.approx(problem.solve()["dJ/dw1[1,1]"], rel=1e-14)
    assert solution["doutput/dw1"] == pytest.approx(problem.solve()["da3[1]/dw1[1,1]"], rel=1e-14)


def test_a_skip_connection_counts_each_path_once():
    """u depends on q directly and through v, so du/dq would count v's path a second time."""
    graph = hn.Graph({"v": "q^2", "u": "q*v", "T": "u^2"})
    for style in ("chain", "delta"):
        assert graph.solve({"q": 2}, "dT/dq", style=style)["dT/dq"] == 6 * 2**5  # T = q^6
        assert graph.derive("dT/dq", style=style).verify().ok


def test_a_graph_from_sympy():
    sympy = pytest.importorskip("sympy")
    x, y, q = sympy.symbols("x y q")
    graph = hn.Graph({"q": x**2 + sympy.exp(-y) / 3, "f": sympy.sqrt(q) * sympy.tanh(x)})
    assert graph.derive().verify().ok


# --- rules that are not the plain chain ---------------------------------------------------------------


def test_derivative_by_itself_and_without_a_path():
    network = hn.Network([2, 2, 1])
    assert network.derive("dJ/dJ").steps[-1].rule is Rule.ITSELF
    assert str(network.derive("dz1[1]/dw2[1,1]").steps[-1]) == "dz1[1]/dw2[1,1] = 0"


@pytest.mark.parametrize(
    ("activation", "loss", "outputs"),
    [("sigmoid", "binary_cross_entropy", 2), ("softmax", "cross_entropy", 3)],
)
def test_the_combined_rule_has_its_proof(activation, loss, outputs):
    """a - y is what the chain through the slopes of activation and loss comes to."""
    network = hn.Network([2, outputs], activation, loss)
    for combined in (True, False):
        derivation = network.derive(*(f"dJ/dz1[{j}]" for j in range(1, outputs + 1)), combined=combined)
        rules = {derivation[f"dJ/dz1[{j}]"].rule for j in range(1, outputs + 1)}
        assert rules == {Rule.COMBINED} if combined else Rule.COMBINED not in rules
        assert derivation.verify(points=3).ok


def test_softmax_targets_that_do_not_add_up_to_one():
    network = hn.Network([1, 2], "softmax", "cross_entropy", bias="none")
    line = str(network.derive("dJ/dz1[1]", combined=True)["dJ/dz1[1]"])
    assert line == "dJ/dz1[1] = a1[1]*(y[1] + y[2]) - y[1]"
    numbers = {"x": [1], "weights": [[["0.3"], ["-0.2"]]]}
    for y, short in ((["0.2", "0.8"], True), (["0.2", "0.9"], False)):
        problem = hn.Problem(network, y=y, **numbers)
        assert ("y[2]" not in str(problem.derive("dJ/dz1[1]", combined=True)["dJ/dz1[1]"])) is short
        both = [problem.solve(combined=combined)["dJ/dz1[1]"] for combined in (True, False)]
        assert both[0] == pytest.approx(both[1], rel=1e-14)


def test_the_sum_of_powers_is_looked_through_and_still_addressable():
    network = hn.Network([1, 2], "softmax", "cross_entropy", bias="none")
    assert network.derive("ds1/dz1[1]", "da1[1]/ds1", "da1[1]/dz1[2]").verify().ok


def test_a_step_says_why_it_has_no_derivative():
    network = hn.Network([2, 1, 1], ["step", "sigmoid"])
    with pytest.raises(NoDerivative, match=r"da1\[1\]/dz1\[1\]: a step has slope 0 everywhere"):
        network.derive("dJ/dw1[1,1]")
    assert network.derive("dJ/dw2[1,1]")  # nothing passes back through the step
    problem = hn.Problem(network, x=[1, 2], y=[0], weights=[[[1, 2]], [[3]]], biases=[[0], [0]])
    assert problem.solve()["a1[1]"] == 1  # forward it works


# --- conventions --------------------------------------------------------------------------------------


def test_the_error_sign_changes_the_error_term_only():
    minus = hn.Network([1, 1, 1], convention=hn.Convention(error_sign=-1)).derive(style="delta")
    assert lines(minus)[5:8] == [
        "delta2[1] = (y[1] - a2[1])*a2[1]*(1 - a2[1])",
        "dJ/dw2[1,1] = -delta2[1]*a1[1]",
        "dJ/db2[1] = -delta2[1]",
    ]
    assert minus.verify().ok


def test_the_factor_two_can_be_dropped_from_the_gradients():
    halved = hn.Convention(gradient_factor="0.5")
    network = hn.Network([1, 1], "identity", "squared_error", bias="none", convention=halved)
    derivation = network.derive()
    assert str(derivation["dJ/da1[1]"]) == "dJ/da1[1] = a1[1] - y[1]"
    assert str(derivation["J"]) == "J = (a1[1] - y[1])^2"
    assert derivation.verify().ok


def test_the_mean_can_stand_among_the_gradients():
    late = hn.Convention(mean_in="gradient")
    network = hn.Network([1, 1], "sigmoid", "squared_error", reduction="mean", convention=late, l2="0.5")
    derivation = network.derive(samples=2, style="delta")
    assert str(derivation["delta1[1](2)"]) == (
        "delta1[1](2) = 2*(a1[1](2) - y[1](2))*a1[1](2)*(1 - a1[1](2))"
    )
    assert str(derivation["dJ/db1[1]"]) == "dJ/db1[1] = 1/2*(delta1[1](1) + delta1[1](2))"
    assert derivation.verify().ok
    assert network.derive(samples=2).verify().ok


def test_addresses_of_a_derivation():
    derivation = hn.Network([2, 2, 1]).derive("dJ/dw1[2,1]")
    assert derivation["z1[2]"].rule is Rule.WEIGHTED_SUM
    assert "dJ/dz1[2]" in derivation
    assert "dJ/dz1[1]" not in derivation
    assert str(derivation["dJ/dz1[1]"]) == "dJ/dz1[1] = dJ/da1[1] * da1[1]/dz1[1]"  # derived when asked
    assert derivation.goals == (parse_address("dJ/dw1[2,1]"),)
    assert isinstance(derivation.goals[0], Derivative)
    with pytest.raises(hn.HandnetError, match="is given"):
        derivation["x[1]"]
