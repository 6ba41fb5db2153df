"""What the search for mistakes is told: who bears witness, which answers changed places, when pairs are tried.

On `small_sheets.product_line` z1 = 0.83*0.37 = 0.3071 and z2 = 0.59*z1 = 0.181189.
"""

from __future__ import annotations

from typing import Any

import pytest
from small_sheets import EVERY, only, product_line, told

import handnet as hn
from handnet.check.criteria import Criteria
from handnet.check.one import check
from handnet.rounding import Rounding


def adding(code: str, more: str, layer: int = 2) -> hn.Mistake:
    """A mistake that adds something to z of a layer."""
    before = "x[1]" if layer == 1 else f"a{layer - 1}[1]"
    return hn.Mistake.writing(code, {f"z{layer}[1]": f"w{layer}[1,1]*{before} + {more}"})


def named(
    answers: dict[str, str], *mistakes: hn.Mistake, problem: hn.Problem | None = None, **by: Any
) -> list[str]:
    """The codes for each answer, the same in a class; those of a class with others in it are the same too."""
    by = {"without": EVERY, "extra": mistakes} | by
    problem = problem or product_line()
    for company in ([], [{"z1[1]": "0.3071"}, {"z1[1]": "0.9999"}]):
        report = told(problem, [answers, *company], **by)[0]
    return [" or ".join(each.code for each in report[address].mistakes) for address in answers]


# --- right answers bear witness ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "z2", "codes"),
    [
        (
            "0.0004",
            "0.1814",
            "other or small",
        ),  # z1 would be 0.3075: eight half units off, and not clearly another
        ("(-0.0004)", "0.1810", "other or small"),
        ("0.00049", "0.1815", "other or small"),
        ("0.00051", "0.1815", "other"),  # more than ten half units
        ("0.0006", "0.1815", "other"),
        ("(-0.0006)", "0.1808", "other"),
    ],
)
def test_a_right_answer_speaks_against_what_would_have_changed_it_clearly(more, z2, codes):
    """`other` makes the same of z2 in its own line alone; 0.59*0.0004 is 0.000236."""
    mistakes = adding("small", more, layer=1), adding("other", f"0.59*{more}")
    assert named({"z1[1]": "0.3071", "z2[1]": z2}, *mistakes) == ["", codes]
    assert named({"z2[1]": z2}, *mistakes) == ["other or small"]


def test_what_speaks_against_a_mistake_does_not_hide_it_where_nothing_else_fits():
    """z1 is right, and z2 is what a slip in z1 gives: somebody corrected z1 and forgot z2."""
    early = hn.Mistake.writing("early", {"z1[1]": "2*w1[1,1]*x[1]"})
    assert named({"z1[1]": "0.3071", "z2[1]": "0.362378"}, early) == ["", "early"]


def test_a_right_answer_that_does_not_follow_bears_no_witness():
    """z1 is doubled, a1 is right all the same, and z2 is doubled: once for z1, or in its own line."""
    early = hn.Mistake.writing("early", {"z1[1]": "w1[1,1]*x[1]*2"})
    late = hn.Mistake.writing("late", {"z2[1]": "w2[1,1]*a1[1]*2"})
    assert named({"z1[1]": "0.6142", "a1[1]": "0.3071", "z2[1]": "0.362378"}, early, late) == [
        "early", "", "early or late"]  # fmt: skip
    assert named({"a1[1]": "0.3071", "z2[1]": "0.362378"}, early, late) == ["", "late"]


def test_only_right_answers_that_a_mistake_would_change_bear_witness():
    """a1 is wrong, so it says nothing; delta2 is right, and does not follow."""
    early = hn.Mistake.writing("early", {"z1[1]": "w1[1,1]*x[1]*2"})
    late = hn.Mistake.writing("late", {"z2[1]": "w2[1,1]*a1[1]*2"})
    assert named({"a1[1]": "0.9999", "z2[1]": "0.362378"}, early, late) == ["", "early or late"]
    assert named({"z2[1]": "0.362378", "delta2[1]": "-0.818811"}, early, late) == ["late or early", ""]


# --- answers that changed places ---------------------------------------------------------------------------


