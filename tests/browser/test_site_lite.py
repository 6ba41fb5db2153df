"""A site with JupyterLite in a real browser: from a link to a notebook that computes, with no network.

The site is built by the `handnet site` of an environment of its own (see fetch_pyodide.py) and served on
loopback, below a path. Chromium finds nothing but this machine: Python, packages and notebooks all have to
come from the site.
"""

from __future__ import annotations

import functools
import http.server
import json
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fetch_pyodide import FOLDER
from notebook_page import IDLE
from panel_page import ROOT as PANEL
from panel_page import Panel, after
from sheet_page import ROOT as SHEET
from sheet_page import Sheet
from surroundings import CHROMIUM, FLAGS, TOO_SLOW, needs

import handnet as hn

COMMAND = Path(__file__).parent / ".venv" / "bin" / "handnet"
MISSING = [what for what in (COMMAND, FOLDER) if not what.exists()]
pytestmark = needs(*MISSING, *(["(see fetch_pyodide.py)"] if MISSING else []))
ONLY_HERE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
PATIENCE = 120_000  # milliseconds
ANSWERS = {"a1[1]": "0.5933", "a1[2]": "0.5969", "dJ/dw1[2,1]": "0.0007"}


def stated() -> hn.Problem:
    return hn.Problem(hn.Network([2, 2, 1]), x=["0.05", "0.10"], y=["0.01"],
                      weights=[[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]],
                      biases=[["0.35", "0.35"], ["0.60"]], learning_rate="0.5", title="Homework 3",
                      ask=["A1", hn.Ask("dJ/dw1[2,1]", digits=4)])  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The folder of the site, in another one that is served."""
    folder = tmp_path_factory.mktemp("lite")
    stated().save(folder / "homework.toml")
    done = subprocess.run(
        [COMMAND, "site", "served/course/7", "homework.toml", "--no-articles", "--lite", "--pyodide", FOLDER],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert done.stdout == "served/course/7: 1 problem, JupyterLite\n"
    return folder / "served"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Files, without a line for each, and an empty answer to what a browser asks of every server."""

    def do_GET(self) -> None:
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address(site) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser, complaints) -> Iterator[object]:
    """A page of a Chromium that reaches this machine only."""
    cut_off = browser.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, ONLY_HERE])
    page = cut_off.new_page(viewport={"width": 1300, "height": 1000})
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: TOO_SLOW in str(error) or complaints.append(str(error)))
    page.on(
        "console", lambda said: said.type == "error" and complaints.append(f"{said.text} {said.location}")
    )
    yield page
    cut_off.close()


def cell_at(page, number: int):
    return page.locator(f'.jp-Notebook .jp-Cell[data-windowed-list-index="{number}"]')


def run_cell(page, number: int, text: str | None = None):
    """Select a cell, write another text into it if one is given, and run it: the cell."""
    cell = cell_at(page, number)
    cell.locator(".jp-InputPrompt").first.click()
    if text is not None:
        cell.locator(".cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(text)
    page.keyboard.press("Shift+Enter")
    if "jp-CodeCell" in cell.get_attribute("class"):
        prompt = cell.locator(".jp-InputPrompt").first.element_handle()
        page.wait_for_function("(prompt) => /\\d/.test(prompt.innerText)", arg=prompt)
        page.wait_for_selector(IDLE)
    kinds = (f'[data-mime-type="application/vnd.jupyter.{kind}"]' for kind in ("error", "stderr"))
    wrong = cell.locator(", ".join(kinds)).all_inner_texts()
    assert not wrong, (number, wrong)
    return cell


def test_a_student_opens_a_link_and_computes(site, address, page):
    """Every cell of the notebook runs; answers are judged, the panel moves, numbers are those of here."""
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}course/7/index.html")
    page.get_by_role("link", name="Notebook", exact=True).click()
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_selector(IDLE)
    done = set()
    cells = json.loads((site / "course/7/lab/files/homework.ipynb").read_text(encoding="utf-8"))["cells"]
    for number, stored in enumerate(cells):
        filled = stored["source"].startswith("answers = ") and f"answers = {ANSWERS}\nproblem.check(answers)"
        cell = run_cell(page, number, filled or None)
        if filled:
            report = cell.locator(".jp-OutputArea").inner_text().replace("\N{NO-BREAK SPACE}", " ")
            assert report.count("\N{CHECK MARK} right") == len(ANSWERS)
            done.add("checked")
        elif cell.locator(SHEET).count():
            assert fill_in(Sheet(page, cell.locator(SHEET)))
            done.add("judged")
        elif cell.locator(PANEL).count():
            turn(Panel(page, cell.locator(PANEL)))
            done.add("moved")
    assert done == {"checked", "judged", "moved"}
    assert_computes_as_here(page, len(cells))
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


def fill_in(sheet: Sheet) -> bool:
    """Right numbers are right, and a wrong one is wrong: said by the Python of the browser."""
    said = {address: sheet.type(address, text) for address, text in ANSWERS.items()}
    assert said == dict.fromkeys(ANSWERS, "right")
    return sheet.type("a1[1]", "0.6933").startswith("wrong")


def turn(panel: Panel) -> None:
    """A slider moves by a key, and every line follows; a step of descent too."""
    panel.assert_shows(stated())
    moved = panel.press("w1[1,1]", "ArrowRight", "ArrowRight")
    assert moved != 0.15
    panel.assert_shows(stated().with_numbers({"w1[1,1]": moved}))
    panel.take(1)
    panel.assert_shows(after(stated().with_numbers({"w1[1,1]": moved}), 1))


def assert_computes_as_here(page, number: int) -> None:
    """All values in a cell of the reader's own, to the last digits, by the Python of the browser."""
    code = (
        "import json, sys\nprint(json.dumps([sys.platform, {str(q): v for q, v in solution.values.items()}]))"
    )
    cell = run_cell(page, number, code)
    platform, values = json.loads(cell.locator(".jp-OutputArea-output").inner_text())
    assert platform == "emscripten"
    assert values == pytest.approx({str(q): v for q, v in stated().solve().values.items()}, rel=1e-12)
