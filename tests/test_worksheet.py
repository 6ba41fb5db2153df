"""The sheet: what it asks, how much room there is, that it gives nothing away, that names are only text."""

from __future__ import annotations

import re

import pytest
from html_reader import sound
from hypothesis import Phase, given, settings
from networks import networks, problems
from tex import compiled, needs_tex
from worksheets import ASK, HOMEWORK, NASTY, NUMBERS, decimals_in

import handnet as hn
from handnet.errors import HandnetError


def blanks(sheet):
    """The questions as they are on the page: number, symbols before the boxes, lines, note."""
    from handnet.render.page import Blank

    return [
        (each.number, [box.text for box in each.boxes], each.lines, each.note)
        for each in sheet._page()
        if isinstance(each, Blank)
    ]


# --- what is asked ------------------------------------------------------------------------------------


def test_it_asks_what_the_problem_asks_an_array_in_one_question():
    sheet = HOMEWORK.worksheet()
    assert [(number, boxes, note) for number, boxes, _, note in blanks(sheet)] == [
        ("1.", ["a1[1]", "a1[2]"], "2 points, to 4 decimals"),
        ("2.", ["J"], "3 points, to 4 decimals"),
        ("3.", ["dJ/dw1[2,1]"], "1.5 points, to 5 decimals"),
        ("4.", ["w1[2,1]+"], "2 points, to 6 decimals"),
    ]
    assert sheet.points == 8.5
    text = sheet.to_text()
    assert text.startswith("Homework 3\n\nName: ____")
    assert "Points (of 8.5): ____" in text
    assert [line for line in text.splitlines() if line in ("Forward pass", "Backward pass", "Update")] == [
        "Forward pass", "Backward pass", "Update",
    ]  # fmt: skip


def test_questions_stand_in_the_order_of_the_calculation_and_else_as_asked():
    sheet = HOMEWORK.worksheet("w1[2,1]+", "dJ/dw1[2,1]", "J", "a1[2]", "a1[1]", "a2[1]@100", "x[1]")
    assert [boxes for _, boxes, _, _ in blanks(sheet)] == [
        ["x[1]"], ["J"], ["a1[2]"], ["a1[1]"], ["dJ/dw1[2,1]"], ["w1[2,1]+"], ["a2[1]@100"],
    ]  # fmt: skip
    assert blanks(sheet)[1][3] == "3 points, to 4 decimals"  # named, and worth what the problem says
    assert blanks(sheet)[-1][3] == "1 point, to 4 significant figures"


def test_what_is_named_twice_is_asked_once():
    sheet = HOMEWORK.worksheet("a1[2]", "A1", "a1[1]")
    assert [boxes for _, boxes, _, _ in blanks(sheet)] == [["a1[2]"], ["a1[1]"]]


def test_without_more_it_asks_as_the_answer_sheet_does():
    plain = hn.Problem(hn.Network([2, 2, 1]), **NUMBERS)
    asked = [row["address"] for row in plain.answer_sheet().data["rows"]]
    assert [box for _, boxes, _, _ in blanks(plain.worksheet()) for box in boxes] == asked
    assert plain.worksheet(digits=3).questions[0].note == "1 point, to 3 decimals"
    assert (
        plain.worksheet(digits=hn.Digits(significant=1)).questions[0].note
        == "1 point, to 1 significant figure"
    )


def test_in_the_letters_of_a_notation():
    sheet = HOMEWORK.worksheet("dE_total/dw3", "net_h1", notation="mazur")
    assert [boxes for _, boxes, _, _ in blanks(sheet)] == [["net_h1"], ["dE_total/dw3"]]
    assert "w1 = 0.15" in sheet.to_text()
    assert r"\frac{\partial E_{\mathrm{total}}}{\partial w_{3}} =" in sheet.to_latex()


# --- room ---------------------------------------------------------------------------------------------


def lines(sheet):
    return [room for _, _, room, _ in blanks(sheet)]


