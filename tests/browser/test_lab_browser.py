"""The notebooks in JupyterLab in a real browser, opened by the installed `handnet lab`.

Every notebook is opened as it is stored, cleared and run from top to bottom; formulas have to be
typeset, sliders and panels have to move what stands beside them, sheets to judge what is typed. Nothing
is ever saved.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from notebook_page import open_in_lab, run_all, settled
from panel_page import ROOT, Panel
from sheet_page import ROOT as SHEET
from sheet_page import Sheet
from surroundings import contents, served

Late = pytest.importorskip("playwright.sync_api").TimeoutError
COMMAND = Path(sys.executable).with_name("handnet")


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """Where `handnet lab` answers, called in a new folder."""
    folder = tmp_path_factory.mktemp("lab")
    with served([COMMAND, "lab"], folder) as found:
        yield found
    assert "JupyterLab has ended" in (folder / "log").read_text()


def names(address: str) -> list[str]:
    listed = [entry["name"] for entry in contents(address)["content"]]
    return sorted(name for name in listed if name.endswith(".ipynb"))


def test_the_notebooks_run_in_jupyterlab(address, open_page, complaints):
    listed = names(address)
    assert "start.ipynb" in listed
    moved = 0
    for name in listed:
        moved += works(open_page(), address, name, complaints)
    assert moved, "no notebook has a slider"


def works(page, address: str, name: str, complaints: list[str]) -> int:
    """Whether a notebook does all that it should; the sliders that were moved."""
    notebook = contents(address, name)["content"]
    assert_stored_widgets_show(page, address, name, notebook)
    run_all(page, name, notebook)
    assert_formulas_are_typeset(page, name, notebook)
    assert_sliders_open_at_their_numbers(page, name, notebook)
    moved = move_sliders(page, name)
    drive_panels(page, name, notebook)
    fill_in_sheets(page, name, notebook)
    assert not complaints, (name, complaints)
    page.close()
    return moved


def assert_stored_widgets_show(page, address: str, name: str, notebook) -> None:
    """As it is opened, before any cell runs."""
    open_in_lab(page, address, name)
    if "widget-view+json" in json.dumps(notebook["cells"]):
        page.wait_for_selector(f".jp-Notebook :is(.jupyter-widgets, {ROOT}, {SHEET})")


def assert_formulas_are_typeset(page, name: str, notebook) -> None:
    """MathJax has set all of them: no error, nothing in red, no source left over."""
    if re.search(r"\$\$|text/latex|\\begin\{", json.dumps(notebook["cells"])):
        page.wait_for_selector(".jp-Notebook mjx-container")
    with contextlib.suppress(Late):
        page.wait_for_function(f"() => !{SOURCE}.test({SHOWN})")
    left = page.evaluate(f"() => {SHOWN}.match(/.{{0,60}}{SOURCE.strip('/')}.{{0,60}}/)")
    assert not left, (name, left)
    wrong = page.locator("mjx-merror, [data-mjx-error], mjx-container [style*='color: red']")
    assert wrong.evaluate_all("(all) => all.map((each) => each.outerHTML.slice(0, 300))") == [], name


SOURCE = r"/(?:\$\$|\\begin\{)/"
SHOWN = (
    "[...document.querySelectorAll('.jp-RenderedHTMLCommon, .jp-RenderedLatex')]"
    ".map((each) => each.innerText).join()"
)


def assert_sliders_open_at_their_numbers(page, name: str, notebook: dict) -> None:
    """No slider snapped to another number than the one that was given."""
    state = notebook["metadata"].get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {})
    models = state.get("state", {}).values()
    given = [each["state"]["value"] for each in models if each["model_name"] == "FloatSliderModel"]
    shown = [float(text) for text in page.locator(".jp-Notebook .widget-readout:visible").all_inner_texts()]
    assert sorted(shown) == pytest.approx(sorted(given), rel=1e-3), name


def move_sliders(page, name: str) -> int:
    """Every slider changes an HTML text of its own cell, moved by a key; the first also by the mouse."""
    sliders = page.locator(".jp-Notebook .widget-slider .noUi-handle:visible")
    for index in range(sliders.count()):
        handle = sliders.nth(index)
        cell = handle.locator("xpath=ancestor::*[contains(concat(' ', @class, ' '), ' jp-Cell ')]")
        before = texts(cell)
        at_the_end = handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax")
        handle.focus()
        page.keyboard.press("ArrowLeft" if at_the_end else "ArrowRight")
        wait_for_change(page, cell, before, f"{name}, slider {index + 1}, moved by a key")
    if sliders.count():
        handle, before = sliders.first, texts(page.locator(".jp-Notebook"))
        handle.scroll_into_view_if_needed()
        box = handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        for step in (10, 25, 40, -40, -60):  # there and back, wherever it stands
            page.mouse.move(x + step, y)
        page.mouse.up()
        wait_for_change(
            page, page.locator(".jp-Notebook"), before, f"{name}, first slider, moved by the mouse"
        )
    return sliders.count()


def texts(cell) -> list[str]:
    return cell.locator(".widget-html-content").evaluate_all("(all) => all.map((each) => each.innerHTML)")


def wait_for_change(page, cell, before: list[str], what: str) -> None:
    for _ in range(100):
        if texts(cell) != before:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{what}: nothing beside it changed")


def drive_panels(page, name: str, notebook: dict) -> None:
    """In every panel one slider changes lines of the calculation, and Next goes to the first line."""
    settled(page)
    panels = page.locator(f".jp-Notebook {ROOT}")
    assert panels.count() >= ("explore(" in json.dumps(notebook["cells"])), f"{name} shows no panel"
    for index in range(panels.count()):
        panel = Panel(page, panels.nth(index))
        slider, before = panel.root.locator("input[type=range]:visible").first, panel.lines()
        slider.focus()
        at_the_end = slider.evaluate("(each) => each.valueAsNumber + Number(each.step) > Number(each.max)")
        slider.press("ArrowLeft" if at_the_end else "ArrowRight")
        assert panel.lines() != before, f"{name}, panel {index + 1}: no line changed"
        panel.button("Next ›").click()
        panel.painted()
        chosen = panel.root.locator("tr[data-line][aria-selected=true]")
        assert chosen.get_attribute("data-line") == "1", f"{name}, panel {index + 1}: Next chose no line"


def fill_in_sheets(page, name: str, notebook: dict) -> None:
    """In every sheet what no one can read is said to be so, and 1 + 1 can be read."""
    sheets = page.locator(f".jp-Notebook {SHEET}")
    assert sheets.count() >= ("answer_sheet(" in json.dumps(notebook["cells"])), f"{name} shows no sheet"
    for index in range(sheets.count()):
        sheet = Sheet(page, sheets.nth(index))
        address = sheet.root.locator("input").first.get_attribute("aria-label")
        assert "cannot be read" in sheet.type(address, "3 apples"), f"{name}, sheet {index + 1}"
        assert "cannot be read" not in sheet.type(address, "1 + 1"), f"{name}, sheet {index + 1}"
