"""The parts of checking, each by itself: marks, the order of statuses, other conventions, what is kept."""

from __future__ import annotations

import math

import pytest

import handnet as hn
from handnet.answer import Answer
from handnet.check.criteria import Criteria, Marks
from handnet.check.formulas import RandomPoints
from handnet.check.judge import Judged
from handnet.check.kept import MOST_KEPT, kept
from handnet.check.one import first_wrong, status_of
from handnet.check.verdict import REASONS, STATUSES, Verdict
from handnet.mistakes import MISTAKES

# --- marks and criteria ----------------------------------------------------------------------------------


def test_each_status_has_its_share_and_all_that_is_not_wrong_has_the_whole():
    assert [Marks().of(status) for status in STATUSES] == [1, 1, 0, 1, 0, 0]
    own = Marks(right=0.9, follows=0.5, undecided=0.25, does_not_follow=0.75, wrong=0.125)
    assert [own.of(status) for status in STATUSES] == [0.9, 0.5, 0.125, 0.25, 0, 0]
    assert own.of("right", but_does_not_follow=True) == 0.75
    assert own.of("follows", but_does_not_follow=True) == 0.5


@pytest.mark.parametrize("share", [-0.01, 1.01, True, "1", None, math.nan])
def test_a_share_of_the_points_lies_between_0_and_1(share):
    with pytest.raises(hn.HandnetError, match=r"marks: follows is .*from 0 to 1"):
        Marks(follows=share)
    assert Marks(follows=0).of("follows") == 0
    assert Marks(wrong=1).of("wrong") == 1


def test_what_is_switched_off_is_not_looked_for():
    every = {each.code for each in Criteria().mistakes}
    assert set(MISTAKES) <= every
    assert {each.code for each in Criteria(without=("slope-left-out",)).mistakes} == every - {
        "slope-left-out"
    }
    assert Criteria().pairs
    assert Criteria(without=("truncated",)).mistakes == Criteria().mistakes  # a slip of the pen is no rule


# --- statuses --------------------------------------------------------------------------------------------

NOTHING = dict.fromkeys(
    ("exact", "reached", "follows", "wrong", "undecided", "few_digits", "strays", "from_own", "clean"), False
)


@pytest.mark.parametrize(
    ("found", "status", "reason"),
    [
        ({"exact": True}, "right", "exact"),
        ({"reached": True}, "right", "rounded"),
        ({"follows": True}, "follows", "follows"),
        ({"wrong": True}, "wrong", "wrong"),
        ({"undecided": True}, "undecided", "mistake"),
        ({"undecided": True, "few_digits": True, "exact": True}, "undecided", "few digits"),
        ({"exact": True, "reached": True, "follows": True}, "right", "exact"),
    ],
)
def test_the_first_status_that_holds_is_the_verdict(found, status, reason):
    assert status_of(Judged(right=1.0, **NOTHING | found)) == (status, reason)
    assert reason in REASONS


def test_what_cannot_be_read_says_why_itself():
    answer = Answer("unreadable", "?", why="no number")
    assert Verdict(None, "z", answer, "unreadable", "", 0.0).because == "no number"
    assert Verdict(None, "z", answer, "right", "exact", 0.0).because == REASONS["exact"]


# --- a whole sheet in another convention -----------------------------------------------------------------

X, W, B, TARGET, ETA = 0.5, 0.8, 0.3, 0.25, 0.5
A = 1 / (1 + math.exp(-(W * X + B)))
DELTA = (A - TARGET) * A * (1 - A)


def one_unit(loss="half_squared_error", **more):
    number = {"x": ["0.5"], "y": ["0.25"], "weights": [[["0.8"]]], "learning_rate": "0.5"}
    bias = "-0.3" if more.get("bias") == "threshold" else "0.3"
    return hn.Problem(hn.Network([1, 1], loss=loss, **more), biases=[[bias]], **number)


def written(**values: float) -> dict[str, str]:
    names = {
        "d": "delta1[1]",
        "w": "dJ/dw1[1,1]",
        "b": "dJ/db1[1]",
        "J": "J",
        "t": "dJ/dtheta1[1]",
        "n": "w1[1,1]+",
    }
    return {names[name]: f"{value:.6f}" for name, value in values.items()}


