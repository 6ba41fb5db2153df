"""The answer sheet: what it asks, what it says of each answer, and what Python and the page tell each other.

Verdicts are those of `problem.check`; here it is held to them, and every kind of verdict to its words.
"""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import ipywidgets
import pytest
from hypothesis import given, settings
from networks import problems
from page_answers import node

import handnet as hn
from handnet.answer_sheet.judged import summary, verdicts
from handnet.answer_sheet.rows import rows_of
from handnet.errors import HandnetError
from handnet.mistakes import mistake
from handnet.notation import notation
from handnet.page import modules, script

STANDARD = notation("standard")


def problem(layers=(2, 2, 1), ask=(), **changes):
    return hn.Problem(
        hn.Network(list(layers), **changes),
        x=["0.05", "0.10"],
        y=["0.01"],
        weights=[[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]],
        biases=[["0.35", "0.35"], ["0.60"]],
        learning_rate="0.5",
        ask=ask,
    )


def addresses(sheet):
    return [row["address"] for row in sheet.data["rows"]]


# --- what is asked ------------------------------------------------------------------------------------


def test_without_more_it_asks_for_what_is_worked_out_by_hand_in_working_order():
    small = hn.Problem(hn.Network([1, 1]), x=[1], y=[0], weights=[[[2]]], biases=[[0.5]], learning_rate="0.1")
    sheet = small.answer_sheet()
    assert addresses(sheet) == ["z1[1]", "a1[1]", "J", "dJ/dw1[1,1]", "dJ/db1[1]", "w1[1,1]+", "b1[1]+"]
    assert [row["part"] for row in sheet.data["rows"]] == (
        ["Forward pass"] * 3 + ["Backward pass"] * 2 + ["Update"] * 2
    )


def test_it_asks_what_the_problem_asks_with_its_points_and_digits():
    asked = problem(ask=[{"quantity": "J", "points": 3, "digits": 4}, {"quantity": "Z1", "points": 2}])
    sheet = asked.answer_sheet(answers={"J": "0.2748"})
    assert addresses(sheet) == ["J", "z1[1]", "z1[2]"]
    assert [row["digits"] for row in sheet.data["rows"]] == [4, None, None]
    assert sheet.summary["words"] == "1 of 3 right, 2 still empty; 3 of 5 points."
    assert sheet.problem is asked
    only = asked.answer_sheet("z1[2]", "J")  # in this order, and each worth what the problem says
    assert addresses(only) == ["z1[2]", "J"]
    assert only.report.out_of == 4
    assert asked.ask == sheet.problem.ask


def test_named_quantities_are_asked_arrays_number_by_number_each_once():
    sheet = problem().answer_sheet("dJ/dW2", "z1[1]", "dJ/dw2[1,1]", "a2[1]@100", "w1[1,1]")
    assert addresses(sheet) == ["dJ/dw2[1,1]", "dJ/dw2[1,2]", "z1[1]", "a2[1]@100", "w1[1,1]"]
    assert sheet.data["rows"][3]["part"] == "After updates"
    assert sheet.data["rows"][4]["part"] == "Given"


def test_a_notation_spells_the_names_and_is_understood():
    sheet = problem().answer_sheet("w5", "dJ/dw5", notation="mazur", answers={"w5": "0.40"})
    assert addresses(sheet) == ["w2[1,1]", "dJ/dw2[1,1]"]
    assert [row["text"] for row in sheet.data["rows"]] == ["w5", "dE_total/dw5"]
    assert "<mi>E</mi>" in sheet.data["rows"][1]["math"]
    assert sheet.answers == {"w2[1,1]": "0.40"}
    sheet.answers = {"dE_total/dw5": "0.08217"}
    assert [each["status"] for each in sheet.verdicts] == ["right"]


# --- what is said of an answer ------------------------------------------------------------------------


@settings(max_examples=8)
@given(problems())
def test_right_numbers_are_right_and_the_verdicts_are_those_of_check(drawn):
    solution = drawn.solve()
    try:
        rows = [str(row.quantity) for row in rows_of(drawn, (), STANDARD).rows][:12]
    except HandnetError as error:
        assert "too many" in str(error)  # noqa: PT017
        return
    right = {address: repr(solution[address]) for address in rows}
    sheet = drawn.answer_sheet(*rows, answers=right)
    assert {each["status"] for each in sheet.verdicts} == {"right"}
    assert sheet.summary["first"] == ""
    wrong = {**right, rows[0]: "1234.5"}
    sheet.answers = wrong
    checked = drawn.check(wrong)
    assert {each["address"]: each["word"] for each in sheet.verdicts} == {
        str(verdict.quantity): verdict.status for verdict in checked
    }
    assert sheet.summary["first"] == rows[0] == str(checked.first_wrong.quantity)


