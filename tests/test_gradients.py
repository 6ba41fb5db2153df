"""Every derivative that handnet writes is right: two witnesses, written apart, say the same."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from compare import STYLES, apart, disagreements, gradient_goals, magnitudes, same, worst
from hypothesis import Phase, assume, given, note, settings
from hypothesis import strategies as st
from networks import ANY, BIASES, LAST, networks, problems
from witness import by_sympy, factor, gradient, loss, numbers_of, outputs, parameters, sample_loss, slope

from handnet import Network, Problem
from handnet.mistakes import FAMILIAR
from handnet.quantity import Derivative, Variable
from handnet.terms import ONE, Negative, Number, Product, Sum

TOLERANCE = 1e-9
FEW_PARAMETERS = 25
SMALL = {"most_layers": 3, "most_units": 3}
SMOOTH_LOSSES = [name for name in LAST if name != "none"]


@settings(max_examples=60)
@given(problems(networks(activations=(*ANY, "step"))), st.sampled_from(["chain", "delta"]))
def test_the_loss_and_the_outputs(problem, style):
    """J, each sample's loss and each output are what the textbook says, with step functions too."""
    note(problem.to_toml())
    numbers, several = numbers_of(problem), problem.samples > 1
    last = len(problem.network.layers) - 1
    theirs = {Variable("J"): loss(problem, numbers)}
    for i in range(1, problem.samples + 1):
        if several:
            theirs[Variable("J", None, (), i)] = sample_loss(problem, numbers, i)
        for j, a in enumerate(outputs(problem, numbers, i), start=1):
            theirs[Variable("a", last, (j,), i if several else None)] = a
    solution = problem.solve(*map(str, theirs), style=style)
    scales = magnitudes(solution)
    assert worst(apart(solution.values[each], theirs[each], scales[each]) for each in theirs) <= 1e-12


# --- the loss by its parameters ---------------------------------------------------------------------


@settings(max_examples=60)
@given(problems(), st.sampled_from(STYLES))
def test_gradients_agree_with_differences_of_the_loss(problem, style):
    """dJ/dw, dJ/db and dJ/dtheta are the slopes of the loss, whatever the network and the style."""
    note(problem.to_toml())
    solution = problem.solve(*gradient_goals(problem), style=style[0], combined=style[1])
    assert worst(disagreements(solution, gradient(problem)).values()) <= TOLERANCE


@settings(max_examples=16)
@given(problems(networks(**SMALL), most_samples=2), st.data())
def test_gradients_agree_with_sympy(problem, data):
    """SymPy's own derivative of the whole loss is the same: of all parameters, or of two in a large net."""
    note(problem.to_toml())
    some = parameters(problem)
    if len(some) > FEW_PARAMETERS:
        some = [data.draw(st.sampled_from(some), label="by") for _ in range(2)]
    solution = problem.solve(*gradient_goals(problem), style="delta")
    assert worst(disagreements(solution, {by: by_sympy(problem, by) for by in some}).values()) <= TOLERANCE


@settings(max_examples=3)
@given(problems(networks(most_layers=4, most_units=5), most_samples=2), st.data())
def test_gradients_of_large_networks_agree_with_sympy(problem, data):
    """The same for large networks, for two drawn parameters each."""
    some = [data.draw(st.sampled_from(parameters(problem)), label="by") for _ in range(2)]
    solution = problem.solve(*gradient_goals(problem))
    assert worst(disagreements(solution, {by: by_sympy(problem, by) for by in some}).values()) <= TOLERANCE


@pytest.mark.parametrize("bias", BIASES)
@pytest.mark.parametrize("loss_name", SMOOTH_LOSSES)
def test_each_loss_with_each_last_activation_and_bias(loss_name, bias):
    """No pair of last activation and loss, and no kind of bias, is left to chance."""
    for last in LAST[loss_name]:
        net = Network([2, 3, 2], ["tanh", last], loss_name, bias=["unit", bias], l2="0.1", reduction="mean")
        numbers = {"unit": ["0.3", "-0.4"], "threshold": ["0.3", "-0.4"], "shared": "0.3", "none": None}
        problem = Problem(
            net,
            x=[["0.5", "-1.25"], ["1.5", "0.75"], ["0.1", "2"]],
            y=[["0", "1"], ["0.25", "0.75"], ["0.9", "0.6"]],
            weights=[[["0.1", "-0.7"], ["1.2", "0.4"], ["-0.3", "0.8"]],
                     [["0.9", "-1.1", "0.2"], ["-0.6", "0.5", "1.4"]]],
            biases=[["0.1", "0.2", "-0.3"], numbers[bias]],
        )  # fmt: skip
        theirs = gradient(problem)
        for style, combined in STYLES:
            solution = problem.solve(*gradient_goals(problem), style=style, combined=combined)
            assert worst(disagreements(solution, theirs).values()) <= TOLERANCE, (last, style)


# --- other derivatives --------------------------------------------------------------------------------


