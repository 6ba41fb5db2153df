"""Code taken away gives the library's values: 200 random problems in Python, NumPy and JavaScript.

The code is run, and every value of every line is compared. What the code may use is read off its syntax.
"""

from __future__ import annotations

import ast
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matrices import LAYOUTS, apart, neuron_arrays
from networks import decimals, graphs, networks, problems
from taken_away import assert_agrees, close, edge, exactly, function_of, run_javascript, run_python, same

import handnet as hn
from handnet.code import javascript_code, numpy_code, python_code
from handnet.elementary import ELEMENTARY
from handnet.mistakes import MISTAKES
from handnet.notation import notations
from handnet.quantity import Variable
from handnet.terms import Apply, Negative, Power, Quotient
from handnet.value import evaluate

COUNT = 200
ANY = problems(networks(most_layers=3, most_units=4), most_samples=3, odd=True)
SMALL = problems(networks(most_layers=2, most_units=3), most_samples=2)


@pytest.fixture(scope="module")
def drawn():
    """So many random problems, each with a style, a layout of its arrays, and how to write all goals."""
    found = []

    @settings(max_examples=COUNT)
    @given(ANY, st.sampled_from(("chain", "delta")), st.sampled_from(LAYOUTS))
    def draw(problem, style, layout):
        found.append((problem, problem.solve(style=style), layout))

    draw()
    assert len(found) >= COUNT
    return found


def test_python_has_every_value_of_200_random_problems_to_the_last_bit(drawn):
    for _, solution, _ in drawn:
        assert_agrees(run_python(solution.to_python()), solution, exactly(solution))
    assert sum(exactly(solution) is same for _, solution, _ in drawn) > COUNT / 3


def test_javascript_has_every_value_of_200_random_problems(drawn):
    answers = run_javascript(*(solution.to_javascript() for _, solution, _ in drawn))
    for (_, solution, _), found in zip(drawn, answers, strict=True):
        assert_agrees(found, solution, close)


def test_numpy_has_every_array_of_200_random_problems(drawn):
    for problem, _, layout in drawn:
        solution = problem.solve(view="matrix", layout=layout)
        names = {}
        with np.errstate(all="ignore"):
            exec(compile(solution.to_numpy(), "taken_away.py", "exec"), names)
        for quantity, theirs in neuron_arrays(problem, solution).items():
            assert apart(names[solution.view.letters.code(quantity)], theirs) <= 1e-9, quantity


# --- other numbers, symbols alone, everything that changes a calculation ------------------------------------


@settings(max_examples=25)
@given(SMALL, st.data())
def test_other_numbers_put_in_give_what_the_library_has_for_them(problem, data):
    """Of a derivation all are put in; of a solution those that are not take their given value."""
    derivation = problem.derive()
    code = python_code(derivation)
    names = [each.arg for each in ast.parse(code).body[-1].args.args]
    assert len(names) == len(derivation.given)
    of = dict(zip(names, sorted_like(names, derivation.given), strict=True))
    given_now = {name: problem.values[quantity].value for name, quantity in of.items()}
    assert_agrees(run_python(code, **given_now), problem.solve(), close)
    other = data.draw(st.sampled_from(names))
    if of[other].name in "yx":
        return
    number = data.draw(decimals(0, 1))
    changed = problem.with_numbers({str(of[other]): number})
    found = run_python(problem.solve().to_python(), **{other: float(number)})
    wanted = changed.solve()
    if [step.formula for step in wanted.derivation] == [step.formula for step in derivation]:
        assert_agrees(found, wanted, close)


def sorted_like(names, quantities):
    """The quantities in the order of their identifiers, found by spelling them once more."""
    table = {}
    for each in quantities:
        layer = "" if each.layer is None else f"{each.layer}_" if each.place else f"{each.layer}"
        sample = "" if each.sample is None else f"_s{each.sample}"
        table[f"{each.name}{layer}{'_'.join(map(str, each.place))}{sample}"] = each
    table["lambda_"] = table.pop("lambda", None)
    return [table[name] for name in names]


