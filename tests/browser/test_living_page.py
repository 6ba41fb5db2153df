"""A living page as a reader has it: opened from the disk in Chromium, with the network switched off.

Every number that it works out is the library's to 1e-12 of itself, whatever knob is turned; nothing
is asked for but the file; and it works by keyboard, on a telephone, on paper, in a frame of another
page, and from a link that says what is to be seen.
"""

from __future__ import annotations

import math
import random
from itertools import pairwise
from urllib.parse import quote

import pytest
from panel_page import Panel, assert_same, short_drive, values

import handnet as hn
from handnet.living import living_page, solution_html

WIDTHS = {"a screen": 1300, "a telephone": 390}
VALUES = """() => Object.fromEntries(
    Object.entries(handnet.values()).map(([name, value]) => [name, String(value)]))"""
NOT_TOO_WIDE = "() => document.documentElement.scrollWidth <= innerWidth"
INK_AND_PAPER = """() => [getComputedStyle(document.querySelector('.handnet-panel')).color,
    getComputedStyle(document.body).backgroundColor].map((each) => Number(/\\d+/.exec(each)[0]))"""
REACHABLE = """() => [...document.querySelectorAll('main :is(a, button, input, select, summary, [tabindex="0"])')]
    .filter((each) => !each.disabled && each.checkVisibility({visibilityProperty: true})).length"""
FOCUSED = """() => {
    const each = document.activeElement;
    if (each === document.body) return null;
    each.dataset.seen ??= String(Math.random());
    const visible = each.checkVisibility({visibilityProperty: true});
    return [each.dataset.seen, getComputedStyle(each).outlineStyle, visible];
}"""
CUT_OFF = """() => Math.max(...[...document.querySelectorAll('.handnet-lines, .handnet-scroll')].map(
    (each) => each.scrollHeight - each.clientHeight))"""
SEEN = "(all) => all.map((each) => each.checkVisibility())"
COURSE = """<!doctype html><title>a course</title><p>before</p>
<iframe sandbox="allow-scripts" style="width: 100%; height: 150px; border: 0" srcdoc="{}"></iframe>
<script>addEventListener("message", ({{source, data}}) => {{
    const frame = document.querySelector("iframe");
    const isOurs = source === frame.contentWindow && data.type === "handnet-height";
    if (isOurs) frame.style.height = `${{data.height}}px`;
}});</script>"""


def problem(sizes=(2, 2, 1), samples=1, seed=1, activation="sigmoid", ask=(), title="", **more):
    """A problem with numbers that a seed draws; targets that any loss can have."""
    draw = random.Random(seed)

    def rows(most, few, low=-1.0):
        return [[f"{draw.uniform(low, 1):.2f}" for _ in range(few)] for _ in range(most)]

    net = hn.Network(list(sizes), activation, **more)
    kinds = {"unit": lambda size: rows(1, size)[0], "shared": lambda _: rows(1, 1)[0]}
    hot = [
        ["1" if unit == draw.randrange(sizes[-1]) else "0" for unit in range(sizes[-1])]
        for _ in range(samples)
    ]
    return hn.Problem(
        net,
        x=rows(samples, sizes[0]),
        y=hot if net.loss.name == "cross_entropy" else rows(samples, sizes[-1], 0.0),
        weights=[rows(to, start) for start, to in pairwise(sizes)],
        biases=None
        if more.get("bias") == "none"
        else [kinds[kind](size) for kind, size in zip(net.biases, sizes[1:], strict=True)],
        learning_rate="0.5",
        title=title,
        ask=ask,
    )


def assert_values(page, solution) -> int:
    """All values in the page are the library's to 1e-12 of themselves; how many there are."""
    shown = {
        address: float(text.replace("Infinity", "inf")) for address, text in page.evaluate(VALUES).items()
    }
    right = {str(quantity): value for quantity, value in solution.values.items()}
    assert set(map(str, solution.derivation.goals)) <= set(shown)
    compared = set(shown) & set(right)
    for address in compared:
        # a difference of numbers near each other has no more digits than they have
        assert math.isclose(shown[address], right[address], rel_tol=1e-12, abs_tol=1e-15), address
    return len(compared)


# --- every number -----------------------------------------------------------------------------------------


