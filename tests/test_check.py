"""Verdicts: what is right, what follows, what is wrong, and how answers are read.

The problem is small enough for its numbers to be worked out here, in plain arithmetic.
"""

import math
import pickle
from copy import deepcopy

import pytest

import handnet as hn
from handnet.check.criteria import Marks
from handnet.rounding import Rounding

X1, X2, Y, ETA = 0.05, 0.10, 0.01, 0.5


def sigma(z):
    return 1 / (1 + math.exp(-z))


Z1, Z2 = 0.15 * X1 + 0.20 * X2 + 0.35, 0.25 * X1 + 0.30 * X2 + 0.35
A1, A2 = sigma(Z1), sigma(Z2)
Z3 = 0.40 * A1 + 0.45 * A2 + 0.60
A3 = sigma(Z3)
J = 0.5 * (A3 - Y) ** 2
DELTA = (A3 - Y) * A3 * (1 - A3)
W5 = DELTA * A1
D1 = DELTA * 0.40 * A1 * (1 - A1)
W1 = D1 * X1
RIGHT = {
    "z1[1]": Z1,
    "z1[2]": Z2,
    "a1[1]": A1,
    "a1[2]": A2,
    "z2[1]": Z3,
    "a2[1]": A3,
    "J": J,
    "delta2[1]": DELTA,
    "dJ/dw2[1,1]": W5,
    "delta1[1]": D1,
    "dJ/dw1[1,1]": W1,
    "w2[1,1]+": 0.40 - ETA * W5,
    "w1[1,1]+": 0.15 - ETA * W1,
}  # fmt: skip


def problem(loss="half_squared_error", **more):
    net = hn.Network([2, 2, 1], activation="sigmoid", loss=loss)
    return hn.Problem(
        net, x=["0.05", "0.10"], y=["0.01"],
        weights=[[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]],
        biases=[["0.35", "0.35"], ["0.60"]], learning_rate="0.5", **more,
    )  # fmt: skip


def sheet(figures=4, **changed):
    answers = {address: f"{value:.{figures}g}" for address, value in RIGHT.items()}
    return answers | dict(changed.items())


def statuses(report):
    return {verdict.address: verdict.status for verdict in report}


# --- right ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("figures", [3, 4, 6, 9])
def test_a_right_sheet_is_right_and_stands_in_working_order(figures):
    report = problem().check(dict(reversed(sheet(figures).items())))
    assert [verdict.address for verdict in report] == list(RIGHT)
    assert {verdict.status for verdict in report} == {"right"}
    assert {verdict.reason for verdict in report} == {"exact"}
    assert report.first_wrong is None
    assert report.points == report.out_of == len(RIGHT)


@pytest.mark.parametrize(
    "text",
    [
        "0.3775",
        ".3775",
        "0,3775",
        " 0.3775 ",
        "3.775e-1",
        "3.775*10^-1",
        "3.775·10⁻¹",
        "+0.3775",
        "151/400",
        "= 0.3775",
        "z = 0.3775",
        "z1[1] ≈ 0.3775",
        "~0.3775",
        "0.3775.",
    ],
)
def test_a_number_may_be_written_in_many_ways(text):
    assert problem().check({"z1[1]": text})["z1[1]"].status == "right"


@pytest.mark.parametrize("text", ["0.3774", "0.3776", "0.37749", "3775", "-0.3775", "151/401"])
def test_what_is_off_by_more_than_half_a_unit_is_wrong_where_nothing_was_rounded(text):
    assert problem().check({"z1[1]": text}, rounding=Rounding(full=True))["z1[1]"].status == "wrong"


def test_rounding_on_the_way_is_right_and_is_said():
    """With two decimals: 0.38 -> 0.59 and 0.39 -> 0.60, so z is 0.24 + 0.27 + 0.60 = 1.11, sigma of it 0.75."""
    report = problem().check({"z2[1]": "1.12"}, rounding=2)
    assert (report["z2[1]"].status, report["z2[1]"].reason) == ("right", "rounded")
    assert "rounded on the way" in report["z2[1]"].because
    assert problem().check({"z2[1]": "1.12"}, rounding=6)["z2[1]"].status == "wrong"
    assert problem().check({"z2[1]": "1.15"}, rounding=2)["z2[1]"].status == "wrong"


def test_floats_are_judged_at_twelve_figures_unless_rounding_is_stated():
    assert problem().check({"a1[1]": A1})["a1[1]"].status == "right"
    assert problem().check({"a1[1]": A1 * (1 + 1e-10)})["a1[1]"].status == "wrong"
    assert problem().check({"a1[1]": 0.5933})["a1[1]"].status == "wrong"
    assert problem().check({"a1[1]": 0.5933}, rounding=4)["a1[1]"].status == "right"