def seen(show="verdicts", whole=False, status="wrong", **fields):
    """What a sheet shows of one verdict, made by hand from that on a wrong number."""
    one = problem(ask=["dJ/dw2[1,1]"])
    twice = one.solve(mistakes=["slope-of-activation"])["dJ/dw2[1,1]"]
    answers = {"dJ/dw2[1,1]": f"{twice:.6f}"}
    rows = rows_of(one, (), STANDARD)
    report = one.check(answers)
    made = dataclasses.replace(report["dJ/dw2[1,1]"], status=status, **fields)
    report = dataclasses.replace(report, verdicts=(made,))
    (shown,) = judged = verdicts(rows, answers, report, show, whole)
    return shown, summary(rows, judged, report, show)


def test_a_wrong_number_brings_its_hint_and_apart_from_it_the_explanation():
    slip = mistake("slope-of-activation")
    shown, _ = seen()
    assert shown["word"] == "wrong"
    assert slip.hint in shown["hints"]
    assert slip.explanation in " ".join(shown["why"])
    assert slip.explanation not in " ".join(shown["hints"])


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"status": "right", "reason": "exact"}, "right", "right"),
        ({"status": "right", "reason": "rounded"}, "right", "right rounded on the way"),
        ({"status": "right", "reason": "exact", "few_digits": True}, "right", "with fewer digits than asked"),
        ({"status": "right", "but_does_not_follow": True}, "doubtful", "right but it does not follow"),
        ({"status": "follows", "reason": "own"}, "follows", "follows from your own earlier value"),
        ({"status": "undecided", "reason": "mistake"}, "undecided", "write more of them"),
        ({"status": "unreadable"}, "unreadable", "cannot be read"),
        ({"mistakes": (), "whole": True}, "wrong", "no known mistake gives this number"),
        ({"mistakes": (), "whole": True, "too_few": True}, "wrong", "the digits are too few to say why"),
    ],
)
def test_every_verdict_has_a_word_and_says_what_is_to_be_said(fields, status, words):
    shown, _ = seen(**fields)
    assert shown["status"] == status
    assert words in f"{shown['word']} {shown['note']}"
    assert "hints" not in shown
    assert "more" not in shown


def test_several_explanations_name_the_number_that_would_decide():
    one = problem()
    (told,) = one.check({"dJ/dw2[1,1]": f"{one.solve(mistakes=['slope-left-out'])['dJ/dw2[1,1]']:.6f}"})
    first, second = told.mistakes[0], dataclasses.replace(told.mistakes[0], made=(mistake("one-path-only"),))
    decide = rows_of(one, ("a2[1]",), STANDARD).rows[0].quantity
    shown, _ = seen(mistakes=(first, second), decide=decide)
    hints = "\n".join(shown["hints"])
    for words in ("More than one slip", first.hint, second.hint, "Write down a2[1]"):
        assert words in hints


@pytest.mark.parametrize("status", ["right", "follows", "wrong", "undecided", "unreadable"])
def test_marks_alone_help_with_nothing(status):
    shown, stands = seen(show="marks", status=status, points=1.0)
    assert set(shown) == {"address", "text", "status", "word", "note"}
    assert shown["status"] == ("wrong" if status == "follows" else status)
    assert stands["first"] == ""
    assert stands["words"].endswith("1 of 1 point.")  # what follows counts all the same


def test_right_in_another_convention_says_which():
    one = hn.Problem(hn.Network([1, 1], bias="none"), x=["0.5"], y=["0.9"], weights=[[["0.7"]]])
    turned = {"delta1[1]": repr(-one.solve()["delta1[1]"])}
    sheet = one.answer_sheet("delta1[1]", answers=turned)
    assert sheet.report.convention
    assert sheet.report.convention in sheet.summary["words"]


# --- Python and the page ------------------------------------------------------------------------------


def test_what_the_page_sends_is_judged_and_can_be_followed():
    sheet, met = problem().answer_sheet(), []
    sheet.observe(lambda change: met.append((len(change["new"]), sheet.report.count("right"))), "verdicts")
    sheet.set_state({"answers": {"z1[1]": "0.3775", "J": "  "}})  # how a message of the page arrives
    sheet.answers = {"z1[1]": "0,3775", "a1[1]": 0.59327}
    assert met == [(1, 1), (2, 2)]
    assert sheet.answers == {"z1[1]": "0,3775", "a1[1]": "0.59327"}
    assert [(each["address"], each["text"]) for each in sheet.verdicts] == list(sheet.answers.items())