@pytest.mark.parametrize(
    ("network", "answers", "words"),
    [
        ({}, written(d=DELTA, w=DELTA * X), ""),
        ({}, written(d=-DELTA, w=DELTA * X), "error terms have the other sign, -dJ/dz"),
        (
            {"convention": hn.Convention(error_sign=-1)},
            written(d=DELTA, w=DELTA * X),
            "error terms have the other sign, dJ/dz",
        ),
        ({}, written(w=2 * DELTA * X, b=2 * DELTA), "the gradients keep the factor 2 of the square"),
        ({}, written(J=(A - TARGET) ** 2, w=2 * DELTA * X), "the squared error is taken without 1/2"),
        (
            {"loss": "squared_error"},
            written(w=DELTA * X, b=DELTA),
            "the gradients drop the factor 2 of the square",
        ),
        (
            {"loss": "squared_error"},
            written(J=(A - TARGET) ** 2 / 2, w=DELTA * X),
            "the squared error is taken with 1/2",
        ),
        (
            {},
            written(d=-2 * DELTA, w=2 * DELTA * X),
            "error terms have the other sign, -dJ/dz, and the gradients keep the factor 2 of the square",
        ),
        (
            {"bias": "threshold"},
            written(t=DELTA, w=DELTA * X),
            "thresholds are counted as biases, with the other sign",
        ),
        (
            {"bias": "threshold"},
            written(t=2 * DELTA, w=2 * DELTA * X),
            "thresholds are counted as biases, with the other sign, and the gradients keep the factor 2 of the square",
        ),
    ],
)
def test_a_sheet_in_another_convention_is_right_and_says_which(network, answers, words):
    report = one_unit(**network).check(answers)
    assert report.convention == words
    assert {each.status for each in report} == {"right"}
    assert {each.reason for each in report} == {"convention" if words else "exact"}


@pytest.mark.parametrize(
    "answers",
    [
        written(d=-DELTA, w=-DELTA * X),  # the sign is lost in the gradient too
        written(w=3 * DELTA * X, b=3 * DELTA),
        written(n=W - ETA * 2 * DELTA * X),  # one new weight may as well have another learning rate
        written(w=2 * DELTA * X, b=DELTA),
    ],
)
def test_what_fits_no_convention_is_wrong(answers):
    report = one_unit().check(answers)
    assert report.convention == ""
    assert report.first_wrong is not None


def test_a_mean_may_stand_with_the_gradients():
    problem = hn.Problem(
        hn.Network([1, 1], reduction="mean", bias="none"), x=[["0.5"], ["1"]], y=[["0.25"], ["1"]],
        weights=[[["0.8"]]],
    )  # fmt: skip
    ones = [1 / (1 + math.exp(-0.8 * x)) for x in (0.5, 1)]
    deltas = [(a - y) * a * (1 - a) for a, y in zip(ones, (0.25, 1), strict=True)]
    whole = (deltas[0] * 0.5 + deltas[1]) / 2
    answers = {
        "delta1[1](1)": f"{deltas[0]:.6f}",
        "delta1[1](2)": f"{deltas[1]:.6f}",
        "dJ/dw1[1,1]": f"{whole:.6f}",
    }
    assert (
        problem.check(answers).convention
        == "error terms belong to one sample, and 1/M stands with the gradients"
    )
    late = hn.Convention(mean_in="gradient")
    there = hn.Problem(
        hn.Network([1, 1], reduction="mean", bias="none", convention=late), x=[["0.5"], ["1"]],
        y=[["0.25"], ["1"]], weights=[[["0.8"]]],
    )  # fmt: skip
    assert there.check(answers).convention == ""
    halves = answers | {f"delta1[1]({m})": f"{deltas[m - 1] / 2:.6f}" for m in (1, 2)}
    assert there.check(halves).convention == "1/M stands in every derivative"
    assert problem.check(halves).convention == ""


# --- formulas, and what is made ready --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "status"),
    [
        ("0.8*0.5 + 0.3", "right"),
        ("w1[1,1]*0.5 + 0.3", "right"),
        ("0.7", "right"),
        ("0.71", "wrong"),
        ("w1[1,1]*x[1] + b1[1]*1", "right"),
        ("w1[1,1]*x[1] + b1[1]/2*2", "right"),
        ("w1[1,1]*x[1] + b1[1]^2", "wrong"),
        ("x[1]*2*0.7", "right"),
    ],
)
def test_a_formula_is_right_everywhere_or_with_the_numbers_put_in(formula, status):
    assert one_unit().check({"z1[1]": formula})["z1[1]"].status == status


def test_a_formula_right_by_accident_of_the_numbers_is_wrong():
    """w x with w = 2 and x = 2 is x + x, and also x^2: nobody who wrote letters meant that."""
    problem = hn.Problem(hn.Network([1, 1], bias="none"), x=["2"], y=["1"], weights=[[["2"]]])
    assert problem.check({"z1[1]": "x[1]^2"})["z1[1]"].status == "wrong"
    assert problem.check({"z1[1]": "w1[1,1]^2"})["z1[1]"].status == "wrong"
    assert problem.check({"z1[1]": "x[1]*w1[1,1]"})["z1[1]"].status == "right"


