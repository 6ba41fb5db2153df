"""Laws that gradients obey whatever their values are."""

from __future__ import annotations

from compare import apart, gradient_goals, magnitudes, same, worst
from hypothesis import given, note, settings
from hypothesis import strategies as st
from networks import LAST, networks, problems
from witness import factor, parameters

from handnet import Convention, Network, Problem
from handnet.files import from_toml, to_toml
from handnet.quantity import Derivative, Variable

TOLERANCE = 1e-12
J = Variable("J")


def written(problem, **changes):
    """The same problem with other arguments of its network."""
    net = problem.network
    arguments = {
        "layers": net.layers, "activation": net.activations, "loss": net.loss, "bias": net.biases,
        "reduction": net.reduction, "average": net.average, "l2": net.l2 and net.l2.text,
        "frozen": list(map(str, net.frozen)), "updates": net.updates,
        "momentum": net.momentum and net.momentum.text, "convention": net.convention,
    }  # fmt: skip
    return with_network(problem, Network(**(arguments | changes)))


def with_network(problem, network, weight=lambda layer, j, k: (j, k), unit=lambda layer, j: j):
    """The same numbers in another network; `weight` and `unit` say from which place each is taken."""
    values, sizes = problem.values, network.layers

    def rows(name, size):
        samples = range(1, problem.samples + 1) if problem.samples > 1 else [None]
        return [[values[Variable(name, None, (k,), s)].text for k in range(1, size + 1)] for s in samples]

    def bias(layer):
        match network.biases[layer - 1]:
            case "none":
                return None
            case "shared":
                return values[Variable("b", layer)].text
            case kind:
                name = "theta" if kind == "threshold" else "b"
                places = [(unit(layer, j),) for j in range(1, sizes[layer] + 1)]
                return [values[Variable(name, layer, place)].text for place in places]

    layers = range(1, len(sizes))
    weights = [
        [[values[Variable("w", layer, weight(layer, j, k))].text for k in range(1, sizes[layer - 1] + 1)]
         for j in range(1, sizes[layer] + 1)]
        for layer in layers
    ]  # fmt: skip
    unbiased = all(kind == "none" for kind in network.biases)
    return Problem(
        network,
        x=rows("x", sizes[0]),
        y=rows("y", sizes[-1]),
        weights=weights,
        biases=None if unbiased else [bias(layer) for layer in layers],
        learning_rate=problem.learning_rate and problem.learning_rate.text,
    )


def by_parameter(problem):
    """The derivatives of the loss by all parameters."""
    return [Derivative(J, each) for each in parameters(problem)]


@settings(max_examples=30)
@given(problems(), st.sampled_from(["chain", "delta"]), st.data())
def test_permuting_hidden_units_permutes_gradients(problem, style, data):
    """Hidden units have no order: numbered anew, each keeps its gradients."""
    note(problem.to_toml())
    net = problem.network
    orders = [list(range(size + 1)) for size in net.layers]
    for layer in range(1, len(net.layers) - 1):
        orders[layer][1:] = data.draw(st.permutations(orders[layer][1:]), label=f"layer {layer}")

    def place(layer, j, k):
        return orders[layer][j], orders[layer - 1][k]

    net = written(problem, frozen=()).network
    moved = with_network(problem, net, place, lambda layer, j: orders[layer][j])
    pairs = []
    for by in parameters(moved):
        match by.place:
            case (j, k):
                there = by._replace(place=place(by.layer, j, k))
            case (j,):
                there = by._replace(place=(orders[by.layer][j],))
            case _:
                there = by
        pairs.append((Derivative(J, by), Derivative(J, there)))
    goals = gradient_goals(problem)
    assert same(moved.solve(*goals, style=style), problem.solve(*goals, style=style), pairs) <= TOLERANCE


@settings(max_examples=30)
@given(problems(networks(l2="0.37")), st.sampled_from(["chain", "delta"]))
def test_the_penalty_adds_lambda_times_the_weight(problem, style):
    """With l2, the gradient by a weight is larger by lambda w, that by a bias is the same."""
    note(problem.to_toml())
    goals = gradient_goals(problem)
    with_, without = problem.solve(*goals, style=style), written(problem, l2=None).solve(*goals, style=style)
    scales = magnitudes(with_)
    for by in by_parameter(problem):
        more = 0.37 * problem.values[by.by].value * float(factor(problem)) if by.by.name == "w" else 0.0
        assert apart(with_.values[by], without.values[by] + more, scales[by]) <= TOLERANCE


