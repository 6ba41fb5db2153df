"""A panel in a page, read and used as a person does it: wherever it stands, with or without a kernel.

Panel(page, root)            the panel inside an element
.lines()                 the value of every line, as it is shown, and what a mistake makes of it
.numbers()               the numbers of all knobs
.pictured()              the numbers in the picture by what they belong to
.assert_shows(problem)   all of these are what the library works out, to the last digit
.press, .drag, .type     three ways to turn a knob
.take, .undo, .choose, .walk
short_drive(panel, problem)  all of it once
"""

from __future__ import annotations

import re

import pytest

from handnet.digits import Digits

DIGITS = Digits(significant=6)  # of a panel that was not told otherwise
ROOT = ".handnet-panel"
FIGURES = """
    const text = (node) => {
        if (node.nodeName === 'mfrac') return [...node.children].map(text).join('/');
        if (node.nodeName === 'msup') return [...node.children].map(text).join('^');
        return node.children.length ? [...node.children].map(text).join('') : node.textContent;
    };
    const figures = (element) => [...element.querySelectorAll('math')].map(text).join('');
"""
LINES = f"""(root) => {{ {FIGURES} return [...root.querySelectorAll('tr[data-line]')].map(
    (row) => [...row.querySelectorAll('td.handnet-value')].map(figures)); }}"""
SEEN = """(root) => [...root.querySelectorAll('tr[data-line]')].map(
    (row) => {
        const box = row.getBoundingClientRect();
        return row.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
    })"""
SETTLED = "(root) => root.querySelector('table').getAttribute('aria-busy') !== 'true'"
LARGE = f"""(root) => {{ {FIGURES}
    return figures([...root.querySelectorAll('.handnet-strip .handnet-large-row')].at(-2)); }}"""
KNOBS = """
(root) => Object.fromEntries([...root.querySelectorAll('input[type=range]')].map((slider) => [
    slider.getAttribute('aria-label'),
    {slider: slider.valueAsNumber, step: Number(slider.step),
     typed: root.querySelector(`[aria-label="${slider.getAttribute('aria-label')}, typed"]`).value}]))
"""
PICTURED = """
(root) => [...root.querySelectorAll('.handnet-tag-row:not([hidden])')].map(
    (row) => [row.title, row.querySelector('.handnet-tag-number').textContent])
"""


