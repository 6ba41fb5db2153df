"""All paths: their sum is the derivative, and both ways of working are counted honestly."""

from __future__ import annotations

from itertools import accumulate, pairwise
from math import fsum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import networks, problems

import handnet as hn
from handnet.names import PARAMETERS
from handnet.notation import notations
from handnet.paths import routes
from handnet.paths.counts import path_counts
from handnet.quantity import Derivative, Variable

EVERY = 3000  # small networks have fewer paths than this

TWO_TWO_ONE = hn.Problem(
    hn.Network([2, 2, 1]),
    x=["0.05", "0.10"],
    y=["0.01"],
    weights=[[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]],
    biases=[["0.35", "0.35"], ["0.60"]],
)
TWO_TWO_TWO = hn.Problem(
    hn.Network([2, 2, 2]),
    x=["0.05", "0.10"],
    y=["0.01", "0.99"],
    weights=[[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"], ["0.50", "0.55"]]],
    biases=[["0.35", "0.35"], ["0.60", "0.60"]],
)


def small(**fixed):
    return networks(most_layers=3, most_units=3, **fixed)


@st.composite
def goals(draw, problem):
    """A derivative of the loss, or of an output, by anything that stands before it."""
    definitions = problem.forward_pass().definitions()
    outputs = [each for each in definitions.of if each.name in ("J", "a") and each.layer != 1]
    of = draw(st.sampled_from([definitions.total, definitions.total, *outputs]))
    upstream = [each for each in definitions.upstream(of) if each != of and each.name != "y"]
    return Derivative(of, draw(st.sampled_from(sorted(upstream))))


# --- the sum of all paths is the derivative -----------------------------------------------------------


@given(st.data())
@settings(max_examples=150)
def test_the_paths_of_random_networks_add_up_to_the_derivative(data):
    problem = data.draw(problems(small(), most_samples=3))
    goal = data.draw(goals(problem))
    paths = problem.paths(str(goal), most=EVERY)
    assert paths.count == len(paths) <= EVERY
    values = [path.value for path in paths]
    assert abs(fsum(values) - problem.solve()[goal]) <= 1e-9 * fsum(map(abs, values)) + 1e-300
    *_, whole = accumulate(values, initial=0.0)  # from left to right, as sum() is not from Python 3.12 on
    assert paths.total == whole


@given(st.data())
@settings(max_examples=60)
def test_each_path_goes_forward_from_the_weight_to_the_loss_and_none_comes_twice(data):
    problem = data.draw(problems(small(), most_samples=2))
    goal = data.draw(goals(problem))
    definitions = problem.forward_pass().definitions()
    found = [path.route for path in problem.paths(str(goal), most=EVERY)]
    assert len(set(found)) == len(found)
    for route in found:
        assert (route[0], route[-1]) == (goal.by, goal.of)
        for start, user in pairwise(route):
            assert start in (*definitions.of[user].arguments, *definitions.of[user].inner)


@st.composite
def graphs(draw):
    """A graph written by hand: each line a sum, difference or product of what stands before it."""
    names, formulas = ["x", "y"], {}
    for number in range(draw(st.integers(1, 6))):
        left, right = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        factor = draw(st.sampled_from(("", "2*", "x*")))
        formulas[f"q_{number}"] = f"{factor}{left} {draw(st.sampled_from('+-*'))} {right}"
        names.append(f"q_{number}")
    return hn.Graph(formulas)


@given(graphs(), st.sampled_from(["x", "y"]), st.integers(-3, 3), st.integers(-3, 3))
@settings(max_examples=150)
def test_graphs_with_skips_add_up_too(graph, by, x, y):
    """Variables that are used again later, past a line between: the paths with fewer arrows."""
    numbers = {
        name: value for name, value in (("x", x), ("y", y)) if Variable(name) in graph.definitions().users
    }
    if by not in numbers:
        return
    goal = f"d{graph.last}/d{by}"
    paths = graph.paths(goal, numbers, most=EVERY)
    assert paths.total == graph.solve(numbers, goal)[goal]
    assert paths.count == len(list(routes(graph.definitions(), graph.last, Variable(by))))


def test_a_skip_has_its_own_path():
    graph = hn.Graph({"h": "w*x", "f": "h^2 + 3*x"})
    paths = graph.paths("df/dx", {"w": 2, "x": 5})
    assert [tuple(map(str, path.route)) for path in paths] == [("x", "h", "f"), ("x", "f")]
    assert [path.value for path in paths] == [40.0, 3.0]
    assert "path 1 = df/dh * dh/dx = 2*h*w = 2*10.0000*2 = 40.0000" in str(paths)
    assert "path 2 = 3\n" in str(paths)  # df/dx would count both ways, so the factor is put in at once


def test_softmax_crosses_over_and_a_penalty_is_a_path():
    net = hn.Network([1, 3], "softmax", "cross_entropy", l2="0.1")
    problem = hn.Problem(net, [1], [1, 0, 0], [[["0.5"], ["-0.25"], ["0.1"]]], [[0, 0, 0]])
    paths = problem.paths("dJ/dw1[1,1]")
    assert [" ".join(map(str, path.route)) for path in paths] == [
        "w1[1,1] z1[1] a1[1] J[1] J",
        "w1[1,1] z1[1] a1[2] J[2] J",
        "w1[1,1] z1[1] a1[3] J[3] J",
        "w1[1,1] R J",
    ]
    assert paths.total == pytest.approx(problem.solve()["dJ/dw1[1,1]"], rel=1e-12)
    assert paths.shown[3].value == pytest.approx(0.05)


def test_the_sum_of_powers_moves_every_output_and_is_no_part_of_other_paths():
    """The chain rule looks through it: dJ/dz counts the outputs, dJ/ds the same outputs by their own s."""
    net = hn.Network([1, 2], "softmax", "cross_entropy")
    problem = hn.Problem(net, [1], [1, 0], [[["0.5"], ["-0.25"]]], [[0, 0]])
    paths = problem.paths("dJ/ds1")
    assert [" ".join(map(str, path.route)) for path in paths] == ["s1 a1[1] J[1] J", "s1 a1[2] J[2] J"]
    assert paths.total == pytest.approx(problem.solve("dJ/ds1")["dJ/ds1"], rel=1e-12)
    assert problem.paths("ds1/dz1[1]").count == 1


def test_every_sample_has_its_paths():
    net = hn.Network([1, 2, 1], reduction="mean")
    weights, biases = [[["0.1"], ["0.2"]], [["0.3", "0.4"]]], [[0, 0], [0]]
    problem = hn.Problem(net, [[1], [2], [3]], [[1], [0], [1]], weights, biases)
    paths = problem.paths("dJ/dw1[2,1]")
    assert paths.count == 3
    assert "1/3*(a2[1](1) - y[1](1))" in str(paths)
    assert paths.total == pytest.approx(problem.solve()["dJ/dw1[2,1]"], rel=1e-12)


# --- what is shown ------------------------------------------------------------------------------------

PAGE = """\
All paths from w1[1,1] to J

There are 2 paths from w1[1,1] to J. Each gives one product, with a local derivative for each arrow;
their sum is dJ/dw1[1,1].

Path 1: w1[1,1] -> z1[1] -> a1[1] -> z2[1] -> a2[1] -> J[1] -> J

  path 1 = dJ/dJ[1] * dJ[1]/da2[1] * da2[1]/dz2[1] * dz2[1]/da1[1] * da1[1]/dz1[1] * dz1[1]/dw1[1,1]
         = (a2[1] - y[1])*a2[1]*(1 - a2[1])*w2[1,1]*a1[1]*(1 - a1[1])*x[1]
         = (0.751365 - 0.01)*0.751365*(1 - 0.751365)*0.40*0.593270*(1 - 0.593270)*0.05
         = 0.000668396

Path 2: w1[1,1] -> z1[1] -> a1[1] -> z2[2] -> a2[2] -> J[2] -> J

  path 2 = dJ/dJ[2] * dJ[2]/da2[2] * da2[2]/dz2[2] * dz2[2]/da1[1] * da1[1]/dz1[1] * dz1[1]/dw1[1,1]
         = (a2[2] - y[2])*a2[2]*(1 - a2[2])*w2[2,1]*a1[1]*(1 - a1[1])*x[1]
         = (0.772928 - 0.99)*0.772928*(1 - 0.772928)*0.50*0.593270*(1 - 0.593270)*0.05
         = -0.000229828

Added up

  dJ/dw1[1,1] = path 1 + path 2 = 0.000668396 + (-0.000229828) = 0.000438568      [sum of all paths]

The same, going backward

Each derivative on the way has one line, and is used as often as it is needed.

  dJ/da2[1] = a2[1] - y[1] = 0.751365 - 0.01 = 0.741365                          [slope of the loss]
  da2[1]/dz2[1] = a2[1]*(1 - a2[1]) = 0.751365*(1 - 0.751365) = 0.186816   [slope of the activation]
  dJ/dz2[1] = dJ/da2[1] * da2[1]/dz2[1] = 0.741365*0.186816 = 0.138499                  [chain rule]
  dz2[1]/da1[1] = w2[1,1] = 0.40                                                       [coefficient]
  dJ/da2[2] = a2[2] - y[2] = 0.772928 - 0.99 = -0.217072                         [slope of the loss]
  da2[2]/dz2[2] = a2[2]*(1 - a2[2]) = 0.772928*(1 - 0.772928) = 0.175510   [slope of the activation]
  dJ/dz2[2] = dJ/da2[2] * da2[2]/dz2[2] = (-0.217072)*0.175510 = -0.0380982             [chain rule]
  dz2[2]/da1[1] = w2[2,1] = 0.50                                                       [coefficient]
  dJ/da1[1] = dJ/dz2[1] * dz2[1]/da1[1] + dJ/dz2[2] * dz2[2]/da1[1]                     [chain rule]
            = 0.138499*0.40 + (-0.0380982)*0.50
            = 0.0363503
  da1[1]/dz1[1] = a1[1]*(1 - a1[1]) = 0.593270*(1 - 0.593270) = 0.241301   [slope of the activation]
  dJ/dz1[1] = dJ/da1[1] * da1[1]/dz1[1] = 0.0363503*0.241301 = 0.00877135               [chain rule]
  dz1[1]/dw1[1,1] = x[1] = 0.05                                                        [coefficient]
  dJ/dw1[1,1] = dJ/dz1[1] * dz1[1]/dw1[1,1] = 0.00877135*0.05 = 0.000438568             [chain rule]

What each way takes

                              paths  multiplications path by path  going backward
---------------------------------------------------------------------------------
dJ/dw1[1,1]                       2                             8               6
by all 12 weights and biases     18                            54              16

The derivatives by all 12 weights and biases take 54 multiplications path by path, but 16 going
backward (3.4 times fewer), because what the paths have in common is worked out once. That is why
one goes backward."""


def test_the_page_of_a_2_2_2_network():
    """Mazur's network (2015), whose dE/dw1 is 0.000438568."""
    assert str(TWO_TWO_TWO.paths("dJ/dw1[1,1]")) == PAGE


def test_what_is_left_out_is_said_with_the_exact_number():
    text = str(hn.Network([10] * 5).paths("dJ/dw1[1,1]", most=3))
    assert "There are 1000 paths" in text
    assert "The first 3 are written out; 997 more are not." in text
    assert "dJ/dw1[1,1] = path 1 + ... + path 1000" in text
    assert 'takes 305 lines; derive("dJ/dw1[1,1]") writes them.' in text
    assert "939 510 multiplications path by path, but 740 going backward (1269 times fewer)" in text.replace(
        "\n", " "
    )


def test_in_part_the_sum_is_still_the_whole():
    text = str(TWO_TWO_TWO.paths("dJ/dw1[1,1]", most=1))
    assert "The first is written out; 1 more is not." in text
    assert "the first 1 = 0.000668396" in text
    assert "dJ/dw1[1,1] = path 1 + path 2 = 0.000668396 + (-0.000229828) = 0.000438568" in text
    none = str(TWO_TWO_TWO.paths("dJ/dw1[1,1]", most=0))
    assert "None is written out; 2 more are not." in none
    assert "dJ/dw1[1,1] = path 1 + path 2 = 0.000438568" in none


def test_one_path_none_and_itself():
    one = str(TWO_TWO_ONE.paths("dJ/dw1[1,1]"))
    assert "There is 1 path from w1[1,1] to J. It gives one product" in one
    none = str(TWO_TWO_TWO.paths("da2[1]/dw2[2,1]"))
    assert none.endswith("Nothing leads from w2[2,1] to a2[1]: the empty sum is 0.")
    assert TWO_TWO_TWO.paths("da2[1]/dw2[2,1]").total == 0
    assert TWO_TWO_TWO.paths("dJ/dJ").total == 1


@pytest.mark.parametrize("name", sorted(notations()))
@given(st.data())
@settings(max_examples=8)
def test_every_form_is_written_in_every_notation(name, data):
    problem = data.draw(problems(small(), most_samples=2))
    paths = problem.paths("dJ/dw1[1,1]", notation=name)
    assert paths.to_text() == paths.to_text()
    assert rf"\text{{path {len(paths)}}}" in paths.to_markdown()
    assert r"\begin{align*}" in paths.to_latex()
    wide = max(len(line) for line in paths.to_text(width=100).splitlines())
    assert wide <= 130


def test_letters_of_a_notation_are_understood():
    paths = TWO_TWO_TWO.paths("dE_total/dw1", notation="mazur")
    assert str(paths).splitlines()[5:6] == [
        "Path 1: w1 -> net_h1 -> out_h1 -> net_o1 -> out_o1 -> E_o1 -> E_total"
    ]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (
            lambda: TWO_TWO_TWO.paths("w1[1,1]"),
            "paths: w1[1,1] is not a derivative; paths lead from a weight",
        ),
        (lambda: TWO_TWO_TWO.paths("dJ/dW1"), "paths: one derivative at a time, such as dJ/dw1[1,1]"),
        (lambda: TWO_TWO_TWO.paths("dJ/dw1[1,1]", most=-1), "paths: most is -1; it is how many"),
        (lambda: TWO_TWO_TWO.paths("dJ/dw1[3,1]"), "no quantity 'w1[3,1]' in a 2-2-2 network"),
        (lambda: hn.Graph({"f": "x*y"}).paths("f"), "paths: f is not a derivative"),
        (lambda: hn.Network([1, 1], "step").paths("dJ/dw1[1,1]"), "da1[1]/dz1[1]: a step has slope 0"),
        (lambda: path_counts(), "path_counts: give networks or sizes"),
        (lambda: path_counts(hn.Network([1, 1], loss="none")), "path_counts: this 1-1 network has no loss"),
    ],
)
def test_messages(ask, message):
    with pytest.raises(hn.HandnetError) as raised:
        ask()
    assert str(raised.value).startswith(message)
    assert "\n" not in str(raised.value)


def test_parameters_alone_make_the_whole_gradient():
    net = hn.Network([2, 2, 1], frozen=["b1"], bias="unit")
    assert net.paths("dJ/dw1[1,1]").gradient.derivatives == 7
    by = {goal.by.name for goal in net.derive().goals[1:]}
    assert by <= set(PARAMETERS)