@settings(max_examples=40)
@given(SMALL, st.sampled_from(sorted(MISTAKES)), st.sampled_from(("chain", "delta")))
def test_mistakes_are_in_the_code_too(problem, code, style):
    try:
        solution = problem.solve(style=style, mistakes=[code])
    except hn.HandnetError:
        return
    assert_agrees(run_python(solution.to_python()), solution, close)
    assert f"({code})" in solution.to_python()


@settings(max_examples=40)
@given(graphs(), st.data())
def test_graphs_written_by_hand(graph, data):
    numbers = {str(each): data.draw(decimals()) for each in graph.definitions().given}
    solution = graph.solve(numbers)
    assert_agrees(run_python(python_code(solution)), solution, same)


EDGES = {
    "softmax at its limits": {
        "activation": ["tanh", "softmax"],
        "loss": "cross_entropy",
        "b2": ["800", "-800"],
    },
    "sigmoid at its limits": {
        "activation": "sigmoid",
        "loss": "binary_cross_entropy",
        "b2": ["1000", "-1000"],
    },
    "targets 0 and 1": {"activation": "sigmoid", "loss": "binary_cross_entropy", "b2": ["40", "-40"]},
    "no loss": {"activation": ["softplus", "bipolar_sigmoid"], "loss": "none"},
    "momentum, one by one": {"activation": "arctan", "momentum": "0.9", "updates": "each", "l2": "0.01"},
    "mean, shared": {
        "activation": "leaky_relu",
        "loss": "mean_squared_error",
        "bias": "shared",
        "average": "outputs",
    },
    "thresholds": {"activation": "relu", "bias": "threshold", "frozen": ["w1[1,1]", "theta2"]},
    "a convention": {
        "activation": "tanh",
        "convention": hn.Convention(-1, "1/3", "gradient"),
        "reduction": "mean",
    },
    "a step": {"activation": "step"},
    "own formulas": {
        "activation": hn.Activation("mine", "z*sigma(z) + max(0, z)^3/(1 + z^2) + sqrt(2)*sin(z)/cos(z)"),
        "loss": hn.Loss("quartic", "1/4*(a - y)^4 + exp(a)*0.10 - ln(2 + a^2) - 1/7"),
    },
}


@pytest.mark.parametrize("name", EDGES)
def test_edges_of_what_a_problem_may_be(name):
    """Where powers overflow, logarithms are infinite, slopes jump: in both languages as in the library."""
    problem = edge(**EDGES[name])
    solutions = [problem.solve(), problem.solve(style="delta", notation="mazur")]
    if name == "no loss":
        solutions = [problem.solve("da2[1](1)/dw1[1,1]"), problem.solve("a2[2](2)")]
    if "momentum" in name:
        solutions.append(problem.solve("w1[1,1]@3", "J@2"))
    answers = run_javascript(*map(javascript_code, solutions))
    for solution, theirs in zip(solutions, answers, strict=True):
        assert_agrees(run_python(python_code(solution)), solution, exactly(solution))
        assert_agrees(theirs, solution, close)


@pytest.mark.parametrize("activation", ["relu", "tanh", "identity"])
@pytest.mark.parametrize("third", ["-0.3", "-0.2999999999999999999999", "-0.30000000000000001"])
def test_decimals_that_cancel_leave_no_rounding_error(third, activation):
    """0.1 + 0.2 - 0.3 is 0, which has no slope behind a ReLU; floats alone leave 5.6e-17."""
    net = hn.Network([3, 1, 1], activation)
    weights, biases = [[["0.1", "0.2", third]], [["1"]]], [["0"], ["0.1"]]
    solution = hn.Problem(net, [1, 1, 1], ["0.5"], weights, biases, "1").solve()
    assert abs(solution["z1[1]"]) < 1.1e-17
    assert_agrees(run_python(solution.to_python()), solution, close)
    assert_agrees(run_javascript(solution.to_javascript())[0], solution, close)
    assert run_python(solution.to_python(), x1=2.0)["z1[1]"] == pytest.approx(0.1, rel=1e-15)
    assert run_python(solution.to_python())["z1[1]"] == solution["z1[1]"]