@settings(max_examples=30)
@given(problems(networks(l2=None)), st.sampled_from(["chain", "delta"]))
def test_the_gradient_is_the_sum_or_mean_of_those_of_the_samples(problem, style):
    """dJ/dw is the sum of dJ(i)/dw over the samples, or their mean."""
    note(problem.to_toml())
    solution = problem.solve(*gradient_goals(problem), style=style)
    scales = magnitudes(solution)
    divisor = problem.samples if problem.network.reduction == "mean" else 1
    for by in by_parameter(problem):
        if problem.samples == 1:
            shares = [solution[f"dJ(1)/d{by.by}"]]
        else:
            shares = [solution[f"dJ({i})/d{by.by}"] for i in range(1, problem.samples + 1)]
        assert apart(solution.values[by], sum(shares) / divisor, scales[by]) <= TOLERANCE


@settings(max_examples=40)
@given(problems(), st.sampled_from(["chain", "delta"]))
def test_frozen_parameters_stay(problem, style):
    """What is frozen keeps its value and is not differentiated by, unless one asks; the rest is moved."""
    note(problem.to_toml())
    net = problem.network
    solution, derivation = problem.solve(style=style), problem.derive(style=style)
    free = written(problem, frozen=()).solve(*gradient_goals(problem), style=style)
    for by in parameters(problem):
        after, slope = by.at(1), Derivative(J, by)
        if by in net.frozen:
            assert slope not in derivation.goals
            assert after not in derivation.goals
            assert solution.value(after) == problem.values[by].value
            assert solution.value(by.at(3)) == problem.values[by].value
        else:
            assert slope in derivation.goals
            assert after in derivation.goals
        assert solution.value(slope) == free.values[slope]


@settings(max_examples=30)
@given(problems(networks(convention=False)), st.sampled_from(["chain", "delta"]))
def test_the_sign_of_error_terms_changes_nothing_else(problem, style):
    """error_sign=-1 turns every delta round, and leaves gradients and updates."""
    note(problem.to_toml())
    other = written(problem, convention=Convention(error_sign=-1))
    first, second = problem.solve(style=style), other.solve(style=style)
    goals = [q for q in first.derivation.goals if q in second.values]
    assert goals == list(first.derivation.goals)
    assert same(first, second, zip(goals, goals, strict=True)) <= TOLERANCE
    for z in [q for q in first.values if isinstance(q, Variable) and q.name == "z"]:
        delta = z._replace(name="delta")
        assert first.value(delta) == -second.value(delta)


@settings(max_examples=30)
@given(problems(networks(convention=False)), st.sampled_from(["chain", "delta"]))
def test_where_the_mean_is_taken_changes_only_error_terms(problem, style):
    """mean_in="gradient": the same dJ/dw and updates, from error terms that lack the 1/M."""
    note(problem.to_toml())
    other = written(problem, convention=Convention(mean_in="gradient"))
    deltas = [
        Variable("delta", layer, (j,), i if problem.samples > 1 else None)
        for layer, size in enumerate(problem.network.layers[1:], start=1)
        for j in range(1, size + 1)
        for i in range(1, problem.samples + 1)
    ]
    goals = [*gradient_goals(problem), *map(str, deltas)]
    first, second = problem.solve(*goals, style=style), other.solve(*goals, style=style)
    assert same(first, second, [(by, by) for by in by_parameter(problem)]) <= TOLERANCE
    at_once = problem.network.updates == "batch"  # one by one, error terms are the sample's own anyway
    divisor = problem.samples if at_once and problem.network.reduction == "mean" else 1
    scales = magnitudes(first)
    found = [apart(first.values[delta], second.values[delta] / divisor, scales[delta]) for delta in deltas]
    assert worst(found) <= TOLERANCE


@settings(max_examples=30)
@given(problems(networks(convention=False)), st.sampled_from(["0.5", "3", "1/3"]))
def test_the_gradient_factor_multiplies_all_gradients_and_leaves_the_loss(problem, text):
    """gradient_factor stands in every dJ/dw, penalty and all, and not in J."""
    note(problem.to_toml())
    other = written(problem, convention=Convention(gradient_factor=text))
    goals = ["J", *gradient_goals(problem)]
    first, second = problem.solve(*goals), other.solve(*goals)
    times, scales = float(factor(other)), magnitudes(first)
    assert first.values[J] == second.values[J]
    found = [
        apart(second.values[by], times * first.values[by], times * scales[by]) for by in by_parameter(problem)
    ]
    assert worst(found) <= TOLERANCE


@settings(max_examples=60)
@given(problems(networks(losses=tuple(LAST)), odd=True))
def test_a_problem_file_reads_back_to_an_equal_problem(problem):
    """What is written to a problem file is the problem, to the last digit of each number."""
    assert from_toml(to_toml(problem)) == problem