def test_the_page_is_told_that_somebody_listens_and_pairs_are_looked_for_when_asked(monkeypatch):
    one, sent = problem(), []
    pair = one.solve(mistakes=["bias-forgotten", "neighbouring-weight-forward"])["dJ/dw1[1,1]"]
    sheet = one.answer_sheet(answers={"dJ/dw1[1,1]": f"{pair:.5g}"})
    assert sheet.verdicts[0]["more"]
    monkeypatch.setattr(type(sheet), "send", lambda self, content: sent.append(content))
    for content in ("here?", "explain", {"nothing": "known"}):
        sheet._handle_custom_msg(content, [])
    assert sent == ["here"]
    hints = " ".join(sheet.verdicts[0]["hints"])
    assert mistake("bias-forgotten").hint in hints
    assert mistake("neighbouring-weight-forward").hint in hints
    marks = one.answer_sheet(answers=sheet.answers, show="marks")
    before = marks.verdicts
    marks._handle_custom_msg("explain", [])
    assert marks.verdicts == before


def test_text_that_is_no_text_is_judged_and_kept():
    sheet = problem().answer_sheet()
    for text in ("\ud83d", "<b>1</b>", "0" * 5000, "a1[1]\u202e*2", "__import__('os')", "1e999"):
        sheet.answers = {"z1[1]": text}
        (shown,) = sheet.verdicts
        assert shown["text"] == sheet.answers["z1[1]"]
        assert shown["word"] in ("cannot be read", "wrong")
        sheet.written.to_markdown().encode("utf-8")


@pytest.mark.parametrize(
    ("named", "options", "words"),
    [
        (("z9[1]",), {}, "z9[1]"),
        ((), {"show": "mark"}, "marks"),
        ((), {"notation": "mazzur"}, "mazur"),
        ((), {"rounding": -1}, "decimals is -1"),
        ((), {"without": ["slope-of-activatoin"]}, "slope-of-activation"),
        ((), {"answers": {"z1[7]": "1"}}, "z1[7]"),
        (("J",), {"answers": {"z1[1]": "1"}}, "no box for z1[1]"),
        ((), {"answers": ["1"]}, "by address"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_line(named, options, words):
    with pytest.raises(HandnetError) as error:
        problem().answer_sheet(*named, **options)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_too_many_boxes_are_refused_with_their_number():
    large = hn.Problem(hn.Network([20, 20], bias="none"), x=[1] * 20, y=[0] * 20, weights=[[[0.1] * 20] * 20])
    with pytest.raises(HandnetError, match="441 numbers are too many"):
        large.answer_sheet("J", "dJ/dW1", "z1[1]", "A1", "Z1")


# --- where no widget is shown -------------------------------------------------------------------------


def test_pages_without_widgets_show_the_table_to_fill_in():
    sheet = problem().answer_sheet("z1[1]", "dJ/dw1[1,1]", notation="mazur")
    assert ipywidgets.HBox([sheet]).children == (sheet,)
    bundle, _ = sheet._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["text/plain"].split("\n")[2:] == ["net_h1        ………………", "dE_total/dw1  ………………"]
    assert r"\mathrm{net}" in bundle["text/markdown"]
    sheet.answers = {"net_h1": "0.3775"}
    filled = sheet._repr_mimebundle_()[0]["text/markdown"]
    assert "right" in filled
    assert "1 of 2 right" in filled


def test_without_the_widgets_it_says_what_to_install():
    code = """
import sys
sys.modules["anywidget"] = None
import handnet as hn
try:
    hn.Problem(hn.Network([1, 1]), x=[1], y=[0], weights=[[[2]]], biases=[[0.5]]).answer_sheet()
except hn.HandnetError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'handnet[lab]'" in done.stdout


def test_the_joined_script_is_one_module_that_node_reads(tmp_path):
    assert modules("answer_sheet")[-1] == "answer_sheet"
    path = tmp_path / "sheet.mjs"
    path.write_text(
        script("answer_sheet") + "\nif (typeof drawSheet !== 'function') throw 1;\n", encoding="utf-8"
    )
    node(path)  # twice the same name, or an import that is left, would be an error
