"""The sheet in Notebook 7: the same verdicts and the same keys as in JupyterLab."""

from __future__ import annotations

from notebook_page import assert_no_error, open_in_notebook7, run_all, settled
from panel_notebook import PROBLEM, write
from sheet_page import Sheet
from test_panel_notebook7 import pytestmark, server

__all__ = ["pytestmark", "server"]


def test_the_sheet_in_notebook_7(server, open_page, complaints):
    address, folder = server
    made = write(folder / "sheet.ipynb", PROBLEM, "problem.answer_sheet()", "print('below')")
    page = open_page()
    open_in_notebook7(page, address, "sheet.ipynb")
    settled(page)
    complaints.clear()  # of Notebook 7 itself, which it has about any notebook that it opens
    run_all(page, "sheet.ipynb", made)
    sheet = Sheet(page)
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    assert sheet.type("z1[1]", "0,3775") == "right"
    page.keyboard.press("Enter")
    assert sheet.focused() == "a1[1]"
    page.keyboard.type("abdd")
    assert sheet.verdict("a1[1]").startswith("cannot be read")
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    sheet.paste("a1[1]", "0.5933\n0.3925\n0.5969")
    assert [sheet.verdict(each).split()[0] for each in ("a1[1]", "z1[2]", "a1[2]")] == ["right"] * 3
    assert_no_error(page, "sheet.ipynb")
