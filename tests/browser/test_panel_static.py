"""The panel in a page without a kernel: a notebook that was run, turned into HTML, opened from the disk.

The page gets its scripts from files beside it, those of `npm install` in this folder (html-manager
and RequireJS) and the one that comes with anywidget; whatever it asks from elsewhere is refused.
The sliders have to work everything out all the same.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from panel_notebook import PANEL, PROBLEM, notebook, stated
from panel_page import Panel, short_drive
from surroundings import needs

MODULES = Path(__file__).parent / "node_modules"
SCRIPTS = {
    "require.js": MODULES / "requirejs" / "require.js",
    "embed-amd.js": MODULES / "@jupyter-widgets" / "html-manager" / "dist" / "embed-amd.js",
    "anywidget.js": Path(sys.prefix) / "share" / "jupyter" / "nbextensions" / "anywidget" / "index.js",
}
pytestmark = needs(
    *[f"{name} (npm install in tests/browser)" for name, path in SCRIPTS.items() if not path.exists()]
)


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    """The notebook as a page, with its scripts beside it."""
    import nbclient
    from nbconvert import HTMLExporter

    folder = tmp_path_factory.mktemp("static")
    made = notebook(PROBLEM, PANEL, "second = problem.explore(style='delta')\nsecond")
    nbclient.NotebookClient(made, kernel_name="python3", timeout=120).execute()
    exporter = HTMLExporter(
        require_js_url="require.js", widget_renderer_url="embed-amd.js", mathjax_url="", jquery_url=""
    )
    (folder / "panel.html").write_text(exporter.from_notebook_node(made)[0], encoding="utf-8")
    for name, path in SCRIPTS.items():
        shutil.copy(path, folder / name)
    return folder / "panel.html"


@pytest.fixture
def page(written, open_page):
    page = open_page()
    page.route(lambda url: not url.startswith(("file:", "data:", "blob:")), lambda route: route.abort())
    page.goto(written.as_uri())
    page.wait_for_function("() => document.querySelectorAll('.handnet-panel').length === 2")
    return page


def test_the_panel_works_without_a_kernel(page):
    problem = stated()
    first, second = (Panel(page, page.locator(".handnet-panel").nth(place)) for place in range(2))
    second.assert_shows(problem, style="delta")
    numbers = short_drive(first, problem)
    first.assert_shows(problem.with_numbers(numbers))
    second.assert_shows(problem, style="delta")
