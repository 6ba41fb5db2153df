"""The key: worked by hand once, and held to `check` for random problems and the published ones."""

from __future__ import annotations

import math
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from networks import networks, problems
from worksheets import HOMEWORK, NUMBERS, answers, holds

import handnet as hn

PUBLISHED = sorted(
    path for path in (Path(__file__).parent / "published").glob("*.toml") if ".printed" not in path.name
)


# --- one key, worked by hand --------------------------------------------------------------------------


def test_the_answers_are_those_of_a_calculation_without_handnet():
    """Each number of the homework from `math` alone, rounded to the decimals that are asked."""

    def sigma(z):
        return 1 / (1 + math.exp(-z))

    a1, a2 = sigma(0.15 * 0.05 + 0.20 * 0.10 + 0.35), sigma(0.25 * 0.05 + 0.30 * 0.10 + 0.35)
    out = sigma(0.40 * a1 + 0.45 * a2 + 0.60)
    slope = (out - 0.01) * out * (1 - out) * 0.45 * a2 * (1 - a2) * 0.05
    expected = {
        "a1[1]": f"{a1:.4f}",
        "a1[2]": f"{a2:.4f}",
        "J": f"{(out - 0.01) ** 2 / 2:.4f}",
        "dJ/dw1[2,1]": f"{slope:.5f}",
        "w1[2,1]+": f"{0.25 - 0.5 * slope:.6f}",
    }
    assert {address: each.text for address, each in answers(HOMEWORK.worksheet().key).items()} == expected


def test_each_question_has_just_the_lines_that_stand_nowhere_above():
    text = HOMEWORK.worksheet().key.to_text(width=160)
    shown = [line.split(" = ")[0].strip() for line in text.splitlines() if line.rstrip().endswith("]")]
    lines = [name for name in shown if name]
    assert lines[:4] == ["z1[1]", "a1[1]", "z1[2]", "a1[2]"]
    assert lines[4:7] == ["z2[1]", "a2[1]", "J"]
    assert lines[-2:] == ["dJ/dw1[2,1]", "w1[2,1]+"]
    assert (
        len(lines) == len(set(lines)) == len(HOMEWORK.solve("A1", "J", "dJ/dw1[2,1]", "w1[2,1]+").derivation)
    )
    assert "  a1[1] = sigma(z1[1]) = sigma(0.37750000) = 0.59326999" in text
    assert "[activation]" in text


def test_marks_stand_beside_the_questions():
    text = HOMEWORK.worksheet().key.to_text()
    assert "1. a1[1], a1[2] (2 points, to 4 decimals, 1 point each)" in text
    assert "3. dJ/dw1[2,1] (1.5 points, to 5 decimals)" in text
    assert text.endswith("In all 8.5 points.")


def test_known_mistakes_are_named_where_they_are_made():
    """The slip's number is what the same mistake gives when the whole problem is solved with it."""
    key = HOMEWORK.worksheet().key
    told = [slip for slips in key.marking.slips for slip in slips]
    assert "step-added" in [slip.mistake.code for slip in key.marking.slips[3]]
    for question, slips in zip(key.sheet.questions, key.marking.slips, strict=True):
        for slip in slips:
            wrong = HOMEWORK.solve(mistakes=[slip.mistake])
            for quantity, text in zip(question.quantities, slip.texts, strict=True):
                if text:
                    assert abs(wrong.value(quantity) - float(text)) <= 0.51 * 10.0**-question.digits.decimals
    assert len(told) >= 8
    assert "step-added" in key.to_text()
    assert "the step was added instead of subtracted" in key.to_markdown()


def test_the_working_has_more_digits_than_the_answers():
    several = HOMEWORK.worksheet("a1[1]", "x[1]", digits=5).key.to_text()
    assert "sigma(0.3775000) = 0.5932700 " in several  # two more than the most decimals that are asked
    plain = hn.Problem(hn.Network([2, 2, 1]), **NUMBERS)
    assert "sigma(0.377500) = 0.593270 " in plain.worksheet("a1[1]").key.to_text()
    assert "sigma(0.37750) = 0.59327 " in plain.worksheet("a1[1]", digits=3).key.to_text()
    assert (
        "sigma(0.37750000) = 0.59326999 "
        in plain.worksheet("a1[1]", digits=hn.Digits(significant=6)).key.to_text()
    )


def test_an_answer_whose_digits_would_say_nothing_has_more():
    """0.0008 to 2 decimals is neither 0.00 nor 0.01: the key writes three figures."""
    key = HOMEWORK.worksheet("dJ/dw1[2,1]").key
    assert answers(key)["dJ/dw1[2,1]"].text == "0.00075"
    few = hn.Problem(hn.Network([2, 2, 1]), **NUMBERS, ask=[hn.Ask("dJ/dw1[2,1]", digits=3)])
    found = answers(few.worksheet().key)["dJ/dw1[2,1]"]
    assert Decimal(found.text) == Decimal("0.000750")
    assert few.check({"dJ/dw1[2,1]": found.text}).verdicts[0].status == "right"


def test_a_fraction_is_written_to_the_digits_asked():
    problem = hn.Problem(hn.Network([1, 1]), ["1/3"], ["0"], [[["2"]]], [["0"]])
    found = answers(problem.worksheet("dz1[1]/dw1[1,1]", digits=4).key)
    assert found["dz1[1]/dw1[1,1]"] == ("0.3333", "0.3333", "0.3333")


def test_what_has_no_number_says_so_and_accepts_nothing():
    net = hn.Network([1, 1], activation="sigmoid", loss="binary_cross_entropy")
    problem = hn.Problem(net, ["1"], ["0"], [[["800"]]], [["0"]])
    key = problem.worksheet("a1[1]", "J").key
    assert "J = infinity" in key.to_text()
    assert key.marking.slips[1] == ()


def test_a_value_after_many_updates_is_exact():
    key = HOMEWORK.worksheet("a2[1]@100").key
    found = answers(key)["a2[1]@100"]
    assert found.text == f"{HOMEWORK.train(100)[100]['a2[1]']:.4g}"
    assert found.lowest == found.text == found.highest
    assert "after 100 updates" in key.to_text()


# --- every key holds ----------------------------------------------------------------------------------

DIGITS = [None, 2, 4, 6, hn.Digits(significant=3), hn.Digits(significant=5)]


def test_a_filled_in_key_is_right_and_its_limits_are_those_of_check():
    """Random problems; at last, that what is told of slips is named by `check`, too, and that some limits are wide."""
    seen: Counter[str] = Counter()

    @settings(max_examples=8, phases=[Phase.generate])  # a smaller problem takes minutes to be found
    @given(
        problems(network=networks(most_layers=2, most_units=3), most_samples=2),
        st.sampled_from(DIGITS),
        st.sampled_from(["chain", "delta"]),
        st.randoms(use_true_random=False),
    )
    def held(drawn, digits, style, chance):
        lines = [str(step.quantity) for step in drawn.solve().derivation.steps]
        asked = chance.sample(lines, min(3, len(lines)))
        seen.update(holds(drawn, asked, digits=digits, style=style))

    held()
    assert seen["named"] > 10 * seen["not named"]
    assert seen["more than one"] > 5
    assert seen["only one"] > 2
    assert seen["outside wrong"] > 3 * seen["outside undecided"]


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_the_keys_of_the_published_problems_hold(path):
    problem = hn.read(path)
    lines = [str(step.quantity) for step in problem.solve().derivation.steps]
    seen = holds(problem, lines[:: max(1, len(lines) // 4)][-4:])
    assert seen["named"] >= seen["not named"]
