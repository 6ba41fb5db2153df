"""A class at once and one person alone: marks, own numbers, codes, and what a verdict says besides its status."""

from __future__ import annotations

import pytest
from small_sheets import EVERY, WITHOUT, only, product_line, told

import handnet as hn
from handnet.check.criteria import Criteria, Marks
from handnet.check.one import asked_of, check, first_wrong
from handnet.rounding import Rounding

SLIP = {"z1[1]": "0.4071", "a1[1]": "0.4071", "z2[1]": "0.2402"}


# --- marks -------------------------------------------------------------------------------------------------


def test_points_are_shares_of_what_is_asked_by_status():
    """z1 is worth 3, a1 2, z2 1; what is not asked is worth nothing."""
    ask = [{"quantity": "z1[1]", "points": 3}, {"quantity": "a1[1]", "points": 2}, "z2[1]"]
    problem = product_line(ask=ask)
    marks = Marks(right=0.5, follows=0.25, wrong=0.125, undecided=0.75, does_not_follow=0.375)
    people = [
        {"z1[1]": "0.3071", "a1[1]": "0.3071", "z2[1]": "0.1812", "a2[1]": "0.1812"},  # all right
        SLIP,  # wrong, follows, follows
        {"z1[1]": "0.4071", "a1[1]": "0.3071", "z2[1]": "x"},  # wrong, does not follow
        {"z1[1]": "0", "a1[1]": "0.3071", "z2[1]": ""},  # undecided
    ]
    reports = told(problem, people, marks=marks, **WITHOUT)
    assert [each.points for each in reports] == pytest.approx(
        [3.0, 3 / 8 + 2 / 4 + 1 / 4, 3 / 8 + 2 * 0.375, 3 * 0.75 + 1.0]
    )
    assert {each.out_of for each in reports} == {6.0}
    assert asked_of(problem) == {
        problem.forward_pass().find(address): (points, None)
        for address, points in (("z1[1]", 3), ("a1[1]", 2), ("z2[1]", 1))
    }


def test_where_nothing_is_asked_each_answer_is_worth_1():
    for report in told(product_line(), [SLIP, {"z1[1]": "0.3071"}], **WITHOUT):
        assert [each.out_of for each in report] == [1.0] * 3


def test_the_points_of_an_array_are_shared_by_its_numbers():
    network = hn.Network([2, 2], activation="identity", bias="none")
    problem = hn.Problem(
        network, x=["1", "2"], y=["1", "2"], weights=[[["1", "2"], ["3", "4"]]],
        ask=[{"quantity": "Z1", "points": 3, "digits": 2}],
    )  # fmt: skip
    assert sorted(asked_of(problem).values()) == [(1.5, 2), (1.5, 2)]
    report = check(problem, {"z1[1]": "5.00", "z1[2]": "11.0"}, Criteria())  # 1 + 4 and 3 + 8
    assert [(each.status, each.points, each.few_digits) for each in report] == [
        ("right", 1.5, False), ("right", 1.5, True)]  # fmt: skip


def test_digits_are_few_only_where_they_were_asked_for_and_the_number_is_right():
    problem = product_line(ask=[{"quantity": "z1[1]", "digits": 4}, "z2[1]"])
    for text, few in (("0.3071", False), ("0.30710", False), ("0.307", True), ("0.4071", False),
                      ("0.41", False), ("3071/10000", False)):  # fmt: skip
        report = check(problem, {"z1[1]": text, "z2[1]": "0.18"}, Criteria(**WITHOUT))
        assert (text, report["z1[1]"].few_digits, report["z2[1]"].few_digits) == (text, few, False)


