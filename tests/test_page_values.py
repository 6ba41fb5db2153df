"""Every value that the panel works out in the page is the library's, for the same numbers and choices."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import networks, problems
from page_answers import answers

import handnet as hn
from handnet.mistakes import FAMILIAR
from handnet.page.data import panel_data

SMALL = problems(networks(most_layers=2, most_units=3), most_samples=2, odd=True)
ARTICLES = ("rohan_lenny", "handwriting", "back_propagation")
STYLES = ("chain", "delta")


def two_samples(activation="sigmoid", loss="half_squared_error", **options):
    """A 2-2-2 network with two samples."""
    return hn.Problem(
        hn.Network([2, 2, 2], activation, loss, **options),
        x=[["0.5", "-1"], ["2", "0.25"]],
        y=[["1", "0"], ["0", "1"]],
        weights=[[["0.15", "-0.20"], ["0.25", "0.30"]], [["0.40", "-0.45"], ["0.50", "0.55"]]],
        biases=[["0.35", "-0.35"], ["0.60", "0.60"]],
        learning_rate="0.5",
    )


def worked(problem, *moves, **options):
    """What a panel of the problem has after these moves; the name of a move and its arguments."""
    return answers(panels=[{"data": panel_data(problem, **options), "moves": moves}])[0]


def moves_to(problem, numbers):
    """The moves that give some quantities other numbers, by address."""
    place = {address: at for at, address in enumerate(panel_data(problem)["quantities"])}
    return [["set", place[address], float(text), text] for address, text in numbers.items()]


def agree(found, solution, key="values"):
    """Compare what both have; a text is compared where the value is the same to its last digit."""
    texts = found["texts" if key == "values" else "wrongTexts"]
    shared = {str(quantity): quantity for quantity in solution.values if str(quantity) in found[key]}
    for address, quantity in shared.items():
        wanted, answer = solution.values[quantity], float(found[key][address])
        close = math.isclose(wanted, answer, rel_tol=1e-12, abs_tol=1e-14)
        assert close or (math.isnan(wanted) and math.isnan(answer)), (
            f"{address}: {wanted!r}, panel {answer!r}"
        )
        if wanted == answer:
            assert texts[address] == solution.written(quantity), address
    assert set(map(str, solution.derivation.goals)) <= set(shared)
    assert len(shared) >= 0.5 * len(solution.values)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", ARTICLES)
def test_the_articles_have_the_same_lines_and_numbers(name, style):
    problem = hn.articles.article(name).problem
    solution = problem.solve(style=style)
    found = worked(problem, style=style)
    assert sorted(found["lines"]) == sorted(str(step.quantity) for step in solution.derivation)
    agree(found, solution)


@given(problems(odd=True), st.sampled_from(STYLES))
@settings(max_examples=6)
def test_random_problems_have_the_same_numbers(problem, style):
    agree(worked(problem, style=style), problem.solve(style=style))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("code", FAMILIAR)
def test_a_mistake_has_its_own_numbers_beside_the_right_ones(code, style):
    problem = two_samples(reduction="mean")
    right, wrong = problem.solve(style=style), problem.solve(style=style, mistakes=[code])
    found = worked(problem, ["choose", {"style": style, "mistake": code}])
    agree(found, wrong, "wrong")
    other = {str(each): value for each, value in right.values.items()}
    assert all(math.isclose(float(found["values"][each]), other[each]) for each in found["values"])
    formulas = {str(step.quantity): step.formula for step in right.derivation}
    changed = {
        str(step.quantity) for step in wrong.derivation if formulas.get(str(step.quantity)) != step.formula
    }
    if changed:
        assert set(found["differing"]) <= changed
        assert bool(found["differing"]) == bool(changed & set(found["lines"]))
    else:
        assert found["wrong"] == {}


@given(SMALL, st.data())
@settings(max_examples=6)
def test_other_numbers_give_what_a_problem_with_them_gives(problem, data):
    addresses = [str(each) for each in problem.values if each.name not in ("y", "mu", "lambda")]
    some = data.draw(st.lists(st.sampled_from(addresses), min_size=1, max_size=4, unique=True))
    numbers = {address: data.draw(st.sampled_from(("0.5", "-0.25", "1.30"))) for address in some}
    agree(worked(problem, *moves_to(problem, numbers)), problem.with_numbers(numbers).solve())


@pytest.mark.parametrize(("activation", "slope"), [("relu", "0"), ("sigmoid", "0.25")])
def test_decimals_that_cancel_leave_nothing(activation, slope):
    """Nobody writes 5.6e-17 for 0.1 + 0.2 - 0.3, and at the kink of a ReLU it would decide."""
    network = hn.Network([3, 1, 1], activation)
    problem = hn.Problem(
        network, ["1", "1", "1"], ["0.5"], [[["0.5", "0.2", "-0.3"]], [["1"]]], [["0"], ["0.1"]], "1"
    )
    numbers = {"w1[1,1]": "0.1"}
    assert 0.1 + 0.2 - 0.3 > 0
    found, solution = worked(problem, *moves_to(problem, numbers)), problem.with_numbers(numbers).solve()
    assert found["values"]["z1[1]"] == "0"
    assert solution["z1[1]"] == 0
    assert found["values"]["da1[1]/dz1[1]"] == slope
    agree(found, solution)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("large", ["800", "-800", "2000"])
def test_softmax_and_cross_entropy_hold_where_powers_leave_the_floats(large, style):
    problem = two_samples(["sigmoid", "softmax"], "cross_entropy")
    numbers = {"b2[1]": large}
    found = worked(problem, ["choose", {"style": style}], *moves_to(problem, numbers))
    solution = problem.with_numbers(numbers).solve(style=style)
    agree(found, solution)
    assert all(
        math.isfinite(float(found["values"][each])) for each in found["values"] if each.startswith("dJ/dw")
    )


def agree_in_updates(found, history, addresses, close):
    """Compare some quantities after the last update of a history; an update's own values at its end."""
    snapshot = history[history.updates]
    for address in addresses:
        wanted, answer = snapshot[address], float(found["values"][address])
        assert math.isclose(wanted, answer, rel_tol=close, abs_tol=close), (
            f"{address}: {wanted!r}, panel {answer!r}"
        )


@given(SMALL, st.sampled_from(STYLES), st.integers(1, 4))
@settings(max_examples=6)
def test_after_some_steps_everything_is_what_training_gives(problem, style, steps):
    """With every way to update: all at once or sample after sample, with momentum, with frozen weights."""
    found = worked(problem, ["take", steps], style=style)
    goals = [
        address for address in found["lines"] if address.startswith(("dJ/dw", "w", "b", "theta", "a", "J"))
    ]
    agree_in_updates(found, problem.train(steps), goals[-40:], 1e-11)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "options", [{}, {"updates": "each"}, {"momentum": "0.9"}, {"updates": "each", "momentum": "0.5"}], ids=str
)
def test_a_thousand_steps_are_what_training_gives(options, style):
    problem = two_samples(**options)
    found = worked(problem, ["take", 1000], style=style)
    agree_in_updates(found, problem.train(1000), ["w1[1,1]", "w2[2,1]", "b2[1]", "J", "w1[1,2]+"], 1e-9)
    again = worked(problem, *[["take", 1]] * 30, ["take", 970], style=style)
    assert again["values"] == found["values"]