def test_answers_changed_places_only_where_each_is_the_other():
    swapped = only("answers-swapped")
    for answers, codes in (
        ({"z1[1]": "0.1812", "z2[1]": "0.3071"}, ["answers-swapped", "answers-swapped"]),
        ({"z1[1]": "0.1812", "z2[1]": "0.3076"}, ["", ""]),
        ({"z1[1]": "0.1812", "z2[1]": "0.9999"}, ["", ""]),
        ({"z1[1]": "0.1812"}, [""]),
        ({"z1[1]": "0.1812", "z2[1]": ""}, ["", ""]),
        ({"z1[1]": "0.1812", "z2[1]": "0.1812"}, ["", ""]),
    ):
        assert named(answers, **swapped) == codes


def test_an_error_term_and_its_derivative_do_not_change_places():
    """With delta = -dJ/dz both are the same but for their signs: who has both signs wrong swapped nothing."""
    network = hn.Network([1, 1, 1], activation="identity", bias="none", loss="half_squared_error",
                         convention=hn.Convention(error_sign=-1))  # fmt: skip
    problem = hn.Problem(network, x=["0.37"], y=["1"], weights=[[["0.83"]], [["0.59"]]], learning_rate="0.5")
    person = {"delta2[1]": "-0.818811", "dJ/dz2[1]": "0.818811"}
    assert named(person, problem=problem, **only("answers-swapped")) == ["", ""]
    person = {"delta2[1]": "0.3071", "z1[1]": "0.818811"}
    assert named(person, problem=problem, **only("answers-swapped")) == ["answers-swapped"] * 2


# --- within rounding ---------------------------------------------------------------------------------------


def test_a_mistake_may_be_off_by_what_rounding_reaches():
    """Half of what two decimals reach at z2 is 0.00795, and 0.685 is 0.0038 from what the mistake gives."""
    half, two = adding("half", "0.5"), {"rounding": Rounding(decimals=2)}
    assert named({"z2[1]": "0.6812"}, half, **two) == ["half"]
    assert named({"z2[1]": "0.6850"}, half, **two) == ["half"]
    assert named({"z2[1]": "0.6900"}, half, **two) == [""]
    assert named({"z2[1]": "0.6850"}, half, rounding=Rounding(full=True)) == [""]


def test_a_negative_number_may_be_off_by_as_much():
    half, two = adding("half", "(-0.5)"), {"rounding": Rounding(decimals=2)}  # -0.318811
    assert named({"z2[1]": "-0.3188"}, half, **two) == ["half"]
    assert named({"z2[1]": "-0.3200"}, half, **two) == ["half"]
    assert named({"z2[1]": "-0.3300"}, half, **two) == [""]


@pytest.mark.parametrize(("text", "too_few"), [("0.0152", False), ("0.0140", False), ("0.0160", True)])
def test_of_a_number_that_rounding_swallows_only_the_digits_count(text, too_few):
    """The mistake gives 0.0152; half of 0.014 is less than the 0.00795 of rounding, half of 0.016 is more."""
    tiny = adding("tiny", "(-0.165989)")
    (report,) = told(
        product_line(), [{"z2[1]": text}], rounding=Rounding(decimals=2), without=EVERY, extra=(tiny,)
    )
    verdict = report["z2[1]"]
    assert (verdict.status, verdict.too_few) == ("wrong", too_few)
    assert len(verdict.mistakes) == (text == "0.0152")


# --- two mistakes at once ----------------------------------------------------------------------------------


def five_in_a_row() -> hn.Problem:
    """z1 = 0.3071, z2 = 0.181189, z3 = 0.71 z2, z4 = 0.97 z3, z5 = 0.89 z4."""
    network = hn.Network([1, 1, 1, 1, 1, 1], activation="identity", bias="none")
    return hn.Problem(
        network, x=["0.37"], y=["1"], weights=[[["0.83"]], [["0.59"]], [["0.71"]], [["0.97"]], [["0.89"]]]
    )


ONE, TWO = adding("one", "x[1]", layer=1), adding("two", "w2[1,1]")
BOTH = 0.59 * (0.3071 + 0.37) + 0.59  # 0.989489


def codes_of(
    problem: hn.Problem, answers: dict[str, str], *mistakes: hn.Mistake, pairs: bool = True
) -> list[str]:
    """The codes for each answer of one person."""
    report = check(problem, answers, Criteria(without=EVERY, extra=mistakes, pairs=pairs))
    return [" or ".join(each.code for each in report[address].mistakes) for address in answers]


