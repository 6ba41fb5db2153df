"""A ReLU layer in plain NumPy agrees with the neuron view; each mistake of the printed one does what is said."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import problems

import handnet as hn
from handnet.articles.rohan_lenny.relu_bugs import BUGS
from handnet.articles.rohan_lenny.relu_layer import ReLULayer
from handnet.articles.rohan_lenny.relu_runs import (
    EXAMPLE,
    by_address,
    differences,
    go_through,
    gradients,
    layers_of,
    outputs,
    sample,
)


@st.composite
def relu_problems(draw):
    """Random problems of 1 to 3 ReLU layers, with or without biases, of one sample."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=2, max_size=4))
    net = hn.Network(sizes, "relu", bias=draw(st.sampled_from(("unit", "none"))))
    return draw(problems(st.just(net), most_samples=1))


def agree(own, wanted):
    return own == pytest.approx(wanted, rel=1e-12, abs=1e-12)


# --- the mended layer -----------------------------------------------------------------------------------


@given(relu_problems())
@settings(max_examples=80, deadline=None)
def test_stacks_agree_with_the_neuron_view(problem):
    """Outputs, gradients, dJ/dx and updated weights: handnet's lines, unit by unit, are the other side."""
    solution, (x, y) = problem.solve(), sample(problem)
    layers, last = layers_of(problem), len(problem.network.layers) - 1
    assert agree(outputs(layers, x), [solution[f"a{last}[{unit + 1}]"] for unit in range(len(y))])
    by_input = go_through(layers, x, y)
    assert agree(by_input, [solution[f"dJ/dx[{k + 1}]"] for k in range(len(x))])
    assert agree(gradients(layers), {each: solution[each] for each in gradients(layers)})
    trained = problem.network.derive().goals[1:]
    assert {str(each) for each in trained} == set(gradients(layers))
    for layer in layers:
        layer.update(float(problem.learning_rate.value))
    assert agree(by_address(layers), {each: solution[f"{each}+"] for each in by_address(layers)})


def test_the_example_agrees_with_differences_too():
    layers, (x, y) = layers_of(EXAMPLE), sample(EXAMPLE)
    go_through(layers, x, y)
    assert gradients(layers) == pytest.approx(differences(EXAMPLE), abs=1e-9)


@pytest.mark.parametrize(("size_in", "bias"), [(50, True), (200, False)])
def test_first_weights_have_the_variance_of_he(size_in, bias):
    """He and others (2015): 2 / inputs. Of n draws the sample variance is within 5 sqrt(2/n) of it, relatively."""
    layer = ReLULayer(size_in, 400, bias=bias, seed=1)
    drawn = layer.W[:size_in]
    assert layer.W.shape == (size_in + bias, 400)
    assert abs(drawn.var() * size_in / 2 - 1) < 5 * np.sqrt(2 / drawn.size)
    assert abs(drawn.mean()) < 5 * np.sqrt(2 / size_in / drawn.size)
    assert abs(np.mean(np.abs(drawn) < np.sqrt(2 / size_in)) - 0.6827) < 0.02  # as many as in a normal one
    assert not layer.W[size_in:].any()
    assert (ReLULayer(size_in, 400, bias=bias, seed=1).W == layer.W).all()


def test_a_slope_at_the_kink_is_0_as_everywhere():
    problem = hn.Problem(
        hn.Network([2, 1], "relu", bias="none"), x=["1", "1"], y=["2"], weights=[[["0.5", "-0.5"]]]
    )
    layers, (x, y) = layers_of(problem), sample(problem)
    go_through(layers, x, y)
    assert gradients(layers) == {"dJ/dw1[1,1]": 0.0, "dJ/dw1[1,2]": 0.0}
    assert problem.solve()["dJ/dw1[1,1]"] == 0


def test_a_pass_changes_no_weight_and_an_update_does():
    layers, (x, y) = layers_of(EXAMPLE), sample(EXAMPLE)
    before = by_address(layers)
    go_through(layers, x, y)
    assert by_address(layers) == before
    for layer in layers:
        layer.update(0.5)
    assert by_address(layers)["w2[1,1]"] != before["w2[1,1]"]


def test_the_source_reads_on_one_page():
    """A notebook prints it."""
    source = inspect.getsource(ReLULayer)
    assert len(source.splitlines()) <= 75
    assert ast.parse(source)


def test_handnet_itself_does_not_load_it():
    code = "import sys, handnet; handnet.articles.rohan_lenny; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# --- the mistakes ---------------------------------------------------------------------------------------


def all_gradients(problem, bugs):
    layers, (x, y) = layers_of(problem, bugs), sample(problem)
    go_through(layers, x, y)
    return gradients(layers), by_address(layers)


@given(relu_problems())
@settings(max_examples=60, deadline=None)
def test_a_6_makes_every_unit_count_as_on(problem):
    """What it computes is exactly the gradient of a network whose slopes are all 1: W without any mask."""
    own, _ = all_gradients(problem, ["A-6"])
    layers, (x, y) = layers_of(problem), sample(problem)
    error = outputs(layers, x) - y
    for layer in reversed(layers):
        layer.dW = np.outer(layer.in_act, error)
        error = (layer.W @ error)[: layer.size_in]
    wanted = gradients(layers)
    assert agree(own, wanted)
    if all((layer.out_act > 0).all() for layer in layers):
        assert agree(own, all_gradients(problem, [])[0])