# --- what explains a wrong answer ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        ({"z1[1]": "0.3071", "z2[1]": "1.8119"}, ["", "point-moved"]),
        ({"z1[1]": "0.3071", "z2[1]": "0.01812"}, ["", "point-moved"]),
        ({"z1[1]": "0.3071", "z2[1]": "0.1182"}, ["", "digits-swapped"]),
        ({"z1[1]": "-0.3071", "z2[1]": "-0.1812"}, ["minus-lost", ""]),
        ({"z1[1]": "0.181189", "z2[1]": "0.3071"}, ["answers-swapped", "answers-swapped"]),
        ({"z1[1]": "0.3071", "z2[1]": "0.1811"}, ["", "truncated"]),
        ({"z1[1]": "0.3071", "z2[1]": "0.9876"}, ["", ""]),
        ({"z1[1]": "3.071", "z2[1]": "18.119"}, ["point-moved", "point-moved"]),  # from their own
        ({"z2[1]": "2.1812"}, [""]),
    ],
)
def test_a_slip_in_writing_is_named(answers, codes):
    slips = only("point-moved", "digits-swapped", "minus-lost", "answers-swapped", "truncated")
    for company in ([], [{"z1[1]": "0.3071", "z2[1]": ""}, {"z2[1]": "9"}]):
        report = told(product_line(), [answers, *company], **slips)[0]
        found = [" or ".join(each.code for each in report[address].mistakes) for address in answers]
        assert found == codes


def test_what_fits_by_luck_is_not_named():
    """Of 2 or 0.2 every slip is one: two digits of a number say too little."""
    (report,) = told(product_line(), [{"z2[1]": "2"}], **only("point-moved"))
    assert (report["z2[1]"].status, report["z2[1]"].mistakes, report["z2[1]"].too_few) == ("wrong", (), True)
    (report,) = told(product_line(), [{"z2[1]": "1.8119"}], **only("point-moved"))
    assert not report["z2[1]"].too_few
    (report,) = told(product_line(), [{"z2[1]": "2"}], **WITHOUT)
    assert (report["z2[1]"].mistakes, report["z2[1]"].too_few) == ((), False)


EARLY = hn.Mistake.writing("early", {"z1[1]": "w1[1,1]*x[1]*2"})
LATE = hn.Mistake.writing("late", {"z2[1]": "w2[1,1]*a1[1]*2"})


def test_what_would_tell_two_mistakes_apart_is_said():
    """Twice 0.181189 may come from z1 or from z2: the person's z1 would tell."""
    by = {"without": EVERY, "extra": (EARLY, LATE)}
    (report,) = told(product_line(), [{"z2[1]": "0.362378"}], **by)
    verdict = report["z2[1]"]
    assert [each.code for each in verdict.mistakes] == ["late", "early"]
    assert str(verdict.decide) == "z1[1]"
    (report,) = told(product_line(), [{"z1[1]": "0.3071", "z2[1]": "0.362378"}], **by)
    assert [each.code for each in report["z2[1]"].mistakes] == ["late"]
    assert report["z2[1]"].decide is None
    (report,) = told(product_line(), [{"z1[1]": "0.6142", "z2[1]": "0.362378"}], **by)
    assert [(each.status, [made.code for made in each.mistakes]) for each in report] == [
        ("wrong", ["early"]), ("follows", [])]  # fmt: skip


def test_an_undecided_answer_beside_a_formula_has_no_code_in_a_class():
    """Codes are for what is wrong; told() looks at that for rows with formulas as for others."""
    six = hn.Mistake.writing("six", {"z2[1]": "w2[1,1]*a1[1] + 0.006"})
    people = [{"z1[1]": "w1[1,1]*x[1]", "z2[1]": "0.1872"}, {"z1[1]": "0.3071", "z2[1]": "0.1872"}]
    by = {"rounding": Rounding(decimals=2), "extra": (six,), "without": EVERY}
    for report in told(product_line(), people, **by):
        assert (report["z2[1]"].status, report["z2[1]"].mistakes[0].code) == ("undecided", "six")


# --- the report --------------------------------------------------------------------------------------------


def test_the_first_wrong_answer_is_the_first_in_working_order():
    """However they are asked for; and without a look at other conventions or at why."""
    backward = {"z2[1]": "0.9", "a1[1]": "0.9", "z1[1]": "0.3071"}
    (report,) = told(product_line(), [backward], **WITHOUT)
    assert [each.address for each in report] == ["z1[1]", "a1[1]", "z2[1]"]
    assert report.first_wrong.address == "a1[1]"
    assert str(first_wrong(product_line(), backward)) == "a1[1]"
    assert first_wrong(product_line(), {"z1[1]": "0.3071", "a1[1]": "", "z2[1]": "?"}) is None
    assert str(first_wrong(product_line(), {"z1[1]": "w1[1,1]", "z2[1]": "w2[1,1]*z1[1]"})) == "z1[1]"