def test_there_is_room_for_the_lines_that_stand_nowhere_above():
    """The sum in one line more than its activation; the derivative for all that leads to it, or for one line."""
    z, a = lines(HOMEWORK.worksheet("z1[1]", "a1[1]"))
    assert z > a >= 1
    assert lines(HOMEWORK.worksheet("a1[1]")) == [z + a]
    alone = lines(HOMEWORK.worksheet("dJ/dw2[1,1]"))[0]
    *before, last = lines(HOMEWORK.worksheet("Z1", "A1", "z2[1]", "a2[1]", "dJ/dz2[1]", "dJ/dw2[1,1]"))
    assert sum(before) + last == pytest.approx(alone, abs=2)  # the loss and its slope are needed too
    assert last < 4 < alone


def test_longer_sums_have_more_room():
    def room(inputs):
        layer = hn.Network([inputs, 1])
        numbers = [[["0.1"] * inputs]], [["0.2"]]
        problem = hn.Problem(layer, ["0.3"] * inputs, ["1"], *numbers)
        return lines(problem.worksheet("z1[1]"))[0]

    rooms = [room(inputs) for inputs in (1, 2, 4, 8, 16, 32)]
    assert rooms == sorted(rooms)
    assert rooms[0] in (1, 2)
    assert rooms[-1] > 4 * rooms[1]


def test_space_makes_it_more_or_none():
    usual = lines(HOMEWORK.worksheet())
    assert lines(HOMEWORK.worksheet(space=2)) == [2 * each for each in usual]
    assert lines(HOMEWORK.worksheet(space=0)) == [0, 0, 0, 0]
    assert "___" not in HOMEWORK.worksheet(space=0, person="Ada").to_text().split("Forward pass")[1]
    for wrong in (-1, 21, "2", True, float("nan"), None):
        with pytest.raises(HandnetError, match="worksheet: space is"):
            HOMEWORK.worksheet(space=wrong)


def test_too_many_questions_are_refused_in_one_line():
    wide = hn.Network([20, 20, 1])
    numbers = [[["0.1"] * 20] * 20, [["0.1"] * 20]], [["0"] * 20, ["0"]]
    problem = hn.Problem(wide, ["1"] * 20, ["1"], *numbers)
    with pytest.raises(HandnetError, match=r"^worksheet: 4.. numbers are too many to work out; name those"):
        problem.worksheet()
    assert len(problem.worksheet("J").questions) == 1


# --- it gives nothing away ----------------------------------------------------------------------------


def given_numbers(problem):
    """The texts of the given numbers, as they may stand on a page."""
    return {each.text for each in problem.values.values()} | {problem.network.convention.gradient_factor}


@settings(max_examples=10, phases=[Phase.generate])  # a smaller problem takes minutes to be found
@given(problems(network=networks(most_layers=3, most_units=3)))
def test_every_number_on_a_sheet_is_a_given_one(drawn):
    """In text, HTML, Markdown and LaTeX: nothing but the given numbers has a decimal point."""
    try:
        sheet = drawn.worksheet()
    except HandnetError as error:
        assert "too many" in str(error)  # noqa: PT017
        return
    given_texts = given_numbers(drawn) | {"0.01"}  # 0.01: the slope of a leaky ReLU, and its name
    text = sheet.to_text(width=200)
    assert set(decimals_in(text)) <= given_texts
    shortened = {hn.Digits(decimals=3).write(each.value) for each in drawn.values.values()}  # in the picture
    sizes = {each.lstrip("-+") for each in given_texts | shortened}  # a minus sign is an element of its own
    assert {each.lstrip("-") for each in decimals_in(sound(sheet.to_html()).text["main"])} <= sizes
    for form in (sheet.to_latex().split("Forward pass")[-1], sheet.to_markdown().split("Forward pass")[-1]):
        assert not re.search(r"(?<![0-9.])[0-9]+\.[0-9]{3,}", form)


def test_the_key_does_hold_what_the_sheet_must_not():
    """The test above can fail: the same sheet with its answers is full of numbers that are not given."""
    assert not set(decimals_in(HOMEWORK.worksheet().key.to_text())) <= given_numbers(HOMEWORK)
    assert set(decimals_in(HOMEWORK.worksheet().to_text())) <= given_numbers(HOMEWORK) | {"1.5", "8.5"}


# --- its forms ----------------------------------------------------------------------------------------


