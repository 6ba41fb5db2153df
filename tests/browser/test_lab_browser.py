"""The notebooks in JupyterLab in a real browser, opened by the installed `handnet lab`.

Every notebook is opened as it is stored, cleared and run from top to bottom; formulas have to be
typeset, sliders have to move what stands beside them. Nothing is ever saved.

Needs JupyterLab, Playwright and Chromium (/usr/bin/chromium, or as HANDNET_CHROMIUM says) and is
skipped where one is missing, unless HANDNET_BROWSER=required; HANDNET_BROWSER=off skips it always.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

CHROMIUM = os.environ.get("HANDNET_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update"]  # fmt: skip
COMMAND = Path(sys.executable).with_name("handnet")
TOKEN = "for-this-test"
WISH = os.environ.get("HANDNET_BROWSER", "")
MISSING = [name for name in ("playwright", "jupyterlab") if not importlib.util.find_spec(name)]
MISSING += [str(path) for path in (CHROMIUM, COMMAND) if not Path(path).exists()]

pytestmark = pytest.mark.skipif(
    WISH == "off" or (bool(MISSING) and WISH != "required"),
    reason="HANDNET_BROWSER=off" if WISH == "off" else f"not installed: {', '.join(MISSING)}",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """Where `handnet lab` answers, called in a new folder; at the end Ctrl-C has to end it cleanly."""
    folder = tmp_path_factory.mktemp("lab")
    tracker = folder / "config" / "lab" / "user-settings" / "@jupyterlab" / "notebook-extension"
    tracker.mkdir(parents=True)  # all cells are to be in the page, not only those in view
    (tracker / "tracker.jupyterlab-settings").write_text(json.dumps({"windowingMode": "none"}))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {f"JUPYTER_{what}_DIR": str(folder / what.lower()) for what in ("CONFIG", "DATA", "RUNTIME")}
    _, terminal = os.openpty()  # only where there is one does Jupyter listen for Ctrl-C
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [COMMAND, "lab", "--no-browser", "--port", str(port)], stdout=log, stderr=log,
            cwd=folder, env={**os.environ, **own, "JUPYTER_TOKEN": TOKEN, "JUPYTER_PORT_RETRIES": "0"},
            stdin=terminal,
        )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}", server, folder / "log")
        yield f"http://127.0.0.1:{port}"
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0, (folder / "log").read_text()
        assert "JupyterLab has ended" in (folder / "log").read_text()
    finally:
        server.kill()


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            contents(address)
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(f"no JupyterLab at {address}:\n{log.read_text()}")


def contents(address: str, name: str = "") -> dict[str, object]:
    with urllib.request.urlopen(f"{address}/api/contents/{name}?token={TOKEN}", timeout=10) as answer:
        return json.load(answer)


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


def names(address: str) -> list[str]:
    listed = [entry["name"] for entry in contents(address)["content"]]
    return sorted(name for name in listed if name.endswith(".ipynb"))


def test_the_notebooks_run_in_jupyterlab(address, browser):
    listed = names(address)
    assert "start.ipynb" in listed
    moved = 0
    for name in listed:
        page = browser.new_page(viewport={"width": 1300, "height": 1000})
        page.set_default_timeout(30_000)
        complaints: list[str] = []
        page.on("pageerror", lambda error, complaints=complaints: complaints.append(str(error)))
        page.on("console", lambda said, complaints=complaints: listen(said, complaints))
        page.route("**/api/contents/**", lambda route: (
            route.abort() if route.request.method == "PUT" else route.continue_()))  # fmt: skip
        notebook = contents(address, name)["content"]
        assert_stored_widgets_show(page, address, name, notebook)
        assert_all_cells_run(page, name, notebook)
        assert_formulas_are_typeset(page, name, notebook)
        assert_sliders_open_at_their_numbers(page, name, notebook)
        moved += move_sliders(page, name)
        assert not complaints, (name, complaints)
        page.close()
    assert moved, "no notebook has a slider"


def listen(said, complaints: list[str]) -> None:
    if said.type == "error":
        complaints.append(said.text)


def assert_stored_widgets_show(page, address: str, name: str, notebook) -> None:
    """As it is opened, before any cell runs."""
    page.goto(f"{address}/lab/tree/{name}?reset&token={TOKEN}")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    if "widget-view+json" in json.dumps(notebook["cells"]):
        page.wait_for_selector(".jp-Notebook .jupyter-widgets")


def assert_all_cells_run(page, name: str, notebook) -> None:
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    cells = sum(cell["cell_type"] == "code" and bool(cell["source"]) for cell in notebook["cells"])
    menu(page, "Edit", "Clear Outputs of All Cells")
    page.wait_for_function("() => !document.querySelector('.jp-Notebook .jp-OutputArea-output')")
    menu(page, "Run", "Run All Cells")
    page.wait_for_function(f"(cells) => {ERROR} || {RAN} === cells", arg=cells, timeout=120_000)
    kinds = [f"[data-mime-type='application/vnd.jupyter.{each}']" for each in ("error", "stderr")]
    wrong = page.locator(", ".join(kinds))
    assert wrong.all_inner_texts() == [], name


ERROR = "document.querySelector('.jp-Notebook [data-mime-type=\"application/vnd.jupyter.error\"]')"
RAN = (
    "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]"
    ".filter((each) => /\\d/.test(each.textContent)).length"
)


def menu(page, title: str, entry: str) -> None:
    page.click(f".lm-MenuBar-itemLabel:text-is('{title}')")
    page.click(f".lm-Menu-itemLabel:text-is('{entry}')")


def assert_formulas_are_typeset(page, name: str, notebook) -> None:
    """MathJax has set all of them: no error, nothing in red, no source left over."""
    if re.search(r"\$\$|text/latex|\\begin\{", json.dumps(notebook["cells"])):
        page.wait_for_selector(".jp-Notebook mjx-container")
    page.wait_for_function("() => !/\\$\\$|\\\\begin\\{/.test(" + SHOWN + ")")
    wrong = page.locator("mjx-merror, [data-mjx-error], mjx-container [style*='color: red']")
    assert wrong.evaluate_all("(all) => all.map((each) => each.outerHTML.slice(0, 300))") == [], name


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
