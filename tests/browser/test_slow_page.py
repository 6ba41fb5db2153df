"""A page that is too slow for anywidget's two seconds: what Python says reaches the panel and the sheet all the same.

The two seconds are made none, so that no widget is ever ready in time; what comes then is what comes in a
browser that is busy.
"""

from __future__ import annotations

from notebook_page import open_in_lab, run_all, run_cell
from panel_notebook import PANEL, PROBLEM, stated, write
from panel_page import Panel
from sheet_page import Sheet
from surroundings import TOO_SLOW

NO_TIME = """
const timeout = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = () => timeout(0);
"""
LEAD = 'panel.problem = problem.with_numbers({"w1[1,1]": -1.25})\nsheet.answers = {"J": "1"}\nprint("led")'
AT_ONCE = "early = problem.explore()\ndisplay(early)\nearly.problem = panel.problem"


def test_python_is_heard(lab, open_page):
    address, folder = lab
    cells = [PROBLEM, PANEL, "sheet = problem.answer_sheet()\nsheet", LEAD, AT_ONCE]
    made = write(folder / "slow.ipynb", *cells)
    page = open_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(NO_TIME)
    open_in_lab(page, address, "slow.ipynb")
    run_all(page, "slow", made)
    led = stated().with_numbers({"w1[1,1]": -1.25})
    for place in range(2):
        panel = Panel(page, page.locator(".handnet-panel").nth(place))
        page.wait_for_function(
            "(field) => field.value === '-1.25'", arg=panel.field("w1[1,1]").element_handle()
        )
        panel.assert_shows(led)
    sheet = Sheet(page)
    assert sheet.verdict("J").startswith("wrong")
    assert sheet.type("z1[1]", "0.3775") == "right"
    assert sheet.is_heard()
    assert run_cell(page, 3).strip() == "led"
    assert any(TOO_SLOW in error for error in errors), "the page had its two seconds"