def test_in_html_each_question_has_its_lines_and_boxes():
    page = sound(HOMEWORK.worksheet().to_html())
    labels = [value for tag, name, value in page.attributes if name == "aria-label"]
    assert labels.count("room for the answer") == 5
    rooms = [room for room in lines(HOMEWORK.worksheet()) if room]
    assert [label for label in labels if "to write on" in label] == [
        f"{room} line{'s' * (room > 1)} to write on" for room in rooms
    ]
    assert page.text["h1"] == "Homework 3"
    assert "to 5 decimals" in page.text["section"]


def test_in_markdown_answers_are_rows_of_tables_and_lines_are_underscores():
    text = HOMEWORK.worksheet().to_markdown()
    tables = re.findall(r"^\| answer \|.*\n\| ---: \| :--- \|\n((?:\|.*\n?)+)", text, re.MULTILINE)
    assert [len(rows.splitlines()) for rows in tables] == [2, 1, 1, 1]
    ruled = [line for line in text.splitlines() if re.fullmatch(r"(\\_){20,}", line)]
    assert len(ruled) == sum(lines(HOMEWORK.worksheet())) - 4  # the first line begins beside the letter
    assert not re.search(r"(?<!\\)_{2,}", re.sub(r"\$[^$]+\$", "", text))


def test_in_latex_pages_are_not_turned_inside_of_a_short_question():
    piece = HOMEWORK.worksheet("z1[1]").to_latex()
    question = piece[piece.index(r"\textbf{1.}") :]
    assert question.count(r"\hrulefill") == lines(HOMEWORK.worksheet("z1[1]"))[0]
    assert question.count(r"\par\nopagebreak") == question.count(r"\hrulefill")
    assert question.count(r"\fbox") == 1


@pytest.mark.parametrize("nasty", NASTY)
def test_titles_and_names_are_only_text(nasty):
    calm, sheet = (HOMEWORK.worksheet(title=each, person=each) for each in ("Calm", nasty))
    for of in (lambda sheet: sheet, lambda sheet: sheet.key):
        page, quiet = sound(of(sheet).to_html()), sound(of(calm).to_html())
        assert page.tags == quiet.tags
        assert page.attributes == quiet.attributes
        assert nasty in page.text["h1"]
        for acting in (
            r"(?<!\\)\|",
            r"(?<!\\)\$",
            r"(?<!\\)\*\*",
            r"(?<!\\)`",
            r"^#+ ",
            r"<script",
            r"(?<!\\)\]\(",
        ):
            texts = [of(each).to_markdown().replace("<span>&#36;</span>", "") for each in (sheet, calm)]
            assert len(re.findall(acting, texts[0], re.MULTILINE)) == len(
                re.findall(acting, texts[1], re.MULTILINE)
            )
    assert nasty in sheet.to_text(width=1000)
    assert sheet.to_text(width=1000).splitlines()[0] == nasty


def test_signs_that_turn_the_direction_of_writing_are_written_out():
    sheet = HOMEWORK.worksheet(title="a\u202eb", person="c\u200fd")
    for form in (sheet.to_text(), sheet.to_markdown(), sheet.to_html(), sheet.to_latex(document=True)):
        assert not set("\u202e\u200f") & set(form)
    assert "a\\u202eb" in sheet.to_text()
    assert "Name: c\\u200fd" in sheet.to_text()


@needs_tex
def test_latex_of_nasty_names_is_set(tmp_path):
    from handnet.render.document import document_latex

    pages = []
    for nasty in NASTY:
        sheet = HOMEWORK.worksheet("J", "A1", title=nasty, person=nasty, space=0.5)
        pages += [*sheet._page(), *sheet.key._page()]
    assert compiled(document_latex(pages, "sheets"), tmp_path, "sheets") == []
    log = (tmp_path / "sheets.log").read_text(encoding="utf-8", errors="replace")
    assert "/etc/passwd" not in "".join(re.findall(r"\(\S+", log))


def test_what_is_shown_of_a_sheet():
    sheet = HOMEWORK.worksheet(person="Ada")
    assert repr(sheet) == "<Worksheet for Ada: 4 questions, 8.5 points>"
    assert repr(sheet.key) == "<Key of <Worksheet for Ada: 4 questions, 8.5 points>>"
    assert sheet.problem.ask == tuple(ASK)
    assert "text/markdown" in sheet._repr_mimebundle_()