@pytest.mark.parametrize("text", ["0", "0.0", "0.1", "1"])
def test_a_number_with_too_few_digits_to_say_anything_is_undecided(text):
    verdict = problem().check({"dJ/dw2[1,1]": text})["dJ/dw2[1,1]"]
    assert verdict.status in ("undecided", "wrong")
    assert verdict.status != "right"
    assert (verdict.status == "undecided") == (abs(float(text) - W5) < 0.5 and text != "0.0")


def test_own_rounded_values_lead_to_right_answers():
    """From z = 0.38 written with two digits follows sigma(0.38) = 0.59387, which nothing else would give."""
    report = problem().check({"z1[1]": "0.38", "a1[1]": "0.59387"})
    assert report["a1[1]"].status == "right"
    assert report["a1[1]"].reason == "rounded"
    assert problem().check({"a1[1]": "0.59387"})["a1[1]"].status == "wrong"


# --- wrong, and what follows ---------------------------------------------------------------------------


def test_one_slip_and_everything_after_it_follows():
    z = Z1 + 0.1
    a = sigma(z)
    z3 = 0.40 * a + 0.45 * A2 + 0.60
    report = problem().check(sheet() | {"z1[1]": f"{z:.4f}", "a1[1]": f"{a:.4f}", "z2[1]": f"{z3:.4f}"})
    assert report.first_wrong.address == "z1[1]"
    found = statuses(report)
    assert (found["z1[1]"], found["a1[1]"], found["z2[1]"]) == ("wrong", "follows", "follows")
    assert report["a1[1]"].follows == pytest.approx(a, abs=1e-4)
    assert report["z1[2]"].follows is None
    assert found["z1[2]"] == "right"
    assert report.points == report.out_of - 1


def test_a_right_value_under_a_wrong_line_is_noted():
    report = problem().check(sheet() | {"z1[1]": "0.4775"})
    assert report["a1[1]"].status == "right"
    assert report["a1[1]"].but_does_not_follow
    assert not report["z1[2]"].but_does_not_follow
    strict = problem().check(sheet() | {"z1[1]": "0.4775"}, marks=Marks(does_not_follow=0.5))
    assert strict.points == strict.out_of - 1.5


def test_two_mistakes_that_cancel_are_both_seen():
    """The sign of the gradient is lost and the step is added: the new weight is right and does not follow."""
    report = problem().check({"dJ/dw2[1,1]": f"{-W5:.4f}", "w2[1,1]+": f"{0.4 - ETA * W5:.4f}"})
    assert report.first_wrong.address == "dJ/dw2[1,1]"
    assert report["w2[1,1]+"].status == "right"
    assert report["w2[1,1]+"].but_does_not_follow


def test_an_error_term_and_the_derivative_that_it_is_are_one_value():
    report = problem().check({"delta2[1]": "0.2385", "dJ/dw2[1,1]": f"{0.2385 * A1:.4f}"})
    assert statuses(report) == {"delta2[1]": "wrong", "dJ/dw2[1,1]": "follows"}
    both = problem().check({"delta2[1]": "0.1385", "dJ/dz2[1]": "0.1400"})
    assert statuses(both) == {"delta2[1]": "right", "dJ/dz2[1]": "wrong"}


def test_given_numbers_that_were_copied_wrong_are_wrong_and_what_follows_from_them_follows():
    report = problem().check({"w1[1,1]": "0.51", "z1[1]": f"{0.51 * X1 + 0.02 + 0.35:.4f}"})
    assert statuses(report) == {"w1[1,1]": "wrong", "z1[1]": "follows"}


# --- how answers are handed in -------------------------------------------------------------------------


def test_what_cannot_be_read_is_unreadable_and_nothing_else_is_lost():
    report = problem().check(
        {"z1[1]": "0.3775", "zz": "1", "z9[1]": "2", "a1[1]": "about 0.6", "J": "1.000,5", "z1[2]": "nan",
         "x[1](1)": "0.05", "x[1]": "0.06", "a1[2]": [1, 2], 7: "1", "delta2[1]": ""}
    )  # fmt: skip
    assert len(report) == 11
    assert report["z1[1]"].status == "right"
    unreadable = [verdict for verdict in report if verdict.status == "unreadable"]
    assert len(unreadable) == 8
    assert all(len(verdict.because) > 10 for verdict in unreadable)
    assert report["delta2[1]"].status == "missing"
    assert "0,0822" not in report["a1[1]"].because
    assert "0.0822" in report["a1[1]"].because


