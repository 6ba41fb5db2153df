"""The sheet in JupyterLab in a real browser: what is typed is judged, and nothing typed is lost.

The right numbers are worked out here, by hand with floats, and the wrong one too: the sigmoid taken
once more in the slope.
"""

from __future__ import annotations

import json
from math import exp

from notebook_page import assert_no_error, run_cell
from sheet_page import ROOT, Sheet

from handnet.mistakes import mistake

SHEET = "sheet = problem.answer_sheet()\nsheet"
PRINT = "import json\nprint(json.dumps([sheet.answers, repr(sheet.report), len(seen)]))"
OBSERVE = "seen = []\nsheet.observe(seen.append, 'verdicts')\nprint(0)"


def sigmoid(z: float) -> float:
    return 1 / (1 + exp(-z))


Z = [0.15 * 0.05 + 0.20 * 0.10 + 0.35, 0.25 * 0.05 + 0.30 * 0.10 + 0.35]
A = [sigmoid(z) for z in Z]
Z2 = 0.40 * A[0] + 0.45 * A[1] + 0.60
A2 = sigmoid(Z2)
GRADIENT = (A2 - 0.01) * A2 * (1 - A2) * A[0]
TWICE = (A2 - 0.01) * sigmoid(A2) * (1 - sigmoid(A2)) * A[0]


def test_numbers_are_judged_as_they_are_typed(opened):
    page = opened("typed", SHEET)
    sheet = Sheet(page)
    assert sheet.type("z1[1]", "0.3775") == "right"
    assert sheet.type("z1[2]", "0,3925") == "right"  # a comma
    assert sheet.type("a1[1]", f"{A[0]:.4f}") == "right"
    assert sheet.type("a1[2]", "1/(1 + e^(-z1[2]").startswith("cannot be read")
    assert sheet.type("a1[2]", "O.5969").startswith("cannot be read")
    assert sheet.type("dJ/dw2[1,1]", f"{TWICE:.6f}").startswith("wrong")
    assert "3 of 25 right, 1 wrong, 1 cannot be read, 20 still empty" in sheet.summary()
    slip = mistake("slope-of-activation")
    assert not sheet.row("dJ/dw2[1,1]").locator(".handnet-answer-told").is_visible()
    sheet.hint("dJ/dw2[1,1]").click()
    assert slip.hint in sheet.told("dJ/dw2[1,1]")
    assert slip.explanation not in sheet.told("dJ/dw2[1,1]")
    sheet.hint("dJ/dw2[1,1]").click()
    assert slip.explanation in sheet.told("dJ/dw2[1,1]")
    sheet.root.locator(".handnet-sheet-first").click()
    assert sheet.focused() == "dJ/dw2[1,1]"
    assert sheet.type("dJ/dw2[1,1]", f"{GRADIENT:.6f}") == "right"
    assert not sheet.row("dJ/dw2[1,1]").get_by_role("button").count()
    assert sheet.type("J", "123.4").startswith("wrong")
    sheet.hint("J").click()
    sheet.row("J").get_by_text("no known mistake gives this number").wait_for()
    assert sheet.focused() == "J"  # the button is gone
    sheet.box("z1[2]").fill("")
    page.wait_for_function(
        "() => document.querySelector('.handnet-sheet-words').textContent.startsWith('3 of 25')"
    )
    assert sheet.is_heard()
    assert_no_error(page, "typed")


def test_keys_move_between_boxes_and_stay_there(opened):
    """The notebook's own keys (a, b, dd, arrows) do nothing while a box has the focus; no key loses text."""
    page = opened("keys", SHEET, "print('one')")
    sheet = Sheet(page)
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    sheet.box("z1[1]").click()
    for key, address in (("Enter", "a1[1]"), ("ArrowDown", "z1[2]"), ("ArrowUp", "a1[1]"), ("Tab", "z1[2]"),
                         ("Shift+Tab", "a1[1]"), ("ArrowUp", "z1[1]"), ("ArrowUp", "z1[1]")):  # fmt: skip
        page.keyboard.press(key)
        assert sheet.focused() == address
    page.keyboard.type("abbddm")
    assert sheet.box("z1[1]").input_value() == "abbddm"
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    sheet.box("z1[1]").press("Control+a")
    page.keyboard.type("0.3776")
    page.keyboard.press("Enter")
    page.keyboard.type(f"{A[0]:.4f}")
    page.keyboard.press("ArrowLeft")
    assert sheet.verdict("z1[1]").split()[0] in ("right", "wrong", "undecided")
    assert sheet.verdict("a1[1]").startswith(("right", "follows"))
    assert sheet.box("a1[1]").evaluate("(box) => box.selectionStart") == 5  # before its last digit, still
    assert sheet.focused() == "a1[1]"


def test_a_column_fills_the_boxes_and_python_follows_and_leads(opened):
    lead = 'sheet.answers = {"z1[1]": "0.38", "J": 0.9}\nprint("led")'
    page = opened("column", SHEET, OBSERVE, PRINT, lead)
    sheet = Sheet(page)
    assert sheet.box("z1[1]").input_value() == "0.38"
    assert sheet.verdict("J").startswith("wrong")
    column = "\r\n".join(f"{each:.4f}" for each in (Z[0], A[0], Z[1], A[1], Z2))
    sheet.paste("z1[1]", column.replace(".", ",") + "\r\n")
    for address in ("z1[1]", "a1[1]", "z1[2]", "a1[2]", "z2[1]"):
        assert sheet.verdict(address).startswith("right"), address
    assert sheet.focused() == "z2[1]"
    answers, report, seen = json.loads(run_cell(page, 3))
    assert (answers["z1[1]"], answers["J"], answers["a2[1]"]) == ("0,3775", "0.9", "")
    assert "5 of" in report
    assert seen == 2  # what Python stated, and the whole column at once
    assert run_cell(page, 4).strip() == "led"
    page.wait_for_function("(box) => box.value === '0.38'", arg=sheet.box("z1[1]").element_handle())
    assert sheet.box("a1[1]").input_value() == ""
    assert sheet.verdict("z1[1]")


def test_sheets_beside_each_other_do_not_meet(opened):
    other = 'import ipywidgets\nsecond = problem.answer_sheet("z1[1]", "J", show="marks")\nipywidgets.HBox([second])'
    page = opened("two", SHEET, other, "sheet")  # the first one is seen twice
    page.wait_for_function(f"() => document.querySelectorAll('{ROOT}').length === 3")
    first, second, again = (Sheet(page, page.locator(ROOT).nth(place)) for place in range(3))
    assert first.type("z1[1]", "0.3775") == "right"
    assert again.verdict("z1[1]") == "right"
    assert second.box("z1[1]").input_value() == ""
    second.paste("J", "0.8\n0.9")
    assert "Of 2 pasted values 1 found no box." in second.root.inner_text()
    assert second.type("J", "0.9") == "wrong"
    assert "found no box" not in second.root.inner_text()
    assert not second.root.get_by_role("button").count()  # of marks alone: no hint, no place to look at
    assert first.box("J").input_value() == ""
    ids = page.locator(f"{ROOT} [id]").evaluate_all("(all) => all.map((each) => each.id)")
    assert len(ids) == len(set(ids)) > 0