def test_what_was_asked_and_not_given_is_missing_and_strangers_stand_last():
    problem = product_line(ask=[{"quantity": "z1[1]", "points": 2}, "a1[1]", "z2[1]"])
    report = check(problem, {"q": "1", "z2[1]": "x", "a1[1]": " ", "a2[1]": "0.1812"}, Criteria())
    assert [(each.address, each.status, each.reason, each.points, each.out_of) for each in report] == [
        ("z1[1]", "missing", "missing", 0.0, 2.0),
        ("a1[1]", "missing", "missing", 0.0, 1.0),
        ("z2[1]", "unreadable", "", 0.0, 1.0),
        ("a2[1]", "right", "exact", 0.0, 0.0),
        ("q", "unreadable", "", 0.0, 0.0),
    ]
    assert report["z1[1]"].answer.kind == "blank"
    assert report["z1[1]"].right == pytest.approx(0.3071)
    assert report.verdicts[-1].quantity is None


def test_what_a_formula_needs_is_worked_out_and_not_shown():
    """The formula has a2 and J in it, which nobody asked for."""
    report = check(product_line(), {"z2[1]": "a2[1] + J*0"}, Criteria(**WITHOUT))
    assert [each.address for each in report] == ["z2[1]"]


def test_a_verdict_has_the_address_that_was_typed_and_strangers_hinder_nobody():
    (first, second) = check(product_line(), {"q": "1", "z1[1](1)": "0.9"}, Criteria(**WITHOUT))
    assert (first.address, first.status, second.address) == ("z1[1](1)", "wrong", "q")


def test_a_right_formula_has_no_mistakes_whatever_its_value():
    """z1 is doubled, a1 is right, and z2 as a formula is what a doubled z1 gives."""
    person = {"z1[1]": "0.6142", "a1[1]": "0.3071", "z2[1]": "w2[1,1]*z1[1]"}
    (report,) = told(product_line(), [person], without=EVERY, extra=(EARLY,))
    assert [(each.status, len(each.mistakes)) for each in report] == [
        ("wrong", 1),
        ("right", 0),
        ("right", 0),
    ]


def test_a_wrong_formula_does_not_say_that_it_does_not_follow():
    """z2 is not z1; only the wrong number that stands for z1 makes the value right."""
    (report,) = told(product_line(), [{"z1[1]": "0.181189", "z2[1]": "z1[1]"}], **WITHOUT)
    assert [(each.status, each.but_does_not_follow) for each in report] == [("wrong", False)] * 2


def test_far_values_may_be_formulas_and_too_few_digits_of_them_say_nothing():
    network = hn.Network([1, 1], activation="identity", loss="squared_error", bias="none")
    problem = hn.Problem(network, x=["1"], y=["1"], weights=[[["2"]]], learning_rate="0.01")
    for typed, status in (
        ("w1[1,1]*1", "wrong"),
        ("1 + (w1[1,1] - 1)*0.98^20", "right"),
        ("0e1", "undecided"),
    ):
        (verdict,) = check(problem, {"w1[1,1]@20": typed}, Criteria(**only("one-step-off")))
        assert (typed, verdict.status, verdict.mistakes, verdict.too_few) == (typed, status, (), False)
    for formula, status in (("w1[1,1]@20*x[1]", "wrong"), ("w1[1,1]@20 - w1[1,1]@20 + 2", "right")):
        (verdict,) = check(problem, {"z1[1]": formula}, Criteria(**WITHOUT))  # z is 2
        assert (formula, verdict.status) == (formula, status)


def test_only_wrong_and_undecided_answers_have_mistakes():
    """0.3071 is what the mistake gives too, and it is right."""
    same = hn.Mistake.writing("same", {"z1[1]": "x[1]*w1[1,1]"})
    for text, status in (("0.3071", "right"), ("w1[1,1]*x[1]", "right")):
        (report,) = told(product_line(), [{"z1[1]": text}], without=EVERY, extra=(same,))
        assert (report["z1[1]"].status, report["z1[1]"].mistakes) == (status, ())