class Panel:
    """One panel; `root` is a locator of it."""

    def __init__(self, page, root=None) -> None:
        self.page = page
        self.root = root or page.locator(ROOT).first
        self.root.wait_for()

    # --- reading ---

    def painted(self) -> None:
        """What was done is seen in the next frame; after two it has to be there."""
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def lines(self) -> list[list[str]]:
        """For each line the value; with a mistake also that one, both spelled as the library does.

        What is on screen has to be written by the next frame, the rest when the table is not busy any more.
        """
        self.painted()
        at_once, seen = self.root.evaluate(LINES), self.root.evaluate(SEEN)
        self.page.wait_for_function(SETTLED, arg=self.root.element_handle())
        settled = self.root.evaluate(LINES)
        late = [pair for pair in zip(at_once, settled, seen, strict=True) if pair[2] and pair[0] != pair[1]]
        assert not late, late
        return [[plain(text) for text in row] for row in settled]

    def numbers(self) -> dict[str, float]:
        """The knobs by name, as they are written; the slider has to say the same."""
        self.painted()
        found = self.root.evaluate(KNOBS)
        for name, knob in found.items():
            assert knob["slider"] == pytest.approx(float(knob["typed"]), abs=0.501 * knob["step"]), name
        return {name: float(knob["typed"]) for name, knob in found.items()}

    def pictured(self) -> dict[str, str]:
        self.painted()
        return {title: plain(text) for title, text in self.root.evaluate(PICTURED)}

    def assert_shows(self, problem, **told) -> None:
        """The lines in the library's order with the library's values; knobs and picture follow."""
        right = problem.solve(**told)
        assert_same([row[0] for row in self.lines()], values(right))
        named = {str(quantity): number.value for quantity, number in problem.values.items()}
        shown = self.numbers()
        assert shown == pytest.approx(named, rel=1e-5)
        for address, number in shown.items():
            assert number in (named[address], float(DIGITS.write(named[address]))), address
        pictured = self.pictured()
        assert pictured, "the picture is empty"
        for address, text in pictured.items():
            short = [Digits(significant=figures).write(right[address]) for figures in (3, 4, 6)]
            assert float(text) in [right[address], *map(float, short)], (address, text)

    # --- turning a knob ---

    def slider(self, name: str):
        return self.root.locator(f'input[type=range][aria-label="{name}"]')

    def field(self, name: str):
        return self.root.locator(f'input[aria-label="{name}, typed"]')

    def press(self, name: str, *keys: str) -> float:
        """Keys on the slider; it keeps the focus."""
        slider = self.slider(name)
        slider.focus()
        for key in keys:
            slider.press(key)
        assert slider.evaluate("(each) => each === document.activeElement"), f"{name} lost the focus"
        return self.numbers()[name]

    def drag(self, name: str, part: float) -> float:
        """The mouse from where the slider stands to this part of its way."""
        slider = self.slider(name)
        slider.hover()  # scrolls to it, and sees to it that nothing is over it
        box = slider.bounding_box()
        low, high, at = (float(slider.evaluate(f"(each) => each.{end}")) for end in ("min", "max", "value"))
        thumb, y = 8, box["y"] + box["height"] / 2  # half the width of Chromium's thumb

        def x(part: float) -> float:
            return box["x"] + thumb + part * (box["width"] - 2 * thumb)

        here = (at - low) / (high - low)
        slider.hover(position={"x": x(here) - box["x"], "y": box["height"] / 2})
        self.page.mouse.down()
        for step in range(1, 9):
            self.page.mouse.move(x(here + (part - here) * step / 8), y)
        self.page.mouse.up()
        reached = self.numbers()[name]
        assert reached == pytest.approx(low + part * (high - low), abs=(high - low) / 15), (name, reached)
        return reached

    def type(self, name: str, text: str) -> None:
        self.field(name).fill(text)
        self.field(name).press("Enter")

    # --- the rest ---

    def button(self, title: str):
        return self.root.locator(f"button:text-is('{title}')")

    def take(self, steps: int) -> None:
        """So many steps of gradient descent at once."""
        if steps == 1:
            self.button("One step of gradient descent").click()
        else:
            self.root.get_by_label("number of steps", exact=True).fill(str(steps))
            self.button("Take them").click()

    def choose(self, label: str, value: str) -> None:
        self.root.locator(f'select[aria-label="{label}"]').select_option(value)

    def walk(self) -> list[str]:
        """Next until it ends: the value shown large for each line; the table has that line selected."""
        shown = []
        button = self.button("Next ›")
        while button.is_enabled():
            button.click()
            self.painted()
            shown.append(plain(self.root.evaluate(LARGE)))
            row = self.root.locator("tr[data-line][aria-selected=true]")
            assert row.get_attribute("data-line") == str(len(shown))
        return shown


def plain(text: str) -> str:
    """A number of the page as the library writes it, apart from the zeros of an exponent."""
    text = text.strip().lstrip("=").replace("\N{MINUS SIGN}", "-").replace("\u2062", "")
    return text.replace("×10^", "e").replace("∞", "infinity")


def values(solution, order=None) -> list[str]:
    """Every line's value as the library writes it, 3.04e-05 as 3.04e-5; in the order of another solution."""
    texts = (solution.written(step.quantity) for step in (order or solution).derivation.steps)
    return [
        re.sub(r"e([-+]?)0*(\d)", lambda found: f"e{found[1].strip('+')}{found[2]}", text) for text in texts
    ]


def assert_same(shown: list[str], right: list[str]) -> None:
    """Character for character; a weight after a step is written to the digits asked, as what is worked out."""
    for one, other in zip(shown, right, strict=True):
        assert one == other or (len(other) > 14 and one == DIGITS.write(float(other))), (one, other)


def short_drive(panel: Panel, problem) -> dict[str, float]:
    """By key, by mouse, by typing, a step of descent and back, the walk: always the library's numbers.

    Returns the numbers that it leaves behind.
    """
    panel.assert_shows(problem)
    numbers = {"w1[1,1]": panel.press("w1[1,1]", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowRight")}
    assert numbers["w1[1,1]"] != problem.solve()["w1[1,1]"]
    panel.assert_shows(problem.with_numbers(numbers))
    numbers["w2[1,2]"] = panel.drag("w2[1,2]", 0.2)
    panel.assert_shows(problem.with_numbers(numbers))
    panel.type("x[2]", "0.30")
    numbers["x[2]"] = "0.30"
    now = problem.with_numbers(numbers)
    panel.assert_shows(now)
    panel.take(1)
    panel.assert_shows(after(now, 1))
    panel.button("Undo steps").click()
    panel.assert_shows(now)
    assert_same(panel.walk(), values(now.solve()))
    return numbers


def after(problem, updates: int):
    """The problem with the weights that so many updates lead to."""
    last = problem.train(updates)[updates]
    parameters = problem.forward_pass().parameters()
    return problem.with_numbers({str(each): last[str(each)] for each in parameters})
