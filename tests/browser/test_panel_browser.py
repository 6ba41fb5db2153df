"""The panel in JupyterLab in a real browser: what it shows is what the library works out.

A notebook with a panel is run; sliders, fields, steps of descent and choices are used as a person
does. After each of them every value of every line, every knob and every number in the picture is
compared with the same problem solved by Python.
"""

from __future__ import annotations

import json

import pytest
from notebook_page import assert_no_error, run_cell
from panel_notebook import PANEL, stated
from panel_page import Panel, after, assert_same, short_drive, values

from handnet.notation import notation

PRINT = "import json\nprint(json.dumps([panel.values, panel.problem.solve()['J']]))"


def test_every_way_to_turn_a_knob_leads_to_the_librarys_numbers(opened):
    page, problem = opened("turn", PANEL), stated()
    panel = Panel(page)
    assert (
        panel.press("w1[1,1]", "ArrowRight") == 0.17
    )  # one step on from 0.15: no slider snaps away from its number
    panel.type("w1[1,1]", "0.15")
    numbers = short_drive(panel, problem)
    panel.type("w1[2,2]", "-7.5")  # beyond the range, which grows
    numbers["w1[2,2]"] = "-7.5"
    panel.assert_shows(problem.with_numbers(numbers))
    panel.type("b1[2]", "O.35")
    assert "cannot read" in panel.root.locator(".handnet-complaint:visible").inner_text()
    now = problem.with_numbers(numbers)
    panel.assert_shows(now)
    panel.take(37)
    panel.assert_shows(after(now, 37))
    panel.take(1)
    panel.assert_shows(after(now, 38))
    panel.button("Undo steps").click()
    panel.assert_shows(after(now, 37))
    panel.button("Reset all").click()
    panel.assert_shows(problem)
    assert panel.button("Undo steps").is_disabled()
    assert_no_error(page, "turn")


def test_the_choices_write_the_same_calculation_otherwise(opened):
    page, problem = opened("choices", PANEL), stated()
    panel = Panel(page)
    problem = problem.with_numbers({"w1[1,1]": panel.press("w1[1,1]", "ArrowRight")})
    panel.choose("backward pass by", "delta")
    panel.assert_shows(problem, style="delta")
    panel.choose("digits", "decimals")
    assert_same([row[0] for row in panel.lines()], values(problem.solve(style="delta", digits=4)))
    panel.choose("digits", "significant")
    panel.choose("backward pass by", "chain")
    for code in ("slope-of-activation", "updated-weight-used"):
        panel.choose("mistake", code)
        right = problem.solve()
        wrong = values(problem.solve(mistakes=[code]), right)  # told in the order of the right lines
        assert_same([row[1] for row in panel.lines()], wrong)
        differs = panel.root.locator("tr.handnet-differs").count()
        assert differs == sum(one != other for one, other in zip(values(right), wrong, strict=True)) > 0
    panel.choose("mistake", "")
    symbols = panel.root.locator("tr[data-line] .handnet-symbol")
    standard = symbols.all_inner_texts()
    names = panel.root.locator("input[type=range]").evaluate_all("(all) => all.map((each) => each.ariaLabel)")
    title = notation("crash_course").title
    panel.root.get_by_label("notation", exact=True).select_option(label=title)
    assert symbols.all_inner_texts() != standard
    spelled = panel.root.locator("input[type=range]").evaluate_all(
        "(all) => all.map((each) => each.ariaLabel)"
    )
    assert spelled == spellings("crash_course", names)
    assert_same([row[0] for row in panel.lines()], values(problem.solve()))


def spellings(name: str, addresses: list[str]) -> list[str]:
    derivation = stated().derive(notation=name)
    find = stated().derive().setting.find  # of plain addresses
    return [derivation.setting.spelling.text(find(address)) for address in addresses]


