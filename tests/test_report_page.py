"""The page of a report: what is said of each answer, and what stays unsaid."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from reports import MAZUR, SQUASHED, SWAPPED, explained, mixed, report, verdict

import handnet as hn
from handnet.answer import Answer
from handnet.check.report_page import SIGNS, counts, failure_text
from handnet.check.verdict import STATUSES

PASSES = ("z1[1]", "a1[1]", "z1[2]", "a1[2]", "z2[1]", "a2[1]", "z2[2]", "a2[2]", "J")


def all_right(*addresses):
    solution = MAZUR.solve()
    return report(*(verdict(MAZUR, each, repr(solution[each]), "right", "exact") for each in addresses))


def row(page, address):
    """The row of the table for an answer."""
    return next(line for line in page.splitlines() if line.startswith(f"{address} "))


# --- the marks ------------------------------------------------------------------------------------------


def test_every_status_has_its_own_sign_and_its_word():
    page = mixed().to_text()
    assert set(SIGNS) == set(STATUSES)
    assert len(set(SIGNS.values())) == len(STATUSES)
    for each in mixed():
        assert f"{SIGNS[each.status]} {each.status}" in row(page, each.address)
        assert f"{each.points:g} of 1" in row(page, each.address)


def test_what_is_right_is_summed_up_and_nothing_else_is_said():
    page = all_right(*PASSES).to_text()
    assert "All 9 answers are right. That makes 9 of 9 points." in page
    assert "Where to look" not in page
    assert "Notes" not in page
    assert "is wrong" not in page


def test_the_summary_counts_each_status():
    assert counts(mixed()) == (
        "3 of 11 answers are right, 1 follows from earlier values, 4 are wrong, 1 cannot be decided, "
        "1 cannot be read, 1 is missing."
    )
    assert counts(all_right("J")) == "1 of 1 answer is right."


def test_a_sheet_that_may_be_of_another_problem_is_asked_about():
    wrong = [verdict(MAZUR, each, "7", "wrong") for each in PASSES]
    assert "those of this problem?" in report(*wrong).to_text()
    assert (
        "those of this problem?" not in report(*wrong, verdict(MAZUR, "dJ/dw2[1,1]", "1", "right")).to_text()
    )


def test_a_report_of_nothing_says_so():
    assert "Nothing was answered" in report().to_text()


def test_right_values_of_what_is_not_worked_are_not_given_away():
    """Of a sheet with one missing and one undecided answer no right value stands on the page."""
    made = report(
        verdict(MAZUR, "a2[2]", None, "missing"), verdict(MAZUR, "J", "0.3", "undecided", "few digits")
    )
    solution = MAZUR.solve()
    for form in (made.to_text(), made.to_markdown(), made.to_latex(), made.to_html(), failure_text(made)):
        assert f"{solution['a2[2]']:.3f}" not in form
        assert f"{solution['J']:.3f}" not in form


# --- remarks --------------------------------------------------------------------------------------------


def test_twelve_lines_that_follow_need_one_sentence():
    places = [f"dJ/dw{layer}[{j},{k}]" for layer in (1, 2) for j in (1, 2) for k in (1, 2)]
    page = report(
        *(verdict(MAZUR, each, "0.1", "follows", "own") for each in (*places, *PASSES[:4]))
    ).to_text()
    assert page.count("follows from your own") + page.count("follows from\n") == 1
    assert "and 6 more" in page


def test_a_right_value_under_a_wrong_line_is_never_silently_right():
    page = mixed().to_text()
    assert "right, but does not follow" in row(page, "z2[1]")
    assert "1.10548 would." in page
    assert "rounded on the way:" not in page, "it is not praised for its rounding"


def test_a_right_value_rounded_on_the_way_is_said_to_be():
    page = report(verdict(MAZUR, "J", "0.2984", "right", "rounded")).to_text()
    assert "J: right, rounded on the way" in page


def test_an_answer_to_something_that_is_not_there_is_shown_as_it_was_typed():
    given_ = Answer("unreadable", "3", why="no quantity 'w9' in a 2-2-2 network")
    stray = replace(verdict(MAZUR, "J", "3", "unreadable"), quantity=None, address="w9\u202e", answer=given_)
    page = report(stray).to_text()
    assert "w9\\u202e: no quantity 'w9' in a 2-2-2 network." in page
    assert '"quantity": null' in report(stray).to_json()


# --- wrong lines ----------------------------------------------------------------------------------------


def test_one_explanation_is_asked_about_first_and_then_told():
    made = explained(where=" at dJ/dz1[1]", from_own=True)
    page = report(
        verdict(MAZUR, "dJ/dw1[1,1]", "0.38", "wrong", follows=0.1, mistakes=(made,)), letters="mazur"
    ).to_text(width=200)
    assert page.index(SQUASHED.hint) < page.index(SQUASHED.title) < page.index(SQUASHED.explanation)
    assert "at dE_total/dnet_h1; this, from your own earlier numbers, gives 0.380000" in page


def test_a_mistake_at_the_line_itself_needs_no_place():
    for place in ("dJ/dz2[1]", "delta2[1]"):
        wrong = verdict(MAZUR, "dJ/dz2[1]", "0.38", "wrong", mistakes=(explained(where=f" at {place}"),))
        assert f"{SQUASHED.title}; this gives 0.380000" in report(wrong).to_text(width=200)


def test_wrong_lines_with_the_same_mistake_are_one_section_with_all_their_numbers():
    made = [
        verdict(MAZUR, each, text, "wrong", mistakes=(explained(where=f" at {each}", value=float(text)),))
        for each, text in (("dJ/dw2[1,1]", "0.1"), ("dJ/dw2[1,2]", "0.2"))
    ]
    page = report(*made, verdict(MAZUR, "J", "1", "wrong")).to_text(width=200)
    assert page.count(SQUASHED.explanation) == page.count("No known slip") == 1
    assert "dJ/dw2[1,1]: 0.1, dJ/dw2[1,2]: 0.2" in page
    assert "this gives 0.100000, 0.200000." in page
    assert "dJ/dw2[1,2] = " in page
    assert "dJ/dw2[1,1] = " in page


def test_explanations_that_fit_equally_are_all_named_with_what_would_decide():
    page = mixed().to_text()
    assert SQUASHED.title in page
    assert f"{SWAPPED.title} in layer 1" in page
    assert "These give the same digits" in page
    assert "Your value of z2[2] would tell them apart." in page


def test_digits_that_are_too_few_name_nothing():
    made = report(verdict(MAZUR, "J", "0.4", "wrong", mistakes=(explained(),), too_few=True))
    for form in (made.to_text(), failure_text(made)):
        assert SQUASHED.title not in form
        assert SQUASHED.hint not in form
    assert "too few" in made.to_text()


def test_a_line_that_stands_above_is_not_written_again():
    page = mixed().to_text()
    assert page.count("dJ/dz2[1] = dJ/da2[1]") == 1


def test_only_the_last_of_many_lines_are_shown():
    page = report(verdict(MAZUR, "w1[1,1]+", "7", "wrong")).to_text()
    assert "of what was not answered left out" in page
    assert "w1[1,1]+ = w1[1,1] - eta * dJ/dw1[1,1]" in page


def test_of_very_many_wrong_lines_not_all_are_worked_and_the_page_says_so():
    problem = hn.Problem(hn.Network([8, 9, 1]), [["1"] * 8], [["0"]], [[["0.1"] * 8] * 9, [["0.2"] * 9]],
                         [["0"] * 9, ["0"]])  # fmt: skip
    wrong = [verdict(problem, f"dJ/dw1[{j},{k}]", "7", "wrong") for j in range(1, 10) for k in range(1, 9)]
    page = report(*wrong, problem=problem).to_text(width=200)
    assert "dJ/dw1[9,8] =" not in page
    assert len(re.findall(r"\n  dJ/dw1\[.,.\] = ", page)) == 60
    assert "The lines of 12 more wrong answers are not shown" in page


# --- for test cells -------------------------------------------------------------------------------------


def test_the_message_of_a_test_cell_begins_with_what_is_wrong_and_gives_no_answer_away():
    made = report(
        verdict(MAZUR, "z1[1]", "0.3775", "right", "exact"),
        verdict(MAZUR, "a1[1]", "0.4069", "wrong", mistakes=(explained(value=0.4069),)),
        verdict(MAZUR, "J", None, "missing"),
    )
    with pytest.raises(AssertionError) as error:
        made.assert_right()
    lines = str(error.value).splitlines()
    assert lines[0] == "a1[1] is wrong (0.4069)"
    assert "1 of 3 answers is right, 1 is wrong, 1 is missing." in lines
    assert lines[-1] == SQUASHED.hint
    assert SQUASHED.explanation not in str(error.value)
    assert f"{MAZUR.solve()['a1[1]']:.3f}" not in str(error.value)


@pytest.mark.parametrize("status", STATUSES)
def test_only_what_is_right_passes_a_test_cell(status):
    made = report(verdict(MAZUR, "J", None if status == "missing" else "0.2984", status))
    assert (failure_text(made) == "") == (status == "right")
