"""Other conventions of a whole sheet: which are tried, and what it takes to recognise one."""

from __future__ import annotations

from typing import Any

from small_sheets import WITHOUT, told

import handnet as hn
from handnet.check.conventions import _is_update, _name, counts_the_other_way, others
from handnet.quantity import Derivative, Variable

KEEP, DROP = "the gradients keep the factor 2 of the square", "the gradients drop the factor 2 of the square"
WITHOUT_HALF, WITH_HALF = "the squared error is taken without 1/2", "the squared error is taken with 1/2"
MINUS, PLUS = "error terms have the other sign, -dJ/dz", "error terms have the other sign, dJ/dz"
AS_BIAS = "thresholds are counted as biases, with the other sign"
LATE = "error terms belong to one sample, and 1/M stands with the gradients"
EVERYWHERE = "1/M stands in every derivative"


def one_weight(w: str = "1.385", samples: int = 1, biases: Any = None, **more: Any) -> hn.Problem:
    """a = w x with x = 1 and y = 1: the error term is w - 1 = 0.385, and the gradient too."""
    network = hn.Network([1, 1], activation="identity", **({"bias": "none"} | more))
    return hn.Problem(
        network, x=[["1"]] * samples, y=[["1"]] * samples, weights=[[[w]]], biases=biases, learning_rate="0.5"
    )


def tried(problem: hn.Problem, *addresses: str) -> list[str]:
    return [each.words for each in others(problem, tuple(map(problem.forward_pass().find, addresses)))]


def test_only_what_could_matter_is_tried():
    half = one_weight(loss="half_squared_error")
    whole = one_weight(loss="squared_error")
    assert tried(half, "dJ/dw1[1,1]") == tried(half, "J") == [KEEP, WITHOUT_HALF]
    assert tried(whole, "dJ/dw1[1,1]") == [DROP, WITH_HALF]
    both = [MINUS, KEEP, WITHOUT_HALF, f"{MINUS}, and {KEEP}", f"{MINUS}, and {WITHOUT_HALF}"]
    assert tried(half, "delta1[1]") == tried(half, "J", "delta1[1]") == tried(half, "delta1[1]", "J") == both
    turned = one_weight(loss="squared_error", convention=hn.Convention(error_sign=-1))
    assert tried(turned, "delta1[1]") == [
        PLUS, DROP, WITH_HALF, f"{PLUS}, and {DROP}", f"{PLUS}, and {WITH_HALF}"]  # fmt: skip
    other = hn.Problem(hn.Network([1, 1], loss="binary_cross_entropy"), x=["1"], y=["1"], weights=[[["1"]]],
                       biases=[["0"]], learning_rate="1")  # fmt: skip
    assert tried(other, "delta1[1]") == [MINUS]
    assert tried(other, "dJ/dw1[1,1]") == []
    none = hn.Problem(hn.Network([1, 1], loss="none"), x=["1"], weights=[[["1"]]], biases=[["0"]])
    assert tried(none, "z1[1]") == []
    network = hn.Network([1, 1], loss="none", bias="threshold")
    none = hn.Problem(network, x=["1"], weights=[[["1"]]], biases=[["0"]])
    assert tried(none, "theta1[1]") == []


def test_thresholds_and_means_are_tried_where_there_are_any():
    threshold = one_weight(bias="threshold", loss="half_squared_error", biases=[["0"]])
    assert tried(threshold, "theta1[1]") == [
        AS_BIAS, KEEP, WITHOUT_HALF, f"{AS_BIAS}, and {KEEP}", f"{AS_BIAS}, and {WITHOUT_HALF}"]  # fmt: skip
    assert tried(threshold, "dJ/dtheta1[1]", "J")[0] == AS_BIAS
    assert tried(threshold, "dJ/dw1[1,1]") == [KEEP, WITHOUT_HALF]
    found = list(others(threshold, (threshold.forward_pass().find("theta1[1]"),)))
    assert [each.thresholds for each in found] == [True, False, False, True, True]
    mean = {"loss": "half_squared_error", "reduction": "mean"}
    assert tried(one_weight(samples=2, **mean), "J") == [KEEP, WITHOUT_HALF, LATE]
    assert tried(one_weight(samples=1, **mean), "J") == [KEEP, WITHOUT_HALF]
    late = one_weight(samples=2, convention=hn.Convention(mean_in="gradient"), **mean)
    assert tried(late, "J") == [KEEP, WITHOUT_HALF, EVERYWHERE]
    assert tried(one_weight(samples=2, loss="half_squared_error", reduction="sum"), "J") == [
        KEEP,
        WITHOUT_HALF,
    ]