def test_every_way_to_turn_a_knob_leads_to_the_librarys_numbers(offline):
    stated = problem()
    page = offline(living_page(stated))
    numbers = short_drive(Panel(page), stated)
    assert assert_values(page, stated.with_numbers(numbers).solve()) > 40


NETS = {
    "3-3-3-1": lambda: problem((3, 3, 3, 1), seed=2),
    "softmax, two samples": lambda: problem((2, 3, 3), 2, 3, ["tanh", "softmax"], loss="cross_entropy"),
    "momentum, one by one": lambda: problem((2, 2, 2), 2, 4, ["relu", "sigmoid"], bias="shared",
                                            momentum="0.9", updates="each"),
    "mean and penalty": lambda: problem((3, 2, 1), 3, 5, ["arctan", "sigmoid"], loss="binary_cross_entropy",
                                        reduction="mean", l2="0.1"),
    "no bias": lambda: problem((1, 4, 2), 1, 6, ["leaky_relu", "identity"], bias="none"),
}  # fmt: skip


@pytest.mark.parametrize("name", NETS)
def test_every_value_is_the_librarys_to_1e_12(name, offline):
    """Random knobs by key and by typing, then steps of descent, in either style."""
    stated, draw = NETS[name](), random.Random(name)
    page = offline(living_page(stated, style=draw.choice(["chain", "delta"])))
    panel = Panel(page)
    assert assert_values(page, stated.solve()) > 20
    numbers: dict[str, object] = {}
    addresses = [str(each) for each in stated.values]
    for address in draw.sample(addresses, 4):
        details = panel.slider(address).locator("xpath=ancestor::details[1]")
        if details.get_attribute("open") is None:
            details.locator("summary").press("Enter")
        if draw.random() < 0.5:
            for key in draw.choices(["ArrowRight", "ArrowLeft", "PageUp"], k=3):
                panel.slider(address).press(key)
            numbers[address] = panel.field(address).input_value()
        else:
            numbers[address] = f"{draw.uniform(0.1, 0.9):.3f}"
            panel.type(address, numbers[address])
        assert_values(page, stated.with_numbers(numbers).solve())
    now = stated.with_numbers(numbers)
    panel.choose("backward pass by", "delta")
    assert_values(page, now.solve(style="delta"))
    for steps, taken in ((1, 1), (4, 5), (95, 100)):
        panel.take(steps)
        trained = now.train(taken)[taken]
        shown = page.evaluate(VALUES)
        for parameter in now.forward_pass().parameters():
            assert float(shown[str(parameter)]) == pytest.approx(
                trained[str(parameter)], rel=1e-12, abs=1e-14
            )
        assert float(shown["J"]) == pytest.approx(trained["J"], rel=1e-12, abs=1e-14)


def test_a_mistake_and_the_landscape_work_as_in_a_notebook(offline):
    stated = problem()
    page = offline(living_page(stated, mistake="slope-of-activation", notation="standard"))
    panel = Panel(page)
    right, wrong = stated.solve(), stated.solve(mistakes=["slope-of-activation"])
    assert_same([row[1] for row in panel.lines()], values(wrong, right))
    panel.root.locator(".handnet-landscape > summary").press("Enter")
    panel.root.locator(".handnet-landscape svg[aria-label]").first.wait_for()
    assert "J" in panel.root.locator(".handnet-landscape-seen").inner_text()


# --- how it is opened -------------------------------------------------------------------------------------


def test_a_link_says_what_is_to_be_seen(offline):
    stated = problem()
    asked = (
        f"#{quote('w1[1,1]')}=0.3&x[2]=1/3&notation=mazur&style=delta&decimals=3&w9[1,1]=4&sample=7&x[1]=<b>"
    )
    page = offline(living_page(stated), asked)
    now = stated.with_numbers({"w1[1,1]": "0.3", "x[2]": "1/3"})
    assert_values(page, now.solve(style="delta"))
    panel = Panel(page)
    assert_same([row[0] for row in panel.lines()], values(now.solve(style="delta", digits=3)))
    assert panel.slider("w1").evaluate("(each) => each.getAttribute('aria-valuetext')") == "0.3"
    link = page.locator("#link")
    assert "sample" not in link.get_attribute("href")
    panel.type("w2", "-1.5")
    moved = link.get_attribute("href")
    link.click()
    page.reload()
    assert_values(page, now.with_numbers({"w1[1,2]": "-1.5"}).solve(style="delta"))
    assert page.evaluate("() => location.hash") == moved
    page.evaluate("() => { location.hash = ''; }")
    page.wait_for_function("() => handnet.values()['w1[1,1]'] !== 0.3")
    assert_values(page, stated.solve())