@settings(max_examples=40)
@given(problems(), st.sampled_from(STYLES), st.data())
def test_the_loss_by_anything_upstream(problem, style, data):
    """dJ/dz, dJ/da, dJ/dx, dJ/dy and dJ/dlambda are right, and so is one sample's loss by each."""
    note(problem.to_toml())
    net, numbers = problem.network, numbers_of(problem)
    i = data.draw(st.integers(1, problem.samples), label="sample")
    sample = i if problem.samples > 1 else None
    layer = data.draw(st.integers(1, len(net.layers) - 1), label="layer")
    some = [Variable(name, layer, (j,), sample) for name in "za" for j in range(1, net.layers[layer] + 1)]
    some += [q for q in numbers if q.name in ("x", "y") and q.sample == sample]
    some += [q for q in numbers if q.name == "lambda"]
    own = Variable("J", None, (), sample)
    wholes = [(Variable("J"), lambda moved: loss(problem, moved))]
    if sample is not None:
        wholes.append((own, lambda moved: sample_loss(problem, moved, i)))
    for of, function in wholes:
        by_each = [by for by in some if of.sample is None or by.name != "lambda"]
        solution = problem.solve(*(f"d{of}/d{by}" for by in by_each), style=style[0], combined=style[1])
        theirs = {by: factor(problem) * slope(function, numbers, by) for by in by_each}
        assert worst(disagreements(solution, theirs, of).values()) <= TOLERANCE


@settings(max_examples=30)
@given(problems(networks(losses=tuple(LAST))), st.sampled_from(STYLES), st.data())
def test_outputs_by_inputs_and_parameters(problem, style, data):
    """da/dx and da/dw are right for every output of every sample, with and without a loss."""
    note(problem.to_toml())
    net, numbers = problem.network, numbers_of(problem)
    i = data.draw(st.integers(1, problem.samples), label="sample")
    j = data.draw(st.integers(1, net.layers[-1]), label="output")
    sample = i if problem.samples > 1 else None
    of = Variable("a", len(net.layers) - 1, (j,), sample)
    some = [q for q in numbers if q.name == "x" and q.sample == sample] + parameters(problem)
    solution = problem.solve(*(f"d{of}/d{by}" for by in some), style=style[0], combined=style[1])
    theirs = {by: slope(lambda moved: outputs(problem, moved, i)[j - 1], numbers, by) for by in some}
    assert worst(disagreements(solution, theirs, of).values()) <= TOLERANCE


@settings(max_examples=40)
@given(problems(), st.sampled_from(STYLES))
def test_error_terms_are_derivatives_by_weighted_sums_in_the_convention(problem, style):
    """delta is dJ/dz, or, one by one or by the convention, that of the sample's own loss; with its sign."""
    note(problem.to_toml())
    net, numbers = problem.network, numbers_of(problem)
    several = problem.samples > 1
    own = several and (net.convention.mean_in == "gradient" or net.updates == "each")
    for i in range(1, problem.samples + 1):
        zs = [
            Variable("z", layer, (j,), i if several else None)
            for layer in range(1, len(net.layers))
            for j in range(1, net.layers[layer] + 1)
        ]
        deltas = [z._replace(name="delta") for z in zs]
        solution = problem.solve(*map(str, deltas), style=style[0], combined=style[1])
        scales = magnitudes(solution)
        function = partial(sample_loss, problem, i=i) if own else partial(loss, problem)
        for z, delta in zip(zs, deltas, strict=True):
            theirs = net.convention.error_sign * factor(problem) * slope(function, numbers, z)
            assert apart(solution.values[delta], theirs, scales[delta]) <= TOLERANCE


@settings(max_examples=50)
@given(problems(), st.sampled_from(STYLES), st.sampled_from(STYLES))
def test_all_styles_give_the_same_values(problem, one, other):
    """Chain or delta, activation and loss written together or not: only the writing differs."""
    note(problem.to_toml())
    goals = gradient_goals(problem)
    first = problem.solve(*goals, style=one[0], combined=one[1])
    second = problem.solve(*goals, style=other[0], combined=other[1])
    pairs = [(goal, goal) for goal in first.derivation.goals]
    assert same(first, second, pairs) <= 1e-12


@pytest.mark.parametrize("mistake", sorted(FAMILIAR))
@pytest.mark.parametrize("style", ["chain", "delta"])
def test_the_witness_finds_every_known_mistake(mistake, style):
    """The comparison is worth something: whatever mistake is made, a gradient or a new weight is off."""
    net = Network([2, 2, 2], ["tanh", "sigmoid"], reduction="mean")
    weights = [[["0.3", "-0.2"], ["0.1", "0.9"]], [["0.7", "-1.1"], ["0.5", "0.4"]]]
    biases = [["0.1", "0.2"], ["0.3", "-0.4"]]
    problem = Problem(
        net, [["1", "-0.5"], ["0.3", "2"]], [["0", "1"], ["0.2", "0.6"]], weights, biases, "0.5"
    )
    solution, slopes = problem.solve(style=style, mistakes=[mistake]), gradient(problem)
    off = worst(disagreements(solution, slopes).values())
    for each, slope_ in slopes.items():
        new = problem.values[each].value - 0.5 * float(slope_)
        off = max(off, apart(solution.values[each.at(1)], new, abs(new)))
    assert off > 1e-3