def test_a_stated_value_is_an_argument():
    solution = edge(activation="tanh").solve("dJ/dw1[1,1]", given={"z2[1](1)": "1.1"})
    assert "z2_1_s1=1.1," in solution.to_python()
    assert_agrees(run_python(solution.to_python()), solution, same)
    with pytest.raises(hn.HandnetError, match=r"a value is stated for z2\[1\]\(1\)"):
        numpy_code(solution)


def test_numpy_of_a_derivation_and_of_a_solution():
    problem = edge(activation="tanh")
    for layout in LAYOUTS:
        names = {}
        exec(numpy_code(problem.solve(), layout), names)
        np.testing.assert_allclose(names["W1_new"].T if layout == "rows" else names["W1_new"],
                                   problem.solve()["W1+"], rtol=1e-12)  # fmt: skip
    symbols = numpy_code(problem.network.derive(samples=2), as_function=True)
    assert "W1_new" not in symbols
    assert symbols.startswith("# given X: 2x2")
    with pytest.raises(hn.HandnetError, match="a graph has no layers"):
        numpy_code(hn.Graph({"f": "x*y"}).derive())


def test_every_function_agrees_with_the_library_far_out():
    """Every function that a formula may call, at numbers large and small, of either sign."""
    u, v = Variable("u"), Variable("v")
    formulas = {"f_quotient": Quotient(u, v), "f_power": Power(u, v), "f_minus": Negative(u)}
    for name, entry in ELEMENTARY.items():
        formulas[f"f_{name}"] = Apply(name, (u,) if entry.arity == 1 else (u, v))
    graph = hn.Graph(formulas)
    given_numbers = [0.0, 1e-300, 1e-9, 0.5, 1.0, 2.0, 3.0, 40.0, 709.0, 745.0, 1000.0, 1e300]
    both = [sign * each for each in given_numbers for sign in (1, -1)]
    pairs = [(left, right) for left in both for right in both]
    solutions = [graph.solve({"u": left, "v": right}, *formulas) for left, right in pairs]
    calculate = function_of(python_code(graph.derive(*formulas)))
    for (left, right), solution in zip(pairs, solutions, strict=True):
        assert_agrees(calculate(u=left, v=right), solution, same)
    code = javascript_code(graph.derive(*formulas)).replace(
        "export function calculate({", "function one({", 1
    )
    rows = json.dumps([{"u": left, "v": right} for left, right in pairs])
    code += f"export const calculate = () => Object.fromEntries({rows}.flatMap((row, n) => " \
            "Object.entries(one(row)).map(([key, value]) => [`${n} ${key}`, value])));\n"  # fmt: skip
    (found,) = run_javascript(code)
    for number, (pair, solution) in enumerate(zip(pairs, solutions, strict=True)):
        for step in solution.derivation:
            theirs = solution.values[step.quantity]
            assert theirs == evaluate(step.formula, solution.values) or math.isnan(theirs)
            ours = found[f"{number} {step.quantity}"]
            assert same(ours, theirs) or math.isclose(ours, theirs, rel_tol=1e-12), (pair, str(step), ours)


def test_the_letters_of_every_notation_stand_in_comments_only():
    problem = edge(activation="tanh", loss="none")
    for name in notations():
        solution = problem.solve("a2[1](2)", notation=name)
        code = solution.to_python()
        assert ast.dump(ast.parse(code)) == ast.dump(ast.parse(problem.solve("a2[1](2)").to_python()))


def test_updates_one_by_one_say_why_no_line_has_them():
    network = hn.Network([1, 1], updates="each")
    solution = hn.Problem(network, [[1], [2]], [[0], [1]], [[[2]]], [[0.5]], 1).solve()
    assert "# without the updates: they are made one sample at a time" in solution.to_numpy()
    assert "without" not in hn.Problem(network, [1], [0], [[[2]]], [[0.5]], 1).solve().to_numpy()
