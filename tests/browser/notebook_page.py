"""A notebook in JupyterLab or Notebook 7, driven as a person does it.

open_in_lab        the page of a notebook, as it is stored
settled            until commands are obeyed
menu               an entry of the menu bar
run_all            all cells, from cleared outputs; nothing may end in an error or on stderr
run_cell           one cell again: what it printed
"""

from __future__ import annotations

import contextlib
import time

from surroundings import TOKEN

with contextlib.suppress(ImportError):  # then no test of these runs
    from playwright.sync_api import TimeoutError as TooLong

ERROR = "document.querySelector('.jp-Notebook [data-mime-type=\"application/vnd.jupyter.error\"]')"
RAN = (
    "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]"
    ".filter((each) => /\\d/.test(each.textContent)).length"
)
QUIET = 1.0  # seconds
IDLE = ".jp-Notebook-ExecutionIndicator[data-status=idle]"


def open_in_lab(page, address: str, name: str) -> None:
    page.goto(f"{address}/lab/tree/{name}?reset&token={TOKEN}")
    page.wait_for_selector(".jp-Notebook .jp-Cell")


def open_in_notebook7(page, address: str, name: str) -> None:
    page.goto(f"{address}/notebooks/{name}?token={TOKEN}")
    page.wait_for_selector(".jp-Notebook .jp-Cell")


def menu(page, title: str, entry: str) -> None:
    dialogs = page.locator(".jp-Dialog").all_inner_texts()
    assert not dialogs, dialogs
    page.click(f".lm-MenuBar-itemLabel:text-is('{title}')")
    page.click(f".lm-Menu-itemLabel:text-is('{entry}')")


def settled(page) -> None:
    """The kernel is there, and for a second the page has asked the server nothing.

    JupyterLab shows an idle kernel a moment before its session is made; a command to run that comes
    in between is lost.
    """
    asked = [time.monotonic()]

    def note(request) -> None:
        asked.append(time.monotonic())

    page.on("request", note)
    page.wait_for_selector(IDLE)
    while time.monotonic() - asked[-1] < QUIET:
        page.wait_for_timeout(100)
    page.remove_listener("request", note)


def run_all(page, name: str, notebook) -> None:
    settled(page)
    cells = sum(cell["cell_type"] == "code" and bool(cell["source"]) for cell in notebook["cells"])
    menu(page, "Edit", "Clear Outputs of All Cells")
    page.wait_for_function("() => !document.querySelector('.jp-Notebook .jp-OutputArea-output')")
    menu(page, "Run", "Run All Cells")
    try:
        page.wait_for_function(f"(cells) => {ERROR} || {RAN} === cells", arg=cells, timeout=120_000)
    except TooLong:
        shown = page.locator("body").inner_text()[-2000:]
        raise AssertionError(f"{name}: not all of {cells} cells ran; the page ends in\n{shown}") from None
    assert_no_error(page, name)


def assert_no_error(page, name: str) -> None:
    kinds = [f"[data-mime-type='application/vnd.jupyter.{each}']" for each in ("error", "stderr")]
    wrong = page.locator(", ".join(kinds))
    assert wrong.count() == 0, f"{name}: {wrong.all_inner_texts()}"


def cell_at(page, number: int):
    """The code cell with this number, counted from 0."""
    return page.locator(".jp-Notebook .jp-CodeCell").nth(number)


def run_cell(page, number: int) -> str:
    """Run one code cell again; what it printed. It has to print something."""
    cell = cell_at(page, number)
    prompt = cell.locator(".jp-InputPrompt").first
    before = prompt.inner_text()
    cell.locator(".jp-InputArea-editor .cm-content").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_function(
        "([prompt, before]) => /\\d/.test(prompt.innerText) && prompt.innerText !== before",
        arg=[prompt.element_handle(), before],
    )
    page.wait_for_selector(IDLE)
    return cell.locator(".jp-OutputArea-output").first.inner_text()