def test_a_solution_opens_at_its_goal(offline):
    page = offline(solution_html(problem().solve("dJ/dw1[2,1]", style="delta", notation="mazur")))
    selected = Panel(page).root.locator("tr[data-line][aria-selected=true]")
    assert page.evaluate("() => handnet.panel.name(handnet.panel.line().quantity)") == "dE_total/dw3"
    assert selected.count() == 1


def test_the_calculation_is_not_in_the_page_until_it_is_opened(offline):
    stated = problem(ask=["z1[1]", "J"], title="Homework 3")
    page = offline(living_page(stated))
    solution = stated.solve()
    assert page.locator(".handnet-panel").count() == 0
    text = page.evaluate("() => document.querySelector('main').textContent").replace("\u2212", "-")
    for address in ("z1[1]", "J"):
        assert solution.written(solution.derivation.setting.find(address)) not in text
    page.locator("#calculation > summary").press("Enter")
    Panel(page).assert_shows(stated)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_nothing_is_wider_than_the_page(width, scheme, offline):
    page = offline(
        living_page(problem((3, 3, 3, 1), title="One, two " * 12)), width=width, color_scheme=scheme
    )
    Panel(page)
    assert page.evaluate(NOT_TOO_WIDE)
    page.locator("summary", has_text="Your own answers").press("Enter")
    assert page.evaluate(NOT_TOO_WIDE)
    ink, paper = page.evaluate(INK_AND_PAPER)
    assert (ink < paper) == (scheme == "light")
    assert abs(ink - paper) > 150


def test_the_keyboard_reaches_everything_and_shows_where_it_is(offline):
    page = offline(living_page(problem()))
    Panel(page)
    wanted = page.evaluate(REACHABLE)
    seen = []
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here is None:
            break
        seen.append(here)
    assert len({each[0] for each in seen}) == len(seen) == wanted
    assert all(style != "none" and visible for _, style, visible in seen)


def test_paper_has_every_line_unfolded_and_nothing_to_press(offline):
    stated = problem(samples=2)
    page = offline(living_page(stated), color_scheme="dark")
    panel = Panel(page)
    panel.type("w1[1,1]", "0.77")
    now = stated.with_numbers({"w1[1,1]": "0.77"})
    folded = panel.root.locator(".handnet-fold[aria-expanded=false]").count()
    assert folded > 0
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    rows = panel.root.locator("tr[data-line]")
    assert rows.count() == len(now.solve().derivation)
    assert all(rows.evaluate_all(SEEN))
    right = sorted(values(now.solve()))
    assert sorted(row[0] for row in panel.lines()) == right
    pressed = page.locator("main :is(button:not(.handnet-fold), input, select, .handnet-walk, #link)")
    assert not any(pressed.evaluate_all(SEEN))
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(CUT_OFF) <= 2
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert panel.root.locator(".handnet-fold[aria-expanded=false]").count() == folded
    assert page.pdf()[:4] == b"%PDF"


def test_without_scripts_the_problem_and_its_lines_are_read(offline):
    page = offline(living_page(problem(title="Homework 3")), java_script_enabled=False)
    text = page.locator("main").inner_text()
    assert "Homework 3" in text
    assert "goes from" in text
    assert "Backward pass" in text
    assert not page.locator("#link").is_visible()


def test_in_a_frame_that_allows_scripts_alone_it_moves_and_tells_its_height(offline):
    stated = problem()
    inner = living_page(stated).replace("&", "&amp;").replace('"', "&quot;")
    page = offline(COURSE.format(inner))
    page.wait_for_function("() => document.querySelector('iframe').clientHeight > 1000")
    frame = page.frames[1]
    assert frame.evaluate("() => document.documentElement.scrollHeight <= innerHeight + 1")
    slider = frame.locator("input[type=range][aria-label='w1[1,1]']")
    slider.focus()
    slider.press("ArrowRight")
    value = frame.evaluate("() => handnet.values()['w1[1,1]']")
    assert value != stated.solve()["w1[1,1]"]
    assert_values(frame, stated.with_numbers({"w1[1,1]": value}).solve())