FACTORS = [
    ("half_squared_error", "1", {KEEP: ("2", "half_squared_error"), WITHOUT_HALF: ("1", "squared_error")}),
    (
        "half_squared_error",
        "3/2",
        {KEEP: ("3", "half_squared_error"), WITHOUT_HALF: ("3/2", "squared_error")},
    ),
    ("squared_error", "1", {DROP: ("1/2", "squared_error"), WITH_HALF: ("1", "half_squared_error")}),
    ("squared_error", "3", {DROP: ("3/2", "squared_error"), WITH_HALF: ("3", "half_squared_error")}),
]


def test_the_factor_2_is_kept_or_dropped_and_the_problem_stays_as_it_is():
    for loss, factor, expected in FACTORS:
        problem = one_weight(loss=loss, convention=hn.Convention(gradient_factor=factor))
        found = {
            each.words: (str(each.problem.network.convention.gradient_factor), each.problem.network.loss.name)
            for each in others(problem, (problem.forward_pass().find("J"),))
        }
        assert found == expected
        assert (str(problem.network.convention.gradient_factor), problem.network.loss.name) == (factor, loss)


def test_what_is_a_threshold_or_an_update_is_known_by_its_name():
    w, theta = Variable("w", 1, (1, 1)), Variable("theta", 1, (1,))
    loss = Variable("J", None, ())
    assert _name(Derivative(loss, theta)) == "theta"
    named = ("w", "theta", "change_w", "change_theta", "velocity_w", "velocity_theta", "b", "delta")
    here = [Variable(name, 1, (1,)) for name in named]
    assert [counts_the_other_way(each) for each in here] == [
        False, True, False, True, False, True, False, False]  # fmt: skip
    assert counts_the_other_way(Derivative(loss, theta))
    assert not counts_the_other_way(Derivative(loss, w))
    assert [_is_update(each) for each in here] == [False, False, True, True, True, True, False, False]
    assert _is_update(w.at(1))
    assert not _is_update(Derivative(loss, w))


# --- what it takes -----------------------------------------------------------------------------------------


ONE_ANSWER = [
    ("1.385", "-0.385", MINUS),  # 8 conventions times 1/(2 ln 3 * 385) is 0.0095
    ("1.350", "-0.350", ""),  # and of 350 it is 0.0104
    ("1.385", "-0.39", ""),
    ("1.385", "0.385", ""),
    ("1.385", "-0.425", ""),
    ("1.350", "-0.3500", MINUS),
]


def test_one_answer_tells_if_luck_would_hardly_fit_it():
    for w, text, words in ONE_ANSWER:
        (report,) = told(one_weight(w, loss="half_squared_error"), [{"delta1[1]": text}], **WITHOUT)
        assert (text, report.convention) == (text, words)