def test_what_is_ready_is_kept_for_the_same_question_and_not_for_ever():
    problem = one_unit()
    z, a = problem.forward_pass().find("z1[1]"), problem.forward_pass().find("a1[1]")
    first = kept(problem, None, [z, z], Criteria())
    assert kept(problem, None, [z], Criteria()) is first
    assert kept(problem, None, [a], Criteria()) is not first
    assert kept(problem, None, [z], Criteria(without=("truncated",))) is not first
    assert isinstance(first[2], RandomPoints)
    for number in range(MOST_KEPT):
        extra = hn.Mistake.writing(f"mine-{number}", {"z1[1]": "x[1]"})
        kept(problem, None, [z], Criteria(extra=(extra,)))
    assert len(problem.sheets()) <= MOST_KEPT
    assert kept(problem, None, [z], Criteria()) is not first


def test_the_first_wrong_answer_is_found_without_looking_for_why():
    problem = one_unit()
    z = problem.forward_pass().find("z1[1]")
    assert first_wrong(problem, {"a1[1]": f"{A:.4f}", "z1[1]": "0.9"}) == z
    assert first_wrong(problem, {"a1[1]": f"{A:.4f}", "z1[1]": "0.7"}) is None


# --- answers as they are handed in -----------------------------------------------------------------------


def test_an_answer_that_is_there_twice_counts_once_and_says_so():
    report = one_unit().check({"z1[1]": "0.7", "z1[1](1)": "0.9", "a1[1]": "", "A1": [A]})
    assert [(each.address, each.status) for each in report] == [
        ("z1[1]", "right"), ("a1[1]", "missing"), ("z1[1](1)", "unreadable"), ("a1[1]", "unreadable"),
    ]  # fmt: skip
    assert report.verdicts[2].because == "z1[1] is there twice; the first, 0.7, is what is checked"
    assert report.verdicts[3].because == "a1[1] is there twice; the first, left blank, is what is checked"
    assert [each.out_of for each in report] == [1, 1, 0, 0]
    assert report.first_wrong is None


def test_what_does_not_fit_its_place_is_unreadable_and_says_why():
    answers = {"z1[1]": [0.7], "W1": [["0.8"]], "b1": ["0.1", "0.2"], "a1[1]": "a1[1]*2", "q9": "1"}
    report = one_unit().check(answers)
    assert [(each.address, each.status, each.out_of) for each in report] == [
        ("w1[1,1]", "right", 1), ("a1[1]", "unreadable", 1),
        ("z1[1]", "unreadable", 0), ("b1", "unreadable", 0), ("q9", "unreadable", 0),
    ]  # fmt: skip
    assert report.verdicts[1].because == "the formula contains a1[1] itself"
    assert report.verdicts[2].because == "z1[1] is one number; found [0.7]"
    assert "2 rows or numbers" in report.verdicts[3].because
    assert "no quantity 'q9'" in report.verdicts[4].because


# --- after many updates ----------------------------------------------------------------------------------


def test_far_in_training_a_value_is_right_or_one_step_off_or_another_training():
    problem = hn.Problem(
        hn.Network([1, 1], loss="squared_error"), x=["0.5"], y=["0.25"], weights=[[["0.8"]]],
        biases=[["0.3"]], learning_rate="0.01",
    )  # fmt: skip
    history, wrong = problem.train(22), problem.train(20, mistakes=["slope-left-out"])

    def verdict(value: float, **also: object) -> tuple[str, set[str]]:
        (found,) = problem.check({"w1[1,1]@20": f"{value:.12f}"}, **also)
        return found.status, {each.code for each in found.mistakes}

    assert verdict(history[20]["w1[1,1]"]) == ("right", set())
    few = [code for code in MISTAKES if code != "slope-left-out"]
    for other in (19, 21):
        assert verdict(history[other]["w1[1,1]"], without=few) == ("wrong", {"one-step-off"})
        assert verdict(history[other]["w1[1,1]"], without=[*few, "one-step-off"]) == ("wrong", set())
    for other in (18, 22):
        assert verdict(history[other]["w1[1,1]"], without=few) == ("wrong", set())
    assert verdict(wrong[20]["w1[1,1]"], without=few) == ("wrong", {"slope-left-out"})
    assert verdict(wrong[20]["w1[1,1]"], without=list(MISTAKES)) == ("wrong", set())