# --- far out, where floats end ------------------------------------------------------------------------


@pytest.mark.parametrize("times", [30, 200, 400, 2000])
@pytest.mark.parametrize(
    ("last", "loss_name"), [("sigmoid", "binary_cross_entropy"), ("softmax", "cross_entropy")]
)
@pytest.mark.parametrize("style", ["chain", "delta"])
def test_cross_entropy_of_saturated_outputs(times, last, loss_name, style):
    """Where e^z leaves the floats or 1 - a is 0, the gradients are still those of the loss."""
    net = Network([2, 2, 2], ["tanh", last], loss_name)
    x, y = ["1", "-0.5"], ["0", "1"]
    weights = [[["0.3", "-0.2"], ["0.1", "0.9"]], [[f"{times}", "-2"], ["1.5", f"-{times}"]]]
    problem = Problem(net, x=x, y=y, weights=weights, biases=[["0.1", "0.2"], ["0.3", "-0.4"]])
    solution = problem.solve(*gradient_goals(problem), style=style)
    found = disagreements(solution, gradient(problem, digits=times + 200))
    assert worst(found.values()) <= TOLERANCE


# --- handnet's own proof ------------------------------------------------------------------------------

PROVED = problems(networks(most_layers=2, most_units=2), most_samples=2)


@settings(max_examples=10, phases=[Phase.generate])  # shrinking takes minutes
@given(PROVED, st.sampled_from(STYLES), st.integers(0, 99))
def test_verify_finds_right_derivations_right(problem, style, seed):
    """verify() says so of every right derivation, at the problem's own numbers and at random ones."""
    note(problem.to_toml())
    assert problem.verify().ok
    assert problem.network.derive(style=style[0], combined=style[1]).verify(seed=seed).ok
    verification = problem.derive(style=style[0], combined=style[1]).verify(seed=seed)
    assert verification.ok, str(verification)


@settings(max_examples=10, phases=[Phase.generate])  # shrinking takes minutes
@given(PROVED, st.sampled_from(STYLES), st.sampled_from(["added", "negated", "scaled"]), st.data())
def test_verify_finds_a_wrong_line(problem, style, change, data):
    """One wrong line among the derivatives, even by one in a million, and verify() says no."""
    note(problem.to_toml())
    solution = problem.solve(*gradient_goals(problem), style=style[0], combined=style[1])
    derivation, scales = solution.derivation, magnitudes(solution)
    lines = [step for step in derivation.steps if isinstance(step.quantity, Derivative)]
    wrong = data.draw(st.sampled_from(lines), label="wrong line")
    value, scale = abs(solution.values[wrong.quantity]), scales[wrong.quantity]
    million = Number("1.000001", 1.000001)
    formula, moved = {
        "added": (Sum((wrong.formula, ONE)), 1.0),
        "negated": (Negative(wrong.formula), 2 * value),
        "scaled": (Product((million, wrong.formula)), 1e-6 * value),
    }[change]
    assume(moved > 3 * TOLERANCE * (scale + moved))  # verify() measures by the sum of absolute summands
    numbers = {quantity: number.value for quantity, number in problem.values.items()}
    assert derivation.verify(at=numbers, most_for_sympy=0).ok
    steps = tuple(step._replace(formula=formula) if step is wrong else step for step in derivation.steps)
    verification = replace(derivation, steps=steps).verify(at=numbers, most_for_sympy=0)
    assert not verification.ok
    assert "THEY DO NOT ALL AGREE" in str(verification)


@pytest.mark.parametrize("style", STYLES)
def test_verify_where_targets_add_up_to_1(style):
    """a - y holds only for such targets: verify() compares at such points, or not with that line."""
    net = Network([1, 1, 2], ["sigmoid", "softmax"], "cross_entropy")
    weights, biases = [[["0.1"]], [["0.2"], ["0.3"]]], [["0.1"], ["0.1", "0.2"]]
    problem = Problem(net, x=["0.5"], y=["1", "0"], weights=weights, biases=biases)
    verification = problem.derive(style=style[0], combined=style[1]).verify()
    assert verification.ok, str(verification)


@pytest.mark.parametrize("weight", [40, 80, 100, 300])
def test_verify_where_slopes_are_tiny(weight):
    """A saturated unit has slopes of 1e-40 and less; a right derivation is not called wrong there."""
    problem = Problem(
        Network([1, 1, 1]), x=["-1"], y=["1"], weights=[[[weight]], [["0.2"]]], biases=[["0.1"], ["0.1"]]
    )
    verification = problem.verify()
    assert verification.ok, str(verification)


def test_verify_where_sums_cancel():
    """0.1 + 0.2 - 0.3 is a rounding error away from 0, and so is its tanh; that is no wrong derivative."""
    net = Network([3, 1, 1], "tanh", bias="none")
    weights = [[["1", "1", "-1"]], [["2"]]]
    verification = Problem(net, x=["0.1", "0.2", "0.3"], y=["1"], weights=weights).verify()
    assert verification.ok, str(verification)