def test_two_mistakes_are_tried_together_where_no_single_one_fits():
    assert codes_of(product_line(), {"z2[1]": f"{BOTH:.6f}"}, ONE, TWO) == ["one + two"]
    assert codes_of(product_line(), {"z2[1]": f"{BOTH:.6f}"}, ONE, TWO, pairs=False) == [""]
    single = adding("single", f"{BOTH - 0.181189:.6f}")
    assert codes_of(product_line(), {"z2[1]": f"{BOTH:.6f}"}, ONE, TWO, single) == ["single"]


def test_mistakes_that_give_the_same_alone_give_the_same_in_a_pair():
    again = adding("again", "x[1]*1", layer=1)
    (found,) = codes_of(product_line(), {"z2[1]": f"{BOTH:.6f}"}, ONE, TWO, again)
    assert found.split(" or ") == ["one + two", "again + two"]


@pytest.mark.parametrize(("vain", "found"), [(2, True), (3, False)])
def test_after_three_answers_in_vain_pairs_are_left(vain, found):
    nonsense = dict(zip(("z1[1]", "a1[1]", "z2[1]"), ("0.7654321", "0.4567891", "0.5432198"), strict=True))
    answers = {**dict(list(nonsense.items())[:vain]), "z3[1]": f"{0.71 * BOTH:.7f}"}
    assert codes_of(five_in_a_row(), answers, ONE, TWO)[-1] == ("one + two" if found else "")


def test_only_what_was_in_vain_counts():
    """Three answers with a known slip cost nothing."""
    hundred = [adding(f"more-{layer}", "100", layer=layer) for layer in (1, 2)]
    answers = {
        "z1[1]": "100.3071",
        "a1[1]": "0.4567891",
        "z2[1]": "100.2695056",
        "z3[1]": f"{0.71 * BOTH:.7f}",
    }
    assert codes_of(five_in_a_row(), answers, ONE, TWO, *hundred) == ["more-1", "", "more-2", "one + two"]


def test_a_pair_that_fitted_once_is_tried_for_every_later_answer():
    """z2 has it; a2, z3 and a3 are nonsense, so that no new pairs are tried for z4."""
    nonsense = {"a2[1]": "0.7654321", "z3[1]": "0.4567891", "a3[1]": "0.2345678"}
    later = {"z4[1]": f"{0.97 * 0.71 * BOTH:.7f}"}
    assert codes_of(five_in_a_row(), {"z2[1]": f"{BOTH:.7f}"} | nonsense | later, ONE, TWO) == [
        "one + two", "", "", "", "one + two"]  # fmt: skip
    assert codes_of(five_in_a_row(), nonsense | later, ONE, TWO)[-1] == ""
    still = {"z4[1]": "0.1357924", "z5[1]": f"{0.89 * 0.97 * 0.71 * BOTH:.7f}"}
    assert codes_of(five_in_a_row(), {"z2[1]": f"{BOTH:.7f}"} | nonsense | still, ONE, TWO)[-1] == "one + two"


def test_a_single_slip_is_still_found_after_three_answers_in_vain():
    nonsense = {"z1[1]": "0.7654321", "a1[1]": "0.4567891", "z2[1]": "0.5432198"}
    hundred = adding("hundred", "100", layer=3)
    answers = nonsense | {"z3[1]": f"{100 + 0.71 * 0.5432198:.6f}"}
    assert codes_of(five_in_a_row(), answers, hundred)[-1] == "hundred"


def test_far_in_training_no_slip_in_writing_is_looked_for():
    """Neither alone nor in a class: ten times the value is just wrong."""
    network = hn.Network([1, 1], activation="identity", loss="squared_error", bias="none")
    problem = hn.Problem(network, x=["1"], y=["1"], weights=[[["2"]]], learning_rate="0.01")
    value = 1 + 0.98**20
    person = {"z1[1]": "20.00", "w1[1,1]@20": f"{10 * value:.6f}"}
    reports = told(problem, [person, {"w1[1,1]@20": f"{value:.6f}"}], **only("point-moved"))
    assert [[made.code for made in each.mistakes] for each in reports[0]] == [["point-moved"], []]
