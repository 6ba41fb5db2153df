"""How fast the panel answers a slider, in JupyterLab in Chromium, beside sliders that ask the kernel.

    python tests/benchmarks/panel.py [--rounds 200]

For a 2-2-2 and a 3-3-3-1 network a slider is moved `--rounds` times, each time to another number:

    answered     from before the event until its handlers are done and the browser has laid the table
                 and the picture out again: what stands in the page is then right
    painted      the same until the next frame was painted; with nothing to do it takes one frame
    Python       from the last move until an answer of a Python observer stands in the page

A panel writes the rows on screen at once, so it is measured in a window of 1000 px and in one that
shows all lines. Beside it, in the same notebook: an ipywidgets FloatSlider whose observer writes a
Label, and `handnet.slide`; each move is made when the last one was answered. At the end the number
in the page has to be the library's.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

BROWSER = Path(__file__).parents[1] / "browser"
sys.path[:0] = [str(BROWSER), str(BROWSER.parent)]

from notebook_page import open_in_lab, run_all, settled  # noqa: E402
from panel_notebook import write  # noqa: E402
from panel_page import Panel, values  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from surroundings import CHROMIUM, FLAGS, served  # noqa: E402

import handnet as hn  # noqa: E402

SHAPES = {"2-2-2": [2, 2, 2], "3-3-3-1": [3, 3, 3, 1]}
MOVED = "w1[1,1]"
WINDOWS = {"in a window of 1000 px": 1000, "with all lines in view": 6000}

STATED = """\
import random
import handnet as hn
sizes, draw = {sizes}, random.Random(1).uniform
rows = lambda most, few: [[round(draw(-1, 1), 2) for _ in range(few)] for _ in range(most)]
weights = [rows(to, start) for start, to in zip(sizes, sizes[1:])]
biases = [rows(1, size)[0] for size in sizes[1:]]
problem = hn.Problem(hn.Network(sizes), rows(1, sizes[0])[0], [0.5] * sizes[-1], weights, biases, 0.5)"""
PANEL = """\
import ipywidgets
panel, heard = problem.explore(), ipywidgets.Label()
heard.add_class("heard")
panel.observe(lambda change: setattr(heard, "value", repr(change["new"]["w1[1,1]"])), "values")
display(heard, panel)"""
BARE = """\
slider, label = ipywidgets.FloatSlider(min=-2, max=2, step=0.01), ipywidgets.Label("0.0")
slider.observe(lambda change: setattr(label, "value", repr(change["new"])), "value")
bare = ipywidgets.VBox([slider, label])
bare.add_class("bare")
bare"""
SLIDE = """\
slide = hn.slide(problem, "w1[1,1]", "J", "dJ/dw1[1,1]", low=-2, high=2, step=0.01)
slide.add_class("slide")
slide"""

TURN = """
async ([root, numbers]) => {
    const slider = root.querySelector('input[type=range][aria-label="w1[1,1]"]');
    const [table, picture] = [root.querySelector('table'), root.querySelector('svg')];
    const painted = () => new Promise((done) => requestAnimationFrame(() => {
        const {port1, port2} = new MessageChannel();  // comes after the frame was painted
        port2.onmessage = done;
        port1.postMessage(0);
    }));
    const times = [];
    for (const number of numbers) {
        await painted();
        const start = performance.now();
        slider.value = number;
        slider.dispatchEvent(new Event('input', {bubbles: true}));
        table.getBoundingClientRect();
        picture.getBoundingClientRect();
        const answered = performance.now();
        await painted();
        times.push([answered - start, performance.now() - start]);
    }
    return times;
}
"""
FOLLOW = """
([root, number]) => new Promise((done) => {
    const heard = document.querySelector('.heard');
    const slider = root.querySelector('input[type=range][aria-label="w1[1,1]"]');
    const start = performance.now();
    slider.value = number;
    const wanted = Number(slider.valueAsNumber.toPrecision(12));  // the step that is nearest
    new MutationObserver((_, observer) => {
        if (Number(heard.innerText) !== wanted) return;
        observer.disconnect();
        done(performance.now() - start);
    }).observe(heard, {subtree: true, childList: true, characterData: true});
    slider.dispatchEvent(new Event('input', {bubbles: true}));
})
"""
ASK = """
async ([box, rounds]) => {
    const handle = box.querySelector('.noUi-handle');
    const shown = () => [...box.querySelectorAll('.widget-label:not(.widget-inline-hbox *), .widget-html-content')]
        .map((each) => each.textContent).join();
    const times = [];
    for (let round = 0; round < rounds; round++) {
        const before = shown();
        const start = performance.now();
        const answered = new Promise((done) => new MutationObserver((_, observer) => {
            if (shown() === before) return;
            observer.disconnect();
            box.getBoundingClientRect();
            done(performance.now());
        }).observe(box, {subtree: true, childList: true, characterData: true}));
        const key = round % 100 < 50 ? 'ArrowRight' : 'ArrowLeft';
        handle.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
        times.push((await answered) - start);
        await new Promise((done) => setTimeout(done, 5));
    }
    return times;
}
"""


def numbers(rounds: int) -> list[float]:
    """There and back over the slider; it takes the nearest of its steps, each time another one."""
    way = [round(-1.8 + 0.04 * step, 2) for step in range(90)]
    turns = [*way, *reversed(way)]
    return [turns[each % len(turns)] for each in range(rounds)]


def line(title: str, *measured: Sequence[float]) -> None:
    """Median and 95th percentile of each list of milliseconds."""
    shown = []
    for times in measured:
        worst = sorted(times)[min(len(times) - 1, int(0.95 * len(times)))]
        shown.append(f"{statistics.median(times):8.2f} {worst:8.2f}")
    print(f"  {title:<34}" + "   ".join(shown))


def in_a_panel(page, title: str, height: int, rounds: int, problem) -> None:
    page.set_viewport_size({"width": 1300, "height": height})
    panel = Panel(page)
    panel.root.scroll_into_view_if_needed()
    panel.root.locator(".handnet-knobs details").evaluate_all(
        "(all) => all.forEach((each) => (each.open = true))"
    )
    panel.painted()
    root = panel.root.element_handle()
    page.evaluate(TURN, [root, numbers(20)])  # so that everything was compiled once
    times = page.evaluate(TURN, [root, numbers(rounds)])
    follows = []
    for number in (1.96, -1.96) * max(1, min(rounds, 20) // 2):
        page.wait_for_timeout(100)
        follows.append(page.evaluate(FOLLOW, [root, number]))
    line(title, [first for first, _ in times], [second for _, second in times], follows)
    right = values(problem.with_numbers({MOVED: panel.numbers()[MOVED]}).solve())
    assert [row[0] for row in panel.lines()] == right, "the page does not show the library's numbers"


def compare(page, address: str, folder: Path, name: str, rounds: int) -> None:
    stated = STATED.format(sizes=SHAPES[name])
    names: dict[str, object] = {}
    exec(stated, names)
    problem = names["problem"]
    assert isinstance(problem, hn.Problem)
    made = write(folder / f"{name}.ipynb", stated, PANEL, BARE, SLIDE)
    open_in_lab(page, address, f"{name}.ipynb")
    run_all(page, name, made)
    settled(page)
    print(
        f"\n{name}, {len(problem.solve().derivation)} lines, {rounds} moves; ms, median and 95th percentile"
    )
    print(f"  {'':<34}{'answered':>17}   {'painted':>17}   {'Python':>17}")
    for title, height in WINDOWS.items():
        in_a_panel(page, f"panel, {title}", height, rounds, problem)
    page.set_viewport_size({"width": 1300, "height": 1000})
    for title, kind in (("FloatSlider and Label, observed", "bare"), ("handnet.slide", "slide")):
        box = page.locator(f".{kind}")
        box.scroll_into_view_if_needed()
        line(title, page.evaluate(ASK, [box.element_handle(), rounds]))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        command = [sys.executable, "-m", "jupyterlab", "--allow-root", "-y", f"--ServerApp.root_dir={folder}"]
        with served(command, folder) as address:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for shape in SHAPES:
                page = browser.new_page(viewport={"width": 1300, "height": 1000})
                page.set_default_timeout(60_000)
                compare(page, address, folder, shape, rounds)
                page.close()
            print(f"\nChromium {browser.version}, Python {sys.version.split()[0]}")
            browser.close()


if __name__ == "__main__":
    main()
