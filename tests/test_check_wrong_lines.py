"""The sections for wrong lines: a question, what was done, and the lines with the person's numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reports import MAZUR, NAMES, SWAPPED, explained, flat, report, stranger, those, verdict

import handnet as hn
from handnet.answer import Answer
from handnet.check.verdict import Verdict
from handnet.check.wrong_lines import MOST_LINES, TOO_FEW, wrong_lines
from handnet.render.page import Folded, Heading, Paragraph


def sections(*verdicts: Verdict) -> list[object]:
    return wrong_lines(report(*verdicts))


def test_an_unknown_number_has_no_known_slip():
    heading, words, lines = sections(those(1)[0])
    assert heading == Heading("z1[1]: 0.5", 3)
    assert words.words == "No known slip gives this number. Look at the formula, then at each number put in."
    assert isinstance(lines, Folded)
    heading, words, lines = sections(*those(2))
    assert heading == Heading("z1[1]: 0.5, a1[1]: 0.5", 3)
    assert words.words.startswith("No known slip gives these numbers. ")
    assert lines.summary == "The lines with your numbers"


def test_a_number_with_too_few_digits_is_not_explained():
    found = sections(*those(1, too_few=True, mistakes=(explained(),)))
    assert found[1] == Paragraph(TOO_FEW)
    assert [type(each) for each in found] == [Heading, Paragraph, Folded]
    assert found[2].summary == "The line with your numbers"


def test_one_explanation_is_told_after_its_question():
    _, hint, told, _ = sections(*those(1, mistakes=(explained(where=" in layer 1"),)))
    assert hint == Paragraph("Is it a sum or an activation?")
    assert told.summary == "What was done"
    (items,) = told.blocks
    assert [flat(each) for each in items.items] == [
        "What fits: the sigmoid was used twice in layer 1; this gives 0.380000. It was squashed once."]  # fmt: skip


def test_several_explanations_are_told_together_with_what_would_decide():
    decide = verdict(MAZUR, "z2[2]", "1", "wrong").quantity
    for decides, ending in ((None, ""), (decide, " Your value of z2[2] would tell them apart.")):
        both = (explained(), explained(SWAPPED, value=0.3757))
        _, hint, told, _ = sections(*those(1, mistakes=both, decide=decides))
        assert hint == Paragraph("Is it a sum or an activation? Look at the digits.")
        assert told.summary == "What may have been done"
        words, items = told.blocks
        assert flat(words.words) == f"These give the same digits, so any of them may be it.{ending}"
        assert [flat(each)[:30] for each in items.items] == [
            "What fits: the sigmoid was use", "What fits: two digits were swa"]  # fmt: skip
    same = (explained(), explained(where=" in layer 1"))
    assert sections(*those(1, mistakes=same))[1] == Paragraph("Is it a sum or an activation?")


@pytest.mark.parametrize(
    ("from_own", "follows", "said_so"),
    [(True, 0.5, True), (True, 0.0, True), (True, None, False), (False, 0.5, False), (False, None, False)],
)
def test_from_own_numbers_is_said_only_where_these_are_not_right(from_own, follows, said_so):
    (made,) = those(1, mistakes=(explained(from_own=from_own),), follows=follows)
    told = sections(made)[2].blocks[0].items[0]
    assert ("; this, from your own earlier numbers, gives " in flat(told)) is said_so


def test_the_place_of_a_mistake_is_said_if_it_is_another_line():
    for where, words in ((" at z1[1]", "twice; this"), (" at a1[1]", "twice at a1[1]; this"),
                         ("", "twice; this"), (" in layer 2", "twice in layer 2; this"),
                         (" at nowhere", "twice at nowhere; this")):  # fmt: skip
        told = sections(*those(1, mistakes=(explained(where=where),)))[2].blocks[0].items[0]
        assert words in flat(told)
    twin = verdict(MAZUR, "delta2[1]", "0.5", "wrong", mistakes=(explained(where=" at dJ/dz2[1]"),))
    assert "twice; this" in flat(sections(twin)[2].blocks[0].items[0])


def test_lines_of_which_the_same_is_to_be_said_stand_together():
    def headings(*verdicts: Verdict) -> list[str]:
        return [each.words for each in sections(*verdicts) if isinstance(each, Heading)]

    one, other = (explained(),), (explained(SWAPPED),)
    first, second, third = those(3)
    assert headings(replace(first, mistakes=one), replace(second, mistakes=one)) == ["z1[1]: 0.5, a1[1]: 0.5"]
    assert headings(replace(first, mistakes=one), replace(second, mistakes=other)) == [
        "z1[1]: 0.5", "a1[1]: 0.5"]  # fmt: skip
    assert headings(first, replace(second, too_few=True), third) == ["z1[1]: 0.5", "a1[1]: 0.5", "z1[2]: 0.5"]
    few = [replace(each, too_few=True, mistakes=made) for each, made in ((first, one), (second, other))]
    assert headings(*few) == ["z1[1]: 0.5, a1[1]: 0.5"]  # of what is not told nothing differs
    decided = replace(first, mistakes=one, decide=third.quantity)
    assert len(headings(decided, replace(second, mistakes=one))) == 2
    assert (
        len(headings(replace(first, mistakes=one), replace(second, mistakes=(explained(from_own=True),))))
        == 2
    )
    assert len(headings(first, verdict(MAZUR, "J", "1", "right", "exact"), second)) == 1


def test_of_many_lines_six_are_named_and_six_numbers_given():
    for count, more, dots in ((6, "", ""), (7, " and 1 more", ", …"), (8, " and 2 more", ", …")):
        found = sections(*those(count, mistakes=(explained(),)))
        assert found[0].words == ", ".join(f"{name}: 0.5" for name in NAMES[:6]) + more
        told = flat(found[2].blocks[0].items[0])
        assert f"gives {', '.join(['0.380000'] * 6)}{dots}. It was squashed once." in told
    long = verdict(MAZUR, "z1[1]", "9" * 41, "wrong")
    assert sections(long)[0].words == f"z1[1]: {'9' * 39}…"


def worked(found: list[object]) -> list[list[str]]:
    """The left sides of the lines in each section."""
    folded = [each for each in found if isinstance(each, Folded) and each.summary.startswith("The line")]
    return [[line.left.text for line in each.blocks[1].lines] for each in folded]


def test_the_line_is_worked_with_what_leads_to_it_and_nothing_twice():
    z1, a1 = (verdict(MAZUR, at, "0.5", "wrong") for at in ("z1[1]", "z2[1]"))
    assert worked(sections(z1)) == [["z1[1]"]]
    assert worked(sections(a1)) == [["z1[1]", "a1[1]", "z1[2]", "a1[2]", "z2[1]"]]
    again = replace(a1, mistakes=(explained(),))
    first, second = worked(sections(a1, again))
    assert second == ["z2[1]"]  # it stands above, and is written once more rather than not at all
    assert len(first) > 1
    paragraph = sections(z1)[2].blocks[0]
    assert paragraph == Paragraph("With your own numbers:")
    assert sections(z1)[2].blocks[1].at_once == MOST_LINES


def test_what_is_given_or_nothing_of_the_problem_has_no_line():
    given = verdict(MAZUR, "w1[1,1]", "0.5", "wrong")
    assert [type(each) for each in sections(given)] == [Heading, Paragraph]
    odd = replace(stranger(), status="wrong", reason="wrong")
    assert [type(each) for each in sections(odd)] == [Heading, Paragraph]


def deep(count: int) -> hn.Problem:
    """So many units in a row."""
    return hn.Problem(
        hn.Network([1] * (count + 1), activation="identity", bias="none"), x=["1"], y=["1"],
        weights=[[["0.5"]]] * count,
    )  # fmt: skip


@pytest.mark.parametrize(("layers", "left_out"), [(8, 0), (9, 2)])
def test_of_many_lines_before_it_the_last_sixteen_are_shown(layers, left_out):
    """Two lines a layer, and the last z is asked for: a line fewer."""
    problem = deep(layers + 1)
    made = report(verdict(problem, f"a{layers}[1]", "9", "wrong"), problem=problem)
    folded = wrong_lines(made)[2]
    assert len(folded.blocks[1].lines) == 16
    more = f" ({left_out} lines of what was not answered left out)" if left_out else ""
    assert folded.blocks[0] == Paragraph(f"With your own numbers{more}:")


@pytest.mark.parametrize(
    ("count", "note"), [(60, None), (61, "1 more wrong answer"), (62, "2 more wrong answers")]
)
def test_of_sixty_wrong_answers_the_lines_are_worked(count, note):
    problem = deep(62)
    verdicts = [
        replace(verdict_of(problem, f"z{layer}[1]"), too_few=bool(layer % 2)) for layer in range(1, count + 1)
    ]
    found = wrong_lines(report(*verdicts, problem=problem))
    assert len(worked(found)) == min(count, 60)
    if note is None:
        assert isinstance(found[-1], Folded)
    else:
        assert found[-1] == Paragraph(f"The lines of {note} are not shown; report.line_of(…) has each.")


def verdict_of(problem: hn.Problem, address: str) -> Verdict:
    """A wrong answer, without a look at the whole solution."""
    answer = Answer("number", "9", 9.0, 1.0)
    return Verdict(problem.forward_pass().find(address), address, answer, "wrong", "wrong", 0.0)