def test_arrays_and_letters():
    whole = problem().check({"Z1": [f"{Z1:.4f}", "0.41"], "dJ/dW2": [[f"{W5:.4f}", None]]})
    assert statuses(whole) == {
        "z1[1]": "right",
        "z1[2]": "wrong",
        "dJ/dw2[1,1]": "right",
        "dJ/dw2[1,2]": "missing",
    }
    mazur = problem().check({"net_h1": f"{Z1:.4f}", "w5+": f"{0.4 - ETA * W5:.4f}"}, notation="mazur")
    assert statuses(mazur) == {"net_h1": "right", "w5+": "right"}
    assert mazur["w2[1,1]+"] is mazur["w5+"]


@pytest.mark.parametrize(
    ("address", "formula", "status"),
    [
        ("a1[1]", "sigma(z1[1])", "right"),
        ("a1[1]", "1/(1 + exp(-z1[1]))", "right"),
        ("a1[1]", "sigma(-z1[1])", "wrong"),
        ("da1[1]/dz1[1]", "a1[1]*(1 - a1[1])", "right"),
        ("da1[1]/dz1[1]", "a1[1] - a1[1]^2", "right"),
        ("dJ/dw1[1,1]", "delta2[1]*w2[1,1]*da1[1]/dz1[1]*x[1]", "right"),
        ("dJ/dw1[1,1]", "delta2[1]*w2[1,1]*x[1]", "wrong"),
        ("w2[1,1]+", "w2[1,1] - eta*dJ/dw2[1,1]", "right"),
        ("a1[1]", "a1[1]", "unreadable"),
        ("z1[1]", "0.15*0.05 + 0.20*0.10 + 0.35", "right"),
        ("z1[1]", "0.15*0.05 + 0.20*0.10", "wrong"),
        ("z1[1]", "__import__('os')", "unreadable"),
        ("z2[1]", "0.40*a1[1] + 0.45*a1[2] + 0.60", "right"),
        ("z2[1]", "0.45*a1[1] + 0.40*a1[2] + 0.60", "wrong"),
        ("a1[1]", "a1[1] = sigma(z1[1])", "right"),
        ("da1[1]/dz1[1]", "0.5933*(1 - 0.5933)", "right"),
    ],
)
def test_formulas_are_compared_at_random_points(address, formula, status):
    assert problem().check({address: formula})[address].status == status


def test_a_wrong_formula_is_explained():
    verdict = problem().check({"dJ/dw1[1,1]": "delta2[1]*w2[1,1]*x[1]"})["dJ/dw1[1,1]"]
    assert "slope-left-out" in [each.code for each in verdict.mistakes]


def test_what_is_asked_and_not_given_is_missing():
    asked = problem(ask=[{"quantity": "z1[1]", "points": 3, "digits": 4}, "a1[1]", "W1+"])
    report = asked.check({"z1[1]": "0.38", "a1[2]": "0.6"})
    assert statuses(report)["a1[1]"] == "missing"
    assert report["z1[1]"].few_digits
    assert report.out_of == 5
    assert report.points == 3
    assert report["w1[2,2]+"].out_of == 0.25
    assert report["a1[2]"].out_of == 0


# --- the report ----------------------------------------------------------------------------------------


def test_a_report_is_found_by_every_name_and_assertions_read_well():
    report = problem().check({"z1[1]": "0.41", "a0[1]": "0.05"})
    assert report["x[1]"].status == "right"
    assert report["z1[1]"].right == pytest.approx(Z1)
    with pytest.raises(AssertionError, match=r"z1\[1\]"):
        report.assert_right()
    problem().check(sheet()).assert_right()
    with pytest.raises(hn.HandnetError):
        report["a2[1]"]


def test_checking_leaves_the_problem_as_it_is():
    one = problem()
    one.check(sheet() | {"z1[1]": "0.5"})
    assert one == problem()
    assert pickle.loads(pickle.dumps(one)) == one
    assert deepcopy(one) == one
    assert "_sheets" not in vars(one)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda p: p.check(["0.3"]), "by address"),
        (lambda p: p.check({}, without=["no-such"]), "unknown mistake"),
        (lambda p: p.check({}, without="slope-left-out"), "list of codes"),
        (lambda p: p.check({}, rounding=99), "from 0 to 17"),
        (lambda p: p.check({}, marks=Marks(wrong=2)), "from 0 to 1"),
        (lambda p: Rounding(decimals=2, full=True), "give one"),
    ],
)
def test_what_does_not_fit_is_said_in_one_line(wrong, told):
    with pytest.raises(hn.HandnetError, match=told) as error:
        wrong(problem())
    assert "\n" not in str(error.value)
