"""What handnet says to input that does not fit: one line, with what was found and what would fit."""

from __future__ import annotations

import numpy as np
import pytest

import handnet as hn

NETWORK = hn.Network([2, 2, 1])
GOOD = {
    "x": [1, 2],
    "y": [1],
    "weights": [[[1, 2], [3, 4]], [[5, 6]]],
    "biases": [[0, 0], [0]],
    "learning_rate": 1,
}


def problem(**changed) -> hn.Problem:
    return hn.Problem(NETWORK, **(GOOD | changed))


def says(call, *parts: str) -> None:
    """The call raises one readable line that contains every part."""
    with pytest.raises(hn.HandnetError) as raised:
        call()
    message = str(raised.value)
    assert "\n" not in message
    assert len(message) < 300
    for part in parts:
        assert part in message
    assert raised.value.__cause__ is None  # nothing from inside a library is shown


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"x": [1]}, "x: 1 number, but the network has 2 inputs"),
        ({"x": [[1, 2], [1]]}, "x, sample 2: 1 number, but the network has 2 inputs"),
        ({"x": []}, "x: there is no sample"),
        ({"x": 5}, "x: found 5; give a list of numbers"),
        ({"x": "12"}, "x: found '12'; give a list"),
        ({"x": [1, "O.377"]}, "x, number 2: cannot read 'O.377' as a finite number: write it like 0.0822"),
        ({"x": [1, "0e99999999"]}, "x, number 2: cannot read '0e99999999' as a finite number"),
        ({"x": [1, float("nan")]}, "x, number 2: cannot read nan as a finite number"),
        ({"x": [1, float("inf")]}, "cannot read inf"),
        ({"x": [1, "1e400"]}, "cannot read '1e400'"),
        ({"x": [1, "9" * 500]}, "cannot read '99999"),
        ({"x": [1, True]}, "cannot read True"),
        ({"x": [1, None]}, "cannot read None"),
        ({"x": [1, 1j]}, "cannot read 1j"),
        ({"x": np.array([1, np.nan])}, "x, number 2: cannot read"),
        ({"y": [1, 2]}, "y: 2 numbers, but the network has 1 output"),
        ({"y": [[1], [2]]}, "y: 2 samples, but x has 1"),
        ({"y": None}, "y: missing; give the targets"),
        ({"weights": None}, "weights: missing"),
        ({"weights": 3}, "weights: found 3; give a list with one entry for each of 2 layers"),
        ({"weights": [[[1, 2], [3, 4]]]}, "weights: 1 layer, but a 2-2-1 network has 2"),
        ({"weights": [[[1, 2]], [[5, 6]]]}, "weights of layer 1: 1 row, but layer 1 has 2"),
        ({"weights": [[[1, 2], [3, 4]], [[5, 6, 7]]]}, "layer 2, unit 1: 3 weights, but layer 1 has 2 units"),
        ({"weights": [[[1], [3, 4]], [[5, 6]]]}, "layer 1, unit 1: 1 weight, but there are 2 inputs"),
        ({"biases": None}, "biases: missing; give one list per layer, or Network(..., bias='none')"),
        ({"biases": [[0], [0]]}, "biases of layer 1: 1 number, but it has 2 units"),
        ({"biases": [[0, "x"], [0]]}, "biases of layer 1, number 2: cannot read 'x'"),
        ({"learning_rate": "fast"}, "learning_rate: cannot read 'fast'"),
        ({"ask": ["dJ/dw1[3,1]"]}, "no quantity 'w1[3,1]' in a 2-2-1 network; layer 1 has w1[1,1] w1[1,2] w1[2,1]"),
        ({"ask": [{"quantity": "J", "point": 2}]}, "ask: unknown entry 'point'; did you mean 'points'?"),
        ({"ask": [{"quantity": "J", "points": -2}]}, "ask 'J': points is -2"),
        ({"input_names": ["money"]}, "input_names: 1 name for 2"),
    ],
)  # fmt: skip
def test_numbers_that_do_not_fit(changed, said):
    says(lambda: problem(**changed), said)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"layers": [2]}, "layers: found [2]; give the sizes from input to output"),
        ({"layers": [2, 0]}, "layers: size 2 is 0; each is a whole number, 1 or more"),
        ({"layers": 3}, "layers: found 3"),
        ({"layers": [2, 1.5]}, "layers: size 2 is 1.5"),
        ({"activation": "sigmod"}, "unknown activation 'sigmod'; did you mean 'sigmoid'"),
        ({"activation": ["relu"]}, "activation: 1 name for 2 layers"),
        ({"activation": ["softmax", "sigmoid"]}, "softmax is for the last layer only"),
        ({"loss": "half_square_error"}, "did you mean 'half_squared_error'"),
        ({"activation": "tanh", "loss": "binary_cross_entropy"}, "needs outputs between 0 and 1, but tanh"),
        ({"activation": "relu", "loss": "cross_entropy"}, "needs positive outputs, but relu"),
        ({"bias": "units"}, "unknown bias 'units'; did you mean 'unit'"),
        ({"bias": ["unit"]}, "bias: 1 kind for 2 layers"),
        ({"reduction": "average"}, "unknown reduction 'average'"),
        ({"frozen": ["w9[1,1]"]}, "frozen: no parameter 'w9[1,1]'; did you mean 'w2[1,1]'"),
        ({"frozen": ["dJ/dw1[1,1]"]}, "is a derivative; a plain quantity is needed"),
        ({"l2": "much"}, "l2: cannot read 'much'"),
        ({"momentum": float("nan")}, "momentum: cannot read nan"),
        ({"convention": "american"}, "'american' is not a Convention"),
    ],
)
def test_networks_that_do_not_fit(options, said):
    says(lambda: hn.Network(**({"layers": [2, 2, 1]} | options)), said)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "dJ/dw1[9,9]",
            "no quantity 'w1[9,9]' in a 2-2-1 network; layer 1 has w1[1,1] w1[1,2] w1[2,1] w1[2,2]",
        ),
        ("q", "no quantity 'q' in a 2-2-1 network; the nearest are"),
        ("w5[1,1]", "the nearest are w2[1,1] w1[1,1]"),
        ("z1", "layer 1 has z1[1] z1[2]"),
        ("z1[2](7)", "there is one sample; write z1[2]"),
        ("theta1[1]", "the nearest are"),
        ("mu", "no quantity 'mu'"),
        ("z1[2", "cannot read 'z1[2' as an address: write it like z1[2]"),
        ("", "cannot read ''"),
        ("w1[0,1]", "places count from 1"),
        ("w1[2,1]++", "cannot read 'w1[2,1]++'"),
        ("J" * 300, "cannot read 'JJJJ"),
        ("dJ@2/dw1[1,1]@3", "mixes two times"),
        ("__import__('os')", "as an address"),
    ],
)
def test_addresses_that_name_nothing(address, said):
    solution = problem().solve()
    says(lambda: solution[address], said)
    says(lambda: problem().derive(address), said)


