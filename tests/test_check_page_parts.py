"""The pieces of a report's page, as blocks: the summary, the table, the notes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reports import MAZUR, NAMES, SWAPPED, explained, flat, report, stranger, those, verdict

import handnet as hn
from handnet.check.remarks import does_not_follow, listed, remarks, shortened
from handnet.check.report_page import SIGNS, counts, failure_text, mark, report_page, summary, table
from handnet.check.verdict import Verdict
from handnet.render.formulas import NO_BREAK
from handnet.render.page import Heading

# --- the summary and the table -----------------------------------------------------------------------------


def said(made) -> list[str]:
    return [flat(each.words) for each in summary(made)]


def test_the_summary_says_how_much_is_right_and_where_to_begin():
    right = those(2, "right", "exact")
    assert said(report(*right)) == [
        "All 2 answers are right. That makes 2 of 2 points. Rounding: every number rounded to 4 decimals."]  # fmt: skip
    assert said(report(right[0])) == [
        "1 of 1 answer is right. That makes 1 of 1 point. Rounding: every number rounded to 4 decimals."]  # fmt: skip
    half = replace(right[0], points=0.25, out_of=0.5)
    assert "That makes 0.25 of 0.5 points." in said(report(half))[0]
    assert said(report()) == ["Nothing was answered, and nothing is asked."]
    assert said(report(*right, convention="as elsewhere"))[1:] == [
        "The answers are in another convention, and are judged in it: as elsewhere."]  # fmt: skip


def test_where_to_begin_is_the_first_wrong_answer():
    first, second = those(2)
    right = those(1, "right", "exact")[0]
    assert said(report(right, second))[1:] == ["The first wrong answer is a1[1]."]
    assert said(report(first, second))[1:] == [
        "The first wrong answer is z1[1]. What comes after it is judged by your own numbers."]  # fmt: skip
    assert said(report(right))[1:] == []


def test_a_sheet_with_nothing_right_may_be_of_another_problem():
    asked = "None is right. Are the inputs and the weights those of this problem?"
    right = verdict(MAZUR, "J", "0.5", "right", "exact")
    follows = verdict(MAZUR, "J", "0.5", "follows", "follows")
    assert [asked in said(report(*those(count))) for count in (1, 2, 3, 4)] == [False, False, True, True]
    assert asked not in said(report(*those(3), right))
    assert asked in said(report(*those(3), follows))


def test_each_status_is_counted_in_the_order_of_signs():
    one = {status: verdict(MAZUR, "J", "1", status) for status in SIGNS}
    assert counts(report(*reversed(one.values()))) == (
        "1 of 6 answers is right, 1 follows from earlier values, 1 is wrong, 1 cannot be decided, "
        "1 cannot be read, 1 is missing."
    )
    two = [each for each in one.values() for _ in range(2)]
    assert counts(report(*two)) == (
        "2 of 12 answers are right, 2 follow from earlier values, 2 are wrong, 2 cannot be decided, "
        "2 cannot be read, 2 are missing."
    )
    assert counts(report(one["wrong"])) == "1 of 1 answer is wrong."
    assert counts(report(one["right"])) == "1 of 1 answer is right."
    assert counts(report(*[one["right"]] * 2)) == "All 2 answers are right."


def test_the_table_has_each_answer_with_its_mark_and_its_points():
    right, long = verdict(MAZUR, "z1[1]", "0.3775", "right"), verdict(MAZUR, "a1[1]", "9" * 41, "wrong")
    made = table(report(replace(right, points=0.5), long, stranger()))
    assert (made.header, made.right) == (("", "your answer", "mark", "points"), (3,))
    assert [tuple(map(flat, row)) for row in made.rows] == [
        ("z1[1]", "0.3775", f"✓{NO_BREAK}right", "0.5 of 1"),
        ("a1[1]", "9" * 39 + "…", f"✗{NO_BREAK}wrong", "0 of 1"),
        ("q", "1", f"!{NO_BREAK}unreadable", "0 of 0"),
    ]


def test_a_mark_says_what_must_not_be_overlooked():
    right = verdict(MAZUR, "z1[1]", "0.3775", "right")
    stray, few = {"but_does_not_follow": True}, {"few_digits": True}
    for also, more in (
        ({}, ""),
        (stray, ", but does not follow"),
        (few, ", few digits"),
        (stray | few, ", but does not follow, few digits"),
    ):
        assert mark(replace(right, **also)) == f"✓{NO_BREAK}right{more}"


def test_a_page_has_a_part_for_what_there_is_to_say():
    def parts(*verdicts: Verdict, problem: hn.Problem = MAZUR) -> list[str]:
        blocks = report_page(report(*verdicts, problem=problem))
        return [each.words if isinstance(each, Heading) else type(each).__name__ for each in blocks]

    right = those(1, "right", "exact")[0]
    assert parts(right) == ["Report: Two by two", "Paragraph", "Table"]
    assert parts() == ["Report: Two by two", "Paragraph"]
    rounded = replace(right, reason="rounded")
    assert parts(rounded) == ["Report: Two by two", "Paragraph", "Table", "Notes", "Items"]
    found = parts(those(1)[0])
    assert found[:4] == ["Report: Two by two", "Paragraph", "Paragraph", "Table"]
    assert found[4:6] == ["Where to look", "z1[1]: 0.5"]
    untitled = hn.Problem(hn.Network([1, 1]), x=["1"], y=["1"], weights=[[["1"]]], biases=[["0"]])
    assert report_page(report(problem=untitled))[0] == Heading("Report", 1)


@pytest.mark.parametrize(
    ("verdicts", "text"),
    [
        (those(2, "right", "exact"), ""),
        ([], ""),
        (those(1), "z1[1] is wrong (0.5)\n1 of 1 answer is wrong."),
        (those(1, mistakes=(explained(),)),
         "z1[1] is wrong (0.5)\n1 of 1 answer is wrong.\nIs it a sum or an activation?"),
        (those(1, mistakes=(explained(), explained(SWAPPED))),
         "z1[1] is wrong (0.5)\n1 of 1 answer is wrong.\nIs it a sum or an activation?"),
        (those(1, mistakes=(explained(),), too_few=True), "z1[1] is wrong (0.5)\n1 of 1 answer is wrong."),
        ([stranger(why="what is this")], "q cannot be read (1)\n1 of 1 answer cannot be read.\nwhat is this"),
        ([verdict(MAZUR, "J", None, "missing", "missing"), *those(1)],
         "z1[1] is wrong (0.5)\n1 of 2 answers is wrong, 1 is missing."),
        ([verdict(MAZUR, "J", None, "missing", "missing")], "J is missing\n1 of 1 answer is missing."),
        ([*those(1, "right", "exact"), verdict(MAZUR, "J", "1", "follows", "follows")],
         "J follows from earlier values (1)\n1 of 2 answers is right, 1 follows from earlier values."),
    ],
)  # fmt: skip
def test_the_message_of_a_test_cell(verdicts, text):
    assert failure_text(report(*verdicts)) == text


# --- notes -------------------------------------------------------------------------------------------------


def notes(*verdicts: Verdict) -> list[str]:
    return [flat(each) for each in remarks(report(*verdicts))]


@pytest.mark.parametrize(
    ("status", "reason", "more", "begins"),
    [
        ("right", "exact", {}, None),
        ("right", "convention", {}, None),
        ("right", "rounded", {}, "z1[1]: right, rounded on the way"),
        (
            "right",
            "rounded",
            {"but_does_not_follow": True},
            "z1[1]: the right number, but it does not follow",
        ),
        ("right", "formula", {}, "z1[1]: right as a formula"),
        ("right", "exact", {"few_digits": True}, "z1[1]: right as far as it is written"),
        ("follows", "follows", {}, "z1[1]: not the right number, but what follows"),
        ("undecided", "mistake", {}, "z1[1]: honest rounding reaches this number"),
        ("undecided", "few digits", {}, "z1[1]: the digits are too few to tell"),
        ("missing", "missing", {}, "z1[1]: asked, and not answered"),
        ("wrong", "rounded", {}, None),
        ("wrong", "formula", {}, None),
        ("wrong", "mistake", {}, None),
    ],
)
def test_a_note_says_what_is_to_be_said_of_an_answer_that_is_not_wrong(status, reason, more, begins):
    found = notes(verdict(MAZUR, "z1[1]", "0.5", status, reason, **more))
    assert len(found) == (begins is not None)
    assert all(each.startswith(begins) and each.endswith(".") for each in found)


def test_a_note_is_said_once_for_all_and_unreadable_answers_by_their_reason():
    found = notes(*those(3, "right", "rounded"), stranger(why="no number"), stranger(why="no number"),
                  stranger(why="too long"))  # fmt: skip
    assert [each.partition(":")[0] for each in found] == ["z1[1], a1[1], z1[2]", "q, q", "q"]
    assert found[1:] == ["q, q: no number.", "q: too long."]


def test_of_many_answers_six_are_named():
    made = report()
    names = ", ".join(NAMES[:6])
    assert flat(tuple(listed(made, those(6)))) == names
    assert flat(tuple(listed(made, those(7)))) == f"{names} and 1 more"
    assert flat(tuple(listed(made, those(8)))) == f"{names} and 2 more"
    assert flat(tuple(listed(made, those(1)))) == "z1[1]"


def test_what_would_follow_is_said_with_six_figures():
    right = those(1, "right", "exact", but_does_not_follow=True)[0]
    assert flat(does_not_follow(right)) == (
        ": the right number, but it does not follow from your own numbers above it. "
        "Perhaps the slip above is one of copying only, or two slips cancel."
    )
    assert "above it; 0.123457 would. Perhaps" in flat(does_not_follow(replace(right, follows=0.123456789)))
    assert "above it; 0.250000 would. Perhaps" in flat(does_not_follow(replace(right, follows=0.25)))
    assert "would" in flat(does_not_follow(replace(right, follows=0.0)))


def test_long_texts_are_shortened_and_others_are_not():
    assert [shortened("abcd", most) for most in (5, 4, 3, 2)] == ["abcd", "abcd", "ab…", "a…"]
