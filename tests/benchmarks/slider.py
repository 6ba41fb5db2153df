"""Row 10: from a slider's move to the changed page, in JupyterLab in Chromium.

handnet's panel computes in the page. Beside it, in the same notebook, the least that asks the kernel: an
ipywidgets FloatSlider whose observer writes a Label. For both the clock runs from before the event until
what depends on it stands in the page and the browser has laid it out again; each move is made when the
last one was answered. The panel answers with all lines of a network and its picture, the bare slider with
one number. At the end the numbers in the page have to be the library's.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import machine
from benchmarks.rows import Measured, Peer

SHAPES = {"2-2-2": [2, 2, 2], "3-3-3-1": [3, 3, 3, 1]}
MOVED = "w1[1,1]"
MOVES = 12
"""Moves in a round, of which the median counts."""

STATED = """\
import random
import handnet as hn
sizes, draw = {sizes}, random.Random(1).uniform
rows = lambda most, few: [[round(draw(-1, 1), 2) for _ in range(few)] for _ in range(most)]
weights = [rows(to, start) for start, to in zip(sizes, sizes[1:])]
biases = [rows(1, size)[0] for size in sizes[1:]]
problem = hn.Problem(hn.Network(sizes), rows(1, sizes[0])[0], [0.5] * sizes[-1], weights, biases, 0.5)"""
PANEL = "problem.explore()"
BARE = """\
import ipywidgets
slider, label = ipywidgets.FloatSlider(min=-2, max=2, step=0.01), ipywidgets.Label("0.0")
slider.observe(lambda change: setattr(label, "value", repr(change["new"])), "value")
bare = ipywidgets.VBox([slider, label])
bare.add_class("bare")
bare"""

TURN = """
async ([root, numbers]) => {
    const slider = root.querySelector('input[type=range][aria-label="w1[1,1]"]');
    const [table, picture] = [root.querySelector('table'), root.querySelector('svg')];
    const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const times = [];
    for (const number of numbers) {
        await painted();
        const start = performance.now();
        slider.value = number;
        slider.dispatchEvent(new Event('input', {bubbles: true}));
        table.getBoundingClientRect();
        picture.getBoundingClientRect();
        times.push(performance.now() - start);
    }
    return times;
}
"""
ASK = """
async ([box, keys]) => {
    const handle = box.querySelector('.noUi-handle');
    const shown = () => [...box.querySelectorAll('.widget-label')].map((each) => each.textContent).join();
    const times = [];
    for (const key of keys) {
        const before = shown();
        const start = performance.now();
        const answered = new Promise((done) => new MutationObserver((_, observer) => {
            if (shown() === before) return;
            observer.disconnect();
            box.getBoundingClientRect();
            done(performance.now());
        }).observe(box, {subtree: true, childList: true, characterData: true}));
        handle.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
        times.push((await answered) - start);
        await new Promise((done) => setTimeout(done, 5));
    }
    return times;
}
"""


BARE_SLIDER = Peer("a bare ipywidgets slider and label", 5, make=None)


def places(turn: int) -> list[float]:
    """Where the slider is moved in a round: there, and in the next round back."""
    way = [round(-1.8 + 3.6 * move / MOVES + 0.04 * (turn // 2 % 5), 2) for move in range(MOVES)]
    return way if turn % 2 else way[::-1]


def in_a_page(page: Any, address: str, folder: Path, name: str, rounds: int) -> Measured:
    """The row of one network."""
    from notebook_page import open_in_lab, run_all, settled
    from panel_notebook import write
    from panel_page import Panel, values

    stated = STATED.format(sizes=SHAPES[name])
    names: dict[str, Any] = {}
    exec(stated, names)
    made = write(folder / f"{name}.ipynb", stated, PANEL, BARE)
    open_in_lab(page, address, f"{name}.ipynb")
    run_all(page, name, made)
    settled(page)
    panel = Panel(page)
    panel.root.scroll_into_view_if_needed()
    panel.root.locator(".handnet-knobs details").evaluate_all(
        "(all) => all.forEach((each) => (each.open = true))"
    )
    panel.painted()
    root, box = panel.root.element_handle(), page.locator(".bare").element_handle()
    ours, theirs = [], []
    for turn in range(-1, rounds):  # the first one warms up
        ours.append(statistics.median(page.evaluate(TURN, [root, places(turn)])) / 1e3)
        keys = ["ArrowRight" if turn % 2 else "ArrowLeft"] * MOVES
        theirs.append(statistics.median(page.evaluate(ASK, [box, keys])) / 1e3)
    right = values(names["problem"].with_numbers({MOVED: panel.numbers()[MOVED]}).solve())
    assert [row[0] for row in panel.lines()] == right, "the page does not show the library's numbers"
    return Measured(10, f"slider to changed page in JupyterLab, {name}", BARE_SLIDER, ours[1:], theirs[1:])


def measured(rounds: int, free: set[int]) -> list[Measured]:
    """The rows; a browser, JupyterLab and a kernel need more than one core: `free` are theirs."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
    machine.allow(free)
    try:
        import jupyterlab  # noqa: F401
        from playwright.sync_api import sync_playwright
        from surroundings import CHROMIUM, FLAGS, served
    except ImportError as error:
        return _missing(f"not installed ({error.name})")
    if not Path(CHROMIUM).exists():
        return _missing("no Chromium")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        command = [sys.executable, "-m", "jupyterlab", "--allow-root", "-y", f"--ServerApp.root_dir={folder}"]
        with served(command, folder) as address:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            found = []
            for shape in SHAPES:
                page = browser.new_page(viewport={"width": 1300, "height": 1000})
                page.set_default_timeout(60_000)
                found.append(in_a_page(page, address, folder, shape, rounds))
                page.close()
            browser.close()
    return found


def _missing(why: str) -> list[Measured]:
    return [
        Measured(10, f"slider to changed page in JupyterLab, {name}", BARE_SLIDER, missing=why)
        for name in SHAPES
    ]