def test_python_follows_and_leads(opened):
    seen = "seen = []\npanel.observe(lambda change: seen.append(change['new']['eta']), 'values')\nprint(len(seen))"
    lead = 'panel.problem = problem.with_numbers({"w1[1,1]": -1.25, "eta": "0.75"})\nprint("led")'
    page = opened("python", PANEL, PRINT, seen, "print(seen[-1:])", lead)
    panel, led = Panel(page), stated().with_numbers({"w1[1,1]": -1.25, "eta": "0.75"})
    panel.assert_shows(led)
    moved = led.with_numbers({"w1[1,1]": panel.press("w1[1,1]", *["ArrowRight"] * 20)})
    assert_python_has(page, moved)
    run_cell(page, 3)
    eta = panel.press("eta", "ArrowRight")
    page.wait_for_timeout(300)
    assert json.loads(run_cell(page, 4)) == [eta]
    assert run_cell(page, 5).strip() == "led"
    page.wait_for_function("(field) => field.value === '-1.25'", arg=panel.field("w1[1,1]").element_handle())
    panel.assert_shows(led)
    panel.take(3)
    assert_python_has(page, after(led, 3))


def assert_python_has(page, problem) -> None:
    page.wait_for_timeout(300)  # the page reports at most every 40 ms, the last state surely
    found, loss = json.loads(run_cell(page, 2))
    given = {str(quantity): number.value for quantity, number in problem.values.items()}
    assert found == pytest.approx(given, rel=1e-14)
    assert loss == pytest.approx(problem.solve()["J"], rel=1e-13)


def test_panels_beside_each_other_do_not_meet(opened):
    box = "import ipywidgets\nsecond = problem.explore(style='delta')\nipywidgets.HBox([second])"
    page = opened("two", PANEL, box, "panel")  # the first one is seen twice
    page.wait_for_function("() => document.querySelectorAll('.handnet-panel').length === 3")
    first, second, again = (Panel(page, page.locator(".handnet-panel").nth(place)) for place in range(3))
    problem = stated()
    moved = problem.with_numbers({"w1[1,1]": first.press("w1[1,1]", "ArrowRight")})
    page.wait_for_timeout(300)
    first.assert_shows(moved)
    again.assert_shows(moved)
    second.assert_shows(problem, style="delta")
    other = problem.with_numbers({"b2[1]": second.press("b2[1]", "ArrowLeft", "ArrowLeft")})
    second.button("Next ›").click()
    second.assert_shows(other, style="delta")
    first.assert_shows(moved)
    assert first.root.locator("tr[aria-selected=true]").count() == 0
    ids = page.locator(".handnet-panel [id]").evaluate_all("(all) => all.map((each) => each.id)")
    assert len(ids) == len(set(ids))


def test_keys_stay_with_the_slider(opened):
    """Arrows do not move the notebook's selected cell, letters run no command of the notebook."""
    page = opened("keys", PANEL, "print('one')", "print('two')")
    panel = Panel(page)
    cells = page.locator(".jp-Notebook .jp-Cell")
    panel.slider("w1[1,1]").click()
    selected = cells.evaluate_all("(all) => all.findIndex((each) => each.matches('.jp-mod-active'))")
    before = cells.count()
    kinds = cells.evaluate_all(
        "(all) => all.map((each) => each.className.match(/jp-(Code|Markdown)Cell/)[1])"
    )
    panel.press("w1[1,1]", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowLeft", "a", "b", "m", "d", "d")
    assert cells.count() == before
    now = cells.evaluate_all("(all) => all.findIndex((each) => each.matches('.jp-mod-active'))")
    assert now == selected
    assert kinds == cells.evaluate_all(
        "(all) => all.map((each) => each.className.match(/jp-(Code|Markdown)Cell/)[1])"
    )
    row = panel.root.locator("tr[data-line]").first
    row.focus()
    row.press("ArrowDown")
    assert page.evaluate("() => document.activeElement.dataset.line") == "2"
