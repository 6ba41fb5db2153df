"""The sheet in a page without a kernel: what was typed and judged stands there, and why no more is judged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from panel_notebook import PROBLEM, notebook
from sheet_page import Sheet
from test_panel_static import SCRIPTS, pytestmark

__all__ = ["pytestmark"]
FILLED = 'problem.answer_sheet(answers={"z1[1]": "0.3775", "J": "0.9", "z1[2]": "abc"})'


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    """The notebook as a page, with its scripts beside it."""
    import nbclient
    from nbconvert import HTMLExporter

    folder = tmp_path_factory.mktemp("static")
    made = notebook(PROBLEM, FILLED)
    nbclient.NotebookClient(made, kernel_name="python3", timeout=120).execute()
    exporter = HTMLExporter(
        require_js_url="require.js", widget_renderer_url="embed-amd.js", mathjax_url="", jquery_url=""
    )
    (folder / "sheet.html").write_text(exporter.from_notebook_node(made)[0], encoding="utf-8")
    for name, path in SCRIPTS.items():
        shutil.copy(path, folder / name)
    return folder / "sheet.html"


@pytest.mark.parametrize("width", [1300, 390])
def test_answers_and_verdicts_stand_there_and_it_says_what_checking_needs(written, open_page, width):
    page = open_page(width)
    page.route(lambda url: not url.startswith(("file:", "data:", "blob:")), lambda route: route.abort())
    page.goto(written.as_uri())
    sheet = Sheet(page)
    assert sheet.verdict("z1[1]") == "right"
    assert sheet.verdict("J") == "wrong"
    assert sheet.verdict("z1[2]").startswith("cannot be read")
    sheet.root.get_by_text("checking needs a running notebook").wait_for()
    assert not sheet.is_heard()
    sheet.box("z1[1]").fill("0.4")
    assert not sheet.row("z1[1]").get_by_text("right").is_visible()  # said of another number
    assert sheet.root.evaluate("(root) => root.scrollWidth <= root.clientWidth")
