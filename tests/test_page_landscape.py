"""The landscape in the panel has the numbers of `hn.landscape`: losses, slopes, paths, grids, to 1e-12."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from networks import networks, problems
from page_answers import node

import handnet as hn
from handnet.page.data import panel_data

SCRIPT = Path(__file__).parent / "page" / "landscape_answer.mjs"


def asked(problem, moved, **more):
    """A question for Node: points near the present one, and a path from the first of them."""
    here = hn.landscape(problem, *moved).start
    points = [[each + move for each in here] for move in (0.0, 0.25, -1.5)]
    usual = {"rate": 0.5, "momentum": 0, "updates": 20, "taken": 0}
    return {
        "data": panel_data(problem),
        "moved": moved,
        "points": points,
        "start": points[1],
        **usual,
        **more,
    }


def answers(*questions):
    return json.loads(node(SCRIPT, text=json.dumps(questions)))


def close(found, wanted, scale=1.0):
    """Equal to 1e-12, of the number itself or of what it was made from."""
    return all(
        math.isclose(each, other, rel_tol=1e-12, abs_tol=1e-12 * scale)
        for each, other in zip(found, wanted, strict=True)
    )


def agrees(problem, question, answer):
    """Every number of the answer beside the library's own."""
    land = hn.landscape(problem, *question["moved"])
    assert answer["start"] == list(land.start)
    values = [land.value(*point) for point in question["points"]]
    assert close(answer["values"], values)
    slopes = [land.slope(*point) for point in question["points"]]
    for found, wanted in zip(answer["slopes"], slopes, strict=True):
        assert close(found, wanted, max(1.0, *map(abs, wanted)))
    walk = land.descend(
        question["start"], question["rate"], question["updates"], momentum=question["momentum"]
    )
    path = answer["path"]
    assert path["left"] == walk.left
    assert len(path["points"]) == len(walk)
    for found, wanted in zip(path["points"], walk.points, strict=True):
        assert close(found, wanted)
    assert close(path["losses"], walk.losses)
    if len(question["moved"]) == 2:
        wanted = [land.value(x, y) for y in (-2, 0, 2, 4) for x in (-3, -1.5, 0, 1.5, 3)]
        assert close(answer["grid"], wanted)


ARTICLES = {
    "handwriting": ("w1[1,1]", "w2[1,1]"),
    "crash_course": ("w1[2,1]", "b2[1]"),
}


@pytest.mark.parametrize("momentum", [0, 0.9])
def test_the_articles_landscapes(momentum):
    questions, each = [], []
    for name, moved in ARTICLES.items():
        problem = getattr(hn.articles, name).problem
        for some in (moved[:1], moved):
            each.append(problem)
            questions.append(asked(problem, list(some), momentum=momentum))
    for problem, question, answer in zip(each, questions, answers(*questions), strict=True):
        agrees(problem, question, answer)


SMOOTH = ("sigmoid", "tanh", "arctan", "softplus", "bipolar_sigmoid")
"""Floats grow and cancel in long walks over a kink; that each slope is right is tested where it is made."""


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(st.data())
def test_random_landscapes(data):
    """Whatever the loss, the bias, the samples, the penalty, the way to update, the momentum."""
    net = networks(activations=SMOOTH, most_layers=2, most_units=3, convention=False, frozen=())
    questions, each = [], []
    for _ in range(4):
        problem = data.draw(problems(net, most_samples=2))
        trained = [str(one) for one in hn.landscape(problem).quantities]
        moved = data.draw(st.lists(st.sampled_from(trained), min_size=1, max_size=2, unique=True))
        momentum = data.draw(st.sampled_from((0, 0.5, 0.9)))
        each.append(problem)
        questions.append(asked(problem, moved, momentum=momentum, rate=0.125, updates=8))
    for problem, question, answer in zip(each, questions, answers(*questions), strict=True):
        assert set(question["moved"]) <= set(answer["parameters"])
        agrees(problem, question, answer)


def test_after_steps_the_landscape_stands_where_the_weights_do():
    """Phases of momentum and of updates one by one do not change what the loss is."""
    net = hn.Network([2, 2, 1], "tanh", "squared_error", updates="each", momentum="0.5", frozen=["w1[1,2]"])
    problem = hn.Problem(
        net,
        x=[["0.5", "-1"], ["1", "0.3"]],
        y=[["0.2"], ["-0.4"]],
        weights=[[["0.15", "0.2"], ["0.25", "0.3"]], [["0.4", "0.45"]]],
        biases=[["0.35", "0.1"], ["0.6"]],
        learning_rate="0.2",
    )
    taken = (0, 1, 2, 5)
    questions = [asked(problem, ["w1[2,1]", "b2[1]"], taken=count) for count in taken]
    history = problem.train(max(taken))
    for count, question, answer in zip(taken, questions, answers(*questions), strict=True):
        numbers = {
            str(each.at(0)): repr(value)
            for each, value in history.stated(count).items()
            if not each.name.startswith("velocity")
        }
        agrees(problem.with_numbers(numbers), question, answer)
        assert "w1[1,2]" not in answer["parameters"]


def test_a_convention_has_the_slope_of_the_curve_beside_its_own_gradient():
    """The path follows the sheet's gradient, the tangent touches the curve."""
    net = hn.Network([1, 1], loss="squared_error", convention=hn.Convention(gradient_factor="0.5"))
    problem = hn.Problem(
        net, x=["0.7"], y=["0.1"], weights=[[["0.4"]]], biases=[["-0.2"]], learning_rate="0.5"
    )
    question = asked(problem, ["w1[1,1]"])
    (answer,) = answers(question)
    agrees(problem, question, answer)