def test_a_sample_has_to_be_named_where_there_are_several():
    solution = problem(x=[[1, 2]] * 3, y=[[1]] * 3).solve()
    says(lambda: solution["z1[2]"], "a value for each of 3 samples; choose from z1[2](1) z1[2](2) z1[2](3)")
    says(lambda: solution["z1[2](4)"], "no quantity 'z1[2](4)'")


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("a1[1]*(1-", "it ends too early"),
        ("(" * 5000, "brackets more than 60 deep"),
        ("1^" * 500 + "1", "powers more than 60 deep"),
        ("-" * 5000 + "1", "not expected there"),
        ("1" + "+1" * 6000, "this formula has 12001 characters"),
        ("sigm(z1[1])", "unknown function 'sigm'; did you mean 'sigma'"),
        ("q(z1[1])", "a product is written q*( … )"),
        ("__import__('os').system('ls')", "is not part of a formula"),
        ("a1[1].real", "not part of a formula"),
        ("y[1] - a2[1]+", "the value after an update is written new(w1[2,1])"),
        ("max()", "not expected there"),
        ("exp(1, 2)", "exp takes 1 argument, not 2"),
        ("2 3 +", "it ends too early"),
        ("a1[1] = 3", "'= 3' is not part of a formula"),
    ],
)
def test_formulas_that_cannot_be_read(formula, said):
    solution = problem().solve()
    says(lambda: solution.evaluate(formula), said)


