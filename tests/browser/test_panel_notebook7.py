"""The panel in Notebook 7: the same numbers, and the same keys, as in JupyterLab."""

from __future__ import annotations

import importlib.util
import json
import sys

import pytest
from notebook_page import assert_no_error, open_in_notebook7, run_all, run_cell
from panel_notebook import PANEL, stated, write
from panel_page import Panel, short_drive
from surroundings import needs, served

pytestmark = needs(*[name for name in ("notebook",) if not importlib.util.find_spec(name)])


@pytest.fixture
def page(tmp_path, open_page):
    made = write(tmp_path, "panel.ipynb", [PANEL, "import json\nprint(json.dumps(panel.values))"])
    command = [sys.executable, "-m", "notebook", "--allow-root", "-y", f"--ServerApp.root_dir={tmp_path}"]
    with served(command, tmp_path) as address:
        page = open_page()
        open_in_notebook7(page, address, "panel.ipynb")
        run_all(page, "panel.ipynb", made)
        yield page


def test_the_panel_in_notebook_7(page):
    problem = stated()
    panel = Panel(page)
    numbers = short_drive(panel, problem)
    page.wait_for_timeout(300)
    given = {str(quantity): number.value for quantity, number in problem.with_numbers(numbers).values.items()}
    assert json.loads(run_cell(page, 2)) == given
    assert_no_error(page, "panel.ipynb")