SHEETS = [
    ({"w1[1,1]+": "0.99988"}, ""),  # 1.38512 - 0.38512*2*0.5: one update may have another rate
    ({"w1[1,1]+": "0.99988", "b1[1]+": "-0.38512"}, KEEP),
    ({"w1[1,1]+": "0.99988", "dJ/db1[1]": "0.77024"}, KEEP),
    ({"dJ/db1[1]": "0.77024"}, KEEP),
    ({"dJ/db1[1]": "0.77024", "dJ/dw1[1,1]": "0.77024"}, KEEP),
    ({"dJ/db1[1]": "0.77024", "dJ/dw1[1,1]": "0.38512"}, ""),
    ({"dJ/db1[1]": "0.77024", "dJ/dw1[1,1]": ""}, KEEP),
    ({"dJ/db1[1]": "0.77024", "dJ/dw1[1,1]": "x"}, KEEP),
    ({"dJ/db1[1]": "0.77024", "z1[1]": "1.38512"}, KEEP),
    ({"dJ/db1[1]": "0.77024", "z1[1]": "1.38612"}, ""),
    ({"dJ/db1[1]": "0.38512", "z1[1]": "1.38612"}, ""),
    ({"J": "0.148317", "dJ/dw1[1,1]": "0.77024"}, WITHOUT_HALF),
    ({"J": "0.148317", "dJ/dw1[1,1]": "0.38512"}, ""),
    ({"J": "0.074159", "dJ/dw1[1,1]": "0.77024"}, KEEP),
    ({"delta1[1]": "-0.38512", "dJ/dw1[1,1]": "0.38512"}, MINUS),
    ({"delta1[1]": "-0.77024", "dJ/dw1[1,1]": "0.77024"}, f"{MINUS}, and {KEEP}"),
]


def test_a_sheet_tells_its_convention_whoever_is_in_the_class():
    network = hn.Network([1, 1], activation="identity", loss="half_squared_error")
    problem = hn.Problem(
        network, x=["1"], y=["1"], weights=[[["1.38512"]]], biases=[["0"]], learning_rate="0.5"
    )
    usual = {"dJ/db1[1]": "0.38512", "delta1[1]": "0.38512"}
    reports = told(problem, [*(answers for answers, _ in SHEETS), usual, {"J": "9"}, {}], **WITHOUT)
    for (answers, words), report in zip(SHEETS, reports, strict=False):
        assert (answers, report.convention) == (answers, words)
        read = {each.status for each in report if each.status not in ("missing", "unreadable")}
        assert (read == {"right"}) == bool(words)
        if words:
            assert {each.reason for each in report if each.status == "right"} == {"convention"}


def test_a_threshold_counted_as_a_bias_has_its_number_in_the_other_sign():
    """z = 1.38512 - 0; the derivative by the threshold is -0.38512, by a bias 0.38512."""
    problem = one_weight("1.38512", bias="threshold", loss="half_squared_error", biases=[["0"]])
    people = [
        {"dJ/dtheta1[1]": "0.38512", "dJ/dw1[1,1]": "0.38512"},
        {"dJ/dtheta1[1]": "-0.38512", "dJ/dw1[1,1]": "0.38512"},
        {"dJ/dtheta1[1]": "0.77024", "dJ/dw1[1,1]": "0.77024"},
        {"dJ/dtheta1[1]": "0.38512", "dJ/dw1[1,1]": "-0.38512"},
    ]
    reports = told(problem, people, **WITHOUT)
    assert [each.convention for each in reports] == [AS_BIAS, "", f"{AS_BIAS}, and {KEEP}", ""]
    theta = problem.forward_pass().find("dJ/dtheta1[1]")
    assert reports[0].own[theta].value == -0.38512
    assert reports[1].own[theta].value == -0.38512
    w = problem.forward_pass().find("dJ/dw1[1,1]")
    assert reports[0].own[w].value == 0.38512


def test_a_report_in_another_convention_is_of_the_problem_in_it_and_only_what_is_right_has_it_for_a_reason():
    problem = one_weight("1.38512", loss="half_squared_error")
    (report,) = told(problem, [{"delta1[1]": "-0.38512", "J": "0"}], **WITHOUT)
    assert report.convention == MINUS
    assert report.problem.network.convention.error_sign == -1
    assert [(each.address, each.status, each.reason) for each in report] == [
        ("J", "undecided", "few digits"), ("delta1[1]", "right", "convention")]  # fmt: skip
    assert problem.network.convention.error_sign == 1


def test_a_formula_that_is_wrong_stays_so_in_any_convention():
    """z = w only for this x; its value 1.38512 is right, and so would be delta in the other sign."""
    problem = one_weight("1.38512", loss="half_squared_error")
    (report,) = told(problem, [{"delta1[1]": "-0.38512", "z1[1]": "w1[1,1]"}], **WITHOUT)
    assert report.convention == ""
    assert [each.status for each in report] == ["wrong", "wrong"]