@given(relu_problems())
@settings(max_examples=60, deadline=None)
def test_a_7_does_nothing_as_printed_and_zeroes_weights_once_a_6_is_mended(problem):
    right, before = all_gradients(problem, [])
    printed, unchanged = all_gradients(problem, ["A-6", "A-7"])
    assert unchanged == before
    assert printed == all_gradients(problem, ["A-6"])[0]
    mended, after = all_gradients(problem, ["A-7"])
    solution = problem.solve()
    for parameter, value in after.items():
        unit = parameter[1:].partition(",")[0].rstrip("]")  # 2[1 of w2[1,3] and of b2[1]
        off = solution[f"z{unit}]"] <= 0
        assert value == (0 if off else before[parameter])
    assert agree(mended, right)  # in this pass; the next one starts from the zeroes


@given(relu_problems())
@settings(max_examples=60, deadline=None)
def test_a_9_adds_all_outputs_up_and_only_at_the_last_layer(problem):
    """The gradient it finds is the right one for the cost gradient (s, s, …), s the sum of the true one."""
    own, _ = all_gradients(problem, ["A-9"])
    layers, (x, y) = layers_of(problem), sample(problem)
    grad = outputs(layers, x) - y
    grad = np.full(len(y), grad.sum())
    for layer in reversed(layers):
        grad = layer.backward(grad)
    assert agree(own, gradients(layers))
    if len(y) == 1:
        assert agree(own, all_gradients(problem, [])[0])


def test_what_the_runs_show():
    mask, summed = BUGS["A-6"].run(), BUGS["A-9"].run()
    off = {"dJ/dw1[2,1]", "dJ/dw1[2,2]", "dJ/db1[2]"}
    assert set(mask.rows) == off
    assert len(mask.rows) + mask.alike == len(summed.rows) + summed.alike == 12
    solution = EXAMPLE.solve()
    assert solution["z1[2]"] < 0
    for run in (mask, summed):
        for name, (broken, mended, neuron, apart) in run.rows.items():
            assert agree(mended, solution[name])
            assert neuron == solution[name]
            assert apart == pytest.approx(solution[name], abs=1e-9)
            assert abs(broken - mended) > 1e-3
    zeroed = BUGS["A-7"].run()
    assert {name: cells[2] for name, cells in zeroed.rows.items()} == {"w1[2,1]": 0, "w1[2,2]": 0, "b1[2]": 0}
    assert all(before == both == mended != 0 for before, both, _, mended in zeroed.rows.values())


def test_a_8_is_what_python_says():
    assert [cells[0].partition(":")[0] for cells in BUGS["A-8"].run().rows.values()] == [
        "AttributeError", "AttributeError", "NameError", "NameError",
    ]  # fmt: skip
    names = ("size_in", "in_act", "grad", "cost_wrt_weights")
    for name, (says,) in zip(names, BUGS["A-8"].run().rows.values(), strict=True):
        assert f"'{name}'" in says
    with pytest.raises(AttributeError, match="size_in"):
        ReLULayer(2, 2, bugs=["A-8"])


def test_a_14_fails_for_a_vector():
    run = BUGS["A-14"].run()
    assert run.rows["with A-14"][0].startswith("ValueError: all the input arrays")
    assert run.rows["mended"] == run.rows["neuron view"]
    with pytest.raises(ValueError, match="dimension"):
        ReLULayer(2, 2, seed=1, bugs=["A-14"]).forward([1, 2])
    assert ReLULayer(2, 2, bias=False, seed=1, bugs=["A-14"]).forward([1, 2]).shape == (2,)


A_6 = """\
              with A-6  mended  neuron view  differences
--------------------------------------------------------
dJ/dw1[2,1]  -0.291000       0            0            0
dJ/dw1[2,2]  -0.145500       0            0            0
dJ/db1[2]    -0.291000       0            0            0

Hidden unit 2 is off, its weighted sum is -0.400000: nothing that leads into it can move J. The
other 9 agree in all columns."""


def test_the_page_of_a_mistake():
    assert str(BUGS["A-6"]).endswith(A_6)
    assert "out_act has just been clipped" in str(BUGS["A-6"])
    for bug in BUGS.values():
        assert bug.to_markdown() == bug.to_markdown()
        assert r"\begin{tabular}" in bug.to_latex()
        assert max(map(len, bug.to_text().splitlines())) <= 100


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: ReLULayer(2, 2, bugs=["A-66"]), "bugs: unknown bug 'A-66'; did you mean 'A-6'"),
        (lambda: ReLULayer(2, 3).forward([1]), "forward: found an array of shape (1,); this layer takes one"),
        (lambda: ReLULayer(2, 3).backward([[1, 2, 3]]), "backward: found an array of shape (1, 3)"),
        (lambda: ReLULayer(2, 3).forward(["a", 1]), "forward: not all are numbers"),
        (lambda: ReLULayer(0, 3), "ReLULayer: found 0 for a size; it is a whole number from 1 on"),
    ],
)
def test_messages(ask, message):
    with pytest.raises(hn.HandnetError) as raised:
        ask()
    assert str(raised.value).startswith(message)