def test_formulas_are_never_run():
    """What Python would compute for minutes is only a large number here."""
    assert problem().solve().evaluate("9**9**9") == float("inf")
    assert problem().solve().evaluate("1/0") == float("inf")
    assert problem().solve().evaluate("0*ln(0)") == 0


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda p: p.solve(style="matrix"), "unknown style 'matrix'; choose from chain, delta"),
        (lambda p: p.solve(given={"z1[1]": "abc"}), "z1[1]: cannot read 'abc'"),
        (lambda p: p.solve(given={"z9[1]": "1"}), "no quantity 'z9[1]'"),
        (lambda p: p.solve(given={"a0[1]": "1", "x[1]": "2"}), "x[1] is stated twice, as 1 and 2"),
        (lambda p: p.train(-1), "train: found -1 updates"),
        (lambda p: p.train(1.5), "train: found 1.5 updates"),
        (lambda p: p.train(3)[4], "there are updates 0 to 3"),
        (lambda p: p.solve(digits=40), "digits: decimals is 40; it is a whole number from 0 to 17"),
        (lambda p: hn.Digits(4, 4), "give decimals or significant, not both"),
        (lambda p: hn.Convention(error_sign=2), "error_sign is 2; it is 1 or -1"),
        (lambda p: hn.Convention(gradient_factor=0), "gradient_factor is 0"),
        (lambda p: hn.Convention(mean_in="J"), "it is 'loss' or 'gradient'"),
        (lambda p: hn.Problem("2-2-1", x=[1]), "'2-2-1' is not a Network"),
        (lambda p: NETWORK.derive(samples=0), "samples: found 0"),
        (lambda p: hn.articles.article("handwritten"), "did you mean 'handwriting'"),
        (lambda p: p.derive("J").verify(), "there is no derivative among these lines"),
        (lambda p: p.derive(mistakes=["step-added"]).verify(), "written with mistakes"),
        (
            lambda p: problem(learning_rate=None).solve()["w1[1,1]+"],
            "no number given for the learning rate eta",
        ),
        (lambda p: problem(learning_rate=None).train(3), "there is no learning rate"),
        (lambda p: p.solve(given={"z1[1]": 1})["J@900"], "at most 200 updates are written out"),
    ],
)
def test_calls_that_do_not_fit(call, said):
    says(lambda: call(problem()), said)


@pytest.mark.parametrize(
    ("formulas", "said"),
    [
        ({}, "a graph maps names to formulas, at least one"),
        ({"f": "q*z", "q": "x + y"}, "f uses q before it is worked out"),
        ({"f": "f + 1"}, "f uses f before it is worked out"),
        ({"f": "x*"}, "ends too early"),
        ({"f g": "x"}, "cannot read 'f g' as an address"),
        ({"df/dx": "x"}, "is a derivative; a plain quantity is needed"),
        ({"f": "x^2", "g": "df/dx"}, "contains a derivative; derive it from the graph"),
        ({"f": "x", "f ": "y"}, "a different name for each formula"),
    ],
)
def test_graphs_that_do_not_fit(formulas, said):
    says(lambda: hn.Graph(formulas), said)


def test_numbers_for_a_graph():
    graph = hn.Graph({"f": "x*y"})
    says(lambda: graph.solve({"x": 1}), "no number given for y")
    says(lambda: graph.solve({"x": 1, "y": 2, "k": 3}), "no quantity 'k' in this graph of f")
    says(lambda: graph.derive("df/dw"), "no quantity 'w'")
    says(lambda: graph.derive("f+"), "no quantity 'f+'")


def test_a_network_without_a_loss_needs_a_goal_unless_it_has_one_output():
    says(lambda: hn.Network([2, 2], loss="none").derive(), "say what to differentiate")
    assert hn.Network([2, 1], loss="none").derive()["da1[1]/dw1[1,2]"]
    says(lambda: hn.Network([2, 1], loss="none").derive("J"), "no quantity 'J'")
