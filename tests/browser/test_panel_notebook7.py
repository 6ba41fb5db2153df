"""The panel in Notebook 7: the same numbers, and the same keys, as in JupyterLab."""

from __future__ import annotations

import importlib.util
import json
import sys

import pytest
from notebook_page import assert_no_error, open_in_notebook7, run_all, run_cell, settled
from panel_notebook import PANEL, PROBLEM, stated, write
from panel_page import Panel, short_drive
from surroundings import needs, served

pytestmark = needs(*[name for name in ["notebook"] if not importlib.util.find_spec(name)])


CELLS = [PROBLEM, PANEL, "import json\nprint(json.dumps(panel.values))"]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebook7")
    command = [sys.executable, "-m", "notebook", "--allow-root", "-y", f"--ServerApp.root_dir={folder}"]
    with served(command, folder) as address:
        yield address, folder


def test_the_panel_in_notebook_7(server, open_page, complaints):
    address, folder = server
    made = write(folder / "panel.ipynb", *CELLS)
    page = open_page()
    open_in_notebook7(page, address, "panel.ipynb")
    settled(page)
    complaints.clear()  # of Notebook 7 itself, which it has about any notebook that it opens
    run_all(page, "panel.ipynb", made)
    problem = stated()
    panel = Panel(page)
    numbers = short_drive(panel, problem)
    page.wait_for_timeout(300)
    given = {str(quantity): number.value for quantity, number in problem.with_numbers(numbers).values.items()}
    assert json.loads(run_cell(page, 2)) == given
    assert_no_error(page, "panel.ipynb")
