"""What the tests in a browser share: whether they run at all, Chromium, and pages that note complaints.

They need JupyterLab, Notebook 7, Playwright and Chromium (/usr/bin/chromium, or as HANDNET_CHROMIUM
says). What needs something that is missing is skipped, unless HANDNET_BROWSER=required;
HANDNET_BROWSER=off skips all of it, always.

    browser          Chromium
    complaints       what pages wrote to the console as errors; at the end of a test there is none
    open_page        makes pages that note their complaints, but that a busy machine was slow
    lab              JupyterLab for the tests of a file: its address, its folder
    opened           writes a notebook, opens it in this JupyterLab and runs it
    offline          writes a page to a file and opens it, with no network
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from notebook_page import open_in_lab, run_all
from panel_notebook import PROBLEM, write
from surroundings import CHROMIUM, FLAGS, TOO_SLOW, WISH, needs, served


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    missing = [name for name in ("playwright", "jupyterlab") if not importlib.util.find_spec(name)]
    mark = needs(*missing, *([] if Path(CHROMIUM).exists() else [CHROMIUM]))
    for item in items:
        if here in item.path.parents:
            item.add_marker(mark)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    noted: list[str] = []
    yield noted
    assert not noted


@pytest.fixture
def open_page(browser, complaints) -> Iterator[Callable[..., object]]:
    """Makes pages; nothing is ever saved from one."""
    pages = []

    def opened(width: int = 1300):
        page = browser.new_page(viewport={"width": width, "height": 1000})
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: TOO_SLOW in str(error) or complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.route("**/api/contents/**", lambda route: (
            route.abort() if route.request.method == "PUT" else route.continue_()))  # fmt: skip
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.close()


@pytest.fixture(scope="module")
def lab(tmp_path_factory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("notebooks")
    command = [sys.executable, "-m", "jupyterlab", "--allow-root", "-y",
               "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]  # fmt: skip
    with served([*command, f"--ServerApp.root_dir={folder}"], folder) as address:
        yield address, folder


@pytest.fixture
def opened(lab, open_page):
    """Writes a notebook of the problem and these cells, opens it and runs it: the page."""
    address, folder = lab

    def run(name: str, *cells: str):
        made = write(folder / f"{name}.ipynb", PROBLEM, *cells)
        page = open_page()
        open_in_lab(page, address, f"{name}.ipynb")
        run_all(page, name, made)
        return page

    return run


if WISH not in ("", "off", "required"):
    raise pytest.UsageError(f"HANDNET_BROWSER={WISH}: it is off, required, or not set")


@pytest.fixture
def offline(browser, complaints, tmp_path) -> Iterator[Callable[..., object]]:
    """Writes a page to a file and opens it: no network, and any request but that for the file is a complaint."""
    contexts = []

    def opened(html: str, hash_: str = "", width: int = 1300, name: str = "page", **options):
        path = Path(tmp_path / f"{name}.html")
        path.write_text(html, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 1000}, **options)
        contexts.append(context)
        context.set_offline(True)
        own = path.as_uri()
        context.on("request", lambda request: (
            None if request.url.startswith(own) else complaints.append(f"asked for {request.url}")))  # fmt: skip
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
        page.goto(path.as_uri() + hash_)
        return page

    yield opened
    for context in contexts:
        context.close()
